package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// LoadDossier reads, on one snapshot, everything that one turn of conversation
// may need to know about who wrote, and what their conversation remembers.
//
// Where several people share the address, the one whose button was pressed or
// whose message was replied to counts; else the one with the newest open prompt;
// else the one who was last sent something there.
//
// ErrEarly while what they speak of is still being sent, or, in a database that was put
// back, may turn out to have been.
func (s *Store) LoadDossier(ctx context.Context, now time.Time, in parcours.Inbound) (parcours.Dossier, parcours.State, error) {
	var d parcours.Dossier
	var state parcours.State
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		d = parcours.Dossier{Rules: tx.rules, Service: tx.service, TwoWay: in.Channel != parcours.ChannelSMS || tx.twoWaySMS}
		l := &loader{tx: tx, now: now, in: in, index: tx.vault.addressIndex(in.Address), d: &d}
		if err := l.load(ctx); err != nil {
			return err
		}
		var err error
		state, err = tx.state(ctx, subject(d, l.index))
		return err
	})
	if err != nil {
		return parcours.Dossier{}, parcours.State{}, fmt.Errorf("load dossier: %w", err)
	}
	return d, state, nil
}

// subject names a conversation.
func subject(d parcours.Dossier, addressIndex string) string {
	switch {
	case d.Professional != nil:
		return "pro:" + d.Professional.ID
	case d.Person.ID != "":
		return d.Person.ID
	}
	return "unknown:" + addressIndex
}

func (tx *tx) state(ctx context.Context, subject string) (parcours.State, error) {
	var state parcours.State
	row, err := tx.Conversation(ctx, subject)
	if errors.Is(err, sql.ErrNoRows) {
		return state, nil
	}
	if err != nil {
		return state, fmt.Errorf("conversation: %w", err)
	}
	if err := json.Unmarshal([]byte(row.State), &state); err != nil {
		return state, fmt.Errorf("decode conversation: %w", err)
	}
	state.Version = row.Version
	return state, nil
}

// loader fills one dossier.
type loader struct {
	*tx
	now   time.Time
	in    parcours.Inbound
	index string
	d     *parcours.Dossier
}

func (l *loader) load(ctx context.Context) error {
	if err := l.replayed(ctx); err != nil {
		return err
	}
	if err := l.start(ctx); err != nil {
		return err
	}
	found, err := l.loadProfessional(ctx)
	if err != nil || found {
		return err
	}
	pointed, err := l.pointed(ctx)
	if err != nil {
		return err
	}
	if err := l.recognise(ctx, pointed); err != nil {
		return err
	}
	if l.d.Person.ID == "" {
		return l.claimed(ctx)
	}
	return l.around(ctx, pointed)
}

// start says whose the one-time code of the inbound is, when it may still be used.
// Whether this chat may use it is the conversation's to decide.
func (l *loader) start(ctx context.Context) error {
	if l.in.Start == "" {
		return nil
	}
	owner, err := l.LinkOwner(ctx, l.vault.tokenIndex(l.in.Start), millis(l.now))
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("one-time code: %w", err)
	}
	l.d.StartValid, l.d.StartLanguage, l.d.StartOwnerID = true, parcours.Language(owner.Language), owner.PersonID
	if owner.ProfessionalID != "" {
		l.d.StartLanguage, l.d.StartOwnerID, l.d.StartStaff = parcours.French, owner.ProfessionalID, true
	}
	return nil
}

// pointed is the attempt that the button or the reply points to, when it went to
// this very address; empty otherwise.
func (l *loader) pointed(ctx context.Context) (gen.Attempt, error) {
	var none gen.Attempt
	id := l.in.AttemptID
	if id == "" && l.in.ReplyTo != "" {
		var err error
		id, err = l.AttemptByProviderID(ctx, l.vault.providerID(l.in.ReplyTo))
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return none, fmt.Errorf("reply: %w", err)
		}
		if id == "" {
			sending, err := l.SendingTo(ctx, l.index)
			if err == nil && sending {
				err = parcours.ErrEarly
			}
			if err != nil {
				return none, fmt.Errorf("reply: %w", err)
			}
		}
	}
	if id == "" {
		return none, nil
	}
	a, err := l.Attempt(ctx, id)
	if errors.Is(err, sql.ErrNoRows) || (err == nil && a.AddressIndex != l.index) {
		return none, nil
	}
	return a, err
}

func (l *loader) loadProfessional(ctx context.Context) (bool, error) {
	if l.in.Channel != parcours.ChannelTelegram {
		return false, nil
	}
	row, err := l.ProfessionalByTelegram(ctx, l.index)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("professional: %w", err)
	}
	p, err := l.professional(row)
	if err != nil {
		return false, err
	}
	l.d.Professional = &p
	open, err := l.CountOpenOfProfessional(ctx, null(p.ID))
	if err != nil {
		return false, fmt.Errorf("professional: %w", err)
	}
	l.d.OpenEscalations = int(open)
	waiting, err := l.escalationsIn(ctx, gen.EscalationsInStateParams{
		State: string(parcours.EscalationOpen), ProfessionalID: null(p.ID), Today: l.today(l.now).String(),
	})
	if err != nil {
		return false, fmt.Errorf("professional: %w", err)
	}
	if l.d.Escalations, err = l.escalations(ctx, waiting); err != nil {
		return false, err
	}
	replied, err := l.pointed(ctx)
	if err != nil || replied.ID == "" {
		return true, err
	}
	n, err := l.Notification(ctx, replied.NotificationID)
	if err != nil || !n.EscalationID.Valid || n.ProfessionalID.String != p.ID {
		return true, err
	}
	e, _, err := l.escalation(ctx, n.EscalationID.String)
	if err != nil {
		return true, err
	}
	l.d.Replied = &e
	return true, l.loadJobs(ctx, e.PersonID)
}

// recognise finds who wrote among the people reached at the address.
func (l *loader) recognise(ctx context.Context, pointed gen.Attempt) error {
	points, err := l.candidates(ctx)
	if err != nil || len(points) == 0 {
		return err
	}
	l.d.Candidates = len(points)
	speaker, err := l.speaker(ctx)
	if err != nil {
		return err
	}
	best, newest, asked := points[0], int64(-1), 0
	for _, p := range points {
		weight, err := l.weight(ctx, p.PersonID, pointed, speaker)
		if err != nil {
			return err
		}
		if weight > newest {
			best, newest = p, weight
		}
		if weight >= promptWeight {
			asked++
		}
	}
	if len(points) > 1 && newest < pointerWeight && asked != 1 {
		if err := l.unsure(ctx, points); err != nil {
			return err
		}
	}
	if l.d.Contact, err = l.contactPoint(best); err != nil {
		return err
	}
	row, err := l.PersonOfDossier(ctx, best.PersonID)
	if err != nil {
		return fmt.Errorf("person: %w", err)
	}
	l.d.Person = personOf(row)
	return nil
}

func personOf(row gen.PersonOfDossierRow) parcours.Person {
	return parcours.Person{
		ID: row.ID, Role: parcours.Role(row.Role), Title: parcours.Title(row.Title), FirstName: row.FirstName, LastName: row.LastName,
		BirthDate: date(row.BirthDate), Address: row.Address, Postcode: row.Postcode, City: row.City, Structure: row.Structure,
		TerritoryID: row.TerritoryID, Territory: row.Territory, ReferentID: row.ReferentID, Language: parcours.Language(row.Language),
		PreferredChannel: parcours.Channel(row.PreferredChannel), Discreet: row.Discreet, EnteredOn: date(row.EnteredOn),
		EntrySource: parcours.EntrySource(row.EntrySource), ExitedOn: date(row.ExitedOn), HeldAt: instant(row.HeldAt), CreatedAt: instant(row.CreatedAt),
	}
}

// candidates are the current owners of the address, or else its former ones: a
// message from an old number still reaches somebody.
func (l *loader) candidates(ctx context.Context) ([]gen.ContactPoint, error) {
	points, err := l.PointsAtAddress(ctx, l.index, string(l.in.Channel))
	if err != nil {
		return nil, fmt.Errorf("address: %w", err)
	}
	for _, status := range []parcours.ContactStatus{parcours.ContactCurrent, parcours.ContactFormer} {
		var fit []gen.ContactPoint
		for _, p := range points {
			if p.Status == string(status) {
				fit = append(fit, p)
			}
		}
		if len(fit) > 0 {
			return fit, nil
		}
	}
	return nil, nil
}

// Weights of what tells who writes; Unix milliseconds stay below 2^43.
const (
	promptWeight  = int64(1) << 50
	pointerWeight = int64(1) << 60
)

// weight orders the people who share an address: an explicit pointer beats an open
// prompt, which beats the newest message.
func (l *loader) weight(ctx context.Context, personID string, pointed gen.Attempt, speaker string) (int64, error) {
	if pointed.ID != "" && pointed.PersonID.String == personID {
		return 2 * pointerWeight, nil
	}
	if speaker == personID {
		return pointerWeight, nil
	}
	if l.d.Candidates == 1 {
		return 0, nil
	}
	open, err := l.openPrompts(ctx, personID)
	if err != nil {
		return 0, fmt.Errorf("prompts: %w", err)
	}
	if len(open) > 0 {
		return promptWeight + open[0].AskedAt, nil
	}
	last, err := l.LastLeftTo(ctx, l.index, null(personID), millis(l.in.Written(l.now)))
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return last.LeftAt, err
}

// openPrompts are those that the inbound may answer.
func (l *loader) openPrompts(ctx context.Context, personID string) ([]gen.OpenPromptsRow, error) {
	return l.OpenPrompts(ctx, personID, millis(l.in.Written(l.now)), millis(l.now))
}

// around reads what surrounds the person.
func (l *loader) around(ctx context.Context, pointed gen.Attempt) error {
	var err error
	d := l.d
	if d.Referent, err = l.inCharge(ctx, d.Person.ReferentID, l.now); err != nil {
		return err
	}
	if err := l.prompts(ctx, pointed); err != nil {
		return err
	}
	if err := l.loadJobs(ctx, d.Person.ID); err != nil {
		return err
	}
	all, err := l.appointments(ctx, d.Person.ID)
	if err != nil {
		return err
	}
	var replaced *parcours.Appointment // whose time may be changed
	var refused []time.Time
	for _, a := range all {
		if a.Standing(l.now) {
			d.Appointments = append(d.Appointments, a)
		} else if a.Outcome == parcours.OutcomeExcused && l.now.Before(a.StartsAt) {
			replaced, refused = &a, append(refused, a.StartsAt)
		}
	}
	if len(d.Appointments) > 0 {
		replaced = &d.Appointments[0]
	}
	if replaced == nil {
		if d.Invited, err = l.InvitationOpen(ctx, d.Person.ID); err != nil {
			return fmt.Errorf("invitation: %w", err)
		}
		if d.Invited {
			replaced = &parcours.Appointment{Kind: parcours.JointInterview}
		}
	}
	if replaced != nil {
		d.OffersFor = replaced.ID
		if d.Offers, err = l.offers(ctx, *replaced, refused); err != nil {
			return err
		}
	}
	if err = l.talk(ctx); err != nil {
		return err
	}
	if d.Weeks, err = l.weeksToAnswer(ctx, d.Person.ID, l.now); err != nil {
		return err
	}
	ids, err := l.OpenEscalationsOfPerson(ctx, null(d.Person.ID))
	if err != nil {
		return fmt.Errorf("escalations: %w", err)
	}
	for _, id := range ids {
		e, _, err := l.escalation(ctx, id)
		if err != nil {
			return err
		}
		d.Escalations = append(d.Escalations, e)
	}
	return nil
}

func (l *loader) prompts(ctx context.Context, pointed gen.Attempt) error {
	open, err := l.openPrompts(ctx, l.d.Person.ID)
	if err != nil {
		return fmt.Errorf("prompts: %w", err)
	}
	for _, row := range open {
		p, err := l.prompt(ctx, gen.PromptByIDRow(row))
		if err != nil {
			return err
		}
		l.d.Prompts = append(l.d.Prompts, p)
	}
	if pointed.ID == "" || pointed.PersonID.String != l.d.Person.ID {
		return nil
	}
	row, err := l.PromptOfNotification(ctx, pointed.NotificationID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("prompt: %w", err)
	}
	p, err := l.prompt(ctx, gen.PromptByIDRow(row))
	p.AttemptID = pointed.ID
	l.d.Pressed = &p
	return err
}

func (tx *tx) prompt(ctx context.Context, row gen.PromptByIDRow) (parcours.Prompt, error) {
	choices, err := decodeChoices(row.Choices)
	if err != nil {
		return parcours.Prompt{}, err
	}
	p := parcours.Prompt{
		ID: row.ID, PersonID: row.PersonID, NotificationID: row.NotificationID, AppointmentID: row.AppointmentID,
		SubjectID: row.SubjectID, Kind: parcours.PromptKind(row.Kind), Choices: choices, AskedAt: instant(row.AskedAt), ExpiresAt: instant(row.ExpiresAt),
	}
	p.AttemptID, err = tx.LastCarrier(ctx, row.NotificationID)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return p, fmt.Errorf("prompt: %w", err)
	}
	return p, nil
}

// loadJobs reads the person's jobs, those that were refused left out.
func (l *loader) loadJobs(ctx context.Context, personID string) error {
	if personID == "" {
		return nil
	}
	all, err := l.jobs(ctx, personID)
	l.d.Jobs = slices.DeleteFunc(all, func(j parcours.Job) bool { return j.State == parcours.JobRefused })
	return err
}
