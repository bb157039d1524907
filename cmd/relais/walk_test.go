package main

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	gocmp "github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/sandbox"
)

// TestAVisitorDoesEachFlow plays phones of the demo by what its page offers, in French
// and in Arabic, and reads there what they show. testdata/telephones.txt holds what the
// visitor does; telephones-fr.txt and telephones-ar.txt every phone, as it ends.
//
//	Mon 08:05 who |||| what for      takes a phone in hand
//	Mon 14:00 who | in French | in Arabic
//
// An act is an SMS, unless it begins with one of these:
//
//	chat TEXT      a message on Telegram           press N      key N of the last message that has keys
//	start          open the bot without a link     voice, file, group, block, unblock
//	scene NAME     a button of "Faire arriver"     console answer TEXT, console job DAYS
//	- ACT          an act that nothing answers
func TestAVisitorDoesEachFlow(t *testing.T) {
	t.Parallel()
	script, err := os.ReadFile("testdata/telephones.txt")
	if err != nil {
		t.Fatal(err)
	}
	for i, language := range []parcours.Language{parcours.French, parcours.Arabic} {
		t.Run(string(language), func(t *testing.T) {
			t.Parallel()
			v := newVisitor(t, language)
			for line := range strings.Lines(string(script)) {
				if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
					v.play(line, 1+i)
				}
			}
			name := "testdata/telephones-" + string(language) + ".txt"
			got := v.phonesBook()
			if *update {
				if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(string(want), got); diff != "" {
				t.Errorf("the phones show something else (-want +got):\n%s", diff)
			}
		})
	}
}

// visitor has the demo's pages before them.
type visitor struct {
	*testing.T
	demo     *demo
	language parcours.Language
	browser  *http.Client
	actors   []*actor
	taken    map[string]bool // keys
}

// actor is a phone in the visitor's hand.
type actor struct {
	name, about string
	sandbox.Resident
}

func newVisitor(t *testing.T, language parcours.Language) *visitor {
	t.Helper()
	c := &demoCommand{Seed: 35, People: 240, Weeks: 5, Exit: true, Listen: "127.0.0.1:0", Phones: "127.0.0.1:0", Day: time.Minute}
	d, err := c.prepare(t.Context(), &output{stdout: io.Discard, stderr: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	world := startComponent(t.Context(), "world", d.serveWorld)
	server := &http.Server{Handler: d.handler, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(d.console) }()
	t.Cleanup(func() {
		server.Close()
		world.stop()
		d.close()
	})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{T: t, demo: d, language: language, browser: &http.Client{Jar: jar, Timeout: 20 * time.Second}, taken: map[string]bool{}}
	const email = "gaelle.prigent@exemple.fr"
	v.must(createAccount(t.Context(), d.store, email, parcours.AccountCoordinator, d.password))
	v.post(d.address(d.console)+"/connexion", url.Values{"email": {email}, "password": {d.password}})
	return v
}

func (v *visitor) must(err error) {
	v.Helper()
	if err != nil {
		v.Fatal(err)
	}
}

// post sends a form and fails unless a page comes back.
func (v *visitor) post(address string, form url.Values) {
	v.Helper()
	answer, err := v.browser.PostForm(address, form)
	v.must(err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	v.must(err)
	if answer.StatusCode != http.StatusOK {
		v.Errorf("POST %s %v: %s %.200s", strings.TrimPrefix(address, "http://"), form, answer.Status, text)
	}
}

// play does one line of the script.
func (v *visitor) play(line string, column int) {
	v.Helper()
	const moment = "Mon 15:04"
	head, _, _ := strings.Cut(line, "|")
	cells := strings.Split(line, "|")
	who := strings.TrimSpace(head[len(moment):])
	act := strings.TrimSpace(cells[column])
	v.until(line[:len(moment)])
	if len(cells) > 4 {
		v.cast(who, strings.TrimSpace(cells[4]))
		return
	}
	a := v.actor(who)
	quiet := false
	if rest, is := strings.CutPrefix(act, "- "); is {
		act, quiet = rest, true
	}
	before := len(v.heard(a))
	v.do(a, act)
	v.must(v.demo.stepUntil(v.Context(), v.demo.now().Add(time.Minute)))
	if after := len(v.heard(a)); !quiet && after == before {
		v.Errorf("%s: nothing answers %q", who, act)
	}
}

// until lets the story go on to the next moment of that weekday and hour.
func (v *visitor) until(moment string) {
	v.Helper()
	at, err := time.Parse("Mon 15:04", moment)
	v.must(err)
	now := v.demo.now().In(v.demo.rules.Zone)
	y, m, d := now.Date()
	to := time.Date(y, m, d, at.Hour(), at.Minute(), 0, 0, now.Location())
	for to.Format("Mon") != moment[:3] || to.Before(now.Add(-time.Hour)) {
		to = to.AddDate(0, 0, 1)
	}
	if to.After(now) {
		v.must(v.demo.stepUntil(v.Context(), to))
		v.demo.world.Clock.MoveTo(to)
	}
}

func (v *visitor) actor(name string) *actor {
	i := slices.IndexFunc(v.actors, func(a *actor) bool { return a.name == name })
	if i < 0 {
		return nil
	}
	return v.actors[i]
}

// cast takes the phone of somebody who fits in hand, before anything left for it: of
// the territory where people are invited, or one that two people share.
func (v *visitor) cast(name, about string) {
	v.Helper()
	for _, r := range v.demo.pilot.Residents {
		invited := strings.HasPrefix(name, "invit")
		fits := r.Mobile != "" && !v.taken[r.Key] && !r.Entered.After(v.demo.pilot.Start) && r.Shared == strings.HasPrefix(name, "partag") &&
			r.Language == parcours.French && r.Chat == 0 && (r.Territory == "Vallons de Vilaine") == (invited || r.Shared && r.Territory == "Vallons de Vilaine")
		if !fits {
			continue
		}
		a := &actor{name: name, about: about, Resident: r}
		for _, other := range v.demo.pilot.Residents {
			if other.Mobile == r.Mobile {
				v.taken[other.Key] = true
			}
		}
		v.actors = append(v.actors, a)
		v.use(a, "take", nil)
		if v.language != parcours.French {
			v.use(a, "sms", url.Values{"text": {"العربية"}})
			v.must(v.demo.stepUntil(v.Context(), v.demo.now().Add(time.Minute)))
		}
		return
	}
	v.Fatalf("nobody is left to be %q", name)
}

func (v *visitor) phone(a *actor) string {
	return v.demo.address(v.demo.phones) + "/phones/" + strings.TrimPrefix(a.Mobile, "+")
}

func (v *visitor) use(a *actor, act string, form url.Values) {
	v.Helper()
	v.post(v.phone(a)+"/"+act, form)
}

func (v *visitor) do(a *actor, act string) {
	v.Helper()
	word, rest, _ := strings.Cut(act, " ")
	switch word {
	case "chat":
		v.use(a, "telegram", url.Values{"text": {rest}})
	case "press":
		n, err := strconv.Atoi(rest)
		v.must(err)
		message, keys := v.keys(a)
		if n > len(keys) {
			v.Errorf("%s: no key %d among %q", a.name, n, keys)
			return
		}
		v.use(a, "press", url.Values{"message": {message}, "data": {keys[n-1]}})
	case "start", "voice", "file", "group", "block", "unblock":
		v.use(a, word, nil)
	case "scene":
		v.use(a, "scene", url.Values{"who": {a.Key}, "scene": {rest}})
	case "console":
		v.console(a, rest)
	default:
		v.use(a, "sms", url.Values{"text": {act}})
	}
}

// console does what the coordinator does on the pages of the person.
func (v *visitor) console(a *actor, act string) {
	v.Helper()
	found, err := v.demo.store.People(v.Context(), parcours.Actor{Role: parcours.AccountCoordinator}, a.Key, 2)
	v.must(err)
	if len(found) != 1 {
		v.Fatalf("%d files of %s", len(found), a.name)
	}
	id, base := found[0].PersonID, v.demo.address(v.demo.console)
	page := v.get(base + "/personnes/" + id)
	word, rest, _ := strings.Cut(act, " ")
	switch word {
	case "answer":
		question := regexp.MustCompile(`/questions/([0-9a-f-]{36})`).FindStringSubmatch(page)
		if question == nil {
			v.Errorf("%s: the page of the person shows no question", a.name)
			return
		}
		v.post(base+"/questions/"+question[1]+"/reponse", url.Values{"text": {rest}})
	case "job":
		job := regexp.MustCompile(`/emplois/([0-9a-f-]{36})/confirmation`).FindStringSubmatch(page)
		if job == nil {
			v.Errorf("%s: the page of the person offers no job to confirm", a.name)
			return
		}
		days, err := strconv.Atoi(rest)
		v.must(err)
		on := parcours.DateOf(v.demo.now(), v.demo.rules.Zone).AddDays(days)
		v.post(base+"/personnes/"+id+"/emplois/"+job[1]+"/confirmation", url.Values{"on": {on.String()}, "kind": {"cdi"}, "hours": {"35"}})
	default:
		v.Fatalf("%q is no act of the console", act)
	}
}

func (v *visitor) get(address string) string {
	v.Helper()
	answer, err := v.browser.Get(address)
	v.must(err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	v.must(err)
	if answer.StatusCode != http.StatusOK {
		v.Fatalf("GET %s: %s", address, answer.Status)
	}
	return string(text)
}

var (
	talkForm   = regexp.MustCompile(`(?s)<ol class="talk" id="(sms|chat)".*?</ol>`)
	bubbleForm = regexp.MustCompile(`(?s)<li class="bubble([^"]*)">(.*?)</li>`)
	textForm   = regexp.MustCompile(`(?s)<p dir="auto">(.*?)</p>`)
	whenForm   = regexp.MustCompile(`<small>([^·<]*)`)
	keyForm    = regexp.MustCompile(`<button class="key" dir="auto" name="data" value="([^"]*)"[^>]*>(.*?)</button>`)
	numberForm = regexp.MustCompile(`name="message" value="(\d+)"`)
)

// shown is one message on a phone's page.
type shown struct {
	chat, mine    bool
	text, when    string
	number        string
	labels, datas []string
}

// screen reads the phone's page, SMS first.
func (v *visitor) screen(a *actor) []shown {
	v.Helper()
	page := v.get(v.phone(a))
	var all []shown
	for _, talk := range talkForm.FindAllStringSubmatch(page, -1) {
		for _, b := range bubbleForm.FindAllStringSubmatch(talk[0], -1) {
			m := shown{chat: talk[1] == "chat", mine: strings.Contains(b[1], "mine")}
			if text := textForm.FindStringSubmatch(b[2]); text != nil {
				m.text = html.UnescapeString(text[1])
			}
			if when := whenForm.FindStringSubmatch(b[2]); when != nil {
				m.when = strings.TrimSpace(when[1])
			}
			if number := numberForm.FindStringSubmatch(b[2]); number != nil {
				m.number = number[1]
			}
			for _, key := range keyForm.FindAllStringSubmatch(b[2], -1) {
				m.datas, m.labels = append(m.datas, html.UnescapeString(key[1])), append(m.labels, html.UnescapeString(key[2]))
			}
			all = append(all, m)
		}
	}
	return all
}

// heard are the messages of the service.
func (v *visitor) heard(a *actor) []shown {
	v.Helper()
	return slices.DeleteFunc(v.screen(a), func(m shown) bool { return m.mine })
}

// keys are those of the last message that has any.
func (v *visitor) keys(a *actor) (message string, datas []string) {
	v.Helper()
	for _, m := range v.heard(a) {
		if len(m.datas) > 0 {
			message, datas = m.number, m.datas
		}
	}
	return message, datas
}

// reference is drawn at random.
var anyReference = regexp.MustCompile(`(Réf|Ref|مرجع|Ref\.|/start) [\w-]{5,}`)

// phonesBook writes down what every phone shows, and fails where a text is not in the
// visitor's language.
func (v *visitor) phonesBook() string {
	v.Helper()
	var book strings.Builder
	for _, a := range v.actors {
		fmt.Fprintf(&book, "== %s: %s\n", a.name, a.about)
		for i, m := range v.screen(a) {
			text := anyReference.ReplaceAllString(m.text, "$1 …")
			if !m.mine && v.language == parcours.Arabic && i > 1 && a.name != "langues" && a.name != "ukrainien" && !strings.HasPrefix(text, "(groupe)") && !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
				v.Errorf("%s: not in Arabic: %q", a.name, text)
			}
			channel, sign := "sms", " "
			if m.chat {
				channel = "tlg"
			}
			if m.mine {
				sign = ">"
			}
			fmt.Fprintf(&book, "%s %s %s", channel, m.when, sign)
			for n, line := range strings.Split(text, "\n") {
				if n > 0 {
					book.WriteString("\n       ")
				}
				book.WriteString(" " + line)
			}
			for _, label := range m.labels {
				fmt.Fprintf(&book, " [%s]", label)
			}
			book.WriteString("\n")
		}
		book.WriteString("\n")
	}
	return book.String()
}
