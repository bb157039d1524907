package web_test

import (
	"fmt"
	"html"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
)

// told is what one person's journal says of how they were reached, and what filters
// keep them by.
type told struct {
	person                  *winterer
	entered, exited         parcours.Date
	duties, source          string
	orientation             string
	linked, optedOut        bool
	sent, delivered, failed parcours.Date
	// handed: on a channel that has no receipt.
	handed, answered, met bool
	// appointment is the day of the last one that was booked, outcome what became of it.
	appointment      parcours.Date
	outcome          string
	booked, convoked parcours.Date
	convened         parcours.Date
	convenedBy       string
	oriented, signed parcours.Date
	openQuestions    int
	overdueQuestions int
	outcomesMissing  bool
	metOn            parcours.Date
}

// carried is what became of one message on one channel.
type carried struct {
	channel, kind           string
	left                    time.Time
	sent, delivered, failed parcours.Date
	sentSeq, deliveredSeq   int64
}

// tell reads one person's journal.
func (w *winter) tell(p *winterer, journal []entry) told {
	t := told{person: p}
	messages := map[string]*carried{}
	for _, e := range journal {
		m := messages[e.Subject]
		switch e.Kind {
		case parcours.EventSent, parcours.EventDelivered, parcours.EventUndelivered, parcours.EventCalled:
			if m == nil {
				m = &carried{channel: e.said["channel"], kind: e.said["kind"]}
				messages[e.Subject] = m
			}
		}
		on := day(e)
		if e.said["on"] != "" {
			on = parsed(e.said["on"])
		}
		switch e.Kind {
		case parcours.EventEntered:
			t.entered, t.duties, t.source = parsed(e.said["entered_on"]), e.said["duties"], e.said["entry_source"]
		case parcours.EventSent:
			m.sent, m.sentSeq, m.left = on, e.Seq, e.At
		case parcours.EventDelivered:
			m.delivered, m.deliveredSeq = on, e.Seq
		case parcours.EventUndelivered:
			m.failed = on
		case parcours.EventCalled:
			if e.said["outcome"] == "reached" {
				m.sent, m.delivered, m.sentSeq, m.deliveredSeq = on, on, e.Seq, e.Seq
			}
			if e.said["given_up"] != "" {
				m.failed = on
			}
		case parcours.EventCorrected:
			if e.said["channel"] == "call" {
				*m = carried{channel: m.channel, kind: m.kind}
			}
		case parcours.EventReceived:
			t.answered = t.answered || w.answers(e, messages)
		case parcours.EventLinked:
			t.linked = true
		case parcours.EventOptedOut:
			t.optedOut = true
		case parcours.EventExited:
			t.exited = on
		case parcours.EventReturned:
			t.exited = parcours.Date{}
		}
	}
	t.reach(messages)
	t.visits(w, journal)
	t.facts(journal)
	t.questions(w, journal)
	return t
}

// answers reports whether what was received answers a message: the last one that left
// for the same address and did not fail, at most some days before.
func (w *winter) answers(e entry, messages map[string]*carried) bool {
	var last time.Time
	for _, m := range messages {
		if m.channel == e.said["channel"] && m.failed.IsZero() && !m.left.IsZero() && !m.left.After(e.At) && m.left.After(last) {
			last = m.left
		}
	}
	return !last.IsZero() && !e.At.After(last.Add(w.rules.AnsweredWithin))
}

func (t *told) reach(messages map[string]*carried) {
	var first int64
	convened := func(on parcours.Date, seq int64, kind string) {
		if on.IsZero() || !t.convened.IsZero() && (t.convened.Before(on) || t.convened == on && first < seq) {
			return
		}
		t.convened, t.convenedBy, first = on, kind, seq
	}
	for _, m := range messages {
		if m.kind == parcours.KindReply || m.kind == parcours.KindLinked {
			continue // an answer, or a word about the channel, says nothing of it
		}
		t.sent, t.delivered, t.failed = earlier(t.sent, m.sent), earlier(t.delivered, m.delivered), earlier(t.failed, m.failed)
		told := m.channel == "telegram" || m.channel == "letter" && m.failed.IsZero()
		t.handed = t.handed || told && !m.sent.IsZero()
		if m.kind != parcours.KindConvocation && m.kind != parcours.KindInvitation {
			continue
		}
		t.convoked = earlier(t.convoked, m.sent)
		convened(m.delivered, m.deliveredSeq, m.kind)
		if told {
			convened(m.sent, m.sentSeq, m.kind)
		}
	}
}

func (t *told) visits(w *winter, journal []entry) {
	starts, outcomes := map[string]time.Time{}, map[string]string{}
	for _, e := range journal {
		switch e.Kind {
		case parcours.EventBooked:
			at, err := time.Parse(time.RFC3339, e.said["starts_at"])
			w.must(err)
			starts[e.Subject], outcomes[e.Subject] = at, "unknown"
			t.booked = earlier(t.booked, day(e))
			t.appointment, t.outcome = parcours.DateOf(at, paris()), "unknown"
		case parcours.EventOutcome, parcours.EventRevoked, parcours.EventMoved, parcours.EventExcused:
			outcomes[e.Subject] = e.said["to"]
			if parcours.DateOf(starts[e.Subject], paris()) == t.appointment {
				t.outcome = e.said["to"]
			}
		}
	}
	today := parcours.DateOf(w.now, paris())
	for id, at := range starts {
		on := parcours.DateOf(at, paris())
		if outcomes[id] == "seen" {
			t.met, t.metOn = true, earlier(t.metOn, on)
		}
		t.outcomesMissing = t.outcomesMissing || outcomes[id] == "unknown" && on.Before(today)
	}
}

func (t *told) facts(journal []entry) {
	var last parcours.Date
	for _, e := range journal {
		switch e.Kind {
		case parcours.EventOriented:
			on := parsed(e.said["on"])
			t.oriented = earlier(t.oriented, on)
			if last.IsZero() || !on.Before(last) {
				last, t.orientation = on, e.said["value"]
			}
		case parcours.EventContracted:
			t.signed = earlier(t.signed, parsed(e.said["on"]))
		}
	}
}

func (t *told) questions(w *winter, journal []entry) {
	asked := map[string]time.Time{}
	for _, e := range journal {
		switch e.Kind {
		case parcours.EventEscalated:
			asked[e.Subject] = e.At
		case parcours.EventAnswered:
			delete(asked, e.Subject)
		}
	}
	for _, at := range asked {
		t.openQuestions++
		count(&t.overdueQuestions, w.rules.AddWorkdays(at, 2).Before(w.now))
	}
}

// contact is why no message reaches the person without a human, "" when one does.
func (t told) contact() string {
	switch {
	case t.linked || t.person.mobile() && !t.optedOut:
		return ""
	case t.optedOut:
		return "opted_out"
	case t.person.landline != "":
		return "landline"
	}
	return "no_number"
}

// channel is where a message to the person goes first.
func (t told) channel() parcours.Channel {
	switch {
	case t.linked:
		return parcours.ChannelTelegram
	case t.contact() == "":
		return parcours.ChannelSMS
	case t.person.landline != "" || t.person.mobile():
		return parcours.ChannelCall
	}
	return parcours.ChannelLetter
}

// funnelCount counts the levels of the first page and the causes of each loss.
type funnelCount struct {
	people, contactable, sent, handed, delivered, answered, met, unproved int
	lost                                                                  map[string]map[string]int
	clock                                                                 map[string]int
	missing                                                               int
}

func (f *funnelCount) lose(level, cause string) {
	if f.lost[level] == nil {
		f.lost[level] = map[string]int{}
	}
	f.lost[level][cause]++
}

func (f *funnelCount) add(t told, today, receiptsBefore parcours.Date) {
	if !t.exited.IsZero() {
		return
	}
	f.people++
	count(&f.missing, t.outcomesMissing)
	f.clockOf(t, today)
	sent, delivered := !t.sent.IsZero(), !t.delivered.IsZero()
	count(&f.met, t.met && delivered)
	count(&f.unproved, t.met && !delivered)
	count(&f.answered, t.answered)
	if !sent && t.contact() != "" {
		f.lose("contactable", t.contact())
		return
	}
	f.contactable++
	switch {
	case !sent && !t.failed.IsZero():
		f.lose("sent", "provider_error")
		return
	case !sent:
		f.lose("sent", "not_sent_yet")
		return
	}
	f.sent++
	if !delivered {
		switch {
		case t.handed:
			f.handed++
		case !t.failed.IsZero():
			f.lose("delivered", "undelivered")
		case t.sent.Before(receiptsBefore):
			f.lose("delivered", "no_receipt")
		default:
			f.lose("delivered", "on_its_way")
		}
		return
	}
	f.delivered++
	if !t.answered {
		f.lose("answered", "no_answer")
	}
	if t.met {
		return
	}
	switch cause, known := map[string]string{"excused": "excused", "revoked": "revoked", "no_show": "no_show"}[t.outcome]; {
	case known:
		f.lose("met", cause)
	case !t.appointment.IsZero() && t.appointment.Before(today):
		f.lose("met", "outcome_missing")
	default:
		f.lose("met", "to_come")
	}
}

// clockOf colours the clock of somebody who is followed and subject to duties.
func (f *funnelCount) clockOf(t told, today parcours.Date) {
	if t.duties == "no" {
		return
	}
	term := t.entered.AddDays(15)
	colour := "green"
	switch days := t.entered.DaysUntil(today); {
	case !t.convened.IsZero() && t.convened.After(term):
		colour = "late"
	case !t.convened.IsZero():
		colour = "done"
	case days >= 15:
		colour = "red"
	case days >= 10:
		colour = "amber"
	}
	f.clock[colour]++
}

// lines are what the first page must show, by level or colour.
func (f *funnelCount) lines(label func(any) string) map[string]string {
	lines := map[string]string{}
	for _, level := range []struct {
		name  parcours.ReachLevel
		n, of int
	}{
		{parcours.LevelPeople, f.people, -1},
		{parcours.LevelContactable, f.contactable, f.people},
		{parcours.LevelSent, f.sent, f.contactable},
		{parcours.LevelDelivered, f.delivered, f.sent},
		{parcours.LevelAnswered, f.answered, f.delivered},
		{parcours.LevelMet, f.met, f.delivered},
	} {
		line := strconv.Itoa(level.n)
		if level.of >= 0 {
			share := "–"
			if level.of > 0 {
				share = fmt.Sprintf("%d %%", level.n*100/level.of)
			}
			line += fmt.Sprintf(" %s de %d", share, level.of)
		}
		var causes []string
		for cause, n := range f.lost[string(level.name)] {
			causes = append(causes, fmt.Sprintf("%d %s", n, label(parcours.LossCause(cause))))
		}
		slices.Sort(causes)
		lines[label(level.name)] = strings.Join(append([]string{line}, causes...), " / ")
	}
	for _, colour := range []parcours.ClockColour{parcours.ClockDone, parcours.ClockGreen, parcours.ClockAmber, parcours.ClockRed, parcours.ClockLate} {
		lines["clock "+label(colour)] = strconv.Itoa(f.clock[string(colour)])
	}
	for name, n := range map[string]int{"handed over": f.handed, "met without receipt": f.unproved, "outcomes missing": f.missing} {
		if n > 0 {
			lines[name] = strconv.Itoa(n)
		}
	}
	return lines
}

var (
	levelRow  = regexp.MustCompile(`(?s)<tr>\s*<th scope="row">([^<]*)</th>\s*<td class="num">(.*?)</td>\s*<td>(.*?)</td>\s*</tr>`)
	lossItem  = regexp.MustCompile(`(?s)<li>(.*?)</li>`)
	clockItem = regexp.MustCompile(`(?s)<span class="dot clock-[a-z]+"[^>]*></span>(<a [^>]*>)?<strong>([^<]*)</strong> ([^<]*)`)
	asides    = map[string]*regexp.Regexp{
		"handed over":         regexp.MustCompile(`/listes/handed_over[^>]*>(\d+) `),
		"met without receipt": regexp.MustCompile(`/listes/met_without_receipt[^>]*>(\d+) `),
		"outcomes missing":    regexp.MustCompile(`/listes/outcomes_missing[^>]*>(\d+) `),
	}
)

func plainText(fragment string) string {
	text := strings.ReplaceAll(html.UnescapeString(tags.ReplaceAllString(strings.ReplaceAll(fragment, "<br>", " "), "")), "\u00a0", " ")
	return strings.Join(strings.Fields(strings.ReplaceAll(text, "\u202f", " ")), " ")
}

// shownFunnel is what the first page shows, in the form of lines.
func shownFunnel(body string) map[string]string {
	lines := map[string]string{}
	_, table, _ := strings.Cut(body, `<table class="levels">`)
	table, _, _ = strings.Cut(table, "</table>")
	for _, m := range levelRow.FindAllStringSubmatch(table, -1) {
		var causes []string
		for _, item := range lossItem.FindAllStringSubmatch(m[3], -1) {
			causes = append(causes, plainText(item[1]))
		}
		slices.Sort(causes)
		lines[plainText(m[1])] = strings.Join(append([]string{plainText(m[2])}, causes...), " / ")
	}
	_, legend, _ := strings.Cut(body, `<ul class="legend">`)
	legend, _, _ = strings.Cut(legend, "</ul>")
	for _, m := range clockItem.FindAllStringSubmatch(legend, -1) {
		lines["clock "+plainText(m[3])] = plainText(m[2])
	}
	for name, at := range asides {
		if m := at.FindStringSubmatch(body); m != nil {
			lines[name] = m[1]
		}
	}
	return lines
}

// loadsOf counts what each referent follows.
func loadsOf(all []told) map[string]string {
	people, open, overdue := map[string]int{}, map[string]int{}, map[string]int{}
	for _, t := range all {
		who := t.person.referent
		if people[who] += 0; t.exited.IsZero() {
			people[who]++
		}
		open[who] += t.openQuestions
		overdue[who] += t.overdueQuestions
	}
	lines := map[string]string{}
	for _, who := range slices.Sorted(maps.Keys(people)) {
		line := fmt.Sprintf("%d pour 60, %d", people[who], open[who])
		if overdue[who] > 0 {
			line += fmt.Sprintf(" %d en retard", overdue[who])
		}
		lines[who] = line
	}
	return lines
}
