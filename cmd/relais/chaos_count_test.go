package main_test

import (
	"fmt"
	"path"
	"strings"
	"time"
)

// settle waits until everybody is convened, all that was received is read and
// answered, and nothing is under way, in doubt or unproved.
func (f *fleet) settle() {
	t := f.t
	t.Helper()
	f.Clock.SetSpeed(3600)
	began := time.Now()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for ; ; <-tick.C {
		posted, busy := f.pause()
		got := ask(t, f.s, `select (select count(*) from notification where kind = 'convocation'), (select count(*) from inbox where state = 'new'),
			(select count(*) from attempt where channel in ('sms', 'telegram') and state in ('queued', 'claimed', 'sending', 'unknown') and due_at <= $1)`,
			time.Now().Add(10*time.Minute).UnixMilli())
		if got[0] == fmt.Sprintf("%d 0 0", f.load.people) && !busy && f.posted() == posted {
			t.Logf("settled %v after the last fault", time.Since(began).Round(time.Second))
			return
		}
		if time.Since(began) > 6*time.Minute {
			late := ask(t, f.s, `select n.kind, a.channel, a.n, a.state, 'look-ups', a.look_ups, 'due', (a.due_at - $1) / 1000, 'sent', (a.sending_at - $1) / 1000,
				'lease', (a.lease_until - $1) / 1000, 'look-up', (a.look_up_at - $1) / 1000, a.code
				from attempt a join notification n on n.id = a.notification_id
				where a.channel in ('sms', 'telegram') and a.state in ('queued', 'claimed', 'sending', 'unknown') and a.due_at <= $1 limit 8`, time.Now().UnixMilli())
			t.Fatalf("not settled: %s (convocations of %d, events to read, attempts not settled), providers busy: %v\n%s",
				got[0], f.load.people, busy, strings.Join(late, "\n"))
		}
	}
}

// knownMessage is what the database knows of one message.
type knownMessage struct {
	id, kind, state string
	// attempts by id, each with its state.
	attempts map[string]string
	// rang is how often a phone got it.
	rang int
	// doubled: a human is told of a second time; listed: of its loss.
	doubled, listed bool
}

// count holds what the phones got, by the providers' ledger, against what was due.
// Of each SMS the ledger knows the attempt that it carried. At most freezes may have
// come twice.
func (f *fleet) count(freezes int) {
	t := f.t
	t.Helper()
	messages := f.messages()
	lost, doubled := 0, 0
	for _, m := range messages {
		switch {
		case m.rang == 1, m.rang == 0 && m.state == "cancelled":
		case m.rang == 0 && m.listed:
			lost++
		case m.rang == 0:
			t.Errorf("%s %s never rang, is %s, and nobody is told: %v", m.kind, m.id, m.state, m.attempts)
		case m.doubled:
			doubled += m.rang - 1
		default:
			t.Errorf("%s %s rang %d times, and nobody is told: %v", m.kind, m.id, m.rang, m.attempts)
		}
	}
	if doubled > freezes {
		t.Errorf("%d messages came twice, and nodes stood still %d times", doubled, freezes)
	}
	f.inboundIsKept()
	f.receiptsAreKept()
	f.answeredOnce()
	f.readAsTaken()
	f.repliesInOrder(t, f.s, f.load.people)
	chats := f.botAnswers()
	if together := f.overlaps(); together > doubled {
		t.Errorf("%d orders began while another one to the same person was under way", together)
	}
	polls, strayed := f.watch.strays()
	if len(strayed) > 0 {
		t.Errorf("two nodes did what one may:\n%s", strings.Join(strayed, "\n"))
	}
	if polls == 0 {
		t.Error("nobody polled: the test proves nothing")
	}
	t.Logf("%d people, %d strangers, %d SMS out, %d inbound taken, %d calls turned away, %d receipts kept, %s, %d polls", f.load.people, f.load.strangers,
		len(messages), len(f.load.taken), f.load.turnedAway, len(f.load.receipts), chats, polls)
	t.Logf("came twice, told: %d; never came, listed: %d; lost: 0; doubled in silence: 0 (failures above say otherwise); incidents: %q", doubled, lost,
		ask(t, f.s, "select kind, count(*) from incident group by kind order by kind"))
}

// messages are all SMS that were due, with what became of them.
func (f *fleet) messages() map[string]*knownMessage {
	t := f.t
	t.Helper()
	all, of := map[string]*knownMessage{}, map[string]*knownMessage{}
	for _, line := range ask(t, f.s, `select n.id, n.kind, n.state, a.id, a.state from notification n join attempt a on a.notification_id = n.id
		where a.channel = 'sms' and a.due_at <= $1`, time.Now().UnixMilli()) {
		cells := strings.Fields(line)
		m := all[cells[0]]
		if m == nil {
			m = &knownMessage{id: cells[0], kind: cells[1], state: cells[2], attempts: map[string]string{}}
			all[m.id] = m
		}
		m.attempts[cells[3]], of[cells[3]] = cells[4], m
	}
	for _, m := range f.Twilio.Ledger() {
		if m.Direction == "inbound" {
			continue
		}
		if n := of[path.Base(m.Callback)]; n != nil {
			n.rang++
		} else {
			t.Errorf("a message to %s is no attempt of ours", m.To)
		}
	}
	for _, id := range ask(t, f.s, "select attempt_id from incident where kind = 'duplicate'") {
		if of[id] != nil {
			of[id].doubled = true
		}
	}
	for _, id := range ask(t, f.s, `select n.id from notification n join attempt a on a.notification_id = n.id where a.channel = 'call'
		union select n.id from notification n join incident i on i.key like 'reply_lost/' || coalesce(n.person_id, '') || '/%'
		where n.kind = 'reply' and not exists (select 1 from attempt a where a.notification_id = n.id and a.state <> 'lost')`) {
		if all[id] != nil {
			all[id].listed = true
		}
	}
	return all
}

// inboundIsKept: what a node acknowledged is there, once, and read.
func (f *fleet) inboundIsKept() {
	kept := map[string]int{}
	for _, sid := range ask(f.t, f.s, "select provider_id from inbox where provider = 'twilio' and state = 'done'") {
		kept[sid]++
	}
	for sid, at := range f.load.taken {
		if kept[sid] != 1 {
			f.t.Errorf("inbound %s was acknowledged at %s and is kept %d times", sid, at.Format("04:05.000"), kept[sid])
		}
	}
	if lost := f.Twilio.Lost(); lost > 0 {
		caught := 0
		for _, m := range f.Twilio.Ledger() {
			if m.Direction == "inbound" && kept[m.SID] == 1 {
				caught++
			}
		}
		f.t.Logf("%d calls were given up by the provider; %d of what people wrote is kept", lost, caught)
	}
	for _, m := range f.Twilio.Ledger() {
		if m.Direction == "inbound" && kept[m.SID] != 1 {
			f.t.Errorf("what was written to us as %s is kept %d times", m.SID, kept[m.SID])
		}
	}
}

// receiptsAreKept: a receipt that was acknowledged is an event of its attempt.
func (f *fleet) receiptsAreKept() {
	kept := map[string]bool{}
	for _, line := range ask(f.t, f.s, "select provider_id, status from attempt_event") {
		kept[line] = true
	}
	for receipt := range f.load.receipts {
		if !kept[receipt] {
			f.t.Errorf("receipt %s was acknowledged and is not kept", receipt)
		}
	}
}

// answeredOnce: what was written has one reply.
func (f *fleet) answeredOnce() {
	for _, line := range ask(f.t, f.s, `select i.provider_id, count(n.id) from inbox i left join notification n on n.in_reply_to = i.id and n.kind = 'reply'
		where i.provider = 'twilio' group by i.provider_id having count(n.id) <> 1`) {
		f.t.Errorf("inbound and its replies: %s", line)
	}
	for _, line := range ask(f.t, f.s, "select person_id, count(*) from notification where kind = 'convocation' group by person_id having count(*) <> 1") {
		f.t.Errorf("a person and their convocations: %s", line)
	}
}

// readAsTaken: of what one person wrote, what was acknowledged in a millisecond before the
// next was handed over was read before it. When both are on their way at once either may come first: a node
// may keep one and be gone before it says so, and another acknowledges it later.
func (f *fleet) readAsTaken() {
	done, by, kept := map[string]string{}, map[string][]string{}, map[string]string{}
	for _, line := range ask(f.t, f.s, "select provider_id, done_at, received_at, tries, id from inbox where person_id is not null") {
		columns := strings.Fields(line)
		done[columns[0]], kept[columns[0]] = columns[1], strings.Join(columns[1:], " ")
	}
	for _, m := range f.Twilio.Ledger() { // in the order in which people wrote
		if done[m.SID] != "" && !f.load.taken[m.SID].IsZero() {
			by[m.From] = append(by[m.From], m.SID)
		}
	}
	checked := 0
	for _, all := range by {
		for i := 1; i < len(all); i++ {
			before, after := all[i-1], all[i]
			if f.load.taken[before].UnixMilli() >= f.load.offered[after].UnixMilli() {
				continue // two nodes' clocks tell no order within a millisecond
			}
			if checked++; done[before] > done[after] {
				f.t.Errorf("%s was written and taken before %s, and read after it; offered, taken: %d %d and %d %d; done, received, tries, id: %s and %s",
					before, after, f.load.offered[before].UnixMilli(), f.load.taken[before].UnixMilli(), f.load.offered[after].UnixMilli(), f.load.taken[after].UnixMilli(),
					kept[before], kept[after])
			}
		}
	}
	f.t.Logf("the order of reading was checked for %d pairs", checked)
}

// botAnswers checks that whoever wrote to the bot is answered, and tells how often.
func (f *fleet) botAnswers() string {
	once, twice, never := 0, 0, 0
	for i := range f.load.chats {
		switch messages, _, _ := f.Telegram.Chat(stranger + int64(i)); {
		case len(messages) == 2:
			once++
		case len(messages) > 2:
			twice++
		default:
			never++
		}
	}
	doubts := len(ask(f.t, f.s, "select id from attempt where channel = 'telegram' and n > 1"))
	lost := len(ask(f.t, f.s, "select id from attempt where channel = 'telegram' and state = 'lost'"))
	if twice > doubts || never > lost {
		f.t.Errorf("on Telegram %d were answered twice and %d never; %d attempts were repeated, %d given up", twice, never, doubts, lost)
	}
	return fmt.Sprintf("%d chats answered once, %d twice (an answer lost), %d never (given up, listed)", once, twice, never)
}
