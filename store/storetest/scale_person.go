package storetest

import (
	"fmt"
	"time"

	"relais/parcours"
)

// scalePerson is one person while their rows are written.
type scalePerson struct {
	id, territory, referent string
	channel                 parcours.Channel
	loss                    parcours.LossCause
	entered                 parcours.Date
	exited                  bool
	seq                     int64
	hash                    string

	messages  int
	milestone map[string]string
}

// person writes one person with everything that happened to them.
func (w *scale) person(n int) {
	entered := parcours.DateOf(w.now, w.rules.Zone).AddDays(-scaleDays + n*(scaleDays-1)/max(1, w.People))
	at := w.morning(entered, 7)
	territories := make([]string, 0, len(w.referents))
	for id := range w.referents {
		territories = append(territories, id)
	}
	territory := min(territories[0], territories[1])
	if n%2 == 1 {
		territory = max(territories[0], territories[1])
	}
	p := &scalePerson{
		id: w.id(at), territory: territory, referent: w.referents[territory][n/2%len(w.referents[territory])], entered: entered,
		channel: parcours.ChannelSMS, milestone: map[string]string{},
	}
	p.hash, p.exited = p.id, w.chance(6)
	switch {
	case w.chance(12):
		p.loss = one(w.dice, parcours.LossNoNumber, parcours.LossLandline, parcours.LossLandline, parcours.LossOptedOut, parcours.LossInvalid)
	case w.chance(20):
		p.channel = parcours.ChannelTelegram
	}
	first, last := one(w.dice, scaleFirst...), one(w.dice, scaleLast...)
	exited := ""
	if p.exited {
		exited = min(entered.AddDays(60+w.dice.IntN(200)).String(), parcours.DateOf(w.now, w.rules.Zone).String())
	}
	w.insert("person", "id, role, title, first_name, last_name, birth_name, first_key, last_key, birth_date, internal_id, france_travail_id, address, postcode, city, "+
		"structure, tags, territory_id, referent_id, referent_wanted, language, preferred_channel, discreet, entered_on, entry_source, rights_opened_on, "+
		"duties_start_on, subject_to_duties, exited_on, created_at, updated_at",
		p.id, "applicant", "", first, last, "", parcours.FoldName(first), parcours.FoldName(last), "1984-05-17", fmt.Sprintf("I-%d", n), "", "8 rue du Port", "35600", "Redon",
		"", "", p.territory, p.referent, "", "fr", "", false, entered.String(), "duties", "", entered.String(), one(w.dice, "yes", "yes", "unknown"), exited, at.UnixMilli(), at.UnixMilli())
	w.journal(p, at, parcours.EventEntered, "relais", "scale", scaleDetails{"entered_on": entered.String(), "entry_source": "duties", "source": "caf"})
	w.journal(p, at, parcours.EventReferentAssigned, "relais", p.referent, nil)
	if p.loss != parcours.LossNoNumber {
		kind := "mobile"
		if p.loss == parcours.LossLandline {
			kind = "landline"
		}
		w.insert("contact_point", "id, person_id, channel, address_sealed, address_index, kind, shared, verified, status, position, created_at, updated_at",
			"contact-"+p.id, p.id, string(p.channel), w.vault.seal("contact_point.address_sealed", fmt.Appendf(nil, "+33639980%03d", n%1000)), fmt.Sprintf("index-%d", n),
			kind, false, false, "current", 0, at.UnixMilli(), at.UnixMilli())
	}
	w.appointments(p, at)
	w.facts(p)
	w.jobs(p)
	w.questions(p, at)
	w.weeksOf(p, n)
	if exited != "" {
		p.milestone["exited_on"] = exited
		w.journal(p, w.now.Add(-time.Hour), parcours.EventExited, p.referent, p.id, scaleDetails{"on": exited})
	}
	w.keepMilestone(p)
}

func (w *scale) keepMilestone(p *scalePerson) {
	of := func(name string) string { return p.milestone[name] }
	w.insert("milestone", "person_id, territory_id, referent_id, entered_on, contact_loss, booked_on, appointment_on, sent_on, handed_over_on, convened_on, delivered_on, "+
		"undelivered_on, answered_on, met_on, last_outcome, registered_on, oriented_on, contracted_on, employed_on, exited_on",
		p.id, p.territory, p.referent, p.entered.String(), string(p.loss), of("booked_on"), of("appointment_on"), of("sent_on"), of("handed_over_on"), of("convened_on"), of("delivered_on"),
		of("undelivered_on"), of("answered_on"), of("met_on"), of("last_outcome"), of("registered_on"), of("oriented_on"), of("contracted_on"), of("employed_on"), of("exited_on"))
}

// reached notes the first date of a stage.
func (p *scalePerson) reached(stage string, on parcours.Date) {
	if p.milestone[stage] == "" || on.String() < p.milestone[stage] {
		p.milestone[stage] = on.String()
	}
}

func (w *scale) morning(on parcours.Date, hour int) time.Time { return on.At(hour, 0, w.rules.Zone) }

// appointments writes a first interview, and one of follow-up each sixth week.
func (w *scale) appointments(p *scalePerson, at time.Time) {
	booked := at.Add(time.Hour)
	for n := 0; ; n++ {
		on := p.entered.AddDays(8 + w.dice.IntN(10) + 42*n)
		starts := w.morning(on, 9+w.dice.IntN(8))
		kind := parcours.JointInterview
		if n > 0 {
			kind, booked = parcours.FollowUp, starts.AddDate(0, 0, -20)
		}
		if booked.After(w.now) {
			return
		}
		id := w.id(booked)
		origin := one(w.dice, parcours.OriginImposed, parcours.OriginImposed, parcours.OriginSelfChosen, parcours.OriginMoved)
		outcome, decided := parcours.OutcomeUnknown, int64(0)
		if starts.Before(w.now) {
			outcome = one(w.dice, parcours.OutcomeSeen, parcours.OutcomeSeen, parcours.OutcomeSeen, parcours.OutcomeSeen, parcours.OutcomeSeen, parcours.OutcomeSeen,
				parcours.OutcomeExcused, parcours.OutcomeRevoked, parcours.OutcomeNoShow, parcours.OutcomeNoShow)
			if w.chance(4) {
				outcome = parcours.OutcomeUnknown
			} else {
				decided = starts.Add(2 * time.Hour).UnixMilli()
			}
		}
		w.insert("appointment", "id, territory_id, place_id, kind, starts_at, minutes, origin, version, late, booked_at",
			id, p.territory, "place-"+p.territory, string(kind), starts.UnixMilli(), 60, string(origin), 1, on.After(w.rules.Deadline(p.entered)), booked.UnixMilli())
		w.insert("appointment_professional", "appointment_id, position, professional_id", id, 0, p.referent)
		w.insert("participation", "id, appointment_id, person_id, outcome, outcome_by, outcome_at, created_at", w.id(booked), id, p.id, string(outcome), p.referent, decided, booked.UnixMilli())
		w.journal(p, booked, parcours.EventBooked, "relais", id, scaleDetails{"starts_at": starts.Format(time.RFC3339), "kind": string(kind), "origin": string(origin)})
		w.message(p, booked.Add(2*time.Hour), parcours.KindConvocation, parcours.LaneConvocation, id, "")
		if w.chance(90) {
			w.message(p, starts.AddDate(0, 0, -2), parcours.KindReminder, parcours.LaneReminder, id, "")
		}
		if decided > 0 {
			w.journal(p, time.UnixMilli(decided), parcours.EventOutcome, p.referent, id, scaleDetails{"from": "unknown", "to": string(outcome)})
		}
		p.reached("booked_on", parcours.DateOf(booked, w.rules.Zone))
		if n == 0 {
			p.milestone["appointment_on"] = on.String()
			p.milestone["last_outcome"] = string(outcome)
		}
		if outcome == parcours.OutcomeSeen {
			p.reached("met_on", on)
		}
	}
}

func (w *scale) facts(p *scalePerson) {
	met, today := p.milestone["met_on"], parcours.DateOf(w.now, w.rules.Zone)
	if met == "" {
		return
	}
	on, _ := parcours.ParseDate(met)
	for _, f := range []struct {
		kind   parcours.FactKind
		stage  string
		event  parcours.EventKind
		chance int
		after  int
		value  string
	}{
		{parcours.FactRegistered, "registered_on", parcours.EventRegistered, 95, 0, ""},
		{parcours.FactOriented, "oriented_on", parcours.EventOriented, 90, w.dice.IntN(20), string(one(w.dice, parcours.OrientationWork, parcours.OrientationSocioPro, parcours.OrientationSocial))},
		{parcours.FactContracted, "contracted_on", parcours.EventContracted, 80, w.dice.IntN(40), ""},
	} {
		if on = on.AddDays(f.after); on.After(today) || !w.chance(f.chance) {
			return
		}
		at, id := w.morning(on, 18), ""
		id = w.id(at)
		w.insert("fact", "id, person_id, kind, on_date, value, recorded_by, recorded_at", id, p.id, string(f.kind), on.String(), f.value, p.referent, at.UnixMilli())
		w.journal(p, at, f.event, p.referent, id, scaleDetails{"on": on.String(), "ends_on": "", "value": f.value})
		p.milestone[f.stage] = on.String()
	}
}

func (w *scale) jobs(p *scalePerson) {
	today := parcours.DateOf(w.now, w.rules.Zone)
	start := p.entered.AddDays(40 + w.dice.IntN(300))
	if start.After(today) || !w.chance(25) {
		return
	}
	at := w.morning(start, 10)
	id, kind := w.id(at), one(w.dice, parcours.JobCDI, parcours.JobCDD, parcours.JobCDD, parcours.JobInterim)
	ended := ""
	if on := start.AddDays(w.dice.IntN(200)); w.chance(30) && on.Before(today) {
		ended = on.String()
	}
	w.insert("job", "id, person_id, state, starts_on, kind, weekly_minutes, ended_on, declared_at, settled_at, settled_by, version",
		id, p.id, string(one(w.dice, parcours.JobConfirmed, parcours.JobConfirmed, parcours.JobConfirmed, parcours.JobDeclared)), start.String(), string(kind), 2100, ended, at.UnixMilli(), at.UnixMilli(), p.referent, 1)
	w.journal(p, at, parcours.EventEmployed, p.referent, id, scaleDetails{"on": start.String(), "contract": string(kind), "version": "1"})
	p.milestone["employed_on"] = start.String()
	for _, step := range w.rules.CheckInSteps() {
		on := step.On(start)
		answer, answered := parcours.CheckInUnanswered, int64(0)
		if on.Before(today) && w.chance(70) {
			answer, answered = one(w.dice, parcours.CheckInFine, parcours.CheckInFine, parcours.CheckInFine, parcours.CheckInDifficulty, parcours.CheckInEnded), w.morning(on, 12).UnixMilli()
		}
		w.insert("check_in", "id, job_id, step, due_on, answer, answered_at", w.id(at), id, step.Name, on.String(), string(answer), answered)
	}
}

func (w *scale) questions(p *scalePerson, at time.Time) {
	for range w.dice.IntN(3) {
		opened := at.Add(time.Duration(w.dice.Int64N(int64(w.now.Sub(at))) + 1))
		due := w.rules.AddWorkdays(opened, w.rules.AnswerWithinWorkdays)
		state, answered, author := parcours.EscalationAnswered, opened.Add(time.Duration(1+w.dice.IntN(90))*time.Hour), p.referent
		if answered.After(w.now) || w.chance(1) {
			state, answered, author = parcours.EscalationOpen, time.Time{}, ""
		}
		id, answeredAt := w.id(opened), int64(0)
		if !answered.IsZero() {
			answeredAt = answered.UnixMilli()
		}
		w.insert("escalation", "id, person_id, professional_id, kind, urgent, state, channel, opened_at, due_at, answered_at, answered_by",
			id, p.id, p.referent, string(one(w.dice, parcours.EscalationQuestion, parcours.EscalationQuestion, parcours.EscalationReschedule)), false, string(state), string(p.channel), opened.UnixMilli(), due.UnixMilli(), answeredAt, author)
		w.insert("escalation_message", "id, escalation_id, sender, body_sealed, at", w.id(opened), id, "person", w.vault.seal("escalation_message.body_sealed", []byte("puis-je venir avec ma fille ?")), opened.UnixMilli())
		w.journal(p, opened, parcours.EventEscalated, "person", id, scaleDetails{"kind": "question"})
		if answeredAt > 0 {
			w.journal(p, answered, parcours.EventAnswered, p.referent, id, nil)
		}
	}
}

// weeksOf writes the planned weeks with their reports, and then reminders of
// activities until the person has had their part of the messages.
func (w *scale) weeksOf(p *scalePerson, n int) {
	begins := parcours.WeekOf(p.entered.AddDays(28)).Monday
	today := parcours.DateOf(w.now, w.rules.Zone)
	total := max(0, begins.DaysUntil(today)/7)
	wanted := w.Messages * (n + 1) / w.People // so far, had all as many
	wanted -= w.Messages * n / w.People
	wanted = wanted * 2 * total / max(1, (scaleDays-28)/7)
	if total == 0 {
		return
	}
	planID := w.id(w.morning(begins, 9))
	w.insert("weekly_plan", "id, person_id, min_hours, max_hours, from_on, until_on, asks_in_work, next_monday, set_by, set_at",
		planID, p.id, 15, 20, begins.String(), "", false, begins.AddDays(7*total).String(), p.referent, w.morning(begins, 9).UnixMilli())
	for i := range total {
		w.week(p, begins.AddDays(7*i), today, (wanted-p.messages)/(total-i))
	}
}

func (w *scale) week(p *scalePerson, monday, today parcours.Date, messages int) {
	friday, closes := w.morning(monday.AddDays(4), 10), w.morning(monday.AddDays(9), 12)
	id := w.id(w.morning(monday, 9))
	skip := parcours.SkipNone
	switch {
	case p.loss != parcours.LossNone:
		skip = parcours.SkipNoChannel
	case w.chance(3):
		skip = parcours.SkipImpediment
	}
	var asked, handed, delivered, answered, closed, minutes int64
	impediment, impedimentState, stated := "", "", false
	if skip == parcours.SkipNone && friday.Before(w.now) {
		asked = friday.UnixMilli()
		if p.channel == parcours.ChannelTelegram {
			handed = asked
		} else if w.chance(94) {
			delivered = friday.Add(time.Minute).UnixMilli()
		}
		answer := friday.Add(time.Duration(1+w.dice.IntN(80)) * time.Hour)
		if w.chance(65) && answer.Before(w.now) && delivered+handed > 0 {
			answered, stated = answer.UnixMilli(), true
			minutes = int64(60 * (8 + w.dice.IntN(14)))
			if w.chance(6) {
				impediment, impedimentState, stated, minutes = "health", one(w.dice, "declared", "accepted", "discussed"), false, 0
			}
		}
	}
	if closes.Before(w.now) {
		closed = closes.UnixMilli()
	}
	w.insert("week", "id, person_id, monday, sunday, min_hours, max_hours, skip, request_at, nudge_at, close_at, closed_at, asked_at, handed_at, delivered_at, "+
		"answered_at, reports, stated, minutes, impediment, impediment_state, created_at",
		id, p.id, monday.String(), monday.AddDays(6).String(), 15, 20, string(skip), 0, 0, closes.UnixMilli(), closed, asked, handed, delivered, answered, min(answered, 1), stated, minutes,
		impediment, impedimentState, w.morning(monday, 9).UnixMilli())
	if answered > 0 {
		at := time.UnixMilli(answered)
		inbox := w.id(at)
		w.insert("activity_report", "week_id, n, at, stated, minutes, impediment, done, words_sealed, inbox_id", id, 1, answered, stated, minutes, impediment, "", w.vault.seal("activity_report.words_sealed", []byte("16")), inbox)
		w.insert("inbox", "id, provider, provider_id, payload_sealed, received_at, state, person_id, text_sealed, channel, done_at, erased_at",
			inbox, "twilio", inbox, w.vault.seal("inbox.payload_sealed", []byte("Body=16")), answered, "done", p.id, w.vault.seal("inbox.text_sealed", []byte("16")), string(p.channel), answered, answered)
		w.journal(p, at, parcours.EventReceived, "person", inbox, scaleDetails{"channel": string(p.channel)})
		w.journal(p, at, parcours.EventDeclared, "person", id, scaleDetails{"week": monday.String(), "impediment": impediment, "minutes": fmt.Sprint(minutes)})
		p.reached("answered_on", parcours.DateOf(at, w.rules.Zone))
	}
	for n := range messages {
		kind := []string{parcours.KindWeeklyRequest, parcours.KindActivityReminder, parcours.KindReply}[min(n, 2)]
		at := friday.Add(time.Duration(n) * 7 * time.Hour)
		if at.After(w.now) {
			break
		}
		w.message(p, at, kind, parcours.LaneWeekly, "", id)
	}
	if w.chance(50) {
		day, done := monday.AddDays(w.dice.IntN(5)), ""
		if stated {
			done = "yes"
		}
		activity := w.id(w.morning(monday, 8))
		w.insert("planned_activity", "id, activity_key, person_id, kind, label_sealed, place, day, start_minute, minutes, remind_at, done, created_at, updated_at",
			activity, activity, p.id, string(one(w.dice, parcours.ActivityKinds()...)), w.vault.seal("planned_activity.label_sealed", []byte("Atelier CV")), "CDAS", day.String(), 600, 60*(1+w.dice.IntN(5)), 0, done, 0, 0)
	}
}

// message writes one message with its journal: planned, sent, and delivered but for a few.
func (w *scale) message(p *scalePerson, at time.Time, kind string, lane parcours.Lane, appointment, subject string) {
	p.messages++
	id, attempt := w.id(at), w.id(at)
	state, rank, ended := parcours.AttemptDelivered, parcours.AttemptDelivered.Rank(), parcours.NotificationDelivered
	leaves := at.Before(w.now) && p.loss == parcours.LossNone
	switch {
	case !at.Before(w.now):
		state, rank, ended = parcours.AttemptQueued, parcours.AttemptQueued.Rank(), parcours.NotificationPending
	case p.loss != parcours.LossNone:
		state, rank, ended = parcours.AttemptCancelled, parcours.AttemptCancelled.Rank(), parcours.NotificationCancelled
	case p.channel == parcours.ChannelTelegram:
		state, rank = parcours.AttemptAccepted, parcours.AttemptAccepted.Rank()
	case w.chance(4):
		state, rank = parcours.AttemptUndeliveredPerm, parcours.AttemptUndeliveredPerm.Rank()
	}
	appointmentID := any(nil)
	if appointment != "" {
		appointmentID = appointment
	}
	w.insert("notification", "id, key, kind, class, lane, person_id, appointment_id, appointment_version, template, facts_sealed, choices, prompt_kind, urgent, reference, due_at, "+
		"expires_at, fallback_at, state, created_at, ended_at, subject_id",
		id, kind+"/"+id, kind, string(parcours.Routine), lane, p.id, appointmentID, 1, "weekly.ask", w.vault.seal("notification.facts_sealed", []byte(`{}`)), "[]", "", false, "",
		at.UnixMilli(), at.AddDate(0, 0, 4).UnixMilli(), 0, string(ended), at.UnixMilli(), at.UnixMilli(), subject)
	left := int64(0)
	if leaves {
		left = at.UnixMilli()
	}
	w.insert("attempt", "id, notification_id, n, person_id, channel, address_index, body_sealed, encoding, parts, state, rank, lane, due_at, left_at, provider_id, created_at, updated_at",
		attempt, id, 1, p.id, string(p.channel), "index-"+p.id, w.vault.seal("attempt.body_sealed", []byte(scaleText)), "gsm7", 1, string(state), rank, lane, at.UnixMilli(), left, "SM"+attempt, at.UnixMilli(), at.UnixMilli())
	about := scaleDetails{"channel": string(p.channel), "kind": kind, "notification": id}
	w.journal(p, at, parcours.EventPlanned, "relais", id, about)
	if !leaves {
		return
	}
	on := parcours.DateOf(at, w.rules.Zone)
	w.journal(p, at, parcours.EventSent, "relais", attempt, about)
	p.reached("sent_on", on)
	switch state {
	case parcours.AttemptDelivered:
		w.journal(p, at.Add(time.Minute), parcours.EventDelivered, "relais", attempt, about)
		p.reached("delivered_on", on)
	case parcours.AttemptAccepted:
		p.reached("handed_over_on", on)
	default:
		w.journal(p, at.Add(time.Minute), parcours.EventUndelivered, "relais", attempt, about)
		p.reached("undelivered_on", on)
		return
	}
	if kind == parcours.KindConvocation {
		p.reached("convened_on", on)
	}
}

const scaleText = "Bonjour Yann. Semaine du 5 au 11 janvier : combien d'heures d'activité (démarches, soins, formation, ateliers) ? Répondez un nombre, ou 0, ou AIDE."
