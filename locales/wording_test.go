package locales_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"relais/locales"
	"relais/parcours"
)

const reminderKey = "reminder.before.appointment.sms"

// every text of ours must pass what a wording must pass.
func TestOurOwnWordsPassAsWordings(t *testing.T) {
	t.Parallel()
	c := load(t)
	checked := 0
	for _, lang := range parcours.Languages() {
		for _, template := range c.Templates() {
			if locales.ForStaff(template) && !locales.SpeaksToStaff(lang) {
				continue
			}
			for _, key := range c.Keys(lang, template) {
				own, err := c.Original(lang, key)
				if err != nil {
					t.Fatal(err)
				}
				for _, fault := range c.Check(lang, key, own) {
					if !fault.Advice {
						t.Errorf("%s: %s is %s %q", lang, key, fault.Kind, fault.Detail)
					}
				}
				checked++
			}
		}
	}
	if checked < 500 {
		t.Errorf("%d texts were checked", checked)
	}
}

func TestWordingsAreRefusedForWhatTheyMayNotSay(t *testing.T) {
	t.Parallel()
	c := load(t)
	const right = "Rappel : rendez-vous {{.When}}{{with .If.Where}}, {{.}}{{end}}. {{.Choices}}. {{.Phone}}"
	for _, tt := range []struct {
		name, key, text string
		kind            locales.FaultKind
		detail          string
	}{
		{"right", reminderKey, right, "", ""},
		{"taken back", reminderKey, "", "", ""},
		{"blank", reminderKey, "  \n", locales.FaultEmpty, ""},
		{"no such text", "reminder.before.dinner", right, locales.FaultKey, "reminder.before.dinner"},
		{"a text that counts", "delay.workdays", "demain", locales.FaultKey, "delay.workdays"},
		{"braces", reminderKey, right + " {{.When", locales.FaultSyntax, ""},
		{"a function", reminderKey, right + ` {{printf "%s" .When}}`, locales.FaultSyntax, ""},
		{"a loop", reminderKey, right + `{{range .If}}{{.}}{{end}}`, locales.FaultSyntax, ""},
		{"a variable", reminderKey, right + `{{$x := .When}}`, locales.FaultSyntax, ""},
		{"a definition", reminderKey, right + `{{define "x"}}{{end}}`, locales.FaultSyntax, ""},
		{"unknown", reminderKey, right + "{{.NIR}}", locales.FaultUnknown, "NIR"},
		{"unknown, optional", reminderKey, right + "{{with .If.Debt}}{{.}}{{end}}", locales.FaultUnknown, "If.Debt"},
		{"no date", reminderKey, strings.Replace(right, "{{.When}}", "demain", 1), locales.FaultMissing, "When"},
		{"no phone", reminderKey, strings.Replace(right, "{{.Phone}}", "", 1), locales.FaultMissing, "Phone"},
		{"no choices", reminderKey, strings.Replace(right, "{{.Choices}}", "", 1), locales.FaultMissing, "Choices"},
		{"threat", reminderKey, right + " Sinon, radiation.", locales.FaultFrightening, "Sinon"},
		{"allowance", reminderKey, right + " Votre RSA.", locales.FaultRevealing, "RSA"},
		{"shouting", reminderKey, right + " URGENT", locales.FaultCapitals, "URGENT"},
		{"exclamation", reminderKey, right + " Merci !", locales.FaultExclamation, "!"},
		{"link", reminderKey, right + " https://rdv.exemple.fr/x", locales.FaultLink, "https://rdv.exemple.fr/x"},
		{"short link", reminderKey, right + " bit.ly/x", locales.FaultLink, "bit.ly/x"},
		{"invisible", reminderKey, right + "\u200b", locales.FaultInvisible, ""},
		{"not composed", reminderKey, right + " e\u0301tage", locales.FaultInvisible, ""},
		{"too long", reminderKey, right + strings.Repeat(" Merci de venir.", 8), locales.FaultTooLong, "2"},
		{"alphabet", reminderKey, right + " 😀", locales.FaultAlphabet, ""},
		{"a sentence may be candid", "sentence.mandatory", "Ce rendez-vous est obligatoire.", "", ""},
		{"but not shout", "sentence.mandatory", "Venez !", locales.FaultExclamation, "!"},
		{"nor fill in", "sentence.mandatory", "Venez {{.When}}.", locales.FaultUnknown, "When"},
		{"the legal service's", "sentence.sanction", "Une absence peut suspendre le RSA.", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			faults := c.Check(parcours.French, tt.key, tt.text)
			at := slices.IndexFunc(faults, func(f locales.Fault) bool { return f.Kind == tt.kind && f.Detail == tt.detail })
			switch {
			case tt.kind == "" && slices.ContainsFunc(faults, func(f locales.Fault) bool { return !f.Advice }):
				t.Errorf("got %v, want none", faults)
			case tt.kind != "" && at < 0:
				t.Errorf("got %v, want %s %q", faults, tt.kind, tt.detail)
			}
		})
	}
}

func TestAWordingIsSaidUntilItIsTakenBack(t *testing.T) {
	t.Parallel()
	c := loadOwn(t)
	r := usual(t, "reminder.before.appointment")
	r.Channel, r.TwoWay = parcours.ChannelSMS, true
	own := render(t, r).Body
	mine := parcours.Wording{Language: parcours.French, Key: reminderKey, Text: "Bonjour. Petit rappel : rendez-vous {{.When}}. {{.Choices}}. {{.Phone}}"}
	say := func(w ...parcours.Wording) string {
		t.Helper()
		if err := c.Reword(parcours.Wordings{Texts: w}); err != nil {
			t.Fatal(err)
		}
		m, err := c.Render(r)
		if err != nil {
			t.Fatal(err)
		}
		return m.Body
	}
	if got := say(mine); !strings.HasPrefix(got, "Bonjour. Petit rappel : rendez-vous ") {
		t.Errorf("got %q", got)
	}
	if got := say(); got != own {
		t.Errorf("taken back: got %q, want %q", got, own)
	}
	mine.Text = ""
	if got := say(mine); got != own {
		t.Errorf("emptied: got %q, want %q", got, own)
	}
}

// A program that was upgraded may ask more of a text than when it was written.
func TestAWordingThatNoLongerServesLeavesOurs(t *testing.T) {
	t.Parallel()
	c := loadOwn(t)
	err := c.Reword(parcours.Wordings{Texts: []parcours.Wording{
		{Language: parcours.French, Key: reminderKey, Text: "Rappel : venez."},
		{Language: parcours.English, Key: "reply.thanks.welcome", Text: "You are welcome. Have a nice day."},
	}})
	if !errors.Is(err, parcours.ErrInvalid) || !strings.Contains(err.Error(), reminderKey) {
		t.Errorf("got %v", err)
	}
	if own, _ := c.Original(parcours.French, reminderKey); c.InForce(parcours.French, reminderKey) != own {
		t.Error("a wording without a date is in force")
	}
	if got := c.InForce(parcours.English, "reply.thanks.welcome"); got != "You are welcome. Have a nice day." {
		t.Errorf("the other wording is not in force: %q", got)
	}
}

func TestSentencesAreOffUntilSwitchedOn(t *testing.T) {
	t.Parallel()
	legal := parcours.Wording{Language: parcours.French, Key: locales.SentenceKey(parcours.SentenceSanction), Text: "Une absence sans raison peut suspendre le versement."}
	on := func(s parcours.Sentence, c parcours.Category) parcours.SentenceSwitch {
		return parcours.SentenceSwitch{Sentence: s, Category: c, On: true}
	}
	for _, tt := range []struct {
		name     string
		wordings parcours.Wordings
		set      func(*locales.Request)
		mandatory,
		sanction bool
	}{
		{name: "off"},
		{name: "mandatory", wordings: parcours.Wordings{Switches: []parcours.SentenceSwitch{on(parcours.SentenceMandatory, parcours.CategoryJoint)}}, mandatory: true},
		{name: "another category", wordings: parcours.Wordings{Switches: []parcours.SentenceSwitch{on(parcours.SentenceMandatory, parcours.CategoryOther)}}},
		{
			name: "discreet", wordings: parcours.Wordings{Switches: []parcours.SentenceSwitch{on(parcours.SentenceMandatory, parcours.CategoryJoint)}},
			set: func(r *locales.Request) { r.To.Discreet = true },
		},
		{
			name: "a reminder", wordings: parcours.Wordings{Switches: []parcours.SentenceSwitch{on(parcours.SentenceMandatory, parcours.CategoryJoint)}},
			set: func(r *locales.Request) { r.Template = "reminder.before.appointment" },
		},
		{name: "no sanction in a first message", wordings: parcours.Wordings{Texts: []parcours.Wording{legal}, Switches: []parcours.SentenceSwitch{on(parcours.SentenceSanction, parcours.CategoryJoint)}}},
		{
			name: "sanction later", wordings: parcours.Wordings{Texts: []parcours.Wording{legal}, Switches: []parcours.SentenceSwitch{on(parcours.SentenceSanction, parcours.CategoryJoint)}},
			set: func(r *locales.Request) { r.Facts.Convened = true }, sanction: true,
		},
		{
			name: "no words of ours for it", wordings: parcours.Wordings{Switches: []parcours.SentenceSwitch{on(parcours.SentenceSanction, parcours.CategoryJoint)}},
			set: func(r *locales.Request) { r.Facts.Convened = true },
		},
		{
			name: "no French words for whoever reads Turkish", wordings: parcours.Wordings{Texts: []parcours.Wording{legal}, Switches: []parcours.SentenceSwitch{on(parcours.SentenceSanction, parcours.CategoryJoint)}},
			set: func(r *locales.Request) { r.Facts.Convened, r.To.Language = true, parcours.Turkish },
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := loadOwn(t)
			if err := c.Reword(tt.wordings); err != nil {
				t.Fatal(err)
			}
			for _, way := range ways {
				r := usual(t, "convocation.first.joint")
				way.set(&r)
				if tt.set != nil {
					tt.set(&r)
				}
				m, err := c.Render(r)
				if err != nil {
					t.Fatal(err)
				}
				if got := strings.Contains(m.Body, "obligatoire"); got != tt.mandatory {
					t.Errorf("%s: %q", way.name, m.Body)
				}
				if got := strings.Contains(m.Body, "suspendre"); got != tt.sanction {
					t.Errorf("%s: %q", way.name, m.Body)
				}
			}
		})
	}
}

func FuzzCheck(f *testing.F) {
	c := load(f)
	own, err := c.Original(parcours.French, reminderKey)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{own, "", "{{", "{{.If}}", "{{with .When}}{{.X.Y.Z}}{{end}}", "{{if .If.Brief}}{{else if .When}}{{end}}", "\x00", "{{template \"x\"}}", "{{/* x */}}", "{{break}}"} {
		f.Add(reminderKey, seed)
	}
	f.Fuzz(func(t *testing.T, key, text string) {
		for _, fault := range c.Check(parcours.French, key, text) {
			if !fault.Advice {
				return
			}
		}
		if err := c.Reword(parcours.Wordings{Texts: []parcours.Wording{{Language: parcours.French, Key: key, Text: text}}}); err != nil {
			t.Fatalf("a wording without fault is refused: %v", err)
		}
	})
}
