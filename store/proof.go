package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// Proof gathers everything that was said to a person and heard from them, with the
// journal that holds it; ErrNotFound outside the actor's scope. now is business
// time. It keeps no trace of having been made: that is for whoever hands it out.
func (s *Store) Proof(ctx context.Context, now time.Time, actor parcours.Actor, personID string) (parcours.Proof, error) {
	p, err := s.prove(ctx, now, actor, personID, "")
	if err != nil {
		return parcours.Proof{}, fmt.Errorf("proof: %w", err)
	}
	return p, nil
}

// ProofOfMessage is the proof of one notification to a person: the message, the
// entries of the journal that speak of it, and what was answered to it. ErrNotFound
// outside the actor's scope, and for a message to a professional.
func (s *Store) ProofOfMessage(ctx context.Context, now time.Time, actor parcours.Actor, notificationID string) (parcours.Proof, error) {
	personID := ""
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		found, err := tx.PersonOfNotification(ctx, notificationID)
		if err == nil && (len(found) == 0 || !found[0].Valid) {
			err = parcours.ErrNotFound
		}
		if err == nil {
			personID = found[0].String
		}
		return err
	})
	var p parcours.Proof
	if err == nil {
		p, err = s.prove(ctx, now, actor, personID, notificationID)
	}
	if err != nil {
		return parcours.Proof{}, fmt.Errorf("proof of message: %w", err)
	}
	return p, nil
}

func (s *Store) prove(ctx context.Context, now time.Time, actor parcours.Actor, personID, notificationID string) (parcours.Proof, error) {
	p := parcours.Proof{Format: parcours.ProofFormat, MadeAt: now.UTC(), Service: s.service, NotificationID: notificationID}
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		var err error
		if personID, err = tx.followed(ctx, personID); err != nil {
			return err
		}
		if err := tx.allowed(ctx, actor, personID); err != nil {
			return err
		}
		return tx.gather(ctx, &p, personID)
	})
	if err != nil {
		return p, err
	}
	chains := []string{personID}
	for _, m := range p.Journal.Merged {
		chains = append(chains, m.File)
	}
	for _, id := range chains {
		if _, err := s.VerifyJournals(ctx, id, nil, func(d parcours.Damage) { p.Journal.Damages = append(p.Journal.Damages, d) }); err != nil {
			return p, err
		}
	}
	p.Journal.Intact = len(p.Journal.Damages) == 0
	return p, nil
}

// gather fills the proof. NotificationID narrows it to one message.
func (tx *tx) gather(ctx context.Context, p *parcours.Proof, personID string) error {
	file, err := tx.file(ctx, personID)
	if err != nil {
		return err
	}
	who := file.Person
	p.Person = parcours.ProofPerson{
		ID: who.ID, Title: who.Title, FirstName: who.FirstName, LastName: who.LastName, BirthDate: who.BirthDate, InternalID: who.InternalID,
		Language: who.Language, Territory: who.Territory, Referent: file.Referent.Name(), EnteredOn: who.EnteredOn, EntrySource: who.EntrySource,
		Deadline: tx.rules.Deadline(who.EnteredOn), ExitedOn: who.ExitedOn,
	}
	if err := tx.proveMessages(ctx, p, personID); err != nil {
		return err
	}
	if err := tx.proveEntries(ctx, p, personID); err != nil {
		return err
	}
	if err := tx.proveAnswers(ctx, p, personID); err != nil {
		return err
	}
	for _, a := range file.Appointments {
		if p.NotificationID == "" || slices.ContainsFunc(p.Messages, func(m parcours.ProofMessage) bool { return m.AppointmentID == a.ID }) {
			p.Appointments = append(p.Appointments, proofAppointment(a))
		}
	}
	readings, err := tx.ProofReadings(ctx, personID)
	if err != nil {
		return fmt.Errorf("readings: %w", err)
	}
	for _, r := range readings {
		by := parcours.Professional{FirstName: r.FirstName, LastName: r.LastName}.Name()
		if by == "" {
			by = r.Account
		}
		p.Readings = append(p.Readings, parcours.ProofReading{At: instant(r.At), By: by, Action: r.Action})
	}
	return nil
}

func proofAppointment(a parcours.Appointment) parcours.ProofAppointment {
	shown := parcours.ProofAppointment{
		ID: a.ID, Kind: a.Kind, StartsAt: a.StartsAt, Minutes: int(a.Duration / time.Minute), Place: a.Place.Name, Address: a.Place.Address,
		Origin: a.Origin, Replaces: a.Replaces, BookedAt: a.BookedAt, ConfirmedAt: a.ConfirmedAt, Outcome: a.Outcome, Impediment: a.Impediment,
	}
	for _, who := range a.Professionals {
		shown.With = append(shown.With, who.Introduced())
	}
	return shown
}

func (tx *tx) proveMessages(ctx context.Context, p *parcours.Proof, personID string) error {
	rows, err := tx.ProofNotifications(ctx, null(personID), p.NotificationID)
	if err != nil {
		return fmt.Errorf("messages: %w", err)
	}
	for _, n := range rows {
		facts, err := tx.vault.openFacts(n.FactsSealed)
		if err != nil {
			return err
		}
		m := parcours.ProofMessage{
			NotificationID: n.ID, Kind: n.Kind, Class: parcours.Class(n.Class), Template: n.Template, Reference: n.Reference,
			AppointmentID: n.AppointmentID.String, StartsAt: facts.StartsAt.UTC(), InReplyTo: n.InReplyTo, EscalationID: n.EscalationID.String,
			PlannedAt: instant(n.CreatedAt), DueAt: instant(n.DueAt), ExpiresAt: instant(n.ExpiresAt), FallbackAt: instant(n.FallbackAt),
			State: parcours.NotificationState(n.State), Reason: n.Reason, EndedAt: instant(n.EndedAt),
		}
		if facts.StartsAt.IsZero() {
			m.StartsAt = time.Time{}
		}
		if err := tx.proveAttempts(ctx, &m); err != nil {
			return err
		}
		asked, err := tx.ProofQuestions(ctx, n.ID)
		if err != nil {
			return fmt.Errorf("questions: %w", err)
		}
		for _, q := range asked {
			m.Asked = parcours.ProofQuestion{Kind: parcours.PromptKind(q.Kind), AskedAt: instant(q.AskedAt), Answer: q.Answer, ClosedAt: instant(q.ClosedAt)}
		}
		p.Messages = append(p.Messages, m)
	}
	return nil
}

func (tx *tx) proveAttempts(ctx context.Context, m *parcours.ProofMessage) error {
	rows, err := tx.ProofAttempts(ctx, m.NotificationID)
	if err != nil {
		return fmt.Errorf("attempts: %w", err)
	}
	for _, r := range rows {
		a := parcours.ProofAttempt{
			ID: r.ID, N: int(r.N), Channel: parcours.Channel(r.Channel), Sender: r.Sender, Encoding: parcours.Encoding(r.Encoding), Parts: int(r.Parts),
			State: parcours.AttemptState(r.State), Code: r.Code, LeftAt: instant(r.LeftAt), ProviderID: r.ProviderID,
		}
		body, err := tx.vault.open(columnBody, r.BodySealed)
		if err != nil && !errors.Is(err, errUnsealed) { // an altered text is the journal's to tell
			return err
		}
		a.Text, a.TextSHA256 = string(body), fingerprint(body)
		if a.Channel != parcours.ChannelTelegram {
			if a.To, err = tx.vault.openText(columnAttemptAddress, r.AddressSealed); err != nil {
				return err
			}
		}
		receipts, err := tx.ProofReceipts(ctx, r.ID)
		if err != nil {
			return fmt.Errorf("receipts: %w", err)
		}
		for _, e := range receipts {
			a.Receipts = append(a.Receipts, parcours.ProofReceipt{
				At: instant(e.At), Source: e.Source, Status: e.Status, Code: e.Code, ProviderID: e.ProviderID, Digest: e.Digest,
			})
		}
		m.Attempts = append(m.Attempts, a)
	}
	return nil
}

// proveEntries reads the journal. For one message it keeps what is about it: its
// notification, its attempts, its appointment, and what was received meanwhile.
func (tx *tx) proveEntries(ctx context.Context, p *parcours.Proof, personID string) error {
	names, err := tx.names(ctx)
	if err != nil {
		return err
	}
	events, err := tx.journals(ctx, personID)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	about := map[string]bool{}
	for _, m := range p.Messages {
		about[m.NotificationID], about[m.AppointmentID] = true, true
		for _, a := range m.Attempts {
			about[a.ID] = true
		}
	}
	delete(about, "")
	for _, e := range events {
		entry, err := tx.proofEntry(e, names)
		if err != nil {
			return err
		}
		if e.PersonID == personID {
			p.Journal.Entries, p.Journal.Head = p.Journal.Entries+1, e.Hash
		} else {
			entry.File = e.PersonID
			tellMerged(&p.Journal, e)
		}
		heard := entry.Kind == parcours.EventReceived && slices.ContainsFunc(p.Messages, func(m parcours.ProofMessage) bool { return tx.answers(entry, m) })
		if p.NotificationID == "" || about[entry.Subject] || about[entry.Details["notification"]] || heard {
			p.Entries = append(p.Entries, entry)
		}
	}
	return nil
}

// tellMerged counts an entry of the journal of a merged file. Entries come in the order of
// time, which is that of each chain.
func tellMerged(j *parcours.ProofJournal, e gen.Event) {
	at := slices.IndexFunc(j.Merged, func(m parcours.ProofMerged) bool { return m.File == e.PersonID })
	if at < 0 {
		at = len(j.Merged)
		j.Merged = append(j.Merged, parcours.ProofMerged{File: e.PersonID})
	}
	j.Merged[at].Entries, j.Merged[at].Head = j.Merged[at].Entries+1, e.Hash
}

// answers reports whether an inbound may be the answer to a message: it is what the
// message replies to, or came after the message left and no later than answers
// count. Which of several messages somebody meant, nobody can tell: each shows it.
func (tx *tx) answers(entry parcours.ProofEntry, m parcours.ProofMessage) bool {
	if entry.Subject == m.InReplyTo {
		return true
	}
	return slices.ContainsFunc(m.Attempts, func(a parcours.ProofAttempt) bool {
		return !a.LeftAt.IsZero() && !entry.At.Before(a.LeftAt) && !entry.At.After(a.LeftAt.Add(tx.rules.AnsweredWithin))
	})
}

func (tx *tx) proofEntry(e gen.Event, names map[string]string) (parcours.ProofEntry, error) {
	entry := parcours.ProofEntry{
		Seq: e.Seq, At: instant(e.At), Kind: parcours.EventKind(e.Kind), Actor: e.Actor, By: names[e.Actor], Subject: e.Subject, Hash: e.Hash,
	}
	payload, err := tx.vault.open(columnPayload, e.PayloadSealed)
	if errors.Is(err, errUnsealed) {
		return entry, nil // the journal's own check tells of it
	}
	if err != nil || len(payload) == 0 {
		return entry, err
	}
	if err := json.Unmarshal(payload, &entry.Details); err != nil {
		return entry, fmt.Errorf("journal entry %d: %w", e.Seq, err)
	}
	for name, value := range entry.Details {
		if value == "" {
			delete(entry.Details, name)
		}
	}
	return entry, nil
}

func (tx *tx) proveAnswers(ctx context.Context, p *parcours.Proof, personID string) error {
	rows, err := tx.ProofAnswers(ctx, null(personID))
	if err != nil {
		return fmt.Errorf("answers: %w", err)
	}
	heard := map[string]bool{}
	for _, e := range p.Entries {
		if e.Kind == parcours.EventReceived {
			heard[e.Subject] = true
		}
	}
	for _, r := range rows {
		if p.NotificationID != "" && !heard[r.ID] {
			continue
		}
		text, err := tx.vault.openText(columnInboundText, r.TextSealed)
		if err != nil && !errors.Is(err, errUnsealed) {
			return err
		}
		p.Answers = append(p.Answers, parcours.ProofAnswer{
			ID: r.ID, At: instant(r.ReceivedAt), Channel: parcours.Channel(r.Channel), Text: text, ProviderID: tx.vault.providerID(r.ProviderID),
		})
	}
	return nil
}
