package notifier_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"
)

// truth is what the model knows by itself: what left for whom, what the providers
// said, what people and professionals decided, and when. It reads the rows of the
// outbox only to hold them against that.
type truth struct {
	w *world
	// tick orders what was committed.
	tick     int
	attempts map[string]row
	notices  map[string]notice
	starts   map[string]time.Time
	marks    map[string]mark
	// shut is when an address was closed, ended when an appointment stopped standing
	// for somebody, withdrawn when a notification was cancelled by hand.
	shut, ended, withdrawn map[string]int
	// proved is when an attempt was found to have arrived.
	proved map[string]int
	// former is when a number stopped being somebody's.
	former map[string]int
	// words is the best rank that was acknowledged to a provider, by attempt.
	words map[string]int
	texts map[string]string
	heard map[string]time.Time
	asked map[string]*sql.Stmt
}

// row is an attempt as the database has it.
type row struct {
	id, notice, channel, state, index string
	n, rank                           int
	sendingAt, due                    int64
}

// notice is the part of a notification that never changes.
type notice struct {
	kind, class, person, appointment string
	reply, urgent                    bool
	due, expires                     time.Time
}

// mark is when an attempt was last committed as being sent.
type mark struct {
	at   time.Time
	tick int
}

func newTruth(w *world) *truth {
	return &truth{
		w: w, attempts: map[string]row{}, notices: map[string]notice{}, starts: map[string]time.Time{}, marks: map[string]mark{},
		shut: map[string]int{}, ended: map[string]int{}, withdrawn: map[string]int{}, proved: map[string]int{}, former: map[string]int{}, words: map[string]int{}, texts: map[string]string{},
		heard: map[string]time.Time{}, asked: map[string]*sql.Stmt{},
	}
}

func (o *truth) next() int { o.tick++; return o.tick }

func (o *truth) marked(now time.Time, ids []string) {
	for _, id := range ids {
		o.marks[id] = mark{now, o.next()}
	}
}

func (o *truth) closed(channel, address string) { o.shut[channel+" "+address] = o.next() }

// wrote notes a person's words: they close or open a channel, and prove that what
// was written there arrived.
func (o *truth) wrote(channel, address, text string) {
	for _, q := range o.w.souls { // a number may be shared, or have been: who wrote is a guess
		if q.mobile == address || q.chat == address || slices.Contains(q.was, address) {
			o.heard[q.id] = o.w.now
		}
	}
	switch text {
	case "STOP":
		o.closed(channel, address)
	case "REPRENDRE":
		delete(o.shut, channel+" "+address)
	}
}

func (o *truth) acknowledged(r receipt) {
	o.words[r.m.attempt] = max(o.words[r.m.attempt], rankOf(r.status, r.code))
}

// rankOf is the oracle's own reading of a provider's word.
func rankOf(status, code string) int {
	switch status {
	case "queued":
		return 20
	case "sent", "ok":
		return 30
	case "delivered":
		return 40
	}
	if code == "30003" || code == "30008" {
		return 35
	}
	return 36
}

// openAt is the oracle's own calendar: working days, 9 to 19.
func (o *truth) openAt(t time.Time) bool {
	t = t.In(o.w.rules.Zone)
	day := t.Format("01-02")
	holiday := day == "07-14" || day == "08-15" || day == "11-01"
	return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday && !holiday && t.Hour() >= 9 && t.Hour() < 19
}

// look compares the outbox with what it was a moment ago.
func (w *world) look() {
	if err := w.truth.look(); err != nil {
		w.fault("look: %v", err)
	}
}

func (o *truth) look() error {
	rows, err := o.read()
	if err != nil {
		return err
	}
	if err := o.facts(); err != nil {
		return err
	}
	for _, now := range rows {
		before, known := o.attempts[now.id]
		if !known {
			o.appears(now, rows)
		} else if before.state != now.state {
			o.moves(before, now)
		}
		if now.rank >= 40 && o.proved[now.id] == 0 {
			o.proved[now.id] = o.next()
		}
		if now.rank < o.words[now.id] {
			o.w.fault("attempt %s is %s, and a word of rank %d was acknowledged", tail(now.id), now.state, o.words[now.id])
		}
	}
	for _, r := range rows {
		o.attempts[r.id] = r
	}
	return nil
}

// moves judges one change of state.
func (o *truth) moves(before, now row) {
	o.w.log("  attempt %s (%s, %s n%d): %s → %s", tail(now.id), o.notices[now.notice].kind, now.channel, now.n, before.state, now.state)
	if !automatic(now.channel) {
		return
	}
	o.w.met[now.channel+" "+before.state+" → "+now.state]++
	legal := now.rank >= before.rank
	switch before.state + " " + now.state {
	case "claimed queued":
		legal = true
	case "sending queued":
		legal = true
		if m := o.messageOf(now.id, before.sendingAt); m != nil {
			o.w.fault("attempt %s is queued again, and its message exists", tail(now.id))
		}
	case "cancelled queued", "expired queued", "unknown queued", "lost queued", "unknown cancelled", "lost cancelled", "sending cancelled", "sending expired":
		legal = false
	}
	if !legal {
		o.w.fault("attempt %s went back from %s to %s", tail(now.id), before.state, now.state)
	}
}

// appears judges a new attempt: the first one is a plan, those after it rest on
// something that happened.
func (o *truth) appears(now row, all []row) {
	o.w.log("  attempt %s (%s, %s n%d) is %s", tail(now.id), o.notices[now.notice].kind, now.channel, now.n, now.state)
	if now.n == 1 || !automatic(now.channel) {
		return
	}
	if n := o.notices[now.notice]; !n.expires.IsZero() && now.due >= n.expires.UnixMilli() {
		o.w.fault("attempt %s is planned for after its end", tail(now.id))
	}
	var before []row
	for _, r := range all {
		if r.notice == now.notice && r.n < now.n {
			before = append(before, r)
		}
	}
	if len(before) != now.n-1 {
		o.w.fault("attempt %s is number %d after %d others", tail(now.id), now.n, len(before))
		return
	}
	lost, failed := 0, 0
	var last row // on the same way
	for _, r := range before {
		if r.rank >= 40 {
			o.w.fault("attempt %s repeats what attempt %s proved", tail(now.id), tail(r.id))
		}
		if r.channel != now.channel {
			continue
		}
		if r.index != now.index {
			o.w.met[now.channel+" to another address than before, which was "+r.state]++
			o.mayTurn(now, r)
			continue
		}
		switch last = r; r.state {
		case "lost":
			lost++
		case "undelivered_temp":
			failed++
		case "undelivered_perm", "rejected", "blocked", "cancelled", "expired": // told no phone
		default:
			o.w.fault("attempt %s repeats attempt %s, which is %s", tail(now.id), tail(r.id), r.state)
		}
	}
	switch last.state {
	case "lost":
		o.w.met[now.channel+" sent again after it was lost"]++
		o.mayResend(last)
	case "undelivered_temp":
		o.w.met[now.channel+" tried again after it failed"]++
		if !o.saidFailed(last) {
			o.w.fault("attempt %s is tried again, and no provider said that it failed", tail(last.id))
		}
	case "undelivered_perm", "rejected": // one that was blocked may be reopened by the person
		o.w.fault("attempt %s repeats attempt %s, which is %s", tail(now.id), tail(last.id), last.state)
	}
	if lost > 1 || failed > 2 {
		o.w.fault("attempt %s comes after %d lost and %d failed ones on its channel", tail(now.id), lost, failed)
	}
}

// mayTurn judges an attempt at another address than one before it on the same channel:
// that one has come to its end.
func (o *truth) mayTurn(now, before row) {
	switch before.state {
	case "queued", "claimed", "sending", "unknown", "accepted", "sent":
		o.w.fault("attempt %s goes to another address while attempt %s is %s", tail(now.id), tail(before.id), before.state)
	}
}

// mayResend holds a resend against the listings that the provider really answered.
func (o *truth) mayResend(lost row) {
	since := time.UnixMilli(lost.sendingAt)
	age := o.w.now.Sub(since)
	if lost.channel == "telegram" {
		if age < 2*time.Minute {
			o.w.fault("attempt %s is given up after %s", tail(lost.id), age)
		}
		return
	}
	empty := 0
	for _, l := range o.w.net.listings {
		mine := slices.ContainsFunc(l.shown, func(m *message) bool { return m.attempt == lost.id })
		if !l.at.Before(since) && !mine && o.addressIs(lost.id, l.to) {
			empty++
		}
	}
	if empty < 3 || age < 10*time.Minute {
		o.w.fault("attempt %s is given up after %s and %d listings without it", tail(lost.id), age, empty)
	}
}

// addressIs reports whether requests of an attempt went to a number; an attempt that
// never reached the provider went anywhere.
func (o *truth) addressIs(attempt, to string) bool {
	for _, r := range o.w.net.requests {
		if r.attempt == attempt {
			return r.to == to
		}
	}
	return true
}

func (o *truth) saidFailed(r row) bool {
	return slices.ContainsFunc(o.w.net.messages, func(m *message) bool { return m.attempt == r.id && m.failed })
}

// messageOf returns the message that an attempt made since it was marked.
func (o *truth) messageOf(attempt string, since int64) *message {
	for _, m := range o.w.net.messages {
		if m.attempt == attempt && m.taken.UnixMilli() >= since {
			return m
		}
	}
	return nil
}

// leaves judges a request at the moment it reaches a provider.
func (o *truth) leaves(r request) {
	bad := func(format string, args ...any) {
		o.w.fault("%s n%d (%s) to %s leaves %s", o.notices[r.notice].kind, o.attempts[r.attempt].n, r.channel, r.to, fmt.Sprintf(format, args...))
	}
	o.w.met[r.channel+" request: "+r.doom.name]++
	o.w.log("  %s to %s: %s, attempt %s", r.channel, r.to, r.doom.name, tail(r.attempt))
	n, known := o.notices[r.notice]
	m, marked := o.marks[r.attempt]
	if !known || !marked {
		bad("without a mark")
		return
	}
	var state string
	if err := o.w.eyes.QueryRow("select state from attempt where id = $1", r.attempt).Scan(&state); err != nil || state != "sending" {
		bad("while it is %s", state)
	}
	for _, other := range o.w.net.messages {
		if other.attempt == r.attempt {
			bad("again: %s took it", other.channel)
		}
	}
	for _, other := range o.attempts {
		if at := o.proved[other.id]; other.notice == r.notice && at > 0 && at < m.tick { // later, it was under way
			bad("after attempt %s proved it", tail(other.id))
		}
	}
	if late := o.w.now.Sub(m.at); late > 31*time.Second {
		bad("%s after its mark", late)
	}
	if !n.expires.IsZero() && !m.at.Before(n.expires) {
		bad("after it expired")
	}
	if !o.openAt(m.at) && !n.urgent && (!n.reply || !m.at.Before(n.due.Add(15*time.Minute))) {
		bad("in quiet hours")
	}
	if at := o.shut[r.channel+" "+r.to]; at > 0 && at < m.tick && !n.reply {
		bad("after the address was closed")
	}
	if at := o.former[n.person+" "+r.to]; at > 0 && at < m.tick && !n.reply {
		bad("to a number that is theirs no more")
	}
	if at := o.withdrawn[r.notice]; at > 0 && at < m.tick {
		bad("after it was withdrawn")
	}
	if at, ended := o.ended[n.appointment+" "+n.person], n.kind == "convocation" || n.kind == "moved" || n.kind == "reminder"; ended {
		if at > 0 && at < m.tick {
			bad("about an appointment that does not stand")
		}
		if !m.at.Before(o.starts[n.appointment]) {
			bad("after its appointment")
		}
	}
	if end := o.w.now.Add(r.validity); r.channel == "sms" && !n.expires.IsZero() && end.After(n.expires.Add(time.Second)) {
		bad("to live until %s, past its end", end)
	}
	key := r.notice + " " + r.channel + " " + r.to
	if text, before := o.texts[key]; before && text != r.body && o.resends(r) {
		bad("with another text than before")
	}
	o.texts[key] = r.body
}

// resends reports whether a request repeats an attempt that was lost.
func (o *truth) resends(r request) bool {
	for _, other := range o.attempts {
		if other.notice == r.notice && other.channel == r.channel && other.id != r.attempt && other.state == "lost" {
			return true
		}
	}
	return false
}

func automatic(channel string) bool { return channel == "sms" || channel == "telegram" }

func tail(id string) string { return id[max(0, strings.LastIndex(id, "-")-4):][:min(9, len(id))] }

// query asks what is asked all the time.
func (o *truth) query(text string) (*sql.Rows, error) {
	asked, known := o.asked[text]
	if !known {
		var err error
		if asked, err = o.w.eyes.Prepare(text); err != nil {
			return nil, err
		}
		o.asked[text] = asked
		o.w.t.Cleanup(func() { _ = asked.Close() })
	}
	return asked.Query()
}

func (o *truth) read() ([]row, error) {
	found, err := o.query("select id, notification_id, n, channel, state, rank, address_index, sending_at, due_at from attempt order by id")
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var rows []row
	for found.Next() {
		var r row
		if err := found.Scan(&r.id, &r.notice, &r.n, &r.channel, &r.state, &r.rank, &r.index, &r.sendingAt, &r.due); err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	return rows, found.Err()
}

// facts reads what is new: notifications, appointments, and those that ended.
func (o *truth) facts() error {
	found, err := o.query("select id, kind, class, coalesce(person_id, ''), coalesce(appointment_id, ''), in_reply_to, urgent, due_at, expires_at from notification")
	if err != nil {
		return err
	}
	for found.Next() {
		var id, to string
		var n notice
		var due, expires int64
		if err := found.Scan(&id, &n.kind, &n.class, &n.person, &n.appointment, &to, &n.urgent, &due, &expires); err != nil {
			return err
		}
		n.reply, n.due = to != "" && n.kind == "reply", time.UnixMilli(due)
		if expires > 0 {
			n.expires = time.UnixMilli(expires)
		}
		o.notices[id] = n
	}
	if err := found.Close(); err != nil {
		return err
	}
	found, err = o.query(`select ap.id, pa.person_id, ap.starts_at, pa.outcome
		from participation pa
		join appointment ap on ap.id = pa.appointment_id`)
	if err != nil {
		return err
	}
	defer found.Close()
	for found.Next() {
		var id, person, outcome string
		var starts int64
		if err := found.Scan(&id, &person, &starts, &outcome); err != nil {
			return err
		}
		o.starts[id] = time.UnixMilli(starts)
		if key := id + " " + person; outcome != "unknown" && o.ended[key] == 0 {
			o.ended[key] = o.next()
		}
	}
	return found.Err()
}
