package store_test

import (
	"testing"
	"time"

	"relais/parcours"
	"relais/scheduler"
	"relais/store"
	"relais/store/storetest"
)

func TestATokenIsKeptAsAnIndexAndEnds(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		ctx, by, territory := t.Context(), parcours.Actor{AccountID: "a-coord"}, h.one("select id from territory")
		wanted := parcours.APIToken{Name: " Entrepôt ", Scopes: []parcours.TokenScope{parcours.ScopeFiguresRead, parcours.ScopePeopleRead}, TerritoryID: territory, ExpiresAt: time.Now().Add(time.Hour)}
		for what, change := range map[string]func(*parcours.APIToken){
			"no name": func(t *parcours.APIToken) { t.Name = " " }, "no scope": func(t *parcours.APIToken) { t.Scopes = nil },
			"an unknown scope":     func(t *parcours.APIToken) { t.Scopes = []parcours.TokenScope{"all"} },
			"an unknown territory": func(t *parcours.APIToken) { t.TerritoryID = "t-0" }, "over already": func(t *parcours.APIToken) { t.ExpiresAt = time.Now().Add(-time.Minute) },
		} {
			wrong := wanted
			change(&wrong)
			_, _, err := s.IssueToken(ctx, by, wrong)
			wantKind(t, what, err, parcours.ErrInvalid)
		}
		h.want("nothing kept of them", h.one("select count(*) from api_token"), "0")
		issued, secret, err := s.IssueToken(ctx, by, wanted)
		h.must(err)
		h.want("the secret is not kept", h.one("select count(*) from api_token where token_index = $1", secret), "0")
		holder, err := s.TokenHolder(ctx, secret)
		h.must(err)
		if holder.ID != issued.ID || holder.Name != "Entrepôt" || !holder.May(parcours.ScopePeopleRead) || holder.May(parcours.ScopePeopleWrite) || holder.Actor().TerritoryID != territory {
			t.Errorf("got %+v", holder)
		}
		h.must(s.SeeToken(ctx, issued.ID))
		all, err := s.Tokens(ctx)
		h.must(err)
		if len(all) != 1 || all[0].LastUsedAt.IsZero() || all[0].Territory != "Redon" || !all[0].Works(time.Now()) {
			t.Errorf("got %+v", all)
		}
		h.must(s.RevokeToken(ctx, by, issued.ID))
		wantKind(t, "again", s.RevokeToken(ctx, by, issued.ID), parcours.ErrNotFound)
		_, err = s.TokenHolder(ctx, secret)
		wantKind(t, "revoked", err, parcours.ErrNotFound)
	})
}

func TestAKeyIsTakenOnceAndForgottenAfterADay(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		ctx := t.Context()
		token, _, err := s.IssueToken(ctx, parcours.Actor{AccountID: "a"}, parcours.APIToken{Name: "x", Scopes: parcours.TokenScopes(), ExpiresAt: time.Now().Add(time.Hour)})
		h.must(err)
		begin := func(digest string) (bool, parcours.APICall) {
			t.Helper()
			fresh, before, err := s.BeginCall(ctx, token.ID, "k", digest)
			h.must(err)
			return fresh, before
		}
		if fresh, _ := begin("d"); !fresh {
			t.Error("the first is not fresh")
		}
		if fresh, before := begin("e"); fresh || before.Status != 0 || before.Digest != "d" {
			t.Errorf("under way: fresh %t, %+v", fresh, before)
		}
		h.must(s.EndCall(ctx, token.ID, "k", parcours.APICall{Status: 201, Media: "application/json", Body: []byte(`{"name":"QUILLIEN"}`)}))
		if fresh, before := begin("d"); fresh || before.Status != 201 || string(before.Body) != `{"name":"QUILLIEN"}` || before.Media != "application/json" {
			t.Errorf("answered: fresh %t, %+v", fresh, before)
		}
		h.want("answers are sealed", h.one("select count(*) from api_call where cast(body_sealed as text) like '%QUILLIEN%'"), "0")
		h.must(s.Poke(ctx, "update api_call set begun_at = begun_at - 86400001"))
		if fresh, _ := begin("d"); !fresh {
			t.Error("it is kept for more than a day")
		}
		h.must(s.DropCall(ctx, token.ID, "k"))
		if fresh, _ := begin("d"); !fresh {
			t.Error("it was given back, and is not fresh")
		}
		h.must(s.EndCall(ctx, token.ID, "k", parcours.APICall{Status: 204}))
		if fresh, before := begin("d"); fresh || before.Status != 204 || len(before.Body) > 0 {
			t.Errorf("an empty answer: fresh %t, %+v", fresh, before)
		}
		// the last answers that a program was given go too, though it sends no other key
		job := scheduler.ForgetCalls(s.ForgetCalls)
		h.must(job.Run(ctx, h.now))
		h.want("kept for a day", h.one("select count(*) from api_call"), "1")
		h.must(s.Poke(ctx, "update api_call set begun_at = begun_at - 86400001"))
		h.must(job.Run(ctx, h.now))
		h.want("kept for more", h.one("select count(*) from api_call"), "0")
	})
}

// TestAnErasedAnswerIsNotDoneAgain: whoever sends the request again is told to look.
func TestAnErasedAnswerIsNotDoneAgain(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		token := answered(t, s, "with a body", "QUILLIEN")
		answered(t, s, "without", "")
		_, err := s.Forget(t.Context(), h.now, officer, h.one("select id from person"))
		h.must(err)
		h.want("bodies", h.one("select count(*) from api_call where body_sealed is not null"), "0")
		fresh, before, err := s.BeginCall(t.Context(), token, "with a body", "d")
		h.must(err)
		if fresh || before.Status != 0 || before.Digest != "d" || len(before.Body) > 0 {
			t.Errorf("fresh %t, %+v", fresh, before)
		}
		h.want("an answer that nobody can be in", h.one("select status from api_call where call_key = 'without'"), "200")
	})
}

// answered is the token of a program that was answered body under a key.
func answered(t *testing.T, s *store.Store, key, body string) (tokenID string) {
	t.Helper()
	token, _, err := s.IssueToken(t.Context(), officer, parcours.APIToken{Name: "logiciel", Scopes: parcours.TokenScopes(), ExpiresAt: time.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.BeginCall(t.Context(), token.ID, key, "d"); err != nil {
		t.Fatal(err)
	}
	if err := s.EndCall(t.Context(), token.ID, key, parcours.APICall{Status: 200, Media: "application/json", Body: []byte(body)}); err != nil {
		t.Fatal(err)
	}
	return token.ID
}

func TestCohortLinesSayWhatHappened(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		id := h.one("select id from person")
		h.must(s.RecordJob(t.Context(), monday, office, parcours.Job{PersonID: id, Kind: parcours.JobCDD, StartsOn: parcours.DateOf(monday, time.UTC)}))
		lines, err := s.CohortLines(t.Context(), parcours.Date{}, parcours.Date{})
		h.must(err)
		if len(lines) != 1 || lines[0].Territory != "Redon" || lines[0].EnteredOn.String() != h.one("select entered_on from person") || lines[0].ToMet != -1 || lines[0].ToExited != -1 ||
			lines[0].JobKind != parcours.JobCDD || lines[0].ToEmployed < 0 || lines[0].JobEnded || lines[0].Seen+lines[0].NoShows != 0 {
			t.Errorf("got %+v", lines)
		}
		none, err := s.CohortLines(t.Context(), lines[0].EnteredOn.AddDays(1), parcours.Date{})
		h.must(err)
		if len(none) != 0 {
			t.Errorf("entered later: %+v", none)
		}
	})
}
