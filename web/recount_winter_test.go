package web_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"relais/locales"
	"relais/parcours"
	"relais/scheduler"
	"relais/store"
	"relais/store/storetest"
	"relais/web"
)

// winter is a population that lives on the real store.
type winter struct {
	*testing.T
	s     *store.Store
	rules parcours.Rules
	dice  *rand.Rand
	now   time.Time
	desk  parcours.Actor
	// people by id, with what no journal says: where they belong.
	people map[string]*winterer
	order  []string
	base   string
	serial int
	// batches of letters that were posted.
	batches []string
	words   *locales.Catalogue
	seen    *happenings
}

// winterRules: the people of one territory choose their first time.
func winterRules(t *testing.T) parcours.Rules {
	rules := storetest.Rules(t)
	rules.InviteIn = []string{"Vallons"}
	return rules
}

type winterer struct {
	id, territory, referent string
	// phone takes SMS, landline is called, chat is one they will have; each may be empty.
	phone, landline, chat string
	entered               parcours.Date
	source                parcours.EntrySource
	duties                parcours.Tri
	planned, exits        bool
	hadPhone              bool
	// linked: they write from the chat now.
	linked bool
}

// mobile: a number that takes SMS was given for them.
func (p *winterer) mobile() bool { return p.hadPhone }

func (w *winter) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *winter) chance(hundredths int) bool { return w.dice.IntN(100) < hundredths }

func newWinter(t *testing.T, s *store.Store, seed uint64) *winter {
	t.Helper()
	w := &winter{
		T: t, s: s, rules: winterRules(t), dice: rand.New(rand.NewPCG(seed, 1)), now: time.Date(2025, 12, 1, 8, 30, 0, 0, paris()),
		people: map[string]*winterer{},
	}
	ctx := t.Context()
	var pros []parcours.ProfessionalRow
	for i, email := range []string{"anne@exemple.fr", "yves@exemple.fr", "claire@exemple.fr", "paul@exemple.fr"} {
		role, structure := parcours.RoleReferent, "Département"
		switch i {
		case 2:
			role = parcours.RoleCoordinator
		case 3:
			role, structure = parcours.RoleProfessional, "France Travail"
		}
		pros = append(pros, parcours.ProfessionalRow{
			Email: email, FirstName: strings.Split(email, "@")[0], LastName: "Morel", Structure: structure, Territory: []string{"Redon", "Vallons", "Redon", "Redon"}[i], Role: role,
		})
	}
	_, err := s.ImportProfessionals(ctx, w.now, parcours.ImportBatch{ID: "b-1", Kind: "referents"}, pros, false)
	w.must(err)
	hash, err := web.HashPassword(password)
	w.must(err)
	account, err := s.CreateAccount(ctx, w.now, parcours.Account{Email: "claire@exemple.fr", Role: parcours.AccountCoordinator, PasswordHash: hash})
	w.must(err)
	w.desk = parcours.Actor{AccountID: account.ID, Role: parcours.AccountCoordinator, ProfessionalID: account.ProfessionalID}
	w.words, err = locales.Load()
	w.must(err)
	w.slots()
	w.arrivals()
	w.base = serve(t, &memory{}, func(o *web.Options) {
		o.Store, o.Labels, o.Rules = s, w.words, w.rules
		o.Now = func() time.Time { return w.now }
	})
	return w
}

// slots are two places a day in each territory.
func (w *winter) slots() {
	var rows []parcours.SlotRow
	for day := range 120 {
		at := w.now.AddDate(0, 0, day+4)
		if at.Weekday() == time.Saturday || at.Weekday() == time.Sunday {
			continue
		}
		for i, territory := range []string{"Redon", "Vallons"} {
			rows = append(rows, parcours.SlotRow{
				StartsAt: time.Date(at.Year(), at.Month(), at.Day(), 14+2*i, 0, 0, 0, paris()), Minutes: 60, Place: "CDAS " + territory, Address: "8 rue du Port, 35600 Redon", Phone: "02 61 91 01 02",
				Territory: territory, Kind: parcours.JointInterview, Capacity: 2, ProfessionalEmails: []string{[]string{"anne@exemple.fr", "yves@exemple.fr"}[i], "paul@exemple.fr"},
			})
		}
	}
	_, err := w.s.ImportSlots(w.Context(), w.now, parcours.ImportBatch{ID: "b-2", Kind: "slots"}, rows, false)
	w.must(err)
}

// arrivals are forty people, some of whom entered before.
func (w *winter) arrivals() {
	var rows []parcours.PersonRow
	of := map[string]*winterer{}
	for n := range 40 {
		i := n % 2
		p := &winterer{
			territory: []string{"Redon", "Vallons"}[i], referent: []string{"anne@exemple.fr", "yves@exemple.fr"}[i], entered: parcours.DateOf(w.now, paris()).AddDays(w.dice.IntN(40) - 25),
			duties: []parcours.Tri{parcours.Yes, parcours.Yes, parcours.Unsaid, parcours.No}[min(3, w.dice.IntN(14)/4)], planned: w.chance(40), exits: w.chance(30),
		}
		row := parcours.PersonRow{
			FirstName: fmt.Sprintf("Prénom%d", n), LastName: "Nom", InternalID: fmt.Sprintf("I-%d", n), EnteredOn: p.entered, ReferentEmail: p.referent, Territory: p.territory,
			SubjectToDuties: p.duties, Postcode: "35600", City: "Redon", Address: "1 rue", Language: parcours.French,
		}
		if p.source = parcours.EntryExplicit; w.chance(30) {
			p.source, row.RightsOpenedOn, row.EnteredOn = parcours.EntryRights, row.EnteredOn, parcours.Date{}
		}
		switch {
		case w.chance(15):
			p.landline = fmt.Sprintf("+332619101%02d", n)
			row.Phones = []parcours.Phone{{E164: p.landline, Kind: parcours.PhoneLandline}}
		case !w.chance(15):
			p.phone = fmt.Sprintf("+336399801%02d", n)
			p.hadPhone, row.Phones = true, []parcours.Phone{{E164: p.phone, Kind: parcours.PhoneMobile}}
			if w.chance(25) {
				p.chat = fmt.Sprintf("7001%02d", n)
			}
		}
		rows, of[row.FirstName] = append(rows, row), p
	}
	_, err := w.s.ImportPeople(w.Context(), w.now, parcours.ImportBatch{ID: "b-3", Kind: "people"}, rows, false)
	w.must(err)
	_, err = w.s.PlacePeople(w.Context(), w.now)
	w.must(err)
	all, err := w.s.People(w.Context(), w.desk, "", 100)
	w.must(err)
	for _, listed := range all {
		first, _, _ := strings.Cut(listed.Name, " ")
		p := of[first]
		p.id = listed.PersonID
		w.people[p.id] = p
		w.order = append(w.order, p.id)
	}
	sort.Slice(w.order, func(i, j int) bool {
		return w.people[w.order[i]].phone+w.people[w.order[i]].entered.String() < w.people[w.order[j]].phone+w.people[w.order[j]].entered.String()
	})
}

// live goes through the days of a winter.
func (w *winter) live() {
	w.plans()
	for range 95 {
		w.now = w.now.AddDate(0, 0, 1)
		w.weeks()
		if !parcours.IsWorkday(parcours.DateOf(w.now, paris())) {
			continue
		}
		w.convene()
		w.dispatch()
		w.byHand()
		for _, id := range w.order {
			w.day(w.people[id])
		}
	}
	w.now = w.now.Add(9 * time.Hour)
}

func (w *winter) plans() {
	for _, id := range w.order {
		if p := w.people[id]; p.planned {
			w.must(w.s.SetWeeklyPlan(w.Context(), w.now, w.desk, parcours.WeeklyPlan{
				PersonID: id, MinHours: 15, MaxHours: 20, From: parcours.WeekOf(parcours.DateOf(w.now, paris()).AddDays(7 * w.dice.IntN(4))).Monday,
			}))
		}
	}
}

func (w *winter) weeks() {
	at := w.now.Add(10 * time.Hour)
	for _, do := range []func(n int) (int, error){
		func(n int) (int, error) { return w.s.CloseWeeks(w.Context(), at, n) }, func(n int) (int, error) { return w.s.OpenWeeks(w.Context(), at, n) },
		func(n int) (int, error) { return w.s.RequestWeeks(w.Context(), at, n) }, func(n int) (int, error) { return w.s.NudgeWeeks(w.Context(), at, n) },
	} {
		for n := 1; n > 0; {
			var err error
			n, err = do(50)
			w.must(err)
		}
	}
}

// convene invites those who choose their time, and gives the others one.
func (w *winter) convene() {
	if w.chance(30) {
		return // a morning without anybody
	}
	w.must(scheduler.Convene("@every 1m", w.rules, w.s).Run(w.Context(), w.now))
}

// dispatch sends what is due, with the fates of a network.
func (w *winter) dispatch() {
	process := time.Now().Truncate(time.Millisecond)
	for range 20 {
		due, err := w.s.ClaimDue(w.Context(), parcours.Claim{
			Channels: []parcours.Channel{parcours.ChannelSMS, parcours.ChannelTelegram}, Now: w.now, Process: process, LeaseUntil: process.Add(time.Hour), Owner: "test", Limit: 100,
		})
		w.must(err)
		if len(due) == 0 {
			return
		}
		slices.SortFunc(due, func(a, b parcours.Delivery) int { return strings.Compare(a.Attempt.ID, b.Attempt.ID) })
		for _, d := range due {
			d.Attempt.Body = "texte"
			kept, err := w.s.MarkSending(w.Context(), w.now, process, []parcours.Attempt{d.Attempt})
			w.must(err)
			if len(kept) == 0 {
				continue
			}
			w.must(w.s.RecordAccepted(w.Context(), w.now, d.Attempt, parcours.Receipt{Source: "answer", AttemptID: d.Attempt.ID, ProviderID: "SM" + d.Attempt.ID, Status: "queued", State: parcours.AttemptAccepted}))
			state := parcours.AttemptDelivered
			switch {
			case d.Attempt.Channel == parcours.ChannelTelegram: // which has no receipt
				continue
			case w.chance(8):
				continue
			case w.chance(8):
				state = parcours.AttemptUndeliveredPerm
			}
			w.must(w.s.ApplyReceipt(w.Context(), w.now.Add(time.Minute), parcours.Receipt{Source: "callback", AttemptID: d.Attempt.ID, Status: string(state), State: state}))
		}
	}
}

// day is what may happen to one person.
func (w *winter) day(p *winterer) {
	ctx, today := w.Context(), parcours.DateOf(w.now, paris())
	file, err := w.s.Person(ctx, w.desk, p.id)
	w.must(err)
	for _, a := range file.Appointments {
		switch {
		case a.Outcome == parcours.OutcomeUnknown && a.StartsAt.Before(w.now) && w.chance(60):
			outcome := []parcours.Outcome{parcours.OutcomeSeen, parcours.OutcomeSeen, parcours.OutcomeSeen, parcours.OutcomeNoShow, parcours.OutcomeExcused, parcours.OutcomeRevoked}[w.dice.IntN(6)]
			w.must(w.s.RecordOutcome(ctx, w.now, w.desk, a.ParticipationID, outcome, parcours.ImpedimentNone))
		case a.Outcome == parcours.OutcomeNoShow && w.chance(1):
			w.must(w.s.RecordOutcome(ctx, w.now, w.desk, a.ParticipationID, parcours.OutcomeExcused, parcours.ImpedimentHealth))
		case a.Standing(w.now) && w.chance(3):
			w.must(w.s.Revoke(ctx, w.now, w.desk, a.ID))
		case a.Standing(w.now) && p.phone != "" && w.chance(3):
			w.move(p, a)
		}
	}
	met := slices.ContainsFunc(file.Appointments, func(a parcours.Appointment) bool { return a.Outcome == parcours.OutcomeSeen })
	fact := func(kind parcours.FactKind, value string) {
		w.must(w.s.RecordFact(ctx, w.now, w.desk, parcours.Fact{PersonID: p.id, Kind: kind, On: today.AddDays(-w.dice.IntN(6)), Value: value}))
	}
	if met && w.chance(6) {
		fact(parcours.FactOriented, string([]parcours.Orientation{parcours.OrientationWork, parcours.OrientationSocioPro, parcours.OrientationSocial}[w.dice.IntN(3)]))
	}
	if len(file.Facts) > 0 && w.chance(5) {
		fact(parcours.FactContracted, "")
	}
	if met && !p.planned && len(file.Jobs) == 0 && w.chance(4) {
		w.must(w.s.RecordJob(ctx, w.now, w.desk, parcours.Job{
			PersonID: p.id, StartsOn: today.AddDays(-w.dice.IntN(30)), Kind: []parcours.JobKind{parcours.JobCDI, parcours.JobCDD, parcours.JobInterim}[w.dice.IntN(3)], WeeklyMinutes: 2100,
		}))
	}
	if met && p.phone != "" && !p.planned && len(file.Jobs) == 0 && file.Person.ExitedOn.IsZero() && w.chance(2) {
		w.say(p, func(parcours.Dossier) []parcours.Effect {
			return []parcours.Effect{parcours.DeclareJob{StartsOn: today.AddDays(-2), Kind: parcours.JobCDD}}
		})
	}
	if len(file.Jobs) > 0 && file.Jobs[0].State == parcours.JobConfirmed && file.Jobs[0].EndedOn.IsZero() && w.chance(1) {
		w.must(w.s.EndJob(ctx, w.now, w.desk, p.id, file.Jobs[0].ID, today))
	}
	if !file.Person.ExitedOn.IsZero() && w.chance(2) {
		w.must(w.s.Return(ctx, w.now, w.desk, p.id))
	}
	if p.exits && !p.planned && w.chance(4) && file.Person.ExitedOn.IsZero() {
		p.exits = false
		w.must(w.s.Exit(ctx, w.now, w.desk, p.id, parcours.ExitMoved, today.AddDays(-w.dice.IntN(6))))
	}
	w.talk(p)
	if p.planned {
		w.settleWeeks(p)
	}
}

// talk is what a person writes, and the answers to what they asked.
func (w *winter) talk(p *winterer) {
	open, err := w.s.Escalations(w.Context(), w.desk, parcours.EscalationOpen)
	w.must(err)
	for _, e := range open {
		switch {
		case e.PersonID != p.id || w.chance(60):
		case w.chance(20):
			w.must(w.s.CloseEscalation(w.Context(), w.now, w.desk, e.ID))
		default:
			w.must(w.s.AnswerEscalation(w.Context(), w.now.Add(time.Duration(w.dice.IntN(7))*time.Hour), w.desk, e.ID, "Oui, bien sûr."))
		}
	}
	if p.phone == "" {
		return
	}
	if p.chat != "" && !p.linked && w.chance(10) {
		w.link(p)
	}
	if p.chat == "" && w.chance(1) && w.chance(40) {
		w.say(p, func(parcours.Dossier) []parcours.Effect { return []parcours.Effect{parcours.OptOut{}} })
		p.phone = "" // they write no more
		return
	}
	if p.territory == "Vallons" && w.chance(25) {
		w.choose(p)
	}
	if w.chance(3) {
		w.say(p, func(parcours.Dossier) []parcours.Effect {
			return []parcours.Effect{parcours.Escalate{Kind: parcours.EscalationQuestion, Text: "une question"}}
		})
	}
	if p.planned && w.chance(25) {
		w.say(p, func(d parcours.Dossier) []parcours.Effect {
			for _, week := range d.Weeks {
				if !week.Open(w.now) || week.Week.Sunday().After(parcours.DateOf(w.now, paris()).AddDays(2)) {
					continue
				}
				report := parcours.ActivityReport{Stated: true, Minutes: 60 * w.dice.IntN(26), Words: "des mots"}
				if w.chance(15) {
					report = parcours.ActivityReport{Impediment: parcours.ImpedimentTransport, Words: "pas de voiture"}
				}
				return []parcours.Effect{parcours.Declare{WeekID: week.ID, Report: report}}
			}
			return nil
		})
	}
}

// link opens the bot with the code of a letter or of an interview.
func (w *winter) link(p *winterer) {
	token, err := w.s.IssueTelegramLink(w.Context(), w.now, p.id, "")
	w.must(err)
	p.linked = true
	w.sayAs(p, parcours.Inbound{Kind: parcours.InboundStart, Start: token}, func(parcours.Dossier) []parcours.Effect {
		return []parcours.Effect{parcours.LinkTelegram{Start: token}}
	})
}

// choose answers an invitation, where one waits, with a time that fits the deadline.
func (w *winter) choose(p *winterer) {
	file, err := w.s.Person(w.Context(), w.desk, p.id)
	w.must(err)
	invited := slices.ContainsFunc(w.journal(p.id), func(e entry) bool {
		return e.Kind == parcours.EventSent && e.said["kind"] == parcours.KindInvitation
	})
	if !invited || len(file.Appointments) > 0 || !file.Person.ExitedOn.IsZero() {
		return
	}
	slots, err := w.s.FreeSlots(w.Context(), parcours.JointInterview, w.now)
	w.must(err)
	for _, slot := range slots {
		if slot.TerritoryID == file.Person.TerritoryID && slot.StartsAt.After(w.now.AddDate(0, 0, 3)) {
			w.say(p, func(parcours.Dossier) []parcours.Effect { return []parcours.Effect{parcours.Choose{SlotID: slot.ID}} })
			return
		}
	}
}

// byHand is what the coordinator does for those whom no message reaches: calls, and
// letters, of which some come back.
func (w *winter) byHand() {
	ctx, today := w.Context(), parcours.DateOf(w.now, paris())
	calls, err := w.s.CallsDue(ctx, w.now, w.desk, parcours.Filter{})
	w.must(err)
	for _, due := range calls {
		if due.DueAt.After(w.now) || w.chance(30) {
			continue
		}
		call := parcours.Call{PersonID: due.PersonID, Outcome: []parcours.CallOutcome{parcours.CallReached, parcours.CallNoAnswer, parcours.CallNoAnswer}[w.dice.IntN(3)]}
		for _, m := range due.Messages {
			call.AttemptIDs = append(call.AttemptIDs, m.AttemptID)
		}
		id, err := w.s.RecordCall(ctx, w.now, w.desk, call)
		w.must(err)
		if w.chance(10) { // noted by mistake
			if err := w.s.UndoCall(ctx, w.now, w.desk, id); !errors.Is(err, parcours.ErrConflict) {
				w.must(err)
			}
		}
	}
	letters, err := w.s.LettersDue(ctx, w.now, w.desk, parcours.Filter{})
	w.must(err)
	if !slices.ContainsFunc(letters, func(d parcours.DueLetter) bool { return d.Obstacle == parcours.LetterPossible }) || w.chance(10) {
		return
	}
	made, err := w.s.MakeLetters(ctx, w.now, w.desk, parcours.LetterSelection{}, (desk{w.words}).Compose)
	w.must(err)
	_, err = w.s.PostLetters(ctx, w.now, w.desk, made.BatchID, nil, today)
	w.must(err)
	w.batches = append(w.batches, made.BatchID)
	for _, id := range w.batches {
		_, letters, err := w.s.LetterBatch(ctx, w.now, w.desk, id)
		w.must(err)
		for _, l := range letters {
			if l.State == parcours.LetterPosted && w.chance(15) {
				w.must(w.s.ReturnLetter(ctx, w.now, w.desk, id, l.ID, parcours.ReturnUnknown, today))
			}
		}
	}
}

// settleWeeks is what referents do with the weeks of those they follow: hours that
// they validate, reasons that they accept.
func (w *winter) settleWeeks(p *winterer) {
	m, err := w.s.Mobilisation(w.Context(), w.now, w.desk, p.id, parcours.DateOf(w.now, paris()).AddDays(-21))
	w.must(err)
	for _, week := range m.Weeks {
		switch {
		case week.Report != nil && week.Report.Impediment != parcours.ImpedimentNone && w.chance(8):
			w.must(w.s.SettleImpediment(w.Context(), w.now, w.desk, p.id, week.Week, week.Report.Impediment, parcours.ImpedimentAccepted))
		case week.Report != nil && week.Report.Stated && w.chance(8):
			w.must(w.s.ValidateWeek(w.Context(), w.now, w.desk, p.id, week.Week, week.Report.Minutes))
		case w.chance(4):
			w.must(w.s.ValidateWeek(w.Context(), w.now, w.desk, p.id, week.Week, 60*w.dice.IntN(30)))
		}
	}
}

func (w *winter) say(p *winterer, effects func(parcours.Dossier) []parcours.Effect) {
	w.Helper()
	w.sayAs(p, parcours.Inbound{Kind: parcours.InboundText, Text: "des mots"}, effects)
}

func (w *winter) sayAs(p *winterer, in parcours.Inbound, effects func(parcours.Dossier) []parcours.Effect) {
	w.Helper()
	w.serial++
	in.ID, in.Channel, in.Address, in.ReceivedAt = fmt.Sprintf("in-%d", w.serial), parcours.ChannelSMS, p.phone, w.now
	if p.linked {
		in.Channel, in.Address = parcours.ChannelTelegram, p.chat
	}
	_, err := w.s.RecordInbound(w.Context(), parcours.RawInbound{ID: in.ID, Provider: parcours.ProviderTwilio, ProviderID: in.ID, ReceivedAt: w.now, Payload: []byte("x")})
	w.must(err)
	d, state, err := w.s.LoadDossier(w.Context(), w.now, in)
	w.must(err)
	w.must(w.s.RecordTurn(w.Context(), parcours.Turn{Inbound: in, Dossier: d, State: state, Effects: effects(d), Now: w.now, Why: "test"}))
}

func (w *winter) move(p *winterer, a parcours.Appointment) {
	slots, err := w.s.FreeSlots(w.Context(), a.Kind, w.now)
	w.must(err)
	for _, slot := range slots {
		if slot.TerritoryID == a.TerritoryID && slot.ID != a.SlotID && slot.StartsAt.After(w.now.AddDate(0, 0, 3)) {
			w.say(p, func(parcours.Dossier) []parcours.Effect {
				return []parcours.Effect{parcours.Move{AppointmentID: a.ID, SlotID: slot.ID}}
			})
			return
		}
	}
}
