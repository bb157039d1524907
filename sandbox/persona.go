package sandbox

import (
	"math/rand/v2"
	"time"
)

// persona is a resident with what they remember of the conversation.
type persona struct {
	Resident
	reactions     int
	settled       bool // has said whether they come
	asked         bool // has asked their question
	done          bool // said STOP or "not me": nothing more to say
	reasons       int
	misunderstood int
	last          offer
	wish          meaning // what they last wanted to say
}

// received is a message on somebody's phone.
type received struct {
	text    string
	buttons [][]Button
	chat    bool // on Telegram
	message int  // Telegram's message id
}

// reaction is what somebody does about a message: write, or press a key.
type reaction struct {
	text string
	// press is the data of a key; text is then its label, written instead when the
	// key is gone.
	press string
	// opens is the payload of a deep link that they open.
	opens string
}

// react decides what the person does about a message once they have read it;
// false means nothing.
func (p *persona) react(r *rand.Rand, m received) (reaction, bool) {
	p.reactions++
	if p.done {
		return reaction{}, false
	}
	o := understand(m.text, m.buttons)
	h := tempers[p.Temper]
	switch p.Temper {
	case TemperSilent, TemperOff, TemperDead:
		if o.link != "" && p.Chat != 0 {
			return reaction{opens: o.link}, true
		}
		return reaction{}, false
	case TemperStranger:
		p.done = true
		return reaction{text: pick(r, saysNotMe)}, true
	case TemperStopper:
		p.done = true
		return reaction{text: pick(r, saysStop)}, true
	}
	if o.link != "" && p.Chat != 0 && !m.chat {
		return reaction{opens: o.link}, true
	}
	misread := o.says("pas compris", "pas bien compris", "did not understand", "no hemos entendido", "não percebemos", "لم نفهم", "не зрозуміли", "не поняли", "anlayamadık")
	switch {
	case misread && p.wish != meansNothing:
		return p.insist(r, o, m)
	case len(o.choices) > 0:
		p.last = o
		return p.choose(r, h, o, m)
	default:
		return p.converse(r, h, o)
	}
}

// insist says the same thing once more, in the plainest way, and no third time.
func (p *persona) insist(r *rand.Rand, o offer, m received) (reaction, bool) {
	p.misunderstood++
	if len(o.choices) == 0 {
		o, m.message = p.last, 0 // the keys stand on an older message
	}
	wanted := o.with(p.wish)
	if p.misunderstood > 1 || len(wanted) == 0 {
		return reaction{}, false
	}
	return p.take(r, wanted[0], m, ""), true
}

func (p *persona) choose(r *rand.Rand, h habits, o offer, m received) (reaction, bool) {
	switch {
	case len(o.with(meansLanguage)) > 0:
		return p.take(r, o.with(meansLanguage)[0], m, ""), true
	case len(o.with(meansSlot)) > 0:
		return p.chooseSlot(r, o, m)
	case len(o.with(meansCome)) > 0:
		return p.chooseAttendance(r, h, o, m)
	default:
		return reaction{}, false
	}
}

func (p *persona) chooseAttendance(r *rand.Rand, h habits, o offer, m received) (reaction, bool) {
	chance := h.answers
	if p.settled {
		chance = h.again
	}
	if r.IntN(100) >= chance {
		return reaction{}, false
	}
	if p.Temper == TemperCurious && !p.asked {
		p.asked = true
		return reaction{text: p.words().question(r)}, true
	}
	p.settled = true
	wishes := []struct {
		meaning meaning
		words   []string
		weight  int
	}{{meansCome, p.words().come, h.come}, {meansCannot, p.words().cannot, h.cannot}, {meansOther, p.words().other, h.other}}
	w := wishes[weighted(r, []int{wishes[0].weight, wishes[1].weight, wishes[2].weight})]
	fitting := o.with(w.meaning)
	if len(fitting) == 0 {
		fitting, w = o.with(meansCome), wishes[0]
	}
	p.wish = w.meaning
	return p.take(r, fitting[0], m, say(r, w.words, o.text)), true
}

// chooseSlot: half take the first time, a quarter the second, one in ten the
// third, the others none. Our assumption.
func (p *persona) chooseSlot(r *rand.Rand, o offer, m received) (reaction, bool) {
	slots := o.with(meansSlot)
	n := weighted(r, []int{50, 25, 10, 15})
	if n < len(slots) {
		return p.take(r, slots[n], m, p.words().taking(slots[n].label, " ca me va")), true
	}
	if none := o.with(meansNoneFits); n == 3 && len(none) > 0 {
		return p.take(r, none[0], m, pick(r, p.words().none)), true
	}
	return p.take(r, slots[0], m, p.words().taking(slots[0].label, " ok")), true
}

// take answers by a key, a number or words, as the person is used to.
func (p *persona) take(r *rand.Rand, c choice, m received, words string) reaction {
	wordy := p.Temper == TemperWords && words != ""
	switch {
	case m.chat && m.message != 0 && c.data != "" && !(wordy && r.IntN(100) < 30):
		return reaction{press: c.data, text: c.label}
	case c.digit == "" && words == "":
		return reaction{text: c.label}
	case wordy || c.digit == "":
		return reaction{text: words}
	default:
		return reaction{text: c.digit + pick(r, saysDigit)}
	}
}

// converse answers what has no choices: a reason asked for, "what is your
// question", the answer to their question; otherwise thanks, rarely.
func (p *persona) converse(r *rand.Rand, h habits, o offer) (reaction, bool) {
	switch {
	case o.asks && o.says("pourquoi", "raison", "motif", "why", "reason", "motivo", "السبب", "причину", "neden"):
		p.reasons++
		if p.reasons <= 2 && r.IntN(100) < 85 {
			return reaction{text: pick(r, p.words().reason)}, true
		}
	case o.says("quelle est votre question", "what is your question", "cuál es su pregunta", "qual é a sua pergunta", "ما هو سؤالكم", "яке у вас питання", "какой у вас вопрос", "sorunuz nedir"):
		p.asked = true
		return reaction{text: p.words().question(r)}, true
	case p.asked && !p.settled && o.says("vous pouvez repondre", "you can reply", "puede responder", "pode responder", "يمكنكم الرد", "можете відповісти", "можете ответить", "yanıt verebilirsiniz") && len(p.last.choices) > 0:
		// They know what they wanted to know: now they say whether they come.
		return p.chooseAttendance(r, h, p.last, received{})
	case r.IntN(100) < 6:
		return reaction{text: pick(r, p.words().thanks)}, true
	}
	return reaction{}, false
}

// readsAt returns when somebody reads a message that arrives now, and answers at
// when they have thought about it.
func readsAt(r *rand.Rand, now time.Time, chat bool) time.Time {
	median := 18 * time.Minute
	if chat {
		median = 8 * time.Minute
	}
	return awake(r, now.Add(10*time.Second+about(r, median, 1.2)))
}

func answersAt(r *rand.Rand, read time.Time) time.Time {
	if r.IntN(6) == 0 {
		return awake(r, read.Add(between(r, 4*time.Hour, 20*time.Hour)))
	}
	return awake(r, read.Add(15*time.Second+about(r, 4*time.Minute, 1)))
}

// awake moves an instant of the night to the morning.
func awake(r *rand.Rand, t time.Time) time.Time {
	local := t.In(paris())
	minutes := local.Hour()*60 + local.Minute()
	if minutes >= nightTo && minutes < nightFrom {
		return t
	}
	y, m, d := local.Date()
	if minutes >= nightFrom {
		d++
	}
	return time.Date(y, m, d, nightTo/60, nightTo%60, 0, 0, local.Location()).Add(between(r, 0, 90*time.Minute))
}

// network decides what becomes of an SMS; assumptions of ours. Ordinary phones:
// sent after 1 to 4 s; delivered within 20 s for 92 in 100, after minutes or
// hours (out of coverage) for 7, unknown to the carrier (30008) for 1. Two
// receipts in 100 arrive in the wrong order, one in 100 twice.
func network(r *rand.Rand, temper Temper) Fate {
	f := Fate{
		Sent: between(r, time.Second, 4*time.Second), Status: "delivered",
		SentLate: r.IntN(100) < 2, Doubled: r.IntN(100) < 1,
	}
	switch n := r.IntN(100); {
	case temper == TemperDead:
		f.Status, f.Code = "undelivered", 30005
		f.Final = f.Sent + between(r, 5*time.Second, time.Minute)
	case temper == TemperOff && n < 80:
		f.Status, f.Code = "undelivered", 30003
		f.Final = f.Sent + between(r, 5*time.Minute, 90*time.Minute)
	case n < 92:
		f.Final = f.Sent + between(r, time.Second, 20*time.Second)
	case n < 99:
		f.Final = f.Sent + between(r, 5*time.Minute, 6*time.Hour)
	default:
		f.Status, f.Code = "undelivered", 30008
		f.Final = f.Sent + between(r, time.Minute, time.Hour)
	}
	return f
}
