package sandbox

import (
	"context"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// Returns to work; assumptions of ours: of those who answer messages, 14 in 100 find
// a job, 4 to 25 days after they are first written to, and say so by themselves.
// A check-in is answered 75 times in 100: all is well 80, a difficulty 12, over 8.
const (
	findsJob       = 14
	jobAfter       = 4 * 24 * time.Hour
	jobBefore      = 25 * 24 * time.Hour
	answersCheckIn = 75
)

var (
	saysJob = []string{
		"jai trouver du taf", "bonjour j'ai trouvé un travail, merci pour tout", "jai trouvé un emploi en interim", "je commence lundi chez Leclerc",
		"Bonjour, j'ai signé un CDD de 3 mois, je commence lundi. Cordialement", "jai du travail mnt cdi 35h",
	}
	saysJobDay   = []string{"lundi", "lundi prochain", "jai commencé hier", "aujourd'hui", "demain"}
	saysJobHours = []string{"35h", "24h", "20h par semaine", "temps plein", "28", "je sais pas encore"}
	saysFine     = []string{"ca se passe bien merci", "nickel", "tout va bien", "super"}
	saysHard     = []string{"cest dur les horaires", "jai un probleme de voiture pour y aller", "ca va pas trop"}
	saysOver     = []string{"mon contrat est fini", "jai arreté", "c'est fini"}
)

// mayFindJob plans, when somebody is first written to, the day on which they tell
// that they found a job. The caller holds the lock.
func (s *Sandbox) mayFindJob(f *phone) {
	who := f.owners[0]
	if tempers[who.Temper].answers == 0 || len(f.owners) > 1 {
		return
	}
	r := s.dice.of("job", f.number)
	if r.IntN(100) >= findsJob {
		return
	}
	at := awake(r, s.Clock.Now().Add(between(r, jobAfter, jobBefore)))
	words := pick(r, who.words().job)
	s.Queue.At(at, f.number, "phone tells of a job", func(context.Context) error {
		if !s.automatic(&f.auto) {
			return nil
		}
		if _, started, blocked := s.Telegram.Chat(f.chat); started && !blocked {
			return s.Telegram.Say(f.chat, words, 0)
		}
		s.Twilio.Receive(f.number, words)
		return nil
	})
}

// job reacts to what is asked of a job; false when the message is about something else.
func (p *persona) job(r *rand.Rand, o offer, m received) (do reaction, any, about bool) {
	switch {
	case o.says(asksJobDay...):
		return reaction{text: pick(r, p.words().jobDay)}, true, true
	case o.says(asksCheckIn...):
		do, any = p.checkIn(r, o, m)
		return do, any, true
	case o.says(asksContract...) && len(o.choices) > 0:
		return p.take(r, pick(r, o.choices), m, ""), true, true
	case o.says(asksJobHours...):
		return reaction{text: pick(r, p.words().jobHours)}, true, true
	}
	return reaction{}, false, false
}

func (p *persona) checkIn(r *rand.Rand, o offer, m received) (reaction, bool) {
	if len(o.choices) < 3 || r.IntN(100) >= answersCheckIn {
		return reaction{}, false
	}
	n := weighted(r, []int{80, 12, 8})
	return p.take(r, o.choices[n], m, pick(r, [][]string{p.words().fine, p.words().hard, p.words().over}[n])), true
}

// confirmsJob plans a professional's word on a job that somebody tells of; false
// when the notice is about something else.
func (s *Sandbox) confirmsJob(pro *staffPhone, m ChatMessage) bool {
	if !(offer{text: fold(m.Text)}).says("travail trouve") {
		return false
	}
	pro.notices++
	r := s.dice.of("professional", pro.Email, pro.notices)
	if r.IntN(100) >= answersQuestion {
		return true
	}
	s.Queue.At(answerTime(r, s.Clock.Now()), strconv.FormatInt(pro.Chat, 10), "professional confirms a job", func(context.Context) error {
		if !s.automatic(&pro.auto) {
			return nil
		}
		for _, row := range m.Buttons {
			for _, b := range row {
				if strings.HasPrefix(fold(b.Text), "confirmer") && s.Telegram.Press(pro.Chat, m.ID, b.Data) == nil {
					return nil
				}
			}
		}
		return s.Telegram.Say(pro.Chat, "oui aujourd'hui", m.ID)
	})
	return true
}
