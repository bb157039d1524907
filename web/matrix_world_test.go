package web_test

import (
	"database/sql"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"relais/intake"
	"relais/locales"
	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
	"relais/web"
)

// Actors of the matrix. Anne follows Maëlys, Gaël, Nolwenn and Loïc; Paul meets
// Maëlys; Inès and Léa were entrusted with them. Those who end in 2 do the same
// work for other people, and guess the ids of these.
var matrixActors = []struct{ name, email string }{
	{"visitor", ""},
	{"coordinator", "claire.hamon@exemple.fr"},
	{"lead", "lise.robin@exemple.fr"},
	{"auditor", "marc.leroy@exemple.fr"},
	{"referent", "anne.morel@exemple.fr"},
	{"professional", "paul.riou@exemple.fr"},
	{"nurse", "ines.roux@exemple.fr"},
	{"partner", "lea.bihan@exemple.fr"},
	{"referent2", "yves.caradec@exemple.fr"},
	{"professional2", "tom.guen@exemple.fr"},
	{"nurse2", "jade.kerr@exemple.fr"},
	{"partner2", "erwan.legall@exemple.fr"},
}

// matrixWorld is one morning with something of every kind.
type matrixWorld struct {
	t        *testing.T
	stage    *storetest.Stage
	base     string
	probe    string
	browsers map[string]*browser
	// cookies are what each browser holds on that morning.
	cookies map[string][]*http.Cookie
	// ids that the table names in braces.
	ids map[string]string
}

// newMatrixWorld makes the morning; probe is in every text that somebody else wrote.
func newMatrixWorld(t *testing.T, probe string) *matrixWorld {
	t.Helper()
	now := time.Date(2026, 1, 5, 9, 30, 0, 0, paris())
	w := &matrixWorld{t: t, probe: probe, browsers: map[string]*browser{}, cookies: map[string][]*http.Cookie{}, ids: map[string]string{}}
	w.stage = storetest.NewStage(t, false, store.Options{Now: func() time.Time { return now }}, func(s *store.Store) { w.prepare(s, now) })
	w.find()
	return w
}

func (w *matrixWorld) prepare(s *store.Store, now time.Time) {
	t, ctx := w.t, w.t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	h := newTown(t, s)
	_, err := s.ImportProfessionals(ctx, now, parcours.ImportBatch{ID: "m-1", Kind: "referents"}, []parcours.ProfessionalRow{
		{Email: "ines.roux@exemple.fr", FirstName: "Inès", LastName: "Roux", Structure: "Département", Territory: "Redon", Role: parcours.RoleNurse},
		{Email: "jade.kerr@exemple.fr", FirstName: "Jade", LastName: "Kerr", Structure: "Département", Territory: "Redon", Role: parcours.RoleNurse},
		{Email: "tom.guen@exemple.fr", FirstName: "Tom", LastName: "Guen", Structure: "France Travail", Territory: "Redon", Role: parcours.RoleProfessional},
		{Email: "lea.bihan@exemple.fr", FirstName: "Léa", LastName: "Bihan", Structure: "Tremplin", Territory: "Redon", Role: parcours.RolePartner},
		{Email: "erwan.legall@exemple.fr", FirstName: "Erwan", LastName: "Le Gall", Structure: "Passerelle", Territory: "Redon", Role: parcours.RolePartner},
	}, false)
	must(err)
	hash, err := web.HashPassword(password)
	must(err)
	for email, role := range map[string]parcours.AccountRole{
		"lise.robin@exemple.fr": parcours.AccountLead, "marc.leroy@exemple.fr": parcours.AccountAuditor, "ines.roux@exemple.fr": parcours.AccountNurse,
		"jade.kerr@exemple.fr": parcours.AccountNurse, "tom.guen@exemple.fr": parcours.AccountProfessional,
		"lea.bihan@exemple.fr": parcours.AccountPartner, "erwan.legall@exemple.fr": parcours.AccountPartner,
	} {
		_, err := s.CreateAccount(ctx, now, parcours.Account{Email: email, PasswordHash: hash, Role: role})
		must(err)
	}
	_, err = s.ImportSlots(ctx, now, parcours.ImportBatch{ID: "m-2", Kind: "slots"}, []parcours.SlotRow{{
		StartsAt: now.AddDate(0, 0, 8), Minutes: 60, Place: "CDAS", Address: "8 rue du Port, 35600 Redon", Phone: "02 61 91 01 02", Territory: "Redon",
		Kind: parcours.JointInterview, Capacity: 5, ProfessionalEmails: []string{"anne.morel@exemple.fr", "paul.riou@exemple.fr"},
	}}, false)
	must(err)
	landline := func(n int) []parcours.Phone {
		return []parcours.Phone{{E164: fmt.Sprintf("+3326191%04d", n), Kind: parcours.PhoneLandline}}
	}
	rows := []parcours.PersonRow{
		{FirstName: "Nolwenn", LastName: "Abgrall", InternalID: "I-11", Address: "2 rue du Plessis", Postcode: "35600", City: "Redon"},
		{FirstName: "Gaël", LastName: "Priol", InternalID: "I-12", Phones: landline(144)},
		{FirstName: "Loïc", LastName: "Tréhin", InternalID: "I-13", Phones: landline(145)},
		{FirstName: "Enora", LastName: "Kerdreux", InternalID: "I-14"},
		{FirstName: "Erell", LastName: "Cadic", InternalID: "I-15"},
	}
	for i := range rows {
		if w.probe != "" {
			rows[i].LastName += "<script>alert(1)</script>"
			rows[i].Address, rows[i].Structure, rows[i].BirthName = "=1+1 rue <b>", w.probe, w.probe
		}
		rows[i].EnteredOn, rows[i].ReferentEmail, rows[i].Territory = parcours.NewDate(2026, 1, 4), "anne.morel@exemple.fr", "Redon"
		if rows[i].FirstName == "Erell" {
			rows[i].ReferentEmail = ""
		}
	}
	_, err = s.ImportPeople(ctx, now, parcours.ImportBatch{ID: "m-3", Kind: "people"}, rows, false)
	must(err)
	_, err = s.PlacePeople(ctx, now)
	must(err)
	w.partner(s, now)
	slots, err := s.FreeSlots(ctx, parcours.JointInterview, now)
	must(err)
	coordinator := parcours.Actor{Role: parcours.AccountCoordinator}
	all, err := s.People(ctx, coordinator, "", 10)
	must(err)
	team, err := s.Team(ctx)
	must(err)
	for _, p := range all {
		first, _, _ := strings.Cut(p.Name, " ")
		w.ids[strings.ToLower(first)] = p.PersonID
		if slices.Contains([]string{"Nolwenn", "Gaël", "Loïc"}, first) {
			must(s.Convene(ctx, now, parcours.Assigned{PersonID: p.PersonID, SlotID: slots[0].ID}))
		}
		for _, pro := range team {
			w.ids[strings.ToLower(pro.FirstName)] = pro.ID
			if first != "Yann" && first != "Erell" && (pro.FirstName == "Inès" || pro.FirstName == "Léa") {
				must(s.Entrust(ctx, now, coordinator, p.PersonID, pro.ID))
			}
		}
	}
	w.ids["question"] = h.question
	_, _, err = s.IssueToken(ctx, coordinator, parcours.APIToken{Name: "Entrepôt" + w.probe, Scopes: parcours.TokenScopes(), ExpiresAt: time.Now().Add(time.Hour)})
	must(err)
	if w.probe != "" {
		h.told(t, s, "in-10", w.probe, parcours.Escalate{Kind: parcours.EscalationQuestion, Text: w.probe})
	}
	h.told(t, s, "in-11", "mon nouveau numéro", parcours.ClaimNumber{Phone: parcours.Phone{E164: "+33639980155", Kind: parcours.PhoneMobile}})
	h.told(t, s, "in-12", "jai trouver du taf", parcours.DeclareJob{Kind: parcours.JobCDD})
	must(s.RecordJob(ctx, now, coordinator, parcours.Job{PersonID: w.ids["gaël"], Kind: parcours.JobCDI, StartsOn: parcours.NewDate(2026, 1, 2)}))
	_, err = s.RaiseIncident(ctx, parcours.Incident{Key: "k-1", Kind: "slots_short", At: now, Details: map[string]string{"territory": "Redon", "missing": "2", "until": "2026-01-16"}})
	must(err)
	_, err = s.PauseRestored(ctx, now, parcours.Restoration{
		Since:   now.Add(-10 * time.Minute),
		Missing: []parcours.LeftMessage{{ProviderID: "SM9", Sender: "RELAIS", To: "+33639980144", Body: "Rendez-vous", LeftAt: now.Add(-5 * time.Minute), State: parcours.AttemptSent}},
	})
	must(err)

	_, err = s.Register(ctx, now, coordinator, []string{w.ids["gaël"]}, parcours.NewDate(2026, 1, 3))
	must(err)
	w.work(h, s, now)
	w.untold(s, now)
	files := w.imports(s, now)

	labels, err := locales.Load()
	must(err)
	w.base = serve(t, &memory{}, func(o *web.Options) {
		o.Store, o.Labels, o.Rules, o.Letters, o.Texts = s, labels, storetest.Rules(t), desk{labels}, labels
		o.Imports, o.Partners, o.ReadUpstream = files, trial{}, intake.ReadRDV
		o.Digests = true
		o.CalendarFile = func(out io.Writer, name string, stamp time.Time, events []parcours.CalendarEvent) error {
			return intake.Calendar{Name: name, Zone: paris(), PublicURL: "https://relais.exemple.fr"}.Write(out, stamp, events)
		}
		o.Now = func() time.Time { return now }
	})
	address, err := url.Parse(w.base)
	must(err)
	crowd := new(wanderer)
	for _, a := range matrixActors {
		if w.browsers[a.name] = visitor(t, w.base); a.email != "" {
			w.browsers[a.name] = signedIn(t, w.base, a.email)
		}
		w.browsers[a.name].client.Transport = crowd // so that nobody is slowed down
		w.cookies[a.name] = w.browsers[a.name].client.Jar.Cookies(address)
	}
	claire := w.browsers["coordinator"]
	w.orders(claire)
	made := claire.post("/courriers/lots", url.Values{"notification": values(claire.get("/courriers").body, "notification")})
	made.wants(t, http.StatusSeeOther)
	w.ids["batch"] = strings.TrimPrefix(made.header.Get("Location"), "/courriers/lots/")
	calls := claire.get("/appels").body
	attempts, people := values(calls, "attempt"), values(calls, "person")
	if len(attempts) < 2 || len(attempts) != len(people) {
		t.Fatalf("%d calls to make, of %d people", len(attempts), len(people))
	}
	claire.post("/appels", url.Values{"person": {people[0]}, "attempt": {attempts[0]}, "outcome": {"no_answer"}}).wants(t, http.StatusSeeOther)
	w.ids["called"], w.ids["attempt"] = people[1], attempts[1]
	claire.get("/acces.csv").wants(t, http.StatusOK) // an export of hers is kept
	got := claire.post("/comptes", url.Values{"email": {"invitee@exemple.fr"}, "role": {"lead"}})
	w.ids["token"] = regexp.MustCompile(`/invitation/([A-Z2-7]+)`).FindStringSubmatch(got.body)[1]
}

// wanderer sends each request from another address, as a proxy hands it over.
type wanderer struct{ requests atomic.Int64 }

// RoundTrip implements http.RoundTripper.
func (o *wanderer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	n := o.requests.Add(1)
	r.Header.Set("X-Forwarded-For", fmt.Sprintf("198.18.%d.%d", n/250, n%250+1))
	return http.DefaultTransport.RoundTrip(r)
}

// find reads from the database the ids that no page gives.
func (w *matrixWorld) find() {
	w.t.Helper()
	queries := map[string]string{
		"participation": "select id from participation where person_id = '" + w.ids["maëlys"] + "'",
		"notification":  "select n.id from notification n join attempt a on a.notification_id = n.id where n.person_id = '" + w.ids["maëlys"] + "' and n.kind = 'reminder' and a.state = 'queued'",
		"claim":         "select id from number_claim",
		"job":           "select id from job where person_id = '" + w.ids["gaël"] + "'",
		"declared":      "select id from job where person_id = '" + w.ids["maëlys"] + "'",
		"incident":      "select id from incident where key = 'k-1'",
		"pause":         "select json_extract(value, '$.id') from setting where key = 'pause'",
		"letter":        "select id from letter",
		"call":          "select id from phone_call",
		"key":           "select id from api_token",
		"export":        "select id from kept_export",
		"account":       "select id from account where email = 'erwan.legall@exemple.fr'",
		"session":       "select s.id from account_session s join account a on a.id = s.account_id where a.email = 'erwan.legall@exemple.fr'",
	}
	maps.Copy(queries, worked)
	for name, query := range queries {
		var id string
		if err := w.stage.DB.QueryRowContext(w.t.Context(), query).Scan(&id); err != nil {
			w.t.Fatalf("%s: %v", name, err)
		}
		w.ids[name] = id
	}
	for _, table := range []string{"leaver", "beginning_leaver"} { // Nolwenn was in the last flux no more
		if _, err := w.stage.DB.ExecContext(w.t.Context(), "insert into "+table+" (person_id, reason, left_on, found_at, decision, decided_at, decided_by) values ($1, 'absent', '', 1, '', 0, '')", w.ids["nolwenn"]); err != nil {
			w.t.Fatal(err)
		}
	}
	one, other := w.ids["gaël"], w.ids["nolwenn"]
	for _, table := range []string{"duplicate_people", "beginning_duplicate_people"} { // Gaël and Nolwenn look like one person
		if _, err := w.stage.DB.ExecContext(w.t.Context(), "insert into "+table+" (person_id, other_id, strength, reasons, found_at, decision, decided_at, decided_by) values ($1, $2, 'weak', 'same_names other_birth_date same_phone', 1, '', 0, '')", min(one, other), max(one, other)); err != nil {
			w.t.Fatal(err)
		}
	}
	for _, table := range []string{"person", "beginning_person"} { // Loïc's death was announced
		if _, err := w.stage.DB.ExecContext(w.t.Context(), "update "+table+" set held_at = 1 where id = $1", w.ids["loïc"]); err != nil {
			w.t.Fatal(err)
		}
	}
}

// fill puts the ids of a text in the place of their names.
func (w *matrixWorld) fill(text string) string {
	return regexp.MustCompile(`\{(\pL+)\}`).ReplaceAllStringFunc(text, func(name string) string {
		id, ok := w.ids[strings.Trim(name, "{}")]
		if !ok {
			w.t.Fatalf("%s is nothing of the fiction", name)
		}
		return id
	})
}

// try sends a row's request as an actor.
func (w *matrixWorld) try(r matrixRow, actor string) answer {
	w.t.Helper()
	method, _, _ := strings.Cut(r.pattern, " ")
	b, path := w.browsers[actor], w.fill(r.path)
	b.keep(w.cookies[actor])
	switch {
	case strings.HasSuffix(path, "/flux"):
		return b.flow(path)
	case carriesFile(r):
		return b.give("autre.csv", twelve)
	case method == http.MethodPut || method == http.MethodDelete:
		r, err := http.NewRequestWithContext(b.t.Context(), method, b.base+path, strings.NewReader("{}"))
		if err != nil {
			w.t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		return b.do(r)
	case method != http.MethodPost:
		return b.get(path)
	}
	return b.post(path, w.form(r))
}

func (w *matrixWorld) form(r matrixRow) url.Values {
	w.t.Helper()
	form, err := url.ParseQuery(w.fill(r.form))
	if err != nil {
		w.t.Fatal(err)
	}
	return form
}

// keep gives a browser cookies in the place of those that it holds.
func (b *browser) keep(cookies []*http.Cookie) {
	b.t.Helper()
	address, err := url.Parse(b.base)
	if err != nil {
		b.t.Fatal(err)
	}
	b.client.Jar = visitor(b.t, b.base).client.Jar
	b.client.Jar.SetCookies(address, cookies)
}

func (w *matrixWorld) reset() {
	w.t.Helper()
	if err := w.stage.Reset(); err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.stage.DB.ExecContext(w.t.Context(), "update person set held_at = 1 where id = $1", w.ids["loïc"]); err != nil {
		w.t.Fatal(err)
	}
}

// unwatched are the tables that a refusal may change: who is where, and who tried.
var unwatched = []string{"session", "account_session", "access_log"}

// state is everything that the database holds, but for those tables.
func (w *matrixWorld) state() map[string]string {
	w.t.Helper()
	query := func(text string, each func(*sql.Rows)) {
		rows, err := w.stage.DB.QueryContext(w.t.Context(), text)
		if err != nil {
			w.t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			each(rows)
		}
		if err := rows.Err(); err != nil {
			w.t.Fatal(err)
		}
	}
	var names []string
	query("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'beginning_%' order by name", func(rows *sql.Rows) {
		var name string
		if err := rows.Scan(&name); err != nil {
			w.t.Fatal(err)
		}
		if !slices.Contains(unwatched, name) {
			names = append(names, name)
		}
	})
	state := map[string]string{}
	for _, name := range names {
		var text strings.Builder
		query("select * from "+name, func(rows *sql.Rows) {
			columns, err := rows.Columns()
			if err != nil {
				w.t.Fatal(err)
			}
			cells := make([]any, len(columns))
			for i := range cells {
				cells[i] = new(any)
			}
			if err := rows.Scan(cells...); err != nil {
				w.t.Fatal(err)
			}
			for _, c := range cells {
				fmt.Fprintf(&text, "%v|", *c.(*any))
			}
			text.WriteByte('\n')
		})
		state[name] = text.String()
	}
	return state
}

// count is how many entries of the access log an account left.
func (w *matrixWorld) count(actor string) (n int) {
	w.t.Helper()
	var email string
	for _, a := range matrixActors {
		if a.name == actor {
			email = a.email
		}
	}
	err := w.stage.DB.QueryRowContext(w.t.Context(), "select count(*) from access_log l join account a on a.id = l.account_id where a.email = $1", email).Scan(&n)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}
