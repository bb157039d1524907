package locales_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/rogpeppe/go-internal/txtar"

	"relais/locales"
	"relais/parcours"
)

// everyWay is every way to a person's telephone or screen.
var everyWay = append(ways[:3:3],
	way{"email", func(r *locales.Request) { r.Channel, r.TwoWay = parcours.ChannelEmail, false }},
)

// tellWho are the messages that name the service even to whoever asked for
// discretion, and why they do.
var tellWho = map[string]string{
	"reply.who.known":      "the person asks who writes",
	"reply.who.unknown":    "somebody whom we do not know asks who writes",
	"reply.unknown.sender": "somebody whom we do not know wrote to us, and reads no other name",
	"reply.linked.hello":   "somebody whom we do not know opened our account, and reads no other name",
	"number.claim.ask":     "the owner of a number may be a stranger: unsigned, it is what phishers send",
}

// discreet returns the request of a template for somebody who asked for discretion.
func discreet(t *testing.T, template string, lang parcours.Language) locales.Request {
	t.Helper()
	r := usual(t, template)
	r.To.Language, r.To.Discreet = lang, true
	return r
}

func TestDiscreetTextsNameNoInstitution(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, lang := range c.Languages() {
		for _, template := range templates {
			if locales.ForStaff(template) {
				continue
			}
			told := false
			for _, way := range everyWay {
				r := discreet(t, template, lang)
				r.Facts.Service.Name, r.Facts.Service.Site = "Conseil de Zorglub", "zorglub.fr"
				if len(r.Facts.With) > 0 {
					r.Facts.With = []string{"Mme Anne MOREL (Zorglub)", "M. Paul RIOU (Mission Zorglub (Redon))"}
				}
				way.set(&r)
				m, err := c.Render(r)
				if err != nil {
					t.Fatal(err)
				}
				said := m.Subject + "\n" + m.Body
				for _, choice := range m.Choices {
					said += "\n" + choice.Label
				}
				mustNotContain(t, said, "GOFF", "Goff", "Mme", "M. Paul")
				switch named := strings.Contains(strings.ToLower(said), "zorglub"); {
				case named && tellWho[template] == "":
					t.Errorf("%s %s %s names an institution:\n%s", lang, template, way.name, said)
				case named:
					told = true
				}
				if first := []rune(m.Body)[0]; unicode.IsLower(first) {
					t.Errorf("%s %s %s begins without a capital letter:\n%s", lang, template, way.name, m.Body)
				}
			}
			if tellWho[template] != "" && !told {
				t.Errorf("%s %s names no institution: it is no exception", lang, template)
			}
		}
	}
}

// TestDiscreetMessages shows what people read who asked for discretion, where the
// others read who writes. Read the file aloud before accepting a change: would you
// like to receive it?
func TestDiscreetMessages(t *testing.T) {
	t.Parallel()
	const path = "testdata/discreet.txtar"
	c := load(t)
	got := &txtar.Archive{Comment: []byte("Messages that name the service to others, as whoever asked for discretion reads them. Rewrite with: go test ./locales -update\n\n")}
	for _, lang := range c.Languages() {
		for _, template := range templates {
			names := func(key string) bool { return strings.Contains(c.InForce(lang, key), ".Service}}") }
			if tellWho[template] != "" || !slices.ContainsFunc(c.Keys(lang, template), names) {
				continue
			}
			for _, way := range everyWay {
				r := discreet(t, template, lang)
				way.set(&r)
				m, err := c.Render(r)
				if err != nil {
					t.Fatal(err)
				}
				got.Files = append(got.Files, txtar.File{Name: fmt.Sprintf("%s %s %s", lang, template, way.name), Data: []byte(show(m))})
			}
		}
	}
	asRecorded(t, path, got)
}

func TestWhoeverAskedForDiscretionIsToldWhoWritesWhenTheyAsk(t *testing.T) {
	t.Parallel()
	for _, way := range ways {
		r := discreet(t, "reply.who.known", parcours.French)
		way.set(&r)
		mustContain(t, render(t, r).Body, "Qui écrit : Département d'Ille-et-Vilaine.", "Anne MOREL", "02 61 91 01 02", "ille-et-vilaine.fr")
	}
}

// A wording is kept for whoever asked for discretion when it can do without the name
// of the service; Relais's own words serve them otherwise.
func TestAWordingNamesNoServiceToWhoeverAskedForDiscretion(t *testing.T) {
	t.Parallel()
	const (
		convocation = " {{.Person}}. Venez {{.When}}, on vous attend avec {{.With}}. Lieu : {{.Where}}. {{.Choices}}. Tél. {{.Phone}}"
		service     = "Département d'Ille-et-Vilaine"
	)
	for _, tt := range []struct {
		name, template, key, text string
		// others and discreet begin what each of them reads.
		others, discreet string
	}{
		{
			"one that prints the name", "convocation.first.joint", "convocation.first.joint.sms", "Le service, {{.Service}}, vous salue," + convocation,
			"Le service, " + service + ", vous salue, Mme LE GOFF. Venez", "Bonjour Nolwenn. Vous avez rendez-vous",
		},
		{
			"one that may leave it out", "convocation.first.joint", "convocation.first.joint.sms", "{{if .If.Service}}{{.Service}}, bonjour{{else}}Bonjour{{end}}" + convocation,
			service + ", bonjour Mme LE GOFF. Venez", "Bonjour Nolwenn. Venez",
		},
		{
			"one that holds the name", "reply.appointments.none", "reply.appointments.none", "Le département d’Ille-et-Vilaine ne vous attend pas.{{with .If.Phone}} Appel : {{.}}{{end}}",
			"Le département d'Ille-et-Vilaine ne vous attend pas.", "Vous n'avez pas de rendez-vous prévu",
		},
		{
			"one that holds no name", "reply.appointments.none", "reply.appointments.none", "Rien de prévu.{{with .If.Phone}} Appel : {{.}}{{end}}",
			"Rien de prévu.", "Rien de prévu.",
		},
		{
			"the answer to who writes", "reply.who.known", "reply.who.known", "C'est {{.Service}}. Tél. {{.Phone}}",
			"C'est " + service + ".", "C'est " + service + ".",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := loadOwn(t)
			if err := c.Reword(parcours.Wordings{Texts: []parcours.Wording{{Language: parcours.French, Key: tt.key, Text: tt.text}}}); err != nil {
				t.Fatal(err)
			}
			for want, asked := range map[string]bool{tt.others: false, tt.discreet: true} {
				r := usual(t, tt.template)
				r.To.Discreet = asked
				m, err := c.Render(r)
				if err != nil || !strings.HasPrefix(m.Body, want) {
					t.Errorf("discreet %v: got %q, %v, want %q first", asked, m.Body, err, want)
				}
			}
		})
	}
}
