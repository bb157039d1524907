package sandbox

import "math/rand/v2"

// Temper is how somebody behaves with messages.
type Temper int

// Tempers.
const (
	TemperDigits   Temper = iota // answers with the number of a choice
	TemperWords                  // answers in their own words
	TemperCurious                // asks something before answering
	TemperSilent                 // reads and never answers
	TemperOff                    // whose phone is mostly switched off
	TemperDead                   // whose number is no longer in service
	TemperStranger               // whose number now belongs to somebody else
	TemperStopper                // wants no messages
)

// habits are the probabilities of a temper, in hundredths. All are assumptions
// of ours, chosen so that every path of the service is walked in a small
// territory; none is a measure. The only figures with a source are those of
// attendance, in attendance.go.
type habits struct {
	label string // shown beside the phone
	share int    // of the people
	// telegram: have an account and open the link when they get one.
	telegram int
	// answers a message that asks something; again: answers a reminder although
	// they have answered the convocation.
	answers, again int
	// What the answer is, in parts: I come, I cannot, another time.
	come, cannot, other int
}

// tempers is the table of personas.
//
//	                share  telegram  answers  again   come / cannot / other
//	digits            34      14        88      25      74 /  10 /  16
//	words             23      20        82      20      70 /  14 /  16
//	curious            9      22        90      20      76 /   8 /  16
//	silent            20       4         0       0
//	off                5       0         0       0    4 messages in 5 end with 30003
//	dead               2       0         0       0    every message ends with 30005
//	stranger           3       0         -       -    "c'est pas moi", once
//	stopper            4       0         -       -    STOP, once
var tempers = map[Temper]habits{
	TemperDigits:   {label: "répond par un chiffre", share: 34, telegram: 14, answers: 88, again: 25, come: 74, cannot: 10, other: 16},
	TemperWords:    {label: "répond avec ses mots", share: 23, telegram: 20, answers: 82, again: 20, come: 70, cannot: 14, other: 16},
	TemperCurious:  {label: "pose des questions", share: 9, telegram: 22, answers: 90, again: 20, come: 76, cannot: 8, other: 16},
	TemperSilent:   {label: "lit sans répondre", share: 20, telegram: 4},
	TemperOff:      {label: "téléphone souvent éteint", share: 5},
	TemperDead:     {label: "ligne hors service", share: 2},
	TemperStranger: {label: "le numéro a changé de mains", share: 3},
	TemperStopper:  {label: "ne veut pas de messages", share: 4},
}

func drawTemper(r *rand.Rand) Temper {
	weights := make([]int, len(tempers))
	for t, h := range tempers {
		weights[t] = h.share
	}
	return Temper(weighted(r, weights))
}

// When people read and answer; assumptions of ours. Delays are medians of skewed
// laws: half are shorter, a few much longer.
//
//	SMS read after            18 min
//	Telegram read after        8 min
//	answered after reading     4 min, one in six only in the evening or the next day
//	nobody reads between 22:00 and 7:30
const (
	nightFrom = 22*60 + 0
	nightTo   = 7*60 + 30
)
