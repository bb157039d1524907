package web_test

import (
	"fmt"
	"time"

	"relais/parcours"
	"relais/web"
)

// password of every account of the fiction.
const password = "une phrase assez longue"

// fiction is a Tuesday morning in the Pays de Redon: Anne Morel follows the
// people whose id ends in an even number, Yves Caradec the others.
func fiction() *memory {
	now := time.Date(2026, 1, 13, 8, 40, 0, 0, paris())
	today := parcours.DateOf(now, paris())
	hash, err := web.HashPassword(password)
	if err != nil {
		panic(err)
	}
	anne := parcours.Professional{ID: "anne", FirstName: "Anne", LastName: "Morel", Structure: "Département", Email: "anne.morel@exemple.fr"}
	yves := parcours.Professional{ID: "yves", FirstName: "Yves", LastName: "Caradec", Structure: "Département", Email: "yves.caradec@exemple.fr"}
	paul := parcours.Professional{ID: "paul", FirstName: "Paul", LastName: "Riou", Structure: "France Travail", Email: "paul.riou@exemple.fr"}
	m := &memory{
		now: now, sessions: map[string][]byte{}, files: map[string]parcours.File{},
		timeline: map[string][]parcours.TimelineEntry{}, planned: map[string][]parcours.Notification{},
		territories: []parcours.Territory{{ID: "redon", Name: "Pays de Redon"}, {ID: "vallons", Name: "Vallons de Vilaine"}},
		accounts: []parcours.Account{
			{ID: "a-coord", Email: "coordination@exemple.fr", Role: parcours.AccountCoordinator, Name: "Claire HAMON", MayExport: true, PasswordHash: hash, ProfessionalID: "claire"},
			{ID: "a-anne", Email: anne.Email, Role: parcours.AccountReferent, Name: anne.Name(), PasswordHash: hash, ProfessionalID: "anne"},
			{ID: "a-yves", Email: yves.Email, Role: parcours.AccountReferent, Name: yves.Name(), PasswordHash: hash, ProfessionalID: "yves"},
			{ID: "a-paul", Email: paul.Email, Role: parcours.AccountProfessional, Name: paul.Name(), PasswordHash: hash, ProfessionalID: "paul"},
			{ID: "a-lead", Email: "projet@exemple.fr", Role: parcours.AccountLead, Name: "Lise ROBIN", MayExport: true, PasswordHash: hash},
			{ID: "a-audit", Email: "dpo@exemple.fr", Role: parcours.AccountAuditor, Name: "Marc LEROY", MayExport: true, PasswordHash: hash},
		},
		reach: parcours.Reach{
			People: 301, Contactable: 268, Sent: 259, HandedOver: 6, Delivered: 241, Answered: 172, Met: 118, MetWithoutReceipt: 4,
			Losses: map[parcours.ReachLevel]map[parcours.LossCause]int{
				parcours.LevelContactable: {parcours.LossNoNumber: 14, parcours.LossLandline: 11, parcours.LossOptedOut: 4, parcours.LossInvalid: 3, parcours.LossForeign: 1},
				parcours.LevelSent:        {parcours.LossNotSentYet: 7, parcours.LossProvider: 2},
				parcours.LevelDelivered:   {parcours.LossUndelivered: 6, parcours.LossOnItsWay: 4, parcours.LossNoReceipt: 2},
				parcours.LevelAnswered:    {parcours.LossNoAnswer: 69},
				parcours.LevelMet:         {parcours.LossToCome: 84, parcours.LossNoShow: 17, parcours.LossExcused: 14, parcours.LossOutcomeMissing: 6, parcours.LossRevoked: 2},
			},
		},
		deadlines: parcours.Deadlines{
			WithinDays: 15, OutcomesMissing: 6,
			Promise:  parcours.Promise{Mature: 187, ConvenedInTime: 171, ByConvocation: 168, ByInvitation: 3, SentOnly: 9, MetInTime: 126},
			Convened: parcours.Delays{Days: map[int]int{1: 120, 2: 80, 4: 40, 16: 20}, People: 260, Of: 301, Median: 2, P90: 4},
			Met:      parcours.Delays{Days: map[int]int{8: 40, 11: 60, 15: 18}, People: 118, Of: 301, Negative: 1, Median: 11, P90: 15},
			Booked:   parcours.Delays{Days: map[int]int{0: 200, 1: 80}, People: 280, Of: 301, Median: 0, P90: 1},
			Months: []parcours.MonthPromise{
				{Month: parcours.NewDate(2025, 11, 1), Promise: parcours.Promise{Mature: 90, ConvenedInTime: 80, SentOnly: 4, MetInTime: 60}},
				{Month: parcours.NewDate(2025, 12, 1), Immature: 12, Promise: parcours.Promise{Mature: 97, ConvenedInTime: 91, SentOnly: 5, MetInTime: 66}},
			},
			LeftOut: map[parcours.LeftOut]int{parcours.LeftOutImmature: 108, parcours.LeftOutDuties: 4, parcours.LeftOutExited: 2},
			Sources: map[parcours.EntrySource]int{parcours.EntryDuties: 290, parcours.EntryImport: 11},
			Clock: map[parcours.ClockColour]int{
				parcours.ClockDone: 251, parcours.ClockGreen: 27, parcours.ClockAmber: 9, parcours.ClockRed: 5, parcours.ClockLate: 9,
			},
		},
		attendance: parcours.Attendance{
			Tally:    parcours.Tally{Seen: 118, Excused: 14, Revoked: 5, RevokedLate: 2, NoShow: 17, Missing: 6},
			Origins:  map[parcours.Origin]parcours.Tally{parcours.OriginImposed: {Seen: 90, Excused: 10, Revoked: 4, NoShow: 16, Missing: 4}, parcours.OriginSelfChosen: {Seen: 28, Excused: 4, Revoked: 1, NoShow: 1, Missing: 2}},
			Reminded: parcours.Tally{Seen: 100, NoShow: 9}, NotReminded: parcours.Tally{Seen: 18, Excused: 14, Revoked: 5, NoShow: 8, Missing: 6},
			Joint: parcours.Tally{Seen: 80, NoShow: 13}, NotJoint: parcours.Tally{Seen: 38, Excused: 14, Revoked: 5, NoShow: 4, Missing: 6}, MostMissing: 10,
		},
		weekly: parcours.WeeklyFigures{
			Planned: 900, Asked: 860, Delivered: 800, HandedOver: 30, Answered: 560, AnsweredOfDelivered: 555, Stated: 540, Below: 140, Within: 360, Above: 40,
			MedianMinutes: 990, Impediments: 20, Open: 88, LeftOut: map[parcours.WeekSkip]int{parcours.SkipPartial: 40, parcours.SkipImpediment: 12},
			Validated: parcours.ValidatedHours{Weeks: 210, Below: 60, Within: 140, Above: 10, MedianMinutes: 960, Stated: 180, Same: 150},
			Kinds:     []parcours.KindHours{{Kind: parcours.KindSocialSupport, Weeks: 120, Minutes: 14400, MedianMinutes: 120, People: 40}},
		},
		path: parcours.Path{
			OrientedWithin: 45, ContractedWithin: 30, Mature: 150, OrientedInTime: 120, LateOriented: 10, Oriented: 110, Contracted: 96, ContractedInTime: 90,
			Types: map[parcours.Orientation]int{parcours.OrientationWork: 40, parcours.OrientationSocioPro: 50, parcours.OrientationSocial: 30},
		},
		employment: parcours.Employment{
			People: 31, Jobs: 33, Kinds: map[parcours.JobKind]int{parcours.JobCDI: 12, parcours.JobCDD: 21}, Durable: 15, Declared: 4,
			Retention: []parcours.Retention{{Months: 1, Due: 28, InWork: 20, Ended: 3, Unknown: 5}},
		},
		answers: parcours.Answers{WithinWorkdays: 2, Due: 80, InTime: 66, Late: 9, Overdue: 5, NotDue: 7, Closed: 6, Answered: 75, MedianHours: 21},
		incidents: []parcours.Incident{
			{ID: "i-1", Key: "slots_short/redon", Kind: "slots_short", Details: map[string]string{"territory_id": "redon", "missing": "3", "by": "2026-01-17"}, At: now.Add(-90 * time.Minute)},
			{ID: "i-2", Key: "unreachable/p-5", Kind: "unreachable", PersonID: "p-5", At: now.Add(-30 * time.Minute)},
		},
	}
	for i, name := range []string{
		"Anne Morel", "Yves Caradec", "Soazig Le Bihan", "Hervé Tanguy", "Gwenola Priol", "Denis Rouault", "Maëlle Kerjean", "Alain Jouan",
	} {
		ids := []string{"anne", "yves"}
		id := fmt.Sprintf("pro-%d", i)
		if i < len(ids) {
			id = ids[i]
		}
		m.loads = append(m.loads, parcours.Load{
			ProfessionalID: id, Name: name, Territory: m.territories[i%2].Name, People: []int{58, 43, 64, 37, 29, 41, 17, 12}[i], Target: 60,
			OpenQuestions: []int{4, 1, 0, 2, 0, 0, 1, 0}[i], OverdueQuestions: []int{1, 0, 0, 0, 0, 0, 0, 0}[i],
		})
	}
	people := []struct {
		first, last string
		days        int // since entry
		convened    bool
		landline    bool
		none        bool
	}{
		{"Nadine", "Le Goff", 9, true, false, false},
		{"Yann", "Quéré", 12, false, false, false},
		{"Fatoumata", "Diallo", 11, false, false, false},
		{"Jean-Pierre", "Guillemot", 16, false, true, false},
		{"Marie", "Hervé", 3, false, false, true},
		{"Kevin", "Rolland", 13, false, true, false},
		{"Soizic", "Bouvier", 10, false, false, false},
		{"Amadou", "Traoré", 2, true, false, false},
		{"Odile", "Perrin", 5, true, false, false},
		{"Mathieu", "Cadiou", 14, false, false, true},
		{"Élodie", "Gicquel", 15, false, false, false},
		{"Bernard", "Le Floc'h", 17, false, false, false},
	}
	for i, p := range people {
		referent := []parcours.Professional{anne, yves}[i%2]
		file := parcours.File{
			Person: parcours.Person{
				ID: fmt.Sprintf("p-%d", i), FirstName: p.first, LastName: p.last, Title: parcours.TitleMadame, Language: parcours.French,
				Territory: m.territories[i%2].Name, TerritoryID: m.territories[i%2].ID, ReferentID: referent.ID,
				EnteredOn: today.AddDays(-p.days), EntrySource: parcours.EntryDuties, BirthDate: parcours.NewDate(1984, 5, 17),
				AffiliationNumber: "0123456", Fund: parcours.FundCAF, InternalID: "77012",
				Address: "8 rue du Port", Postcode: "35600", City: "Redon",
			},
			Referent: referent,
		}
		if i%3 == 1 {
			file.Person.Title = parcours.TitleNone
		}
		mobile := parcours.ContactPoint{Channel: parcours.ChannelSMS, Address: fmt.Sprintf("+336399801%02d", i), Kind: parcours.PhoneMobile, Status: parcours.ContactCurrent}
		if p.landline {
			mobile.Address, mobile.Kind = fmt.Sprintf("+332619101%02d", i), parcours.PhoneLandline
		}
		if !p.none {
			file.Contacts = []parcours.ContactPoint{mobile}
		}
		if p.convened {
			file.ConvenedOn = file.Person.EnteredOn.AddDays(1)
		}
		m.files[file.Person.ID] = file
	}
	m.nadine(anne, paul, today)
	m.questions(now)
	return m
}

// nadine gives the first person a whole story.
func (m *memory) nadine(anne, paul parcours.Professional, today parcours.Date) {
	at := func(days, hour, minute int) time.Time { return today.AddDays(days).At(hour, minute, paris()) }
	file := m.files["p-0"]
	place := parcours.Place{Name: "CDAS de Redon", Address: "8 rue du Port, Redon"}
	with := []parcours.Professional{anne, paul}
	file.Appointments = []parcours.Appointment{
		{ID: "r-1", ParticipationID: "pa-1", PersonID: "p-0", Kind: parcours.JointInterview, StartsAt: at(-2, 14, 30), Place: place, Professionals: with, Origin: parcours.OriginImposed, Outcome: parcours.OutcomeUnknown},
		{ID: "r-2", ParticipationID: "pa-2", PersonID: "p-0", Kind: parcours.FollowUp, StartsAt: at(6, 10, 0), Place: place, Professionals: with[:1], Origin: parcours.OriginSelfChosen, Outcome: parcours.OutcomeUnknown, ConfirmedAt: at(-1, 18, 4)},
	}
	file.Contacts = append(
		file.Contacts,
		parcours.ContactPoint{Channel: parcours.ChannelTelegram, Address: "4242", Status: parcours.ContactCurrent, Verified: true},
		parcours.ContactPoint{Channel: parcours.ChannelSMS, Address: "+33639980177", Kind: parcours.PhoneMobile, Status: parcours.ContactCurrent, OptedOutAt: at(-6, 9, 0)},
	)
	file.Facts = []parcours.Fact{{Kind: parcours.FactRegistered, On: today.AddDays(-20)}, {Kind: parcours.FactOriented, On: today.AddDays(-2), Value: string(parcours.OrientationSocioPro)}}
	m.files["p-0"] = file
	m.planned["p-0"] = []parcours.Notification{
		{ID: "n-1", Kind: parcours.KindReminder, DueAt: at(3, 10, 0), Channel: parcours.ChannelTelegram},
		{ID: "n-2", Kind: parcours.KindAnswer, DueAt: at(0, 9, 0), Channel: parcours.ChannelTelegram},
	}
	m.timeline["p-0"] = []parcours.TimelineEntry{
		{At: at(-9, 7, 0), Kind: parcours.EventEntered, Actor: "relais", Details: map[string]string{"entered_on": today.AddDays(-9).String(), "entry_source": "duties", "source": "caf"}},
		{At: at(-9, 7, 1), Kind: parcours.EventReferentAssigned, Actor: "relais", ActorName: "Anne MOREL"},
		{At: at(-9, 7, 2), Kind: parcours.EventBooked, Actor: "relais", Details: map[string]string{"starts_at": at(-2, 14, 30).Format(time.RFC3339), "kind": "joint_interview", "origin": "imposed"}},
		{At: at(-9, 9, 0), Kind: parcours.EventSent, Actor: "relais", Channel: parcours.ChannelSMS, State: string(parcours.AttemptDelivered), Text: "Bonjour Mme LE GOFF. Vous avez rendez-vous dimanche 11 janvier à 14h30 (1h) avec Anne MOREL (Département) et Paul RIOU (France Travail), CDAS, 8 rue du Port, Redon.\nRépondez 1 je viens, 2 je ne peux pas, 3 autre jour, QUI qui écrit.\nAppel : 02 61 91 01 02"},
		{At: at(-9, 12, 12), Kind: parcours.EventReceived, Actor: "person", Channel: parcours.ChannelSMS, Text: "1"},
		{At: at(-9, 12, 12), Kind: parcours.EventConfirmed, Actor: "person"},
		{At: at(-1, 18, 2), Kind: parcours.EventSent, Actor: "relais", Channel: parcours.ChannelTelegram, State: string(parcours.AttemptUndeliveredPerm), Text: "Rappel : rendez-vous lundi 19 janvier à 10h00, CDAS, 8 rue du Port, Redon, avec Anne MOREL."},
		{At: at(-1, 18, 3), Kind: parcours.EventReceived, Actor: "person", Channel: parcours.ChannelTelegram, Text: "Bonjour est ce que je peux venir avec ma fille, elle a 4 ans et pas école ce jour la <3"},
		{At: at(-1, 18, 3), Kind: parcours.EventEscalated, Actor: "relais", Details: map[string]string{"kind": "question"}},
		{At: at(0, 8, 31), Kind: parcours.EventAnswered, Actor: "anne", ActorName: "Anne MOREL", Channel: parcours.ChannelTelegram, State: "pending", Text: "Bonjour, oui bien sûr, il y a un coin jeux. À lundi, Anne."},
	}
}

func (m *memory) questions(now time.Time) {
	said := func(minutes int, text string) []parcours.EscalationMessage {
		return []parcours.EscalationMessage{{From: "person", Text: text, At: now.Add(-time.Duration(minutes) * time.Minute)}}
	}
	name := func(id string) string { return m.row(m.files[id]).Name }
	defer func() {
		for i := range m.escalations[:4] {
			m.escalations[i].Language = parcours.French
		}
	}()
	m.escalations = []parcours.Escalation{
		{ID: "e-1", PersonID: "p-0", PersonName: name("p-0"), ProfessionalID: "anne", ProfessionalName: "Anne MOREL", Kind: parcours.EscalationQuestion, State: parcours.EscalationOpen, OpenedAt: now.Add(-14 * time.Hour), DueAt: now.Add(33 * time.Hour), Channel: parcours.ChannelTelegram, Messages: said(840, "Bonjour est ce que je peux venir avec ma fille, elle a 4 ans et pas école ce jour la")},
		{ID: "e-2", PersonID: "p-2", PersonName: name("p-2"), ProfessionalID: "anne", ProfessionalName: "Anne MOREL", Kind: parcours.EscalationImpediment, State: parcours.EscalationOpen, OpenedAt: now.Add(-75 * time.Hour), DueAt: now.Add(-2 * time.Hour), Channel: parcours.ChannelSMS, Messages: said(4500, "je peux pas j ai plus de voiture")},
		{ID: "e-3", PersonID: "p-6", PersonName: name("p-6"), ProfessionalID: "anne", ProfessionalName: "Anne MOREL", Kind: parcours.EscalationDistress, Urgent: true, State: parcours.EscalationOpen, OpenedAt: now.Add(-20 * time.Minute), DueAt: now.Add(4 * time.Hour), Channel: parcours.ChannelSMS, Messages: said(20, "on me met dehors demain je sais plus quoi faire")},
		{ID: "e-4", PersonID: "p-1", PersonName: name("p-1"), ProfessionalID: "yves", ProfessionalName: "Yves CARADEC", Kind: parcours.EscalationReschedule, State: parcours.EscalationOpen, OpenedAt: now.Add(-3 * time.Hour), DueAt: now.Add(44 * time.Hour), Channel: parcours.ChannelSMS, Messages: said(180, "aucun")},
		{ID: "e-5", Kind: parcours.EscalationUnknown, State: parcours.EscalationOpen, OpenedAt: now.Add(-26 * time.Hour), DueAt: now.Add(20 * time.Hour), Channel: parcours.ChannelSMS, Messages: said(1560, "c est qui ?")},
	}
}
