package bot

import (
	"strings"

	"relais/bot/understand"
	"relais/parcours"
)

// checkIn serves the answer to "how does your job go?". A difficulty or an end
// goes to the referent the same working day; nothing in it blames.
func (t *turn) checkIn(p *parcours.Prompt, answer parcours.CheckInAnswer) {
	if t.repeated(p) {
		t.because("check-in: answered already")
		return
	}
	t.because("check-in: " + string(answer))
	t.forget()
	t.acknowledge(p, string(answer))
	t.do(parcours.AnswerCheckIn{PromptID: p.ID, Answer: answer})
	switch answer {
	case parcours.CheckInDifficulty:
		t.escalate(parcours.EscalationJobDifficulty, parcours.ImpedimentNone)
		t.sameDay("reply.checkin.difficulty")
	case parcours.CheckInEnded:
		t.escalate(parcours.EscalationJobEnded, parcours.ImpedimentNone)
		t.sameDay("reply.job_ended.noted")
	default:
		t.answer("reply.checkin.fine")
		t.alsoAsked()
	}
}

// checkInMeant reads free text as the answer to a check-in; none when it is
// something else.
func (t *turn) checkInMeant() parcours.CheckInAnswer {
	words := " " + strings.Join(understand.Words(t.in.Text), " ") + " "
	folded := " " + understand.Fold(t.in.Text) + " " // words of other languages are not stemmed
	says := func(cues []string) bool {
		for _, cue := range cues {
			if strings.Contains(words, " "+cue+" ") || strings.Contains(folded, " "+understand.Fold(cue)+" ") {
				return true
			}
		}
		return false
	}
	intent := understand.Intent(t.in.Text)
	a := t.answerRead()
	switch {
	case intent.Label == understand.JobLost, says(jobOver):
		return parcours.CheckInEnded
	case a.Label == understand.Question && !says(jobHard):
		return parcours.CheckInUnanswered
	case says(jobHard), a.Label == understand.No:
		return parcours.CheckInDifficulty
	case a.Label == understand.Yes, says(jobFine):
		return parcours.CheckInFine
	}
	return parcours.CheckInUnanswered
}

// Cues of the answers to a check-in, in the words of understand.Words.
var (
	jobOver = []string{
		"fini", "finit", "termine", "terminee", "arrete", "arreter", "demissionne", "demission", "vire", "viree", "licencie", "licenciee", "plus de travail",
		"travaille plus", "perdu", "fin de contrat", "fin de mission", "rupture", "over", "quit", "fired", "stopped",
		"termino", "terminado", "acabo", "despedido", "despedida", "acabou", "terminou", "despediram", "انتهى", "انتهى العمل", "توقفت", "طردوني", "закінчилася", "закінчилось",
		"звільнили", "закончилась", "закончилось", "уволили", "bitti", "isten çıktım", "çıkarıldım",
	}
	jobHard = []string{
		"difficulte", "difficultes", "probleme", "problemes", "dur", "dure", "difficile", "complique", "fatigue", "fatiguee", "pas facile", "galere", "stress", "pas paye",
		"pas payee", "pas ete paye", "va pas", "pas bien", "pas top", "bof", "moyen", "marche pas", "mal", "hard", "difficult", "problem", "tired",
		"dificil", "problema", "problemas", "cansado", "cansada", "صعب", "صعوبة", "مشكلة", "متعب", "متعبة", "важко", "проблема", "тяжело", "трудно", "zor", "sorun", "yorgun",
	}
	jobFine = []string{
		"bien", "super", "nickel", "top", "parfait", "content", "contente", "impeccable", "tranquille", "cool", "va", "roule", "bon", "bonne", "ras", "fine", "good", "great", "well", "ok",
		"muy bien", "todo bien", "bueno", "tudo bem", "bem", "otimo", "بخير", "جيد", "الحمد لله", "مليح", "добре", "все добре", "хорошо", "все хорошо", "нормально", "iyi", "güzel", "yolunda",
	}
)
