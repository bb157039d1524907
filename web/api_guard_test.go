package web_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/parcours"
	"relais/web/apiclient"
)

// call sends one request with a secret and returns the answer.
func (b *bureau) call(secret, method, path, body string, headers ...string) answer {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), method, b.base+"/api/v1"+path, strings.NewReader(body))
	b.must(err)
	r.Header.Set("Content-Type", "application/json")
	if secret != "" {
		r.Header.Set("Authorization", "Bearer "+secret)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return visitor(b.T, b.base).do(r)
}

// issue returns the secret of a token.
func (b *bureau) issue(token parcours.APIToken) (parcours.APIToken, string) {
	b.Helper()
	if token.ExpiresAt.IsZero() {
		token.ExpiresAt = time.Now().Add(time.Hour)
	}
	issued, secret, err := b.s.IssueToken(b.Context(), parcours.Actor{AccountID: "a-claire"}, token)
	b.must(err)
	return issued, secret
}

var scopeOf = regexp.MustCompile("Scope: `([^`]+)`")

// requests are one request for each operation, about Maëlys.
func (b *bureau) requests() map[string][3]string {
	file, err := b.s.Person(b.Context(), parcours.Actor{Role: parcours.AccountCoordinator}, b.people["Maëlys"])
	b.must(err)
	maelys, a := "/people/"+b.people["Maëlys"], file.Appointments[0]
	return map[string][3]string{
		"getReach": {"GET", "/reach"}, "getDeadlines": {"GET", "/deadlines"}, "getReferents": {"GET", "/referents"}, "getFigures": {"GET", "/figures/path"},
		"listUnreachable": {"GET", "/unreachable"}, "listNotConvened": {"GET", "/not-convened"}, "listPeople": {"GET", "/people"},
		"upsertPeople":  {"POST", "/people", `{"people":[{"first_name":"Maëlys","last_name":"Quillien","department_internal_id":"I-1","city":"Redon"}]}`},
		"searchPeople":  {"POST", "/people/search", `{"query":"Quillien"}`},
		"getPerson":     {"GET", maelys},
		"listPlaces":    {"GET", "/places"},
		"listSlots":     {"GET", "/slots"},
		"openSlots":     {"POST", "/slots", `{"place_id":"` + a.Place.ID + `","kind":"joint_interview","professional_ids":["` + a.Professionals[0].ID + `","` + a.Professionals[1].ID + `"],"day":"2026-01-20","time":"10:00","minutes":60,"capacity":1}`},
		"closeSlot":     {"DELETE", "/slots/" + a.SlotID + "?booked=1"},
		"listQuestions": {"GET", "/questions"},
		"getQuestion":   {"GET", "/questions/" + b.question}, "answerQuestion": {"POST", "/questions/" + b.question + "/answer", `{"text":"Oui."}`},
		"closeQuestion": {"POST", "/questions/" + b.question + "/close"}, "listProfessionals": {"GET", "/professionals"},
		"listAppointments": {"GET", "/appointments"}, "listRecords": {"GET", "/appointments/records"}, "listAppointmentsOfPerson": {"GET", maelys + "/appointments"},
		"bookAppointment": {"POST", maelys + "/appointments", `{"slot_id":"` + a.SlotID + `"}`},
		"moveAppointment": {"PUT", maelys + "/appointments/" + a.ParticipationID, `{"starts_at":"2026-01-20T10:00:00+01:00","minutes":60,"place_id":"` + a.Place.ID + `","professional_ids":["` + a.Professionals[0].ID + `"]}`},
		"setOutcome":      {"PUT", maelys + "/appointments/" + a.ParticipationID + "/outcome", `{"outcome":"revoked"}`},
		"listPlans":       {"GET", maelys + "/plans"}, "setPlan": {"PUT", maelys + "/plan", `{"min_hours":1,"max_hours":2,"from":"2026-01-12"}`},
		"listJobs": {"GET", maelys + "/jobs"}, "startJob": {"POST", maelys + "/jobs", `{"starts_on":"2026-01-02"}`},
		"confirmJob": {"PUT", maelys + "/jobs/j-0", `{"starts_on":"2026-01-02"}`}, "endJob": {"PUT", maelys + "/jobs/j-0/end", `{"on":"2026-01-02"}`},
	}
}

// events counts what may have changed.
func (b *bureau) events() string {
	b.Helper()
	var counts []int
	for _, id := range b.people {
		journal, err := b.s.Journal(b.Context(), id)
		b.must(err)
		counts = append(counts, len(journal))
	}
	slices.Sort(counts)
	slots, err := b.s.Calendar(b.Context(), "", b.now, b.now.AddDate(0, 2, 0))
	b.must(err)
	for _, slot := range slots {
		counts = append(counts, slot.Booked, int(slot.ClosedAt.Unix()))
	}
	open, err := b.s.Escalations(b.Context(), parcours.Actor{Role: parcours.AccountCoordinator}, parcours.EscalationOpen)
	b.must(err)
	return fmt.Sprint(counts, len(open))
}

func TestATokenDoesWhatItsScopesSay(t *testing.T) {
	t.Parallel()
	programs(t, func(b *bureau) {
		requests := b.requests()
		before := b.events()
		for _, path := range document(b.T).Paths.Map() {
			for method, o := range path.Operations() {
				request, ok := requests[o.OperationID]
				if !ok || request[0] != method {
					b.Errorf("%s is not tried", o.OperationID)
					continue
				}
				scope := parcours.TokenScope(scopeOf.FindStringSubmatch(o.Description)[1])
				others := slices.DeleteFunc(parcours.TokenScopes(), func(s parcours.TokenScope) bool { return s == scope })
				_, secret := b.issue(parcours.APIToken{Name: "sans " + string(scope), Scopes: others})
				got := b.call(secret, request[0], request[1], request[2])
				if p := problemIn(b.T, []byte(got.body)); got.status != http.StatusForbidden || p.Type != "urn:relais:problem:scope" || !strings.Contains(got.body, string(scope)) {
					b.Errorf("%s without %s: got %d %s", o.OperationID, scope, got.status, got.body)
				}
			}
		}
		if after := b.events(); after != before {
			b.Errorf("refused, and yet something changed: %s, then %s", before, after)
		}
	})
}

func TestATokenSeesItsTerritoryOnly(t *testing.T) {
	t.Parallel()
	programs(t, func(b *bureau) {
		_, err := b.s.ImportProfessionals(b.Context(), b.now, parcours.ImportBatch{ID: "b-v", Kind: "referents"}, []parcours.ProfessionalRow{
			{Email: "nora.guy@exemple.fr", FirstName: "Nora", LastName: "Guy", Structure: "Département", Territory: "Vallons", Role: parcours.RoleReferent},
		}, false)
		b.must(err)
		territories, err := b.s.Territories(b.Context())
		b.must(err)
		i := slices.IndexFunc(territories, func(t parcours.Territory) bool { return t.Name == "Vallons" })
		elsewhere := parcours.APIToken{Name: "Vallons", Scopes: parcours.TokenScopes(), TerritoryID: territories[i].ID}
		_, secret := b.issue(elsewhere)
		before := b.events()
		for id, request := range b.requests() {
			got := b.call(secret, request[0], request[1], request[2])
			for _, hidden := range []string{"QUILLIEN", "Quillien", "ma fille", "rue du Port", "MOREL"} {
				if strings.Contains(got.body, hidden) {
					b.Errorf("%s tells %q: %s", id, hidden, got.body)
				}
			}
			about := strings.Contains(request[1], b.people["Maëlys"]) || strings.Contains(request[1], b.question) || id == "closeSlot"
			if about && got.status != http.StatusNotFound {
				b.Errorf("%s: got %d, want 404\n%s", id, got.status, got.body)
			}
		}
		if after := b.events(); after != before {
			b.Errorf("something changed elsewhere: %s, then %s", before, after)
		}
		if got := b.call(secret, "GET", "/reach?territory="+territories[1-i].ID, ""); got.status != http.StatusNotFound {
			b.Errorf("the figures of another territory: got %d", got.status)
		}
		// whom it creates is of its territory, wherever they live
		got := b.call(secret, "POST", "/people", `{"people":[{"first_name":"Gaël","last_name":"Priol","department_internal_id":"I-9","postcode":"35600","city":"Redon"}]}`)
		if got.status != http.StatusOK || !strings.Contains(got.body, `"created"`) {
			b.Fatalf("create: %d %s", got.status, got.body)
		}
		if got := b.call(secret, "GET", "/people", ""); !strings.Contains(got.body, "Priol") || !strings.Contains(got.body, "Vallons") {
			b.Errorf("got %s", got.body)
		}
		if got := b.call(secret, "POST", "/people", `{"people":[{"first_name":"Loïc","last_name":"Tréhin","department_internal_id":"I-10","territory":"Redon"}]}`); got.status != http.StatusUnprocessableEntity {
			b.Errorf("a person of another territory: got %d %s", got.status, got.body)
		}
	})
}

func TestATokenThatEndedOpensNothing(t *testing.T) {
	t.Parallel()
	programs(t, func(b *bureau) {
		revoked, secret := b.issue(parcours.APIToken{Name: "arrêté", Scopes: parcours.TokenScopes()})
		if got := b.call(secret, "GET", "/people", ""); got.status != http.StatusOK {
			b.Fatalf("got %d", got.status)
		}
		b.must(b.s.RevokeToken(b.Context(), parcours.Actor{AccountID: "a-claire"}, revoked.ID))
		wantUnauthorized := func(what, secret string) {
			b.Helper()
			got := b.call(secret, "GET", "/people", "")
			if p := problemIn(b.T, []byte(got.body)); got.status != http.StatusUnauthorized || !strings.Contains(p.Detail, "Bearer") || got.header.Get("WWW-Authenticate") == "" || got.header.Get("Content-Type") != "application/problem+json" {
				b.Errorf("%s: got %d %v %s", what, got.status, got.header, got.body)
			}
		}
		wantUnauthorized("revoked", secret)
		wantUnauthorized("none", "")
		wantUnauthorized("invented", "relais_ABCDEF")
		_, short := b.issue(parcours.APIToken{Name: "bref", Scopes: parcours.TokenScopes(), ExpiresAt: time.Now().Add(300 * time.Millisecond)})
		for err := error(nil); !errors.Is(err, parcours.ErrNotFound); { // until it is over by the machine's clock
			_, err = b.s.TokenHolder(b.Context(), short)
		}
		wantUnauthorized("expired", short)
		tokens, err := b.s.Tokens(b.Context())
		b.must(err)
		for _, k := range tokens {
			if k.Name == "arrêté" && (k.LastUsedAt.IsZero() || k.RevokedAt.IsZero()) {
				b.Errorf("got %+v", k)
			}
		}
	})
}

func TestARequestWithAKeyIsDoneOnce(t *testing.T) {
	t.Parallel()
	programs(t, func(b *bureau) {
		token, secret := b.issue(parcours.APIToken{Name: "clés", Scopes: parcours.TokenScopes()})
		path := "/questions/" + b.question + "/answer"
		first := b.call(secret, "POST", path, `{"text":"Oui."}`, "Idempotency-Key", "k-1")
		again := b.call(secret, "POST", path, `{"text":"Oui."}`, "Idempotency-Key", "k-1")
		if first.status != http.StatusOK || again.status != first.status || again.body != first.body || again.header.Get("Content-Type") != first.header.Get("Content-Type") {
			b.Errorf("first %d %s\nagain %d %s", first.status, first.body, again.status, again.body)
		}
		if first.header.Get("Idempotent-Replayed") != "" || again.header.Get("Idempotent-Replayed") != "true" {
			b.Error("a repeated answer does not say so")
		}
		if n := strings.Count(again.body, `"from":"professional"`); n != 1 {
			b.Errorf("%d answers", n)
		}
		for what, got := range map[string]answer{
			"another body": b.call(secret, "POST", path, `{"text":"Non."}`, "Idempotency-Key", "k-1"),
			"another path": b.call(secret, "POST", "/questions/"+b.question+"/close", "", "Idempotency-Key", "k-1"),
			"a long key":   b.call(secret, "POST", path, `{"text":"Oui."}`, "Idempotency-Key", strings.Repeat("k", 201)),
		} {
			if got.status != http.StatusUnprocessableEntity || got.header.Get("Content-Type") != "application/problem+json" {
				b.Errorf("%s: got %d %s", what, got.status, got.body)
			}
		}
		// a refusal changes nothing, and leaves the key
		job := "/people/" + b.people["Maëlys"] + "/jobs"
		if got := b.call(secret, "POST", job, `{"starts_on":"2026-13-45"}`, "Idempotency-Key", "k-2"); got.status != http.StatusUnprocessableEntity {
			b.Errorf("got %d %s", got.status, got.body)
		}
		statuses := make([]int, 8)
		var all sync.WaitGroup
		for i := range statuses {
			all.Go(func() {
				statuses[i] = b.call(secret, "POST", job, `{"starts_on":"2026-01-02"}`, "Idempotency-Key", "k-2").status
			})
		}
		all.Wait()
		for _, status := range statuses {
			if status != http.StatusCreated && status != http.StatusConflict { // 409: another one is under way
				b.Errorf("got %d", status)
			}
		}
		if got := b.call(secret, "GET", job, ""); strings.Count(got.body, `"state"`) != 1 {
			b.Errorf("not one job: %s", got.body)
		}
		// one that took the key and died has no answer, and is not done again
		digest := sha256.Sum256([]byte("POST\n/api/v1" + job + "\n" + `{"starts_on":"2026-01-03"}`))
		fresh, _, err := b.s.BeginCall(b.Context(), token.ID, "k-3", hex.EncodeToString(digest[:]))
		if err != nil || !fresh {
			b.Fatalf("fresh %t, %v", fresh, err)
		}
		if got := b.call(secret, "POST", job, `{"starts_on":"2026-01-03"}`, "Idempotency-Key", "k-3"); got.status != http.StatusConflict || !strings.Contains(got.body, "read what it was to change") {
			b.Errorf("got %d %s", got.status, got.body)
		}
		other, secret2 := b.issue(parcours.APIToken{Name: "autre", Scopes: parcours.TokenScopes()})
		again = b.call(secret2, "POST", "/people", `{"people":[{"first_name":"Maëlys","last_name":"Quillien","department_internal_id":"I-1"}]}`, "Idempotency-Key", "k-1")
		if again.status != http.StatusOK {
			b.Errorf("the key of another token: got %d (%s)", again.status, other.Name)
		}
		// what is only read is read again, and no answer of it is kept
		for range 2 {
			found := b.call(secret, "POST", "/people/search", `{"query":"Quillien"}`, "Idempotency-Key", "k-4")
			if found.status != http.StatusOK || found.header.Get("Idempotent-Replayed") != "" {
				b.Errorf("a search: got %d, %v", found.status, found.header)
			}
		}
		if fresh, _, err := b.s.BeginCall(b.Context(), token.ID, "k-4", "d"); err != nil || !fresh {
			b.Errorf("a search took its key: %v", err)
		}
	})
}

func TestAReadSaysWhetherItChanged(t *testing.T) {
	t.Parallel()
	programs(t, func(b *bureau) {
		_, secret := b.issue(parcours.APIToken{Name: "étiquettes", Scopes: parcours.TokenScopes()})
		path := "/people/" + b.people["Maëlys"]
		first := b.call(secret, "GET", path, "")
		tag := first.header.Get("ETag")
		same := b.call(secret, "GET", path, "", "If-None-Match", tag)
		if tag == "" || same.status != http.StatusNotModified || same.body != "" {
			b.Errorf("tag %q: got %d %q", tag, same.status, same.body)
		}
		if got, err := b.client.UpsertPeopleWithResponse(b.Context(), nil, apiclient.UpsertInputBody{People: []apiclient.PersonInput{
			{FirstName: "Maëlys", LastName: "Quillien", DepartmentInternalId: new("I-1"), City: new("Bain")},
		}}); err != nil || got.JSON200.Results[0].Outcome != apiclient.UpsertedOutcomeUpdated {
			b.Fatalf("%v %s", err, got.Body)
		}
		if changed := b.call(secret, "GET", path, "", "If-None-Match", tag); changed.status != http.StatusOK || !strings.Contains(changed.body, "Bain") {
			b.Errorf("got %d %s", changed.status, changed.body)
		}
	})
}

func TestATokenThatAsksTooFastWaits(t *testing.T) {
	t.Parallel()
	programs(t, func(b *bureau) {
		_, fast := b.issue(parcours.APIToken{Name: "pressé", Scopes: parcours.TokenScopes()})
		_, calm := b.issue(parcours.APIToken{Name: "calme", Scopes: parcours.TokenScopes()})
		ctx, stop := context.WithTimeout(b.Context(), time.Minute)
		defer stop()
		slowed := false
		for ctx.Err() == nil && !slowed {
			var all sync.WaitGroup
			found := make([]answer, 20)
			for i := range found {
				all.Go(func() { found[i] = b.call(fast, "GET", "/nothing", "") })
			}
			all.Wait()
			for _, got := range found {
				if got.status == http.StatusTooManyRequests {
					slowed = got.header.Get("Retry-After") != "" && problemIn(b.T, []byte(got.body)).Type == "urn:relais:problem:too_many"
				}
			}
		}
		if !slowed {
			b.Error("it is never told to wait")
		}
		if got := b.call(calm, "GET", "/places", ""); got.status != http.StatusOK {
			b.Errorf("another token waits too: %d", got.status)
		}
	})
}

// TestRefusalsSayHowToMend sends what is wrong in ways that programs are.
func TestRefusalsSayHowToMend(t *testing.T) {
	t.Parallel()
	programs(t, func(b *bureau) {
		_, secret := b.issue(parcours.APIToken{Name: "fautes", Scopes: parcours.TokenScopes()})
		maelys := "/people/" + b.people["Maëlys"]
		for _, c := range []struct {
			method, path, body string
			status             int
			says               string
		}{
			{"GET", "/nowhere", "", 404, "list first"},
			{"GET", "/people/unknown", "", 404, "list first"},
			{"GET", "/people?limit=5000", "", 422, "query.limit"},
			{"GET", "/people?page=2", "", 422, "query.page"},
			{"GET", "/appointments?from=hier", "", 422, "query.from"},
			{"GET", "/reach?entered_to=31/12/2025", "", 422, "entered_to"},
			{"GET", "/appointments?from=2026-01-05&to=2028-01-05", "", 422, "within a year"},
			{"POST", "/people", `{"people":[]}`, 422, "body.people"},
			{"POST", "/people", `{"people":`, 400, "body"},
			{"POST", "/people", `{"people":[{"first_name":"A","last_name":"B","frist_name":"C"}]}`, 422, "frist_name"},
			{"PUT", maelys + "/plan", `{"min_hours":60,"max_hours":2,"from":"2026-01-12"}`, 422, "body.min_hours"},
			{"PUT", maelys + "/plan", `{"min_hours":12,"max_hours":2,"from":"2026-01-12"}`, 422, "the least first"},
			{"POST", "/questions/" + b.question + "/answer", `{"text":"   "}`, 422, "characters"},
			{"POST", "/slots", `{"place_id":"x","kind":"joint_interview","professional_ids":["y"],"day":"2026-01-20","time":"10:00","minutes":60,"capacity":1}`, 422, "the place is not known"},
			{"POST", "/people", `{"people":[{"first_name":"` + strings.Repeat("x", 1<<20) + `","last_name":"B"}]}`, 413, ""},
		} {
			got := b.call(secret, c.method, c.path, c.body)
			p := problemIn(b.T, []byte(got.body))
			if got.status != c.status || p.Status != c.status || p.Title == "" || p.Detail == "" || !strings.Contains(got.body, c.says) || got.header.Get("Content-Type") != "application/problem+json" {
				b.Errorf("%s %s: got %d %s %.300s, want %d %q", c.method, c.path, got.status, got.header.Get("Content-Type"), got.body, c.status, c.says)
			}
		}
	})
}
