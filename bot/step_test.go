package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relais/bot"
	"relais/bot/understand"
	"relais/parcours"
)

// count returns how many effects are of type E.
func count[E parcours.Effect](effects []parcours.Effect) int {
	n := 0
	for _, e := range effects {
		if _, ok := e.(E); ok {
			n++
		}
	}
	return n
}

// check returns what is wrong with a turn, whatever was written.
func check(d parcours.Dossier, in parcours.Inbound, effects []parcours.Effect) error {
	if n := count[parcours.Say](effects); n > 3 {
		return fmt.Errorf("%d answers in one turn", n)
	}
	if count[parcours.Excuse](effects)+count[parcours.Confirm](effects)+count[parcours.Move](effects) > 1 {
		return fmt.Errorf("several decisions on an appointment in one turn: %#v", effects)
	}
	answered := make(map[string]bool)
	for _, e := range effects {
		switch e := e.(type) {
		case parcours.Acknowledge:
			if answered[e.PromptID] {
				return fmt.Errorf("prompt %s answered twice", e.PromptID)
			}
			answered[e.PromptID] = true
			if !slices.ContainsFunc(d.Prompts, func(p parcours.Prompt) bool { return p.ID == e.PromptID }) {
				return fmt.Errorf("prompt %s answered, which is not open", e.PromptID)
			}
		case parcours.Say:
			if e.Template == "" {
				return fmt.Errorf("an answer without a template")
			}
			if e.PromptKind != parcours.PromptNone && len(e.Choices) == 0 {
				return fmt.Errorf("%s asks without choices", e.Template)
			}
			if (e.Template == "reply.help.menu" || e.Template == "reply.unclear.ask" || e.Template == "reply.slots.offer") && len(e.Choices) == 0 {
				return fmt.Errorf("%s needs choices", e.Template)
			}
			seen := make(map[string]bool)
			for _, c := range e.Choices {
				if c.Action == "" || seen[c.Action] {
					return fmt.Errorf("%s: action %q is empty or doubled", e.Template, c.Action)
				}
				seen[c.Action] = true
			}
		case parcours.Confirm:
			if !stands(d, e.AppointmentID) {
				return fmt.Errorf("confirms %q, which does not stand", e.AppointmentID)
			}
		case parcours.Excuse:
			if !stands(d, e.AppointmentID) {
				return fmt.Errorf("excuses %q, which does not stand", e.AppointmentID)
			}
		case parcours.Move:
			if !slices.ContainsFunc(d.Offers, func(s parcours.Slot) bool { return s.ID == e.SlotID }) {
				return fmt.Errorf("moves to %q, which is not free", e.SlotID)
			}
		}
	}
	if in.Kind != parcours.InboundText && in.Kind != parcours.InboundMedia {
		return nil
	}
	if in.Kind == parcours.InboundText && understand.IsStop(in.Text) && count[parcours.OptOut](effects) != 1 {
		return fmt.Errorf("%q is not obeyed", in.Text)
	}
	if danger, _ := understand.Distress(in.Text); danger != understand.NoDanger && d.Professional == nil && in.OptOut == "" {
		urgent := slices.ContainsFunc(effects, func(e parcours.Effect) bool {
			esc, ok := e.(parcours.Escalate)
			return ok && esc.Urgent && esc.Kind == parcours.EscalationDistress
		})
		said := slices.ContainsFunc(effects, func(e parcours.Effect) bool {
			s, ok := e.(parcours.Say)
			return ok && s.Urgent && strings.HasPrefix(s.Template, "reply.distress.")
		})
		if !urgent || !said {
			return fmt.Errorf("%q reached no human: %#v", in.Text, effects)
		}
	}
	return nil
}

func stands(d parcours.Dossier, id string) bool {
	return slices.ContainsFunc(d.Appointments, func(a parcours.Appointment) bool { return a.ID == id })
}

var lines = []string{
	"1", "2", "3", "4", "oui", "non", "ok", "jpeu pas mardi jai la petite", "un autre jour svp", "jeudi", "vendredi 14h", "aucun", "STOP", "REPRENDRE", "QUI", "AIDE",
	"mes rdv", "langue", "english", "merci", "bonjour", "c'est où ?", "pourquoi j'ai rien touché ?", "j'ai une question", "je veux mourir", "je suis à la rue", "mort de rire",
	"azerty", "je suis malade", "retard 10 min", "c pas moi", "jai trouver du taf", "j'ai pas pu venir", "oui c'est où ? et je peux amener mon fils ?", "je viens", "finalement je viens pas", "", "?", "👍",
	"je commence lundi chez Leclerc", "lundi", "cdd", "35h", "jai perdu mon travail", "ca se passe bien", "ca va pas trop", "c'est fini", "jai déménagé", "44", "jai changé de numéro",
	"06 39 98 01 55", "mon père est décédé", "il est décédé", "supprimez mes données", "je veux voir mes données", "connards", "CONTACT", "nadia", "yann",
	"12", "16h environ", "2x4h", "0", "une demi journée", "en fait 14h", "tout", "1 2", "j'ai fait 12h cette semaine", "jai rien pu faire jetais malade", "non merci",
	"نعم", "لا", "так", "evet", "sim", "no puedo", "12 ساعة", "العربية", "français facile",
}

// conversations is how many are played: rapid plays a hundred at a time.
const conversations = 10_000

func TestRandomConversationsKeepTheirRules(t *testing.T) {
	t.Parallel()
	for range conversations / 100 {
		rapid.Check(t, func(rt *rapid.T) { converse(t, rt) })
		if t.Failed() {
			return
		}
	}
}

// converse plays one random conversation.
func converse(t *testing.T, rt *rapid.T) {
	w := newWorld(t)
	if rapid.Bool().Draw(rt, "telegram") {
		w.channel, w.contact.Channel = parcours.ChannelTelegram, parcours.ChannelTelegram
	}
	if rapid.Bool().Draw(rt, "alone") {
		w.referent = parcours.Professional{}
	}
	w.known = rapid.IntRange(0, 9).Draw(rt, "known") > 0
	switch rapid.IntRange(0, 7).Draw(rt, "about") {
	case 0:
		w.invite()
	case 1:
		w.checkIn()
	case 2:
		w.several(rapid.Bool().Draw(rt, "discreet"))
		w.convoke()
	case 3:
		w.claim = &parcours.NumberClaim{ID: "N1", PersonID: "yann"}
		w.convoke()
	case 4, 5:
		w.convoke()
		w.weekly(t, "plan", []string{"15", "20"})
		if rapid.Bool().Draw(rt, "planned") {
			w.weekly(t, "activity", []string{"a1", "workshop", "180", "CV"})
			w.weekly(t, "activity", []string{"a2", "health", "60", "kiné"})
			w.weekly(t, "remind", []string{"a1"})
		}
		w.weekly(t, "request", nil)
	default:
		w.convoke()
	}
	steps := rapid.IntRange(1, 15).Draw(rt, "steps")
	unclear := 0
	for range steps {
		var in parcours.Inbound
		switch rapid.IntRange(0, 12).Draw(rt, "what") {
		case 0:
			w.now = w.now.Add(time.Duration(rapid.IntRange(1, 80).Draw(rt, "hours")) * time.Hour)
			continue
		case 12:
			w.checkIn()
			continue
		case 1:
			i := rapid.IntRange(0, len(w.slots)-1).Draw(rt, "slot")
			w.slots[i].Capacity = w.slots[i].Booked
			continue
		case 2, 3:
			m := w.messages[rapid.IntRange(0, len(w.messages)-1).Draw(rt, "message")]
			in = parcours.Inbound{Kind: parcours.InboundButton, AttemptID: m.prompt.ID, Action: "come"}
			if len(m.prompt.Choices) > 0 {
				in.Action = rapid.SampledFrom(m.prompt.Choices).Draw(rt, "choice").Action
			}
		case 4:
			in = parcours.Inbound{Kind: parcours.InboundMedia, Text: rapid.SampledFrom(lines).Draw(rt, "caption")}
		case 5:
			in = parcours.Inbound{Kind: rapid.SampledFrom([]parcours.InboundKind{
				parcours.InboundStart, parcours.InboundBlocked, parcours.InboundUnblocked, parcours.InboundIgnored,
			}).Draw(rt, "event")}
		default:
			in = parcours.Inbound{Kind: parcours.InboundText, Text: rapid.SampledFrom(lines).Draw(rt, "text")}
		}
		d := w.dossier(in)
		effects, said := w.step(in)
		if err := check(d, in, effects); err != nil {
			rt.Fatalf("%q: %v", in.Text, err)
		}
		for _, l := range said {
			if strings.Contains(l, "REFUSED") {
				rt.Fatalf("%q: %s", in.Text, l)
			}
			if strings.Contains(l, "reply.unclear.ask") {
				unclear++
				if unclear > 1 {
					rt.Fatalf("asked twice in a row what was meant")
				}
			}
		}
		if w.state.Misunderstood == 0 {
			unclear = 0
		}
		held := 0
		for _, a := range w.appointments {
			if a.Outcome == parcours.OutcomeUnknown {
				held++
			}
		}
		if held > 1 {
			rt.Fatalf("%q: %d places are held at once", in.Text, held)
		}
	}
}

func TestAnEventSteppedTwiceHasOneEffect(t *testing.T) {
	t.Parallel()
	for _, text := range lines {
		w := newWorld(t)
		w.convoke()
		in := parcours.Inbound{ID: "same", Kind: parcours.InboundText, Text: text, Channel: parcours.ChannelSMS}
		w.step(in)
		before := w.state
		effects, _ := w.step(in)
		if len(effects) != 0 {
			t.Errorf("%q again: %#v", text, effects)
		}
		if diff := cmp.Diff(before, w.state); diff != "" {
			t.Errorf("%q again changes the state:\n%s", text, diff)
		}
	}
}

func TestStepDoesNotTouchWhatItIsGiven(t *testing.T) {
	t.Parallel()
	for _, text := range lines {
		w := newWorld(t)
		w.convoke()
		in := parcours.Inbound{ID: "x", Kind: parcours.InboundText, Text: text}
		d, s := w.dossier(in), parcours.State{Version: 7}
		next, effects := bot.Step(w.now, d, s, in)
		if diff := cmp.Diff(w.dossier(in), d, cmp.AllowUnexported(time.Location{}), cmp.Comparer(func(a, b *time.Location) bool { return a == b })); diff != "" {
			t.Errorf("%q changes the dossier:\n%s", text, diff)
		}
		if next.Version != 7 {
			t.Errorf("%q: version %d", text, next.Version)
		}
		again, same := bot.Step(w.now, w.dossier(in), s, in)
		if !cmp.Equal(next, again) || len(effects) != len(same) {
			t.Errorf("%q: two steps from one state differ", text)
		}
	}
}

func FuzzStep(f *testing.F) {
	for i, text := range lines {
		f.Add(text, uint8(i), "come", uint8(i), true, uint8(i%4))
	}
	kinds := []parcours.InboundKind{
		parcours.InboundText, parcours.InboundText, parcours.InboundText, parcours.InboundButton, parcours.InboundMedia, parcours.InboundStart, parcours.InboundBlocked, "odd",
	}
	f.Fuzz(func(t *testing.T, text string, kind uint8, action string, shape uint8, known bool, misunderstood uint8) {
		w := newWorld(t)
		w.known = known
		n := w.convoke()
		in := parcours.Inbound{Kind: kinds[int(kind)%len(kinds)], Text: text, Action: action, AttemptID: fmt.Sprintf("m%d", n), Start: text}
		if shape&1 != 0 {
			w.appointments = nil
		}
		if shape&2 != 0 {
			w.messages = nil
		}
		if shape&4 != 0 {
			w.state.Awaiting, w.state.AppointmentID = "reason", "A1"
		}
		if shape&8 != 0 {
			w.state.Awaiting = "question"
		}
		if shape&16 != 0 {
			w.staff = &w.referent
		}
		if shape&32 != 0 {
			w.contact.OptedOutAt = w.now
		}
		d := w.dossier(in)
		if shape&64 != 0 {
			d.Rules = parcours.Rules{}
		}
		if shape&128 != 0 {
			d.Jobs = []parcours.Job{{ID: "J1", State: parcours.JobDeclared}}
			w.state.Awaiting = []string{"job/date/1", "job/kind/2", "job/hours/2", "who", "department", "number", "job/", "job//x"}[int(misunderstood)%8]
			if kind&1 != 0 {
				w.several(kind&2 != 0)
				d.Unsure = w.unsure
			}
		}
		s := w.state
		s.Misunderstood = int(misunderstood)
		_, effects := bot.Step(w.now, d, s, in)
		if in.Kind == parcours.InboundText || in.Kind == parcours.InboundMedia {
			if err := check(d, in, effects); err != nil {
				t.Error(err)
			}
		}
	})
}

// Twilio obeys YES as it obeys START, and the texts ask for a YES.
func TestAStartWordOfTheProviderIsReadAsAnAnswerToo(t *testing.T) {
	t.Parallel()
	for word, confirms := range map[string]int{"YES": 1, "Yes": 1, "START": 0, "UNSTOP": 0} {
		w := newWorld(t)
		w.convoke()
		effects, _ := w.step(parcours.Inbound{Kind: parcours.InboundText, Text: word, OptOut: "start"})
		if got := count[parcours.OptIn](effects); got != 1 {
			t.Errorf("%s opens the channel %d times, want once", word, got)
		}
		if got := count[parcours.Confirm](effects); got != confirms {
			t.Errorf("%s confirms %d times, want %d", word, got, confirms)
		}
		if said := count[parcours.Say](effects); confirms == 0 && said != 0 {
			t.Errorf("%s is answered, which the provider did", word)
		}
	}
}
