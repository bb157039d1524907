package sandbox

import (
	"context"
	"math/rand/v2"
	"strconv"
	"time"

	"relais/parcours"
)

// How professionals answer; assumptions of ours: 88 questions in 100 are
// answered, after a median of three working hours, between 9:00 and 17:00 of
// working days. A second notice is answered like the first.
const (
	answersQuestion = 88
	answerMedian    = 3 * time.Hour
	opensAt         = 9
	closesAt        = 17
)

// worksAt returns the instant that comes d of working time after t.
func worksAt(t time.Time, d time.Duration) time.Time {
	for {
		day := parcours.DateOf(t, paris())
		opens, closes := day.At(opensAt, 0, paris()), day.At(closesAt, 0, paris())
		if t.Before(opens) {
			t = opens
		}
		if parcours.IsWorkday(day) && t.Before(closes) {
			if left := closes.Sub(t); d <= left {
				return t.Add(d)
			}
			d -= closes.Sub(t)
		}
		t = day.AddDays(1).At(opensAt, 0, paris())
	}
}

// isQuestion tells a notice that waits for an answer from a receipt or a greeting.
func isQuestion(text string) bool {
	o := offer{text: fold(text)}
	if o.says("plusieurs messages", "arriveront ici", "arrivent ici", "several messages") {
		return false // how the service works, not somebody's message
	}
	return o.says("stop demande", "d une autre personne", "repondez a ce message", "reponse attendue", "attend votre reponse", "sans reponse", "a lire maintenant", "travail est a confirmer",
		"reply to this message", "answer expected", "no answer yet")
}

// notified plans a professional's answer to a notice on Telegram.
func (s *Sandbox) notified(pro *staffPhone, m ChatMessage) {
	if !pro.auto || s.confirmsJob(pro, m) || !isQuestion(m.Text) {
		return
	}
	pro.notices++
	r := s.dice.of("professional", pro.Email, pro.notices)
	if r.IntN(100) >= answersQuestion {
		return
	}
	s.Queue.At(answerTime(r, s.Clock.Now()), strconv.FormatInt(pro.Chat, 10), "professional answers", func(context.Context) error {
		if !s.automatic(&pro.auto) {
			return nil
		}
		return s.Telegram.Say(pro.Chat, answerTo(m.Text), m.ID)
	})
}

// mailed plans a professional's answer, given in the console, to a notice by e-mail.
func (s *Sandbox) mailed(pro *staffPhone, m Mail) {
	if s.options.Answer == nil || !pro.auto || pro.Chat != 0 || !isQuestion(m.Subject+" "+m.Text) {
		return
	}
	pro.notices++
	r := s.dice.of("professional", pro.Email, pro.notices)
	if r.IntN(100) >= answersQuestion {
		return
	}
	s.Queue.At(answerTime(r, s.Clock.Now()), pro.Email, "professional answers in the console", func(ctx context.Context) error {
		if !s.automatic(&pro.auto) {
			return nil
		}
		return s.options.Answer(ctx, pro.Email, answerTo(m.Text))
	})
}

func answerTime(r *rand.Rand, now time.Time) time.Time {
	return worksAt(now, 10*time.Minute+about(r, answerMedian, 0.8))
}
