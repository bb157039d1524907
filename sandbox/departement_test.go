package sandbox_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/sandbox"
)

func TestTheSameSeedMakesTheSameDepartement(t *testing.T) {
	t.Parallel()
	one, again, other := sandbox.GenerateDepartement(7, monday, 4000, 8), sandbox.GenerateDepartement(7, monday, 4000, 8), sandbox.GenerateDepartement(8, monday, 4000, 8)
	if diff := cmp.Diff(one.Residents, again.Residents); diff != "" {
		t.Errorf("other people:\n%s", diff)
	}
	if diff := cmp.Diff(one.Slots, again.Slots); diff != "" {
		t.Errorf("other slots:\n%s", diff)
	}
	if cmp.Equal(one.Residents, other.Residents) {
		t.Error("another seed made the same people")
	}
}

// TestADepartementHasReferentsAndInterviewsForAll: one referent for sixty people in each
// territory, a place for each who enters, and no number but a couple's twice.
func TestADepartementHasReferentsAndInterviewsForAll(t *testing.T) {
	t.Parallel()
	p := sandbox.GenerateDepartement(7, monday, 12_000, 8)
	people, referents, places := map[string]int{}, map[string]int{}, map[string]int{}
	numbers := map[string]int{}
	for _, r := range p.Residents {
		people[r.Territory]++
		if r.Mobile != "" {
			if numbers[r.Mobile]++; numbers[r.Mobile] > 1 && !r.Shared {
				t.Errorf("%s has somebody else's number %s", r.Key, r.Mobile)
			}
			if parcours.ParsePhone(r.Mobile).Kind != parcours.PhoneMobile {
				t.Errorf("%s is no mobile", r.Mobile)
			}
		}
	}
	for _, pro := range p.Professionals {
		if pro.Role == parcours.RoleReferent {
			referents[pro.Territory]++
		}
	}
	for _, s := range p.Slots {
		places[s.Territory] += s.Capacity
		if len(s.ProfessionalEmails) != 2 || s.ProfessionalEmails[0] == s.ProfessionalEmails[1] {
			t.Fatalf("no joint interview: %+v", s)
		}
	}
	if len(p.Territories()) != 8 {
		t.Errorf("%d territories for 12 000 people, want 8", len(p.Territories()))
	}
	for _, name := range p.Territories() {
		if each := people[name] / referents[name]; each > 66 {
			t.Errorf("%s: %d people for each of %d referents", name, each, referents[name])
		}
		if places[name] < people[name]*14/10 {
			t.Errorf("%s: %d places for %d people", name, places[name], people[name])
		}
	}
}

// TestThePartsOfADepartementAreTheWhole: everybody is in one part, with their referents and
// their interviews.
func TestThePartsOfADepartementAreTheWhole(t *testing.T) {
	t.Parallel()
	p := sandbox.GenerateDepartement(7, monday, 4600, 4)
	seen, slots := map[string]int{}, 0
	for part := range 3 {
		mine := p.Part(part, 3)
		slots += len(mine.Slots)
		staff := map[string]bool{}
		for _, pro := range mine.Professionals {
			staff[pro.Email] = true
		}
		for _, r := range mine.Residents {
			seen[r.Key]++
			if r.Referent != "" && !staff[r.Referent] {
				t.Fatalf("%s is followed from another part", r.Key)
			}
		}
		for _, s := range mine.Slots {
			if !staff[s.ProfessionalEmails[0]] || !staff[s.ProfessionalEmails[1]] {
				t.Fatalf("an interview by somebody of another part: %+v", s)
			}
		}
	}
	if len(seen) != len(p.Residents) || slots != len(p.Slots) {
		t.Errorf("%d of %d people, %d of %d slots", len(seen), len(p.Residents), slots, len(p.Slots))
	}
}

// TestALeanTwilioForgetsWhatIsErased: it lists what one number got until its text is
// erased, then nothing is left of it.
func TestALeanTwilioForgetsWhatIsErased(t *testing.T) {
	t.Parallel()
	const number = "+33639980144"
	var taken []sandbox.Accepted
	s := sandbox.New(sandbox.Options{
		Seed: 1, Start: time.Date(2025, time.October, 6, 9, 0, 0, 0, time.UTC), Lean: true, Quiet: true,
		Twilio: sandbox.TwilioAccount{SID: accountSID, Token: authToken, Sender: sender},
		Watch:  func(m sandbox.Accepted) { taken = append(taken, m) },
	})
	call := func(method, path string, form url.Values) (int, string) {
		r := httptest.NewRequest(method, "/2010-04-01/Accounts/"+accountSID+"/Messages"+path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.SetBasicAuth(accountSID, authToken)
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	if code, body := call(http.MethodPost, ".json", url.Values{"To": {number}, "From": {sender}, "Body": {"Bonjour"}}); code != http.StatusCreated {
		t.Fatal(code, body)
	}
	for range 2 {
		if err := s.Queue.Step(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if len(taken) != 2 || taken[0].Rings || !taken[1].Rings || taken[1].Text != "Bonjour" || taken[1].Channel != parcours.ChannelSMS {
		t.Errorf("taken, then rang: %+v", taken)
	}
	listed := func() string {
		_, body := call(http.MethodGet, ".json?"+url.Values{"To": {number}}.Encode(), nil)
		return body
	}
	before := listed()
	sid, _, _ := strings.Cut(before[strings.Index(before, `"sid":"SM`)+len(`"sid":"`):], `"`)
	if code, body := call(http.MethodPost, "/"+sid+".json", url.Values{"Body": {""}}); code != http.StatusOK {
		t.Fatal(code, body)
	}
	if after := listed(); strings.Contains(after, sid) {
		t.Errorf("it is still listed: %s", after)
	}
	if code, _ := call(http.MethodGet, "/"+sid+".json", nil); code != http.StatusNotFound {
		t.Errorf("it is still there: %d", code)
	}
}
