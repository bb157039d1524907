package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// household imports Maëlys, Yann of the same dossier, and Erell of another.
func household(t *testing.T, s *store.Store) {
	t.Helper()
	first := maelys()
	first.AffiliationNumber, first.AffiliationKey, first.Role = "1044072", "1044072", parcours.RoleApplicant
	first.Phones = nil
	importPeople(t, s, monday, first,
		parcours.PersonRow{FirstName: "Yann", LastName: "Quillien", InternalID: "I-2", AffiliationNumber: "1044072", AffiliationKey: "1044072", Role: parcours.RoleSpouse},
		parcours.PersonRow{FirstName: "Erell", LastName: "Tanguy", InternalID: "I-3", AffiliationNumber: "81327", AffiliationKey: "0081327", Role: parcours.RoleApplicant, Phones: []parcours.Phone{mobile(300)}},
	)
}

func importContactRows(t *testing.T, s *store.Store, rows ...parcours.ContactRow) []parcours.RowResult {
	t.Helper()
	for i := range rows {
		rows[i].Line = i + 2
	}
	results, err := s.ImportContacts(t.Context(), monday, batch("contacts"), rows, false)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// peek is Peek of a query that does not fail.
func peek(t *testing.T, s *store.Store, query string, args ...any) []string {
	t.Helper()
	values, err := s.Peek(t.Context(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	return values
}

// phonesOf is how everybody is reached: channel, kind, status, whether shared.
const phonesOf = `select p.first_name || ' ' || c.channel || ' ' || c.kind || ' ' || c.status || case when c.shared then ' shared' else '' end
	from contact_point c join person p on p.id = c.person_id where c.channel <> 'email' order by 1`

func TestContactsOfTheCNAFReachWhomTheNIRNames(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		household(t, s)
		row := parcours.ContactRow{
			NIR: "285053599999883", AffiliationKey: "1044072", AffiliationNumber: "1044072", Role: parcours.RoleApplicant, Title: parcours.TitleMadame,
			ResponsibleFirstName: "MAELYS", ResponsibleLastName: "QUILLIEN", Phone: mobile(144), Email: "maelys.quillien@exemple.fr",
			RequestNumber: "2051800317", DutiesStartOn: parcours.NewDate(2023, time.June, 1),
		}
		got := importContactRows(t, s, row)
		want := []parcours.RowResult{{Outcome: parcours.RowUpdated, Changed: []string{"title", "duties_start_date", "entered_on", "phone_number", "email", "dossier"}}}
		if diff := cmp.Diff(want, got, outcomes); diff != "" {
			t.Errorf("first (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"Erell sms mobile current", "Maëlys sms mobile current"}, peek(t, s, phonesOf)); diff != "" {
			t.Errorf("phones (-want +got):\n%s", diff)
		}
		again := importContactRows(t, s, row)
		if diff := cmp.Diff([]parcours.RowResult{{Outcome: parcours.RowUnchanged}}, again, outcomes, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("again (-want +got):\n%s", diff)
		}
	})
}

func TestPhoneOfADossierOfTwoIsSharedAndNamesNobody(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		household(t, s)
		row := parcours.ContactRow{
			AffiliationKey: "1044072", Role: parcours.RoleSpouse, Title: parcours.TitleMonsieur, ResponsibleFirstName: "MAELYS", ResponsibleLastName: "AUTRE",
			Phone: mobile(144), Email: "dossier@exemple.fr", DutiesStartOn: parcours.NewDate(2023, time.June, 1),
		}
		got := importContactRows(t, s, row)
		if got[0].Outcome != parcours.RowUpdated || !slices.Equal(got[0].Changed, []string{"phone_number", "email"}) {
			t.Errorf("got %+v", got)
		}
		if diff := cmp.Diff([]string{"Erell sms mobile current", "Maëlys sms mobile current shared", "Yann sms mobile current shared"}, peek(t, s, phonesOf)); diff != "" {
			t.Errorf("phones (-want +got):\n%s", diff)
		}
		names := peek(t, s, "select first_name || ' ' || last_name || ' ' || title || ' ' || duties_start_on from person order by 1")
		if diff := cmp.Diff([]string{"Erell Tanguy  ", "Maëlys Quillien  ", "Yann Quillien  "}, names); diff != "" {
			t.Errorf("the row of one was written on the other (-want +got):\n%s", diff)
		}
		again := importContactRows(t, s, row)
		if again[0].Outcome != parcours.RowUnchanged {
			t.Errorf("again: %+v", again)
		}
	})
}

func TestPhoneOfTheSpousesRowIsSharedEvenWithOneKnown(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		household(t, s)
		importContactRows(t, s, parcours.ContactRow{AffiliationKey: "0081327", Role: parcours.RoleSpouse, ResponsibleFirstName: "ERELL", Phone: mobile(171)})
		want := []string{"Erell sms mobile current", "Erell sms mobile current shared"}
		if diff := cmp.Diff(want, peek(t, s, phonesOf)); diff != "" {
			t.Errorf("her own phone stays, the dossier's comes beside it (-want +got):\n%s", diff)
		}
	})
}

func TestContactsNeverTakeABetterPhoneAway(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		household(t, s)
		erell := func(phone parcours.Phone) parcours.ContactRow {
			return parcours.ContactRow{AffiliationKey: "0081327", Role: parcours.RoleApplicant, ResponsibleFirstName: "ERELL", Phone: phone}
		}
		importContactRows(t, s, erell(parcours.Phone{E164: "+33261910144", Kind: parcours.PhoneLandline}))
		if diff := cmp.Diff([]string{"Erell call landline current", "Erell sms mobile current"}, peek(t, s, phonesOf)); diff != "" {
			t.Errorf("a landline (-want +got):\n%s", diff)
		}
		importContactRows(t, s, erell(mobile(301)))
		former := []string{"Erell call landline former", "Erell sms mobile current", "Erell sms mobile former"}
		if diff := cmp.Diff(former, peek(t, s, phonesOf)); diff != "" {
			t.Errorf("a new mobile (-want +got):\n%s", diff)
		}
		if got := importContactRows(t, s, erell(mobile(300))); got[0].Outcome != parcours.RowUnchanged || len(got[0].Warnings) != 1 {
			t.Errorf("a former number came back: %+v", got)
		}
	})
}

func TestContactsCreateNobody(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		household(t, s)
		got := importContactRows(t, s, parcours.ContactRow{AffiliationKey: "7777777", Phone: mobile(1)}, parcours.ContactRow{NIR: "190062B99999624", Phone: mobile(2)})
		for _, r := range got {
			if r.Outcome != parcours.RowIgnored || len(r.Problems) == 0 {
				t.Errorf("got %+v", r)
			}
		}
		if n := peek(t, s, "select count(*) from person"); n[0] != "3" {
			t.Errorf("%s people", n[0])
		}
	})
}

// beneficiaryRow is Maëlys as the flux knows her.
func beneficiaryRow() parcours.BeneficiaryRow {
	return parcours.BeneficiaryRow{
		PersonRow: parcours.PersonRow{
			FirstName: "MAELYS", LastName: "QUILLIEN", BirthName: "QUILLIEN", NIR: "285053599999883", BirthDate: parcours.NewDate(1985, time.May, 14),
			AffiliationNumber: "1044072", AffiliationKey: "1044072", Fund: parcours.FundCAF, Role: parcours.RoleApplicant, SubjectToDuties: parcours.Yes,
		},
		Dossier: parcours.FundFile{Office: "351", State: "2"},
	}
}

// erell is of another dossier.
func erell() parcours.BeneficiaryRow {
	row := beneficiaryRow()
	row.FirstName, row.LastName, row.BirthName, row.NIR, row.BirthDate = "ERELL", "TANGUY", "TANGUY", "290013599999865", parcours.NewDate(1990, time.January, 3)
	row.AffiliationNumber, row.AffiliationKey = "81327", "0081327"
	return row
}

func flux(digest string, month time.Month) parcours.Flux {
	return parcours.Flux{Digest: digest, Kind: "M", CreatedOn: parcours.NewDate(2023, month, 4), ReferenceOn: parcours.NewDate(2023, month, 1), Dossiers: 1}
}

// applyFlux applies a whole flux and returns its results and how many left.
func applyFlux(t *testing.T, s *store.Store, now time.Time, f parcours.Flux, rows ...parcours.BeneficiaryRow) ([]parcours.RowResult, int) {
	t.Helper()
	for i := range rows {
		rows[i].Line = i + 1
	}
	b := parcours.ImportBatch{ID: "batch-" + f.Digest, Kind: "flux", FileName: "flux.xml", Digest: f.Digest}
	if err := s.BeginFlux(t.Context(), now, f); err != nil {
		t.Fatal(err)
	}
	results, err := s.ImportBeneficiaries(t.Context(), now, b, rows, false)
	if err != nil {
		t.Fatal(err)
	}
	left, err := s.EndFlux(t.Context(), now, b, f)
	if err != nil {
		t.Fatal(err)
	}
	return results, left
}

func TestFluxCompletesWhomPeopleFilesKnow(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		household(t, s)
		yann := beneficiaryRow()
		yann.FirstName, yann.NIR, yann.Role, yann.BirthDate = "YANN", "184013599999820", parcours.RoleSpouse, parcours.NewDate(1984, time.January, 3)
		rows := []parcours.BeneficiaryRow{beneficiaryRow(), yann}
		results, _ := applyFlux(t, s, monday, flux("a", time.June), rows...)
		if results[0].Outcome != parcours.RowUpdated || !slices.Contains(results[0].Changed, "dossier") || slices.Contains(results[0].Changed, "first_name") {
			t.Errorf("Maëlys: %+v", results[0])
		}
		// nothing but the dossier says that this Yann is the other one: a human will
		if results[1].Outcome != parcours.RowCreated {
			t.Errorf("Yann: %+v", results[1])
		}
		names := peek(t, s, "select first_name || ' ' || last_name || ' ' || subject_to_duties from person order by 1")
		if !slices.Contains(names, "Maëlys Quillien yes") {
			t.Errorf("the file's capitals took the accents away: %v", names)
		}
		again, left := applyFlux(t, s, monday.AddDate(0, 0, 1), flux("a", time.June), rows...)
		for _, r := range again {
			if r.Outcome != parcours.RowUnchanged {
				t.Errorf("the same flux again: %+v", r)
			}
		}
		if left != 0 {
			t.Errorf("%d left", left)
		}
	})
}

func TestSpousesOfAFluxStayTwoPeople(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		spouse := beneficiaryRow()
		spouse.FirstName, spouse.NIR, spouse.Role, spouse.BirthDate = "YANN", "184013599999820", parcours.RoleSpouse, parcours.NewDate(1984, time.January, 3)
		unnamed := beneficiaryRow()
		unnamed.NIR, unnamed.FirstName = "", "ANNE"
		results, _ := applyFlux(t, s, monday, flux("a", time.June), beneficiaryRow(), spouse, unnamed)
		got := []parcours.RowOutcome{results[0].Outcome, results[1].Outcome, results[2].Outcome}
		if diff := cmp.Diff([]parcours.RowOutcome{parcours.RowCreated, parcours.RowCreated, parcours.RowError}, got); diff != "" {
			t.Errorf("outcomes (-want +got):\n%s", diff)
		}
		if n := peek(t, s, "select count(distinct household_id) || ' ' || count(*) from person"); n[0] != "1 2" {
			t.Errorf("households and people: %v", n)
		}
		// the CNAF forgets a NIR, and the same birth and name in the same dossier find her
		forgotten := beneficiaryRow()
		forgotten.NIR = ""
		results, _ = applyFlux(t, s, monday, flux("b", time.July), forgotten)
		if results[0].Outcome != parcours.RowUnchanged {
			t.Errorf("without NIR: %+v", results[0])
		}
	})
}

func TestWhoLeavesIsListedAndAHumanDecides(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		other := erell()
		applyFlux(t, s, monday, flux("a", time.June), beneficiaryRow(), other)
		closed := beneficiaryRow()
		closed.Dossier = parcours.FundFile{Office: "351", State: "5", ClosureReason: "MUT", ClosedOn: parcours.NewDate(2023, time.June, 30), SuspensionReason: "06"}
		_, left := applyFlux(t, s, monday, flux("b", time.July), closed)
		if left != 1 {
			t.Errorf("%d are absent, want 1", left)
		}
		coordinator := parcours.Actor{Role: parcours.AccountCoordinator}
		leavers, err := s.Leavers(t.Context(), coordinator, 10)
		if err != nil {
			t.Fatal(err)
		}
		reasons := map[string]string{}
		for _, l := range leavers {
			reasons[l.FirstName] = l.Reason
		}
		if diff := cmp.Diff(map[string]string{"MAELYS": "MUT", "ERELL": parcours.LeaverAbsent}, reasons); diff != "" {
			t.Fatalf("leavers (-want +got):\n%s", diff)
		}
		if n := peek(t, s, "select count(*) from person where exited_on <> ''"); n[0] != "0" {
			t.Errorf("%s people left without anybody deciding", n[0])
		}
		if _, err := s.Leavers(t.Context(), parcours.Actor{Role: parcours.AccountReferent, ProfessionalID: "x"}, 10); err == nil {
			t.Error("a referent saw everybody's leavers")
		}
		for _, l := range leavers {
			if err := s.DecideLeaving(t.Context(), monday, coordinator, l.PersonID, l.Reason == "MUT"); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.DecideLeaving(t.Context(), monday, coordinator, leavers[0].PersonID, true); err == nil {
			t.Error("decided twice")
		}
		if who := peek(t, s, "select first_name from person where exited_on <> ''"); !slices.Equal(who, []string{"MAELYS"}) {
			t.Errorf("left: %v", who)
		}
		// what was decided is not asked again
		applyFlux(t, s, monday, flux("b", time.July), closed)
		if leavers, err = s.Leavers(t.Context(), coordinator, 10); err != nil || len(leavers) != 0 {
			t.Errorf("asked again: %v, %v", leavers, err)
		}
	})
}

func TestLeaverWhoComesBackIsNoLongerListed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		applyFlux(t, s, monday, flux("a", time.May), beneficiaryRow())
		other := erell()
		if _, left := applyFlux(t, s, monday, flux("b", time.June), other); left != 1 {
			t.Errorf("%d absent", left)
		}
		applyFlux(t, s, monday, flux("c", time.July), other, beneficiaryRow())
		if n := peek(t, s, "select count(*) from leaver"); n[0] != "0" {
			t.Errorf("%s still listed", n[0])
		}
	})
}

func TestFluxFollowsOnlyWhoHasARight(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for _, state := range []string{"0", "1", "5", "6"} {
			row := beneficiaryRow()
			row.Dossier.State = state
			if results, _ := applyFlux(t, s, monday, flux("a"+state, time.June), row); results[0].Outcome != parcours.RowIgnored {
				t.Errorf("state %s: %+v", state, results[0])
			}
		}
		for _, state := range []string{"2", "3", "4"} {
			row := beneficiaryRow()
			row.Dossier.State = state
			if results, _ := applyFlux(t, s, monday, flux("b"+state, time.June), row); results[0].Outcome != parcours.RowCreated && results[0].Outcome != parcours.RowUpdated {
				t.Errorf("state %s: %+v", state, results[0])
			}
		}
		last, err := s.LastFlux(t.Context())
		if err != nil || last.ReferenceOn != parcours.NewDate(2023, time.June, 1) {
			t.Errorf("last flux %+v, %v", last, err)
		}
	})
}

func TestNoLetterGoesToWhoHasNoFixedAddress(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		row := beneficiaryRow()
		row.Address, row.Postcode, row.City, row.NoFixedAddress = "8 rue du Port", "35600", "Redon", parcours.Yes
		applyFlux(t, s, monday, flux("a", time.June), row)
		if got := peek(t, s, "select contact_loss from milestone"); strings.Join(got, "") == "" {
			t.Errorf("contact loss %v", got)
		}
		addressed, err := s.RouteOf(t.Context(), peek(t, s, "select id from person")[0])
		if err != nil || addressed == parcours.ChannelLetter {
			t.Errorf("a message goes by %s, %v", addressed, err)
		}
		row.NoFixedAddress = parcours.No
		applyFlux(t, s, monday, flux("b", time.July), row)
		if addressed, err = s.RouteOf(t.Context(), peek(t, s, "select id from person")[0]); err != nil || addressed != parcours.ChannelLetter {
			t.Errorf("housed, a message goes by %s, %v", addressed, err)
		}
	})
}
