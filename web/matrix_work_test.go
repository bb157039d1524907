package web_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"relais/intake"
	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// work adds to the morning what is worked: Maëlys has a week, an activity, a note and
// a message that was withdrawn; Enora left; Erell had none; somebody
// unknown wrote.
func (w *matrixWorld) work(h *town, s *store.Store, now time.Time) {
	t, ctx := w.t, w.t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	words := func(text string) string { return text + w.probe }
	today := parcours.DateOf(now, paris())
	coordinator := parcours.Actor{Role: parcours.AccountCoordinator}
	anne := parcours.Actor{Role: parcours.AccountReferent, ProfessionalID: w.ids["anne"]}
	maelys := w.ids["maëlys"]
	must(s.SetWeeklyPlan(ctx, now, coordinator, parcours.WeeklyPlan{PersonID: maelys, MinHours: 15, MaxHours: 20, From: parcours.NewDate(2026, 1, 5)}))
	_, err := s.OpenWeeks(ctx, now, 10)
	must(err)
	must(s.PlanActivity(ctx, now, coordinator, parcours.Activity{
		PersonID: maelys, Kind: parcours.ActivityKinds()[0], Label: words("Atelier"), Place: words("Salle 2"), Day: today.AddDays(3), Start: -1, Minutes: 120,
	}))
	must(s.WriteNote(ctx, now, anne, parcours.Note{PersonID: maelys, Text: words("Préfère le matin.")}))
	must(s.Exit(ctx, now, coordinator, w.ids["enora"], parcours.ExitReasons()[0], today))
	in := parcours.Inbound{ID: "in-20", Channel: parcours.ChannelSMS, Address: "+33639980198", Kind: parcours.InboundText, Text: words("c'est qui ?"), ReceivedAt: now}
	_, err = s.RecordInbound(ctx, parcours.RawInbound{ID: in.ID, Provider: parcours.ProviderTwilio, ProviderID: in.ID, ReceivedAt: now, Payload: []byte("x")})
	must(err)
	dossier, state, err := s.LoadDossier(ctx, now, in)
	must(err)
	must(s.RecordTurn(ctx, parcours.Turn{Inbound: in, Dossier: dossier, State: state, Now: now, Effects: []parcours.Effect{parcours.Escalate{Kind: parcours.EscalationUnknown, Text: in.Text}}}))
	planned, err := s.Planned(ctx, coordinator, maelys)
	must(err)
	for _, n := range planned {
		if n.Kind != parcours.KindReminder && w.ids["withdrawn"] == "" {
			must(s.CancelNotification(ctx, now, coordinator, n.ID))
			w.ids["withdrawn"] = n.ID
		}
	}
	places, err := s.Places(ctx, now)
	must(err)
	w.ids["place"] = places[0].ID
}

// imports is a desk of files on the morning's store. One file was checked; nobody
// works on what comes after.
func (w *matrixWorld) imports(s *store.Store, now time.Time) *intake.Desk {
	w.t.Helper()
	desk := intake.NewDesk(&intake.Intake{Store: s, Rules: storetest.Rules(w.t), Now: func() time.Time { return now }}, s)
	ctx, stop := context.WithCancel(w.t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); _ = desk.Run(ctx) }()
	defer func() { stop(); <-ended }()
	quoted := `"` + strings.ReplaceAll(w.probe, `"`, `""`) + `"`
	coordinator := parcours.Actor{Role: parcours.AccountCoordinator}
	data := twelve
	if w.probe != "" {
		data += "Mme;" + quoted + ";" + quoted + ";30/02/1985;" + quoted + ";06 39 98 10 13;" + quoted + "\n"
	}
	id, err := desk.Receive(ctx, coordinator, w.probe+"export.csv", strings.NewReader(data))
	if err != nil {
		w.t.Fatal(err)
	}
	w.ids["import"] = id
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		f, err := desk.FileImport(ctx, coordinator, id)
		if err != nil || time.Now().After(end) {
			w.t.Fatalf("the file is %s, %v", f.State, err)
		}
		if f.State == parcours.ImportChecked {
			return desk
		}
	}
}

// orders gives by the console what only it makes: a series of slots and a referent
// for Erell, whom Yves had; and reads what a transfer is confirmed with.
func (w *matrixWorld) orders(claire *browser) {
	w.t.Helper()
	claire.post("/creneaux", url.Values{
		"place": {w.ids["place"]}, "kind": {string(parcours.JointInterview)}, "with": {w.ids["yves"], w.ids["paul"]}, "day": {"2026-03-30"}, "time": {"14:00"},
		"minutes": {"60"}, "capacity": {"2"}, "until": {"2026-04-20"}, "seen": {"yes"},
	}).wants(w.t, http.StatusSeeOther)
	claire.post("/affectations", url.Values{"one": {w.ids["erell"]}, "to": {w.ids["anne"]}}).wants(w.t, http.StatusSeeOther)
	w.ids["mark"] = hidden(w.t, claire.get("/referents/"+w.ids["anne"]+"/transfert?vers="+w.ids["yves"]).body, "mark")
	w.ids["version"] = hidden(w.t, claire.get("/imports/"+w.ids["import"]).body, "version")
}

// worked are the queries for what those left.
var worked = map[string]string{
	"week":      "select id from week",
	"activity":  "select id from planned_activity",
	"note":      "select id from note",
	"contact":   "select c.id from contact_point c join number_claim n on n.person_id = c.person_id where c.channel = 'sms'",
	"stranger":  "select id from escalation where person_id is null",
	"slot":      "select id from slot where series <> '' order by starts_at limit 1",
	"taken":     "select a.slot_id from appointment a join participation p on p.appointment_id = a.id where p.person_id = (select person_id from number_claim)",
	"territory": "select id from territory",
	"series":    "select series from slot where series <> '' limit 1",
	"transfer":  "select id from transfer",
	"fact":      "select id from fact where kind = 'registered'",
}

// flow asks for a stream and leaves at its first line.
func (b *browser) flow(path string) answer {
	b.t.Helper()
	ctx, leave := context.WithCancel(b.t.Context())
	defer leave()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, b.base+path, http.NoBody)
	if err != nil {
		b.t.Fatal(err)
	}
	resp, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	first := make([]byte, 64<<10)
	n, _ := resp.Body.Read(first)
	return answer{status: resp.StatusCode, header: resp.Header, body: string(first[:n])}
}

// files are the forms that carry some.
var files = []string{"POST /imports"}

func carriesFile(r matrixRow) bool { return slices.Contains(files, r.pattern) }
