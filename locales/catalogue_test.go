package locales_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template"
	"text/template/parse"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"

	"relais/locales"
	"relais/parcours"
)

// source reads a catalogue as translators write it: the forms of every key.
func source(t testing.TB, lang parcours.Language) map[string]map[string]string {
	t.Helper()
	var raw map[string]any
	if _, err := toml.DecodeFile("active."+string(lang)+".toml", &raw); err != nil {
		t.Fatal(err)
	}
	keys := make(map[string]map[string]string, len(raw))
	for key, value := range raw {
		switch value := value.(type) {
		case string:
			keys[key] = map[string]string{"other": value}
		case map[string]any:
			keys[key] = map[string]string{}
			for form, text := range value {
				keys[key][form] = text.(string)
			}
		}
	}
	return keys
}

func isVariantOf(key, template string) bool {
	rest, ok := strings.CutPrefix(key, template)
	return ok && slices.Contains([]string{"", ".sms", ".oneway", ".telegram", ".email", ".subject"}, rest)
}

func TestEveryMessageHasItsWordsAndNothingElse(t *testing.T) {
	t.Parallel()
	french := source(t, parcours.French)
	for _, template := range templates {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(french)), func(key string) bool { return isVariantOf(key, template) }) {
			t.Errorf("no words for %s", template)
		}
	}
	others := []string{"choice.", "person.", "reference.", "list.", "delay.", "calendar.", "label.", "letter.", "menu.", "duration.", "sentence.", "message.default.subject"}
	for key := range french {
		known := slices.ContainsFunc(templates, func(template string) bool { return isVariantOf(key, template) }) ||
			slices.ContainsFunc(others, func(prefix string) bool { return strings.HasPrefix(key, prefix) })
		if !known {
			t.Errorf("nothing asks for %s", key)
		}
	}
}

// placeholders lists the fields that a text uses, optional ones as "If.X".
func placeholders(t testing.TB, text string) []string {
	t.Helper()
	parsed, err := template.New("").Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	var walk func(parse.Node)
	pipe := func(p *parse.PipeNode) {
		for _, command := range p.Cmds {
			for _, arg := range command.Args {
				walk(arg)
			}
		}
	}
	walk = func(n parse.Node) {
		switch n := n.(type) {
		case *parse.ListNode:
			if n == nil {
				return
			}
			for _, node := range n.Nodes {
				walk(node)
			}
		case *parse.ActionNode:
			pipe(n.Pipe)
		case *parse.WithNode:
			pipe(n.Pipe)
			walk(n.List)
			walk(n.ElseList)
		case *parse.IfNode:
			pipe(n.Pipe)
			walk(n.List)
			walk(n.ElseList)
		case *parse.FieldNode:
			found[strings.Join(n.Ident, ".")] = true
		}
	}
	if parsed.Tree != nil {
		walk(parsed.Root)
	}
	return slices.Sorted(maps.Keys(found))
}

var action = regexp.MustCompile(`\{\{[^{}]*\}\}`)

// words returns a text as it is read, each value standing as one word.
func words(text string) string {
	return action.ReplaceAllStringFunc(text, func(action string) string {
		if strings.HasPrefix(action, "{{.") {
			return "X"
		}
		return " "
	})
}

func messageKeys(keys map[string]map[string]string) []string {
	var kept []string
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if !strings.HasPrefix(key, "label.") {
			kept = append(kept, key)
		}
	}
	return kept
}

func TestFrenchSMSTextsAreWrittenInGSM7(t *testing.T) {
	t.Parallel()
	french := source(t, parcours.French)
	for _, key := range messageKeys(french) {
		// Names of languages and months are inserted, and lose their accent then.
		if strings.HasSuffix(key, ".telegram") || strings.HasSuffix(key, ".email") || strings.HasSuffix(key, ".subject") ||
			strings.HasPrefix(key, "letter.") || strings.HasPrefix(key, "choice.language.") || key == "calendar.months" {
			continue
		}
		for form, text := range french[key] {
			for _, r := range action.ReplaceAllString(text, "") {
				if !strings.ContainsRune(gsmBasic, r) {
					t.Errorf("%s (%s): %q is not in GSM-7", key, form, r)
				}
			}
		}
	}
}

func TestSentencesHaveFifteenWordsAtMost(t *testing.T) {
	t.Parallel()
	end := regexp.MustCompile(`[.?؟]\s|[.?؟]$|\n| : |: `)
	for _, lang := range parcours.Languages() {
		keys := source(t, lang)
		for _, key := range messageKeys(keys) {
			if strings.HasPrefix(key, "calendar.") {
				continue
			}
			for _, sentence := range end.Split(words(keys[key]["other"]), -1) {
				n := 0
				for _, word := range strings.Fields(sentence) {
					if strings.ContainsFunc(word, func(r rune) bool { return r != ',' && r != '(' && r != ')' && r != '.' && r != '"' }) {
						n++
					}
				}
				if n > 15 {
					t.Errorf("%s: %s has a sentence of %d words: %s", lang, key, n, strings.TrimSpace(sentence))
				}
			}
		}
	}
}

// kinds of the domain whose values have labels, by the name that keys give them.
var kinds = map[string]string{
	"LossCause": "loss_cause", "Outcome": "outcome", "Channel": "channel", "EventKind": "event_kind",
	"EscalationKind": "escalation_kind", "Impediment": "impediment", "AttemptState": "attempt_state",
	"NotificationState": "notification_state", "ClockColour": "clock_colour", "RowOutcome": "row_outcome",
	"ProfessionalRole": "professional_role", "AppointmentKind": "appointment_kind", "ActivityKind": "activity_kind", "WeekSkip": "week_skip",
	"JobKind": "job_kind", "JobState": "job_state", "CheckInAnswer": "check_in_answer",
}

func TestEveryValueOfTheDomainHasALabel(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("../parcours/*.go")
	if err != nil || len(paths) == 0 {
		t.Fatal("no source of parcours", err)
	}
	want := map[string]bool{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			ident, ok := spec.Type.(*ast.Ident)
			if !ok || kinds[ident.Name] == "" || len(spec.Values) == 0 {
				return true
			}
			if literal, ok := spec.Values[0].(*ast.BasicLit); ok {
				value, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				if value == "" {
					value = "none"
				}
				want[fmt.Sprintf("label.%s.%s", kinds[ident.Name], value)] = true
			}
			return true
		})
	}
	want["label.channel.none"] = true
	var got []string
	for key := range source(t, parcours.French) {
		if strings.HasPrefix(key, "label.") {
			got = append(got, key)
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), got); diff != "" {
		t.Errorf("labels (-values +labels):\n%s", diff)
	}
}

func TestLabel(t *testing.T) {
	t.Parallel()
	c := load(t)
	tests := []struct {
		lang  parcours.Language
		value any
		want  string
	}{
		{parcours.French, parcours.LossLandline, "téléphone fixe seulement"},
		{parcours.English, parcours.LossLandline, "landline only"},
		{parcours.French, parcours.OutcomeNoShow, "absent"},
		{parcours.French, parcours.ImpedimentNone, "sans raison déclarée"},
		{parcours.French, parcours.ChannelLetter, "courrier"},
		{parcours.French, parcours.EventEntered, "entrée dans le parcours"},
		{parcours.French, parcours.EscalationMedia, "fichier ou message vocal"},
		{parcours.French, parcours.AttemptAcknowledged, "lu"},
		{parcours.French, parcours.NotificationListed, "à faire à la main"},
		{parcours.French, parcours.ClockAmber, "échéance proche"},
		{parcours.French, parcours.RowCreated, "créée"},
		{parcours.French, parcours.RolePartner, "partenaire"},
		{parcours.French, parcours.AppointmentKind("Forum emploi"), "Forum emploi"},
		{parcours.French, 42, "42"},
	}
	for _, tt := range tests {
		if got := c.Label(tt.lang, tt.value); got != tt.want {
			t.Errorf("%s %v: got %q, want %q", tt.lang, tt.value, got, tt.want)
		}
	}
}

func TestTextChoosesTheLanguageFromTheList(t *testing.T) {
	t.Parallel()
	c := load(t)
	for lang, want := range map[parcours.Language]string{
		"fr": "je viens", "en": "I'll come", "en-GB": "I'll come", "EN": "I'll come",
		"fr-x-falc": "je viens", "FR-x-FALC": "je viens", "ar": "سآتي", "pt-BR": "vou", "uk": "прийду",
		"": "je viens", "ti": "je viens", "br": "je viens", "not a tag": "je viens",
	} {
		if got := c.Text(lang, "choice.come", nil); got != want {
			t.Errorf("%q: got %q, want %q", lang, got, want)
		}
	}
}

func TestTextCounts(t *testing.T) {
	t.Parallel()
	c := load(t)
	for n, want := range map[int]string{1: "sous 1 jour ouvré", 2: "sous 2 jours ouvrés", 1_000_000: "sous 1000000 jours ouvrés"} {
		if got := c.Text(parcours.French, "delay.workdays", map[string]any{"Count": n}); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
}

func TestTextWithoutWordsShowsItsKey(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, key := range []string{"reference.printed", "no.such.key"} { // the first lacks its value
		if got := c.Text(parcours.French, key, nil); got != key {
			t.Errorf("got %q, want %q", got, key)
		}
	}
}

func TestUnknownTemplateIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := load(t).Render(locales.Request{Template: "no.such.key", Zone: paris(t)}); !errors.Is(err, parcours.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
}

func TestEveryTextParses(t *testing.T) {
	t.Parallel()
	texts, err := load(t).Parse()
	if err != nil {
		t.Error(err)
	}
	if texts < 1000 {
		t.Errorf("%d texts, far fewer than there are", texts)
	}
}
