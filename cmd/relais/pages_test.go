package main_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/chromedp/chromedp"

	"relais/web/webtest"
)

// shownPage is a page of the console as one role opens it.
type shownPage struct {
	// name of the picture.
	name string
	// role opens it: an account of the demo, "" for a visitor.
	role string
	// path of the page; or where a link to it is found, and what the link matches.
	path string
	link string
	// patterns are the routes that it shows.
	patterns []string
}

// shownPages are every page of the console.
var shownPages = []shownPage{
	{name: "connexion", path: "/connexion", patterns: []string{"/connexion"}},
	{name: "pilotage", role: "coordinator", path: "/", patterns: []string{"/{$}", "/pilotage"}},
	{name: "pilotage-projet", role: "lead", path: "/pilotage"},
	{name: "liste", role: "coordinator", path: "/listes/unreachable", patterns: []string{"/listes/{list}"}},
	{name: "a-faire", role: "coordinator", path: "/a-faire", patterns: []string{"/a-faire"}},
	{name: "a-faire-referent", role: "referent", path: "/a-faire"},
	{name: "pas-convoquees", role: "coordinator", path: "/listes/not_convened"},
	{name: "numeros-inconnus", role: "coordinator", path: "/listes/unclaimed"},
	{name: "referents", role: "coordinator", path: "/referents", patterns: []string{"/referents"}},
	{name: "transfert", role: "coordinator", path: "/referents", link: `^/referents/[0-9a-f-]{36}/transfert$`, patterns: []string{"/referents/{id}/transfert"}},
	{name: "creneaux", role: "coordinator", path: "/creneaux", patterns: []string{"/creneaux"}},
	{name: "lieux", role: "coordinator", path: "/lieux", patterns: []string{"/lieux"}},
	{name: "file", role: "coordinator", path: "/file", patterns: []string{"/file", "/questions"}},
	{name: "keys", role: "referent", path: "/clavier", patterns: []string{"/clavier"}},
	{name: "question", role: "coordinator", path: "/file", link: `^/questions/[0-9a-f-]{36}`, patterns: []string{"/questions/{id}"}},
	{name: "file-referent", role: "referent", path: "/file"},
	{name: "personnes", role: "referent", path: "/personnes", patterns: []string{"/personnes"}},
	{name: "personne", role: "coordinator", path: "/listes/met", link: `^/personnes/[0-9a-f-]{36}$`, patterns: []string{"/personnes/{id}"}},
	{name: "appels", role: "coordinator", path: "/appels", patterns: []string{"/appels"}},
	{name: "courriers", role: "coordinator", path: "/courriers", patterns: []string{"/courriers"}},
	{name: "absences", role: "coordinator", path: "/absences", patterns: []string{"/absences"}},
	{name: "pilotage-delais", role: "coordinator", path: "/pilotage/delais", patterns: []string{"/pilotage/{part}"}},
	{name: "pilotage-rendez-vous", role: "coordinator", path: "/pilotage/rendez-vous"},
	{name: "pilotage-semaines", role: "coordinator", path: "/pilotage/semaines"},
	{name: "pilotage-parcours", role: "lead", path: "/pilotage/parcours"},
	{name: "pilotage-reponses", role: "lead", path: "/pilotage/reponses"},
	{name: "creneau", role: "coordinator", path: "/creneaux", link: `^/creneaux/[0-9a-f-]{36}`, patterns: []string{"/creneaux/{slot}"}},
	{name: "imports", role: "coordinator", path: "/imports", patterns: []string{"/imports"}},
	{name: "partenaires", role: "lead", path: "/partenaires", patterns: []string{"/partenaires"}},
	{name: "sorties", role: "coordinator", path: "/sorties", patterns: []string{"/sorties"}},
	{name: "doublons", role: "coordinator", path: "/doublons", patterns: []string{"/doublons"}},
	{name: "rdv-solidarites", role: "coordinator", path: "/rdv-solidarites", patterns: []string{"/rdv-solidarites"}},
	{name: "comptes", role: "coordinator", path: "/comptes", patterns: []string{"/comptes"}},
	{name: "jetons", role: "coordinator", path: "/jetons", patterns: []string{"/jetons"}},
	{name: "exports", role: "coordinator", path: "/exports", patterns: []string{"/exports"}},
	{name: "acces", role: "auditor", path: "/acces", patterns: []string{"/acces"}},
	{name: "second-facteur", role: "referent", path: "/compte/second-facteur", patterns: []string{"/compte/second-facteur"}},
	{name: "pause", role: "coordinator", path: "/pause", patterns: []string{"/pause"}},
	{name: "textes", role: "lead", path: "/textes", patterns: []string{"/textes"}},
	{name: "texte", role: "lead", path: "/textes/convocation.first.joint.sms?langue=fr", patterns: []string{"/textes/{key}"}},
	{name: "texte-arabe", role: "coordinator", path: "/textes/convocation.first.joint.telegram?langue=ar"},
	{name: "compte", role: "referent", path: "/compte", patterns: []string{"/compte"}},
	{name: "compte-audit", role: "auditor", path: "/compte"},
	{name: "introuvable", role: "coordinator", path: "/nulle-part"},
}

// notPages are routes that answer with something else than a page of their own.
var notPages = []string{
	"/acces/{person}/donnees", "/exports/{export}", // files
	"/agenda/{file}", "/rdv/{file}", // calendars
	"/listes/{list}/export.csv",
	"/affectations/{person}", "/imports/{import}", "/courriers/lots/{batch}", "/doublons/{kept}/{merged}", // looked at in the walks of web,
	"/connexion/code", "/invitation/{token}", // which bring about what they show
	"/imports/{import}/refus.csv", "/acces.csv",
	"/pilotage/{part}/export.csv", "/pilotage/{part}/partage.csv", "/comite/figures.csv", "/comite/bulletin.html", "/comite/cohorte.csv",
	"/connexion/agent",                   // leads to the provider
	"/file/flux", "/personnes/{id}/flux", // streams of events
	"/pilotage/chiffres",     // the region of the page that moves
	"/personnes/{id}/preuve", // a file
	"/courriers/lots/{batch}/courriers.pdf",
	"/courriers/lots/{batch}/courriers.csv",
}

// TestEveryPageIsShown keeps the table above complete.
func TestEveryPageIsShown(t *testing.T) {
	t.Parallel()
	routes, err := os.ReadFile("../../web/web.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`page\("GET ([^"]+)"`).FindAllStringSubmatch(string(routes), -1) {
		shown := slices.Contains(notPages, m[1]) || slices.ContainsFunc(shownPages, func(p shownPage) bool { return slices.Contains(p.patterns, m[1]) })
		if !shown {
			t.Errorf("GET %s is neither looked at nor named as what is no page", m[1])
		}
	}
}

// TestEveryPage opens every page of a territory that lives, as those who may: axe
// finds nothing to say in light and dark, nothing is wider than a phone of 360
// pixels, and no script complains.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	d := playDemo(t, "--ahead", "14", "--day", "2400h")
	d.ask(t, "Bonjour, est-ce que je peux venir avec mon fils ? Il a 3 ans.")
	ctx := webtest.Browser(t)
	for _, role := range []string{"", "coordinator", "lead", "referent", "auditor"} {
		tab, complaints := webtest.Tab(t, ctx)
		if role != "" {
			d.signIn(t, tab, role)
		}
		for _, p := range shownPages {
			if p.role != role {
				continue
			}
			d.open(t, tab, p)
			webtest.Look(t, tab, p.name)
			if said := complaints(); len(said) > 0 {
				t.Errorf("%s: the browser complains: %q", p.name, said)
			}
		}
	}
}

// played is a running demo.
type played struct {
	console, phones string
	accounts        map[string]string
	password        string
}

// playDemo starts the demo and waits for its pages.
func playDemo(t *testing.T, args ...string) played {
	t.Helper()
	said := new(transcript)
	demo := exec.Command(program, append([]string{"demo", "--listen", "127.0.0.1:0", "--phones", "127.0.0.1:0"}, args...)...)
	demo.Dir = t.TempDir()
	demo.Stdout, demo.Stderr = said, said
	if err := demo.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = demo.Process.Signal(syscall.SIGTERM)
		_ = demo.Wait()
		if t.Failed() {
			t.Logf("relais demo said:\n%s", said.tail(4000))
		}
	})
	d := played{accounts: map[string]string{}}
	until(t, "the demo shows its pages", func() string {
		for line := range strings.Lines(said.String()) {
			switch words := strings.Fields(line); {
			case len(words) != 2:
			case words[0] == "Console":
				d.console = words[1]
			case words[0] == "Phones":
				d.phones = words[1]
			case words[0] == "password":
				d.password = words[1]
			case strings.Contains(words[1], "@"):
				d.accounts[words[0]] = words[1]
			}
		}
		if d.phones == "" {
			return "it said: " + said.tail(300)
		}
		return ""
	})
	return d
}

// ask writes from the first phone of the territory, as a visitor of the demo would.
func (d played) ask(t *testing.T, text string) {
	t.Helper()
	people, err := http.Get(d.phones + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer people.Body.Close()
	list, err := io.ReadAll(people.Body)
	if err != nil {
		t.Fatal(err)
	}
	phone := regexp.MustCompile(`/phones/\d+`).FindString(string(list))
	sent, err := http.PostForm(d.phones+phone+"/sms", url.Values{"text": {text}})
	if err != nil {
		t.Fatal(err)
	}
	defer sent.Body.Close()
	if phone == "" || sent.StatusCode != http.StatusOK {
		t.Fatalf("write from %q: %s", phone, sent.Status)
	}
}

func (d played) signIn(t *testing.T, tab context.Context, role string) {
	t.Helper()
	if d.accounts[role] == "" {
		t.Fatalf("the demo has no %s", role)
	}
	do(t, tab,
		chromedp.Navigate(d.console+"/connexion?lang=fr"),
		chromedp.SendKeys(`input[name="email"]`, d.accounts[role]),
		chromedp.SendKeys(`input[name="password"]`, d.password),
		chromedp.Click(`.gate button[type="submit"]`),
		chromedp.WaitVisible(`#main h1`),
	)
}

// open shows a page at the width of a desk.
func (d played) open(t *testing.T, tab context.Context, p shownPage) {
	t.Helper()
	do(t, tab, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(d.console+p.path), chromedp.WaitVisible(`#main`))
	if p.link != "" {
		links, err := chromedp.Run(tab, chromedp.Evaluate[[]string](`[...document.querySelectorAll("main a")].map((a) => a.getAttribute("href"))`))
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(links, regexp.MustCompile(p.link).MatchString)
		if at < 0 {
			t.Fatalf("%s: no link on %s matches %s: %q", p.name, p.path, p.link, links)
		}
		to, err := url.Parse(links[at])
		if err != nil {
			t.Fatal(err)
		}
		do(t, tab, chromedp.Navigate(d.console+to.String()), chromedp.WaitVisible(`#main`))
	}
}

func do(t *testing.T, tab context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, stop := context.WithTimeout(tab, patience)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}
