package web

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/parcours"

	"github.com/google/go-cmp/cmp"
	"github.com/jba/templatecheck"
)

func TestEveryLanguageHasTheSameWords(t *testing.T) {
	t.Parallel()
	all, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	placeholder := regexp.MustCompile(`\{[a-z_]+\}`)
	french := all[parcours.French]
	for lang, words := range all {
		if diff := cmp.Diff(slices.Sorted(maps.Keys(french)), slices.Sorted(maps.Keys(words))); diff != "" {
			t.Errorf("%s: %s", lang, diff)
		}
		for key, text := range words {
			if strings.TrimSpace(text) == "" && key != "number.thousands" {
				t.Errorf("%s: %s is empty", lang, key)
			}
			if strings.HasPrefix(key, "date.") || strings.HasSuffix(key, ".one") {
				continue // a date may leave out a part, and "one" its number
			}
			want, got := placeholder.FindAllString(french[key], -1), placeholder.FindAllString(text, -1)
			slices.Sort(want)
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s: %s", lang, key, diff)
			}
		}
	}
	for key := range french {
		if one, ok := strings.CutSuffix(key, ".one"); ok && french[one+".other"] == "" {
			t.Errorf("%s has no plural", key)
		}
	}
}

// computedWords are prefixes of keys that a value completes.
var computedWords = []string{
	"access.",
	"account.wrong_password",
	"accounts.",
	"actor.",
	"agenda.name",
	"board.",
	"calls.script.",
	"chart.",
	"code.wrong",
	"compose.message",
	"compose.send",
	"date.",
	"deadline.",
	"define.",
	"definition.",
	"desk.mine",
	"desk.move_",
	"desk.nobodys",
	"desk.others",
	"desk.told",
	"desk.unarrived",
	"desk.unread",
	"desk.urgent",
	"detail.",
	"factor.codes_title",
	"factor.wrong",
	"digest.",
	"duplicates.",
	"export.",
	"failure.",
	"filter.",
	"flash.",
	"hurry.",
	"import_field.",
	"imports.all_rows",
	"imports.did_",
	"imports.kilobytes",
	"imports.kind_",
	"imports.outcome_",
	"imports.rows_",
	"imports.state_",
	"imports.will_",
	"incident.",
	"invitation.",
	"keys.",
	"label.",
	"layout.group_",
	"layout.language_",
	"leavers.reason_",
	"letters.batch_title",
	"letters.one_undo_",
	"list.",
	"measure.",
	"merge.",
	"message.",
	"move.",
	"number.",
	"partners.fault_",
	"partners.model_",
	"partners.no_address",
	"partners.no_name",
	"partners.not_for_kind",
	"person.show_",
	"person.title",
	"questions.empty_answer",
	"questions.long_answer",
	"questions.reply",
	"questions.send",
	"questions.settled_meanwhile",
	"questions.state_",
	"referents.transfer",
	"ruler.convened",
	"ruler.met",
	"sign_in.",
	"signed_out.title",
	"slots.cannot",
	"slots.omitted_",
	"slots.single",
	"texts.family_",
	"texts.way_",
	"bulletin.",
	"todo.days_left",
	"todo.entered",
	"todo.file",
	"tokens.incomplete",
	"tokens.scope_",
	"unclaimed.at",
	"unclaimed.number",
	"unclaimed.text",
	"unit.",
	"upstream.mend_",
	"upstream.reason_",
	"wording.",
}

func TestEveryWordOfTheTemplatesIsKnownAndUsed(t *testing.T) {
	t.Parallel()
	all, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	french := all[parcours.French]
	use := regexp.MustCompile(`\.(T|N) "([a-z0-9_.]+)"`)
	used := map[string]bool{}
	err = fs.WalkDir(templateFiles, "templates", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		source, err := templateFiles.ReadFile(name)
		for _, m := range use.FindAllStringSubmatch(string(source), -1) {
			keys := []string{m[2]}
			if m[1] == "N" {
				keys = []string{m[2] + ".one", m[2] + ".other"}
			}
			for _, key := range keys {
				used[key] = true
				if french[key] == "" {
					t.Errorf("%s: no words for %s", name, key)
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range sections {
		used[entry.Title] = true
		if french[entry.Title] == "" {
			t.Errorf("navigation: no words for %s", entry.Title)
		}
	}
	for key := range french {
		computed := slices.ContainsFunc(computedWords, func(prefix string) bool { return strings.HasPrefix(key, prefix) })
		if !used[key] && !computed {
			t.Errorf("%s is never said", key)
		}
	}
}

func TestEveryComputedKeyHasWords(t *testing.T) {
	t.Parallel()
	all, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, figure := range listedFigures {
		keys = append(keys, "list."+string(figure)+".title", "list."+string(figure)+".empty")
	}
	for _, list := range parcours.WorkLists() {
		keys = append(keys, "list."+string(list)+".title", "list."+string(list)+".empty", "list."+string(list)+".lead")
	}
	for _, reason := range parcours.WorkReasons() {
		keys = append(keys, "label.work_reason."+string(reason))
	}
	for _, meeting := range parcours.Meetings() {
		keys = append(keys, "label.meeting."+string(meeting))
	}
	for _, omission := range []parcours.Omission{parcours.OmitHoliday, parcours.OmitAbsence, parcours.OmitExcepted, parcours.OmitBusy, parcours.OmitPast, parcours.OmitKnown} {
		keys = append(keys, "label.omission."+string(omission), "slots.omitted_"+string(omission))
	}
	for _, level := range []parcours.ReachLevel{parcours.LevelPeople, parcours.LevelContactable, parcours.LevelSent, parcours.LevelDelivered, parcours.LevelAnswered, parcours.LevelMet} {
		keys = append(keys, "definition."+string(level), "label.reach_level."+string(level))
	}
	for _, kind := range []string{parcours.KindConvocation, parcours.KindMoved, parcours.KindReminder, parcours.KindCancellation, parcours.KindReply, parcours.KindQuestion, parcours.KindAnswer, parcours.KindWeeklyRequest, parcours.KindWeeklyNudge, parcours.KindActivityReminder, parcours.KindCheckIn, parcours.KindInvitation, parcours.KindNumber, parcours.KindLinked} {
		keys = append(keys, "message."+kind)
	}
	for _, name := range []string{"not_found", "forbidden", "conflict", "invalid", "too_large", "too_many", "gone", "fault"} {
		keys = append(keys, "failure."+name+".title", "failure."+name+".help")
	}
	for _, role := range parcours.AccountRoles {
		keys = append(keys, "label.account_role."+string(role))
	}
	for _, kind := range accessKinds {
		keys = append(keys, "label.access_kind."+string(kind))
	}
	for _, action := range accessActions(t) {
		keys = append(keys, "access."+action)
	}
	for _, group := range menuGroups {
		keys = append(keys, "layout.group_"+string(group))
	}
	for _, names := range shownDetails {
		for _, name := range names {
			keys = append(keys, "detail."+name)
		}
	}
	for _, outcome := range []parcours.Outcome{parcours.OutcomeSeen, parcours.OutcomeExcused, parcours.OutcomeNoShow, parcours.OutcomeRevoked, parcours.OutcomeUnknown} {
		keys = append(keys, "move."+string(outcome))
	}
	for _, scope := range parcours.TokenScopes() {
		keys = append(keys, "tokens.scope_"+strings.ReplaceAll(string(scope), ":", "_"))
	}
	for _, block := range bulletinBlocks {
		keys = append(keys, "bulletin."+block.id)
	}
	for part, plans := range boardPlans {
		keys = append(keys, "board.tab_"+string(part))
		for _, plan := range plans {
			keys = append(keys, "board."+plan.id+".title", "board."+plan.id+".lead")
			for _, figure := range plan.figures {
				keys = append(keys, "define."+figure)
				if !strings.HasSuffix(figure, "left_out") {
					keys = append(keys, "measure."+figure)
				}
			}
		}
	}
	for lang, words := range all {
		for _, key := range keys {
			if words[key] == "" {
				t.Errorf("%s: no words for %s", lang, key)
			}
		}
	}
}

func TestEveryPageFitsItsType(t *testing.T) {
	t.Parallel()
	all := newPages()
	check := func(name, part string, value any) {
		t.Helper()
		page, err := all[name]()
		if err != nil {
			t.Fatal(err)
		}
		if err := templatecheck.CheckHTMLStrict(page.Lookup(part), value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	types := map[string]any{
		"code": codePage{}, "signed_out": signedOutPage{}, "invitation": invitationPage{}, "second_factor": factorPage{}, "accounts": accountsPage{}, "tokens": tokensPage{}, "exports": exportsPage{}, "access": accessPage{},
		"sign_in": signInPage{}, "pilotage": pilotagePage{}, "list": listPage{}, "board": boardPage{}, "desk": deskPage{}, "questions": questionsPage{}, "keys": keysPage{},
		"people": peoplePage{}, "person": personPage{}, "account": accountPage{}, "texts": textsPage{}, "wording": wordingPage{}, "failure": failurePage{},
		"todo": todoPage{}, "work": workPage{}, "unclaimed": workPage{}, "referents": referentsPage{}, "transfer": transferPage{},
		"slots": slotsPage{}, "slot": slotPage{}, "slot_series": seriesPage{}, "places": placesPage{},
		"letters": lettersPage{}, "letter_batch": batchPage{}, "calls": callsPage{}, "pause": pausePage{}, "absences": absencesPage{},
		"partners": partnersPage{}, "leavers": leaversPage{}, "duplicates": duplicatesPage{}, "merge": mergePage{}, "upstream": upstreamPage{}, "imports": importsPage{}, "import": importPage{},
	}
	for _, name := range pageNames() {
		value, ok := types[name]
		if !ok {
			t.Errorf("%s has no type", name)
			continue
		}
		check(name, "layout", value)
	}
	check("pilotage", "pilotage_region", pilotageRegion{})
	check("desk", "desk_region", deskRegion{})
	check("questions", "question_queue", questionQueue{})
	check("person", "person_moves", personPage{})
	check("person", "count", &counted{})
	check("import", "import_progress", importPage{})
}

func TestNumbersAndDatesReadAsTheLanguageDoes(t *testing.T) {
	t.Parallel()
	all, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	fr, en := all[parcours.French], all[parcours.English]
	today := parcours.NewDate(2026, time.January, 13)
	for _, c := range []struct{ got, want string }{
		{fr.number(0), "0"},
		{fr.number(999), "999"},
		{fr.number(1234567), "1\u202f234\u202f567"},
		{en.number(-20000), "−20,000"},
		{fr.percent(2, 3), "66\u00a0%"},
		{fr.percent(999, 1000), "99\u00a0%"},
		{en.percent(1, 1), "100%"},
		{fr.percent(0, 0), "–"},
		{fr.day(today.AddDays(19), today), "dimanche 1er février"},
		{en.day(today, today), "Tuesday 13 January"},
		{fr.shortDay(parcours.NewDate(2025, time.August, 3), today), "3 août 2025"},
		{pluralKey(parcours.French, "k", 0), "k.one"},
		{pluralKey(parcours.English, "k", 0), "k.other"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

// accessActions are the constants of this package and of the store that name an action of the log.
func accessActions(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	kept, err := filepath.Glob("../store/*.go")
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, kept...)
	constant := regexp.MustCompile(`(?m)^(?:const|\t)\s*[aA]ccess[A-Z]\w*\s+= "([a-z_]+)"$`)
	var actions []string
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range constant.FindAllStringSubmatch(string(source), -1) {
			actions = append(actions, m[1])
		}
	}
	if len(actions) < 40 {
		t.Fatalf("found %d actions", len(actions))
	}
	return actions
}
