package main_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
)

// What only the reply to an answer says, and only that to somebody who asks who writes.
const (
	thanks        = "Merci, c'est noté"
	whoWritesThem = "Qui écrit :"
)

// mobile is the number of person n.
func mobile(n int) string { return fmt.Sprintf("+3363998%04d", n) }

func internalID(n int) string { return fmt.Sprintf("K-%04d", n) }

// everyThird reports whether the owner of a number answers their convocation, where
// every third person does.
func everyThird(number string) bool { return number[len(number)-1]%3 == 0 }

// letters is a name for each number.
func letters(n int) string {
	if n < 26*26 {
		return string([]byte{'A' + byte(n/26), 'A' + byte(n%26)})
	}
	return letters(n/26-26) + string(rune('A'+n%26))
}

// wavesFile has so many people, the first of them being person from.
func wavesFile(t *testing.T, from, n int) string {
	rows := [][]string{peopleHeader()}
	for i := from; i < from+n; i++ {
		rows = append(rows, []string{
			"Mme", "ESSAI " + letters(i), "Camille", fmt.Sprintf("%02d/%02d/1980", 1+i%28, 1+i%12), internalID(i),
			mobile(i), "35600 Redon", "Pays de Redon", anne, today(t),
		})
	}
	return file(t, "vague.csv", table(t, rows...))
}

// awaitDrained waits until everybody is convened, everything received is
// answered and nothing is under way or in doubt.
func (w *world) awaitDrained(t *testing.T, s settings, people int) {
	t.Helper()
	w.Clock.SetSpeed(3600) // an answer that came to a dead service several times is not an hour late
	until(t, "the outbox is empty", func() string {
		posted, busy := w.pause()
		soon := time.Now().Add(time.Minute).UnixMilli() // what is written meanwhile is due later than now
		got := ask(t, s, `select (select count(*) from notification where kind = 'convocation'),
			(select count(*) from inbox where state = 'new'),
			(select count(*) from attempt where channel = 'sms' and state in ('queued', 'claimed', 'sending', 'unknown') and due_at <= $1)`, soon)
		if got[0] == fmt.Sprintf("%d 0 0", people) && !busy && w.posted() == posted {
			return ""
		}
		late := ask(t, s, `select n.kind, a.n, a.state, 'look-ups', a.look_ups, 'due', (a.due_at - $1) / 1000, 'sent', (a.sending_at - $1) / 1000,
			'lease', (a.lease_until - $1) / 1000, 'look-up', (a.look_up_at - $1) / 1000
			from attempt a join notification n on n.id = a.notification_id
			where a.channel = 'sms' and a.state in ('queued', 'claimed', 'sending', 'unknown') and a.due_at <= $1 limit 5`, time.Now().UnixMilli())
		return fmt.Sprintf("%s (convocations of %d, inbound events to read, attempts not settled), provider busy: %v\n%s",
			got[0], people, busy, strings.Join(late, "\n"))
	})
}

// countEverything compares what the provider truthfully recorded with what was due,
// and returns who is left to a human, on the call list.
func (w *world) countEverything(t *testing.T, s settings, people int) (toCall []string) {
	t.Helper()
	convocations, replies := map[string]int{}, map[string]int{}
	var sids []string
	for _, m := range w.Twilio.Ledger() {
		switch {
		case m.Direction == "inbound":
			continue
		case strings.Contains(m.Text, convocation):
			convocations[m.To]++
		case strings.Contains(m.Text, thanks):
			replies[m.To]++
		case w.asks && strings.Contains(m.Text, whoWritesThem):
		default:
			t.Errorf("%s got %q", m.To, m.Text)
		}
		sids = append(sids, m.SID)
	}
	// Two sends in a row that never left are a human's business: delivery says so
	// on the call list, or by an alert when it was a reply, and never sends a third
	// time by itself.
	due, answered := map[string]int{}, map[string]int{}
	toCall = ask(t, s, `select p.internal_id from attempt a
		join notification n on n.id = a.notification_id join person p on p.id = n.person_id where n.kind = 'convocation' and a.channel = 'call'`)
	unanswered := ask(t, s, "select p.internal_id from incident i join person p on p.id = i.person_id where i.kind = 'reply_lost'")
	for n := range people {
		if slices.Contains(toCall, internalID(n)) {
			continue
		}
		due[mobile(n)] = 1
		if w.answers != nil && w.answers(mobile(n)) && !slices.Contains(unanswered, internalID(n)) {
			answered[mobile(n)] = 1
		}
	}
	once := len(due)
	for _, line := range w.toldTwice(t, s) {
		who, kind, _ := strings.Cut(line, " ")
		if kind == parcours.KindConvocation {
			due[who], once = 2, once-1
		} else if replies[who] == 2 {
			answered[who] = 2
		}
	}
	if diff := cmp.Diff(due, convocations); diff != "" {
		t.Errorf("convocations (-due +rung):\n%s", diff)
		w.tellOfThose(t, s, people, due, convocations)
	}
	if diff := cmp.Diff(answered, replies); diff != "" {
		t.Errorf("replies to answers (-due +rung):\n%s", diff)
		w.tellOfThose(t, s, people, answered, replies)
	}
	if lost := w.Twilio.Lost(); lost > 0 {
		t.Errorf("%d answers were never taken", lost)
	}
	// A message whose sending was interrupted, whose receipts were lost and which
	// the person answered is proved, and its provider's id never learnt.
	known := ask(t, s, "select provider_id from attempt where provider_id <> ''")
	byAnswer := ask(t, s, "select count(*) from attempt where provider_id = '' and state = 'acknowledged'")
	unknown := slices.DeleteFunc(sids, func(sid string) bool { return slices.Contains(known, sid) })
	if got := fmt.Sprint(len(unknown)); got != byAnswer[0] {
		t.Errorf("%s messages of the provider are not known here, and %s attempts are proved by an answer alone", got, byAnswer[0])
	}
	proved := ask(t, s, `select count(*) from notification n where n.kind = 'convocation'
		and (select count(*) from attempt a where a.notification_id = n.id and a.rank >= 20) = 1`)
	if proved[0] != fmt.Sprint(once) {
		t.Errorf("%s convocations have one attempt that left, want %d; states: %q", proved[0], once,
			ask(t, s, "select n.state, a.state, count(*) from notification n join attempt a on a.notification_id = n.id where n.kind = 'convocation' group by n.state, a.state"))
	}
	confirmed := ask(t, s, "select count(*) from participation where confirmed_at > 0")
	if confirmed[0] != fmt.Sprint(len(answered)) {
		t.Errorf("%s appointments are confirmed, want %d", confirmed[0], len(answered))
	}
	incidents := slices.DeleteFunc(ask(t, s, "select kind from incident"), func(kind string) bool {
		return kind == "lost_twice" || w.froze && kind == "duplicate"
	})
	if got := strings.Join(incidents, " "); got != w.tells {
		t.Errorf("incidents: %q, want %q", got, w.tells)
	}
	return toCall
}

// toldTwice returns, where a node was frozen, the number of whoever a human knows was
// told something twice, and of what kind. It is at most one in a test.
func (w *world) toldTwice(t *testing.T, s settings) []string {
	t.Helper()
	if !w.froze {
		return nil
	}
	var twice []string
	for _, line := range ask(t, s, `select p.internal_id, n.kind from incident i join attempt a on a.id = i.attempt_id
		join notification n on n.id = a.notification_id join person p on p.id = n.person_id where i.kind = 'duplicate'`) {
		id, kind, _ := strings.Cut(line, " ")
		n, err := strconv.Atoi(strings.TrimPrefix(id, "K-"))
		if err != nil {
			t.Fatal(err)
		}
		twice = append(twice, mobile(n)+" "+kind)
	}
	if len(twice) > 1 {
		t.Errorf("told twice: %q", twice)
	}
	return twice
}

// tellOf tells all that is known of a person.
func (w *world) tellOf(t *testing.T, s settings, n int) {
	t.Helper()
	for _, m := range w.Twilio.With(mobile(n)) {
		t.Logf("%s: %s %s %s %.40q", mobile(n), m.Created.Format("04:05.000"), m.Direction, m.Status, m.Text)
	}
	for _, line := range ask(t, s, `select n.template, n.state, n.reason, a.n, a.channel, a.state, a.code, 'look-ups', a.look_ups, 'sent', a.sending_at, 'lease', a.lease_seq,
		'until', a.lease_until, 'updated', a.updated_at, a.provider_id
		from attempt a join notification n on n.id = a.notification_id join person p on p.id = n.person_id
		where p.internal_id = $1 order by n.created_at, a.n`, internalID(n)) {
		t.Log(line)
	}
	for _, line := range ask(t, s, "select 'received', i.received_at, 'done', i.done_at, i.id from inbox i join person p on p.id = i.person_id where p.internal_id = $1 order by i.received_at", internalID(n)) {
		t.Log(line)
	}
	for _, line := range ask(t, s, "select e.kind, e.at from event e join person p on p.id = e.person_id where p.internal_id = $1 order by e.at", internalID(n)) {
		t.Log(line)
	}
}

// tellOfThose tells of the people for whom two counts differ.
func (w *world) tellOfThose(t *testing.T, s settings, people int, want, got map[string]int) {
	t.Helper()
	for n := range people {
		if want[mobile(n)] != got[mobile(n)] {
			w.tellOf(t, s, n)
		}
	}
}
