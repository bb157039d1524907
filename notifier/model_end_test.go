package notifier_test

import (
	"context"
	"maps"
	"slices"
	"time"

	"pgregory.net/rapid"

	"relais/parcours"
)

// drain makes the providers well again and plays on until nothing is due any more.
// What they had taken and not made yet, or do not list yet, may stay with them for a
// while: past the last look-up, or past the last sweep.
func (w *world) drain() {
	healed := w.now
	held := w.now.Add(rapid.SampledFrom([]time.Duration{0, 15 * time.Minute, 11 * time.Minute, 3 * time.Hour, 30 * time.Hour}).Draw(w.t, "held"))
	ways := rapid.SliceOfN(rapid.SampledFrom(lives), 4, 4).Draw(w.t, "lives")
	w.log("everything is well again, or will be at %s", held.In(w.rules.Zone).Format("15:04"))
	if w.asleep != nil {
		w.thaw()
	}
	w.alive = w.start()
	w.net.dooms, w.net.deaf = nil, 0
	for range 300 {
		w.settles(healed, held, ways)
		for _, step := range []string{"dispatch", "look up", "poll"} {
			w.passes(step, trap{})
		}
		w.settles(healed, held, ways)
		next, err := w.nextDue()
		if err != nil {
			w.fault("next due: %v", err)
		}
		if w.now.Before(held) && (next.IsZero() || next.After(held)) {
			next = held
		}
		if len(w.faults) > 0 || next.IsZero() {
			return
		}
		if next.After(w.now) {
			w.now = next.Add(time.Millisecond)
			w.log("it is later")
		} else {
			w.now = w.now.Add(time.Second)
		}
	}
	w.fault("the outbox never comes to rest")
}

// lives are what becomes of a message at a provider that is well.
var lives = [][][2]string{
	{{"delivered", ""}},
	{{"sent", ""}, {"delivered", ""}},
	{{"sent", ""}, {"undelivered", "30006"}},
	{{"delivered", ""}},
	{{"sent", ""}, {"failed", "30007"}},
	{{"sent", ""}},
	{{"undelivered", "30003"}},
}

// settles takes every message one step further in its life, with its callbacks, but
// for those that are held back.
func (w *world) settles(healed, held time.Time, ways [][][2]string) {
	for i, m := range w.net.messages {
		if (m.inside || m.listed.After(w.now)) && !m.taken.After(healed) {
			if w.now.Before(held) {
				continue
			}
			m.listed = w.now
		}
		life := ways[i%len(ways)]
		if m.lived < len(life) && !m.rang && !m.failed {
			w.net.becomes(m, life[m.lived][0], life[m.lived][1])
			m.lived++
		}
	}
	for len(w.net.receipts) > 0 {
		w.callback(0, 0)()
	}
}

// nextDue returns the earliest date that the outbox waits for; zero when it waits
// for nothing.
func (w *world) nextDue() (time.Time, error) {
	var next int64
	err := w.eyes.QueryRow(`select coalesce(min(at), 0) from (
		select min(due_at) as at from attempt where state = 'queued' and channel in ('sms', 'telegram', 'email')
		union all select min(lease_until) + 1 from attempt where state in ('claimed', 'sending')
		union all select min(look_up_at) from attempt where state in ('unknown', 'lost') and look_up_at > 0
		union all select min(poll_at) from attempt where poll_at > 0
		union all select min(fallback_at) from notification where fallback_at > 0
	) as dates`).Scan(&next)
	if err != nil || next == 0 {
		return time.Time{}, err
	}
	return time.UnixMilli(next), nil
}

// end is how a notification stands when everything has come to its end.
type end struct {
	id, state, reason string
	cancelledAt       int64
	endedAt           time.Time
}

// settle judges the end of a schedule.
func (o *truth) settle() {
	ends, err := o.ends()
	if err != nil {
		o.w.fault("ends: %v", err)
		return
	}
	incidents, err := o.w.store.Incidents(context.Background(), false)
	if err != nil {
		o.w.fault("incidents: %v", err)
		return
	}
	for _, r := range o.attempts {
		o.settled(r)
	}
	for _, i := range incidents {
		o.w.met["incident: "+i.Kind]++
	}
	o.replay()
	for _, e := range ends {
		o.concluded(e, incidents)
		o.doubled(e, incidents)
	}
	damage := 0
	_, err = o.w.store.VerifyJournals(context.Background(), "", nil, func(parcours.Damage) { damage++ })
	if err != nil || damage > 0 {
		o.w.fault("the journal is damaged: %d, %v", damage, err)
	}
}

// settled judges how one attempt ended.
func (o *truth) settled(r row) {
	if !automatic(r.channel) {
		return
	}
	mine := o.messagesOf(r.notice, r.channel)
	switch r.state {
	case "queued", "claimed", "sending", "unknown":
		o.w.fault("attempt %s ends as %s", tail(r.id), r.state)
	case "accepted", "sent":
		if r.channel == "sms" {
			o.w.fault("attempt %s is %s, and nobody asks for its receipt any more", tail(r.id), r.state)
		}
	case "delivered", "acknowledged":
		arrived := slices.ContainsFunc(mine, func(m *message) bool {
			return m.rang || !o.heard[o.notices[m.notice].person].Before(m.taken)
		})
		if !arrived {
			o.w.fault("attempt %s is %s, and its phone did not ring", tail(r.id), r.state)
		}
	case "undelivered_temp", "undelivered_perm":
		if !slices.ContainsFunc(mine, func(m *message) bool { return m.failed }) {
			o.w.fault("attempt %s is %s, and no provider said so", tail(r.id), r.state)
		}
	}
	if r.rank >= 20 && r.rank != 36 && len(mine) == 0 {
		o.w.fault("attempt %s is %s, and no provider has it", tail(r.id), r.state)
	}
}

func (o *truth) messagesOf(notice, channel string) []*message {
	var mine []*message
	for _, m := range o.w.net.messages {
		if m.notice == notice && m.channel == channel {
			mine = append(mine, m)
		}
	}
	return mine
}

// replay folds the stored words of the providers by rank: it must give the states.
func (o *truth) replay() {
	best := map[string]int{}
	found, err := o.w.eyes.Query("select attempt_id, status, code from attempt_event")
	if err != nil {
		o.w.fault("events: %v", err)
		return
	}
	defer found.Close()
	for found.Next() {
		var id, status, code string
		if err := found.Scan(&id, &status, &code); err != nil {
			o.w.fault("events: %v", err)
			return
		}
		best[id] = max(best[id], rankOf(status, code))
	}
	for _, r := range o.attempts {
		local := r.state == "no_receipt" || r.state == "rejected" || r.state == "blocked" || r.rank >= 40 && len(o.heard) > 0
		if automatic(r.channel) && (best[r.id] > r.rank || best[r.id] < r.rank && r.rank >= 20 && !local) {
			o.w.fault("attempt %s is %s, and its events say rank %d", tail(r.id), r.state, best[r.id])
		}
	}
}

// concluded judges how a notification ended: told, given to a human, or not wanted
// any more.
func (o *truth) concluded(e end, incidents []parcours.Incident) {
	n := o.notices[e.id]
	o.w.met[n.kind+" ends as "+e.state]++
	stood := true
	if n.kind == "convocation" || n.kind == "moved" || n.kind == "reminder" || n.kind == "cancellation" {
		gone := o.ended[n.appointment+" "+n.person] > 0
		stood = e.endedAt.Before(o.starts[n.appointment]) && (gone == (n.kind == "cancellation"))
	}
	told := n.person == "" || slices.ContainsFunc(append(o.messagesOf(e.id, "sms"), o.messagesOf(e.id, "telegram")...), func(m *message) bool {
		return m.rang || !m.failed || !o.heard[o.notices[m.notice].person].Before(m.taken)
	})
	raised := slices.ContainsFunc(incidents, func(i parcours.Incident) bool { return i.Key == "unreachable/"+e.id })
	bad := func(why string) {
		o.w.fault("%s %s ends as %s (%s): %s", n.kind, tail(e.id), e.state, e.reason, why)
	}
	switch e.state {
	case "unconfirmed":
		if len(o.messagesOf(e.id, "sms")) == 0 {
			bad("nothing left")
		}
		listed := slices.ContainsFunc(slices.Collect(maps.Values(o.attempts)), func(r row) bool { return r.notice == e.id && !automatic(r.channel) })
		if n.class == "must_arrive" && stood && !listed && !raised && o.withdrawn[e.id] == 0 {
			bad("it had to arrive, and no human knows")
		}
	case "delivered", "handed_over":
		if !told {
			bad("nobody was told")
		}
	case "listed":
		listed := false
		for _, r := range o.attempts {
			listed = listed || r.notice == e.id && !automatic(r.channel) && r.state == "queued"
		}
		if !listed {
			bad("it is in no list")
		}
	case "cancelled":
		closed := n.kind == parcours.KindLinked && slices.Contains( // it goes nowhere else
			[]string{parcours.ReasonOptedOut, parcours.ReasonAddressFormer, parcours.ReasonNumberUnusable}, e.reason)
		if o.withdrawn[e.id] == 0 && stood && !n.reply && !raised && !closed {
			bad("nobody withdrew it")
		}
	case "expired":
		for at := e.endedAt; n.kind != "reminder" && at.Before(n.expires.Add(-2*time.Minute)); at = at.Add(15 * time.Minute) {
			if o.openAt(at) {
				bad("its time was not over")
				break
			}
		}
		if n.class == "must_arrive" && stood && !raised {
			bad("it had to arrive")
		}
	case "failed", "lost":
		if n.class == "must_arrive" && stood && !raised && o.withdrawn[e.id] == 0 {
			bad("no human knows")
		}
	default:
		bad("that is no end")
	}
}

// doubled holds a notification that rang twice on one channel against its incident.
func (o *truth) doubled(e end, incidents []parcours.Incident) {
	for _, channel := range []string{"sms", "telegram"} {
		var rang []*message
		for _, m := range o.messagesOf(e.id, channel) {
			if m.rang && o.known(m) {
				rang = append(rang, m)
			}
		}
		if len(rang) < 2 {
			continue
		}
		known := slices.ContainsFunc(incidents, func(i parcours.Incident) bool {
			return i.Kind == "duplicate" && (i.Key == "duplicate/"+e.id+"/"+channel || slices.ContainsFunc(rang, func(m *message) bool {
				return len(i.Key) > 46 && i.Key[10:46] == m.attempt
			}))
		})
		if !known {
			o.w.fault("%s %s rang %d times by %s, and no human knows", o.notices[e.id].kind, tail(e.id), len(rang), channel)
		}
	}
}

// known reports whether Relais was told of a message that rang: by a callback, a
// listing or an answer, and that it arrived when it was also told that it failed.
// Telegram tells nothing of what it took when its answer is lost.
func (o *truth) known(m *message) bool {
	if m.channel == "telegram" {
		return o.attempts[m.attempt].rank >= 20
	}
	query := "select count(*) from attempt_event where provider_id = $1"
	if m.failed {
		query += " and status = 'delivered'"
	}
	var n int
	err := o.w.eyes.QueryRow(query, m.id).Scan(&n)
	return err == nil && n > 0
}

func (o *truth) ends() ([]end, error) {
	found, err := o.w.eyes.Query("select id, state, reason, cancelled_at, ended_at from notification order by id")
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var all []end
	for found.Next() {
		var e end
		var at int64
		if err := found.Scan(&e.id, &e.state, &e.reason, &e.cancelledAt, &at); err != nil {
			return nil, err
		}
		e.endedAt = time.UnixMilli(at)
		all = append(all, e)
	}
	return all, found.Err()
}
