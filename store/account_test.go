package store_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func wantKind(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestAnInvitationOpensAnAccountOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		ctx, by, soon := t.Context(), parcours.Actor{AccountID: "a-coord"}, time.Now().Add(time.Hour)
		referent := h.one("select email from professional where role = 'referent' order by email limit 1")
		invited, first, err := s.InviteAccount(ctx, monday, by, parcours.Account{Email: referent, Role: parcours.AccountReferent, PasswordHash: "ignored"}, soon)
		h.must(err)
		h.want("linked", invited.ProfessionalID, h.one("select id from professional where email = $1", referent))
		h.want("the token is not kept", h.one("select count(*) from account_invitation where token_index = $1", first), "0")
		account, err := s.AccountByEmail(ctx, referent)
		h.must(err)
		if account.PasswordHash != "" || account.InvitedUntil.Unix() != soon.Unix() {
			t.Errorf("got %+v", account)
		}
		_, _, err = s.InviteAccount(ctx, monday, by, parcours.Account{Email: referent, Role: parcours.AccountLead}, soon)
		wantKind(t, "taken", err, parcours.ErrConflict)
		_, _, err = s.InviteAccount(ctx, monday, by, parcours.Account{Email: "nobody@exemple.fr", Role: parcours.AccountNurse}, soon)
		wantKind(t, "a nurse who is no professional", err, parcours.ErrInvalid)
		h.want("nothing kept of it", h.one("select count(*) from account where email = 'nobody@exemple.fr'"), "0")

		_, second, err := s.InviteAgain(ctx, monday, by, account.ID, soon)
		h.must(err)
		_, err = s.Invited(ctx, first)
		wantKind(t, "withdrawn by the next", err, parcours.ErrNotFound)
		found, err := s.Invited(ctx, second)
		h.must(err)
		h.want("whose", found.ID, account.ID)
		session, err := s.StartSession(ctx, monday, account.ID, "Firefox", false, soon)
		h.must(err)

		var wins int
		var mu sync.Mutex
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if _, err := s.AcceptInvitation(ctx, second, "hash"); err == nil {
					mu.Lock()
					wins++
					mu.Unlock()
				} else if !errors.Is(err, parcours.ErrNotFound) {
					t.Errorf("accept: %v", err)
				}
			})
		}
		all.Wait()
		if wins != 1 {
			t.Errorf("the link opened the account %d times", wins)
		}
		_, _, err = s.SessionAccount(ctx, session)
		wantKind(t, "whoever was signed in before", err, parcours.ErrNotFound)
		account, err = s.Account(ctx, account.ID)
		h.must(err)
		if account.PasswordHash != "hash" || !account.InvitedUntil.IsZero() {
			t.Errorf("got %+v", account)
		}

		_, late, err := s.InviteAgain(ctx, monday, by, account.ID, time.Now().Add(-time.Second))
		h.must(err)
		_, err = s.AcceptInvitation(ctx, late, "other")
		wantKind(t, "expired", err, parcours.ErrNotFound)
		_, open, err := s.InviteAgain(ctx, monday, by, account.ID, soon)
		h.must(err)
		h.must(s.CloseAccount(ctx, monday, account.ID))
		_, err = s.AcceptInvitation(ctx, open, "other")
		wantKind(t, "of a closed account", err, parcours.ErrNotFound)
		h.must(s.ReopenAccount(ctx, account.ID))
		_, err = s.Invited(ctx, open)
		wantKind(t, "of before it was closed", err, parcours.ErrNotFound)
	})
}

func TestAClosedAccountIsOutAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		ctx := t.Context()
		account, err := s.CreateAccount(ctx, monday, parcours.Account{Email: "dpo@exemple.fr", PasswordHash: "x", Role: parcours.AccountAuditor})
		h.must(err)
		session, err := s.StartSession(ctx, monday, account.ID, "Firefox", true, time.Now().Add(time.Hour))
		h.must(err)
		_, got, err := s.SessionAccount(ctx, session)
		h.must(err)
		if got.ID != account.ID || got.LastSignInAt.Unix() != monday.Unix() {
			t.Errorf("got %+v", got)
		}
		h.must(s.CloseAccount(ctx, monday, account.ID))
		_, _, err = s.SessionAccount(ctx, session)
		wantKind(t, "session", err, parcours.ErrNotFound)
		_, err = s.AccountByEmail(ctx, "dpo@exemple.fr")
		wantKind(t, "sign-in", err, parcours.ErrNotFound)
		wantKind(t, "closed twice", s.CloseAccount(ctx, monday, account.ID), parcours.ErrNotFound)
		wantKind(t, "role of a closed account", s.SetAccountRole(ctx, account.ID, parcours.AccountLead, ""), parcours.ErrNotFound)
		all, err := s.Accounts(ctx)
		h.must(err)
		if i := slices.IndexFunc(all, func(a parcours.Account) bool { return a.ID == account.ID }); i != len(all)-1 || all[i].ClosedAt.IsZero() {
			t.Errorf("got %+v", all)
		}
		h.must(s.ReopenAccount(ctx, account.ID))
		wantKind(t, "reopened twice", s.ReopenAccount(ctx, account.ID), parcours.ErrNotFound)
		_, _, err = s.SessionAccount(ctx, session)
		wantKind(t, "the session of before", err, parcours.ErrNotFound)

		h.must(s.SetAccountRole(ctx, account.ID, parcours.AccountLead, ""))
		wantKind(t, "a referent who is nobody", s.SetAccountRole(ctx, account.ID, parcours.AccountReferent, ""), parcours.ErrInvalid)
		wantKind(t, "a referent who does not exist", s.SetAccountRole(ctx, account.ID, parcours.AccountReferent, "nobody"), parcours.ErrInvalid)
		got, err = s.Account(ctx, account.ID)
		h.must(err)
		h.want("role", string(got.Role), "lead")
	})
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		ctx, later := t.Context(), time.Now().Add(time.Hour)
		mine, err := s.CreateAccount(ctx, monday, parcours.Account{Email: "a@exemple.fr", Role: parcours.AccountLead})
		h.must(err)
		other, err := s.CreateAccount(ctx, monday, parcours.Account{Email: "b@exemple.fr", Role: parcours.AccountLead})
		h.must(err)
		var ids []string
		for i, browser := range []string{"Firefox", "Chrome", "Safari"} {
			id, err := s.StartSession(ctx, monday.Add(time.Duration(i)*time.Minute), mine.ID, browser, false, later)
			h.must(err)
			ids = append(ids, id)
		}
		theirs, err := s.StartSession(ctx, monday, other.ID, "Edge", false, later)
		h.must(err)
		over, err := s.StartSession(ctx, monday, mine.ID, "Opera", false, time.Now().Add(-time.Minute))
		h.must(err)
		_, _, err = s.SessionAccount(ctx, over)
		wantKind(t, "over", err, parcours.ErrNotFound)
		h.must(s.SeeSession(ctx, monday.Add(time.Hour), ids[0]))
		h.must(s.SeeSession(ctx, monday, ids[0])) // never back
		list, err := s.AccountSessions(ctx, mine.ID)
		h.must(err)
		if len(list) != 3 || list[0].ID != ids[0] || list[0].SeenAt.Unix() != monday.Add(time.Hour).Unix() || list[1].Browser != "Safari" {
			t.Errorf("got %+v", list)
		}
		wantKind(t, "somebody else's", s.EndSession(ctx, mine.ID, theirs), parcours.ErrNotFound)
		h.must(s.EndSession(ctx, mine.ID, ids[2]))
		h.must(s.EndOtherSessions(ctx, mine.ID, ids[0]))
		list, err = s.AccountSessions(ctx, mine.ID)
		h.must(err)
		if len(list) != 1 || list[0].ID != ids[0] {
			t.Errorf("got %+v", list)
		}
		second, err := s.StartSession(ctx, monday, mine.ID, "Chrome", false, later)
		h.must(err)
		h.must(s.SetPassword(ctx, mine.ID, "new", second))
		_, _, err = s.SessionAccount(ctx, ids[0])
		wantKind(t, "opened with the old password", err, parcours.ErrNotFound)
		_, _, err = s.SessionAccount(ctx, second)
		h.must(err)
		_, _, err = s.SessionAccount(ctx, theirs)
		h.must(err)
	})
}

func TestNoCodeIsUsedTwice(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		ctx := t.Context()
		account, err := s.CreateAccount(ctx, monday, parcours.Account{Email: "a@exemple.fr", Role: parcours.AccountLead})
		h.must(err)
		other, err := s.CreateAccount(ctx, monday, parcours.Account{Email: "b@exemple.fr", Role: parcours.AccountLead})
		h.must(err)
		session, err := s.StartSession(ctx, monday, account.ID, "", false, time.Now().Add(time.Hour))
		h.must(err)
		wantKind(t, "nothing proposed", s.ConfirmSecondFactor(ctx, monday, account.ID, session, 10, nil), parcours.ErrConflict)
		h.must(s.ProposeSecondFactor(ctx, account.ID, []byte("a first secret")))
		secret := []byte("the secret of twenty")
		h.must(s.ProposeSecondFactor(ctx, account.ID, secret)) // a page that was loaded again
		factor, err := s.SecondFactor(ctx, account.ID)
		h.must(err)
		if string(factor.Secret) != string(secret) || !factor.Since.IsZero() {
			t.Errorf("got %+v", factor)
		}
		wantKind(t, "before it is confirmed", s.UseSecondFactorStep(ctx, account.ID, 11), parcours.ErrConflict)
		h.must(s.ConfirmSecondFactor(ctx, monday, account.ID, session, 10, []string{"AAAA", "BBBB"}))
		started, _, err := s.SessionAccount(ctx, session)
		h.must(err)
		if !started.Strong {
			t.Error("the session in which it was set up has one factor")
		}
		wantKind(t, "replaced by whoever holds a session", s.ProposeSecondFactor(ctx, account.ID, []byte("theirs")), parcours.ErrConflict)
		wantKind(t, "the code that confirmed it", s.UseSecondFactorStep(ctx, account.ID, 10), parcours.ErrConflict)
		h.must(s.UseSecondFactorStep(ctx, account.ID, 12))
		wantKind(t, "replayed", s.UseSecondFactorStep(ctx, account.ID, 12), parcours.ErrConflict)
		wantKind(t, "older", s.UseSecondFactorStep(ctx, account.ID, 11), parcours.ErrConflict)

		wantKind(t, "another's code", s.UseRecoveryCode(ctx, monday, other.ID, "AAAA"), parcours.ErrNotFound)
		h.must(s.UseRecoveryCode(ctx, monday, account.ID, "AAAA"))
		wantKind(t, "used", s.UseRecoveryCode(ctx, monday, account.ID, "AAAA"), parcours.ErrNotFound)
		factor, err = s.SecondFactor(ctx, account.ID)
		h.must(err)
		if factor.CodesLeft != 1 || factor.Step != 12 {
			t.Errorf("got %+v", factor)
		}
		h.must(s.RenewRecoveryCodes(ctx, monday, account.ID, []string{"CCCC", "DDDD", "EEEE"}))
		wantKind(t, "of before they were renewed", s.UseRecoveryCode(ctx, monday, account.ID, "BBBB"), parcours.ErrNotFound)
		h.want("kept as their index", h.one("select count(*) from recovery_code where code_index = 'CCCC'"), "0")
		h.must(s.RemoveSecondFactor(ctx, account.ID))
		factor, err = s.SecondFactor(ctx, account.ID)
		h.must(err)
		if factor.Secret != nil || factor.CodesLeft != 0 || !factor.Since.IsZero() {
			t.Errorf("got %+v", factor)
		}
		_, err = s.SecondFactor(ctx, "nobody")
		wantKind(t, "of nobody", err, parcours.ErrNotFound)
	})
}

func TestWhoAttendsSeesTheAppointmentOnly(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		h.sent()
		ctx := t.Context()
		person := h.one("select id from person where internal_id = 'I-1'")
		attends := h.one("select professional_id from appointment_professional where professional_id not in (select referent_id from person where referent_id is not null) limit 1")
		actor := parcours.Actor{Role: parcours.AccountProfessional, ProfessionalID: attends}
		file, err := s.Person(ctx, actor, person)
		h.must(err)
		if len(file.Appointments) != 1 || len(file.Contacts) != 0 || file.Person.Address != "" {
			t.Errorf("got %d appointments, %d contact points, %q", len(file.Appointments), len(file.Contacts), file.Person.Address)
		}
		for what, read := range map[string]func() (int, error){
			"timeline": func() (int, error) { l, err := s.Timeline(ctx, actor, person); return len(l), err },
			"planned":  func() (int, error) { l, err := s.Planned(ctx, actor, person); return len(l), err },
		} {
			if n, err := read(); n != 0 || err != nil {
				t.Errorf("%s: got %d entries, %v", what, n, err)
			}
		}
		referent := parcours.Actor{Role: parcours.AccountReferent, ProfessionalID: h.one("select referent_id from person where id = $1", person)}
		if l, err := s.Timeline(ctx, referent, person); err != nil || len(l) == 0 {
			t.Errorf("the referent reads %d entries, %v", len(l), err)
		}
	})
}

func TestPartnersSeeTheirStructuresPeople(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		ctx := t.Context()
		h.turn(sms(144, "une question"), parcours.Escalate{Kind: parcours.EscalationQuestion})
		question := h.one("select id from escalation")
		person := h.one("select id from person where internal_id = 'I-1'")
		referent := h.one("select r.email from professional r join person p on p.referent_id = r.id where p.id = $1", person)
		_, err := s.ImportProfessionals(ctx, monday, parcours.ImportBatch{ID: "b-partner", Kind: "referents"}, []parcours.ProfessionalRow{
			{Email: referent, FirstName: "Anne", LastName: "Morel", Structure: "Tremplin", Role: parcours.RoleReferent},
			{Email: "lea@tremplin.fr", FirstName: "Léa", LastName: "Bihan", Structure: "Tremplin", Role: parcours.RolePartner},
		}, false)
		h.must(err)
		lea := h.one("select id from professional where email = 'lea@tremplin.fr'")
		colleague := parcours.Actor{Role: parcours.AccountPartner, ProfessionalID: lea, Structure: "Tremplin", StructureKind: parcours.StructureSIAE}
		elsewhere := colleague
		elsewhere.Structure = "Passerelle"
		file, err := s.Person(ctx, colleague, person)
		h.must(err)
		h.want("without the internal id", file.Person.InternalID, "")
		_, err = s.Person(ctx, elsewhere, person)
		wantKind(t, "another structure", err, parcours.ErrNotFound)
		_, err = s.Escalation(ctx, colleague, question)
		h.must(err)
		_, err = s.Escalation(ctx, elsewhere, question)
		wantKind(t, "another structure's question", err, parcours.ErrNotFound)
		for search, want := range map[string]int{"": 1, "quillien": 1, "I-1": 0} {
			if found, err := s.People(ctx, colleague, search, 10); err != nil || len(found) != want {
				t.Errorf("search %q: got %d, %v", search, len(found), err)
			}
		}
		delegate := colleague
		delegate.StructureKind = parcours.StructureDelegate
		file, err = s.Person(ctx, delegate, person)
		h.must(err)
		h.want("a délégataire's internal id", file.Person.InternalID, "I-1")
		if found, err := s.People(ctx, delegate, "I-1", 10); err != nil || len(found) != 1 {
			t.Errorf("a délégataire finds %d, %v", len(found), err)
		}
	})
}

func TestNursesSeeWhoIsEntrustedToThem(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		ctx := t.Context()
		person := h.one("select id from person where internal_id = 'I-1'")
		_, err := s.ImportProfessionals(ctx, monday, parcours.ImportBatch{ID: "b-nurse", Kind: "referents"}, []parcours.ProfessionalRow{
			{Email: "ines@exemple.fr", FirstName: "Inès", LastName: "Roux", Structure: "Département", Role: parcours.RoleNurse},
		}, false)
		h.must(err)
		nurse := parcours.Actor{Role: parcours.AccountNurse, ProfessionalID: h.one("select id from professional where email = 'ines@exemple.fr'")}
		_, err = s.Person(ctx, nurse, person)
		wantKind(t, "before", err, parcours.ErrNotFound)
		wantKind(t, "by who may not open the file", s.Entrust(ctx, monday, nurse, person, nurse.ProfessionalID), parcours.ErrNotFound)
		wantKind(t, "to nobody", s.Entrust(ctx, monday, everything, person, "nobody"), parcours.ErrInvalid)
		h.must(s.Entrust(ctx, monday, everything, person, nurse.ProfessionalID))
		h.must(s.Entrust(ctx, monday, everything, person, nurse.ProfessionalID))
		_, err = s.Person(ctx, nurse, person)
		h.must(err)
		followers, err := s.EntrustedTo(ctx, everything, person)
		h.must(err)
		if len(followers) != 1 || followers[0].Name() != "Inès ROUX" {
			t.Errorf("got %+v", followers)
		}
		if found, err := s.People(ctx, nurse, "", 10); err != nil || len(found) != 1 {
			t.Errorf("the nurse's list: %d, %v", len(found), err)
		}
		h.must(s.EndTrust(ctx, everything, person, nurse.ProfessionalID))
		_, err = s.Person(ctx, nurse, person)
		wantKind(t, "after", err, parcours.ErrNotFound)
		wantKind(t, "ended twice", s.EndTrust(ctx, everything, person, nurse.ProfessionalID), parcours.ErrNotFound)
	})
}

func TestTheAccessLogIsReadByWhoWhatWhomAndWhen(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		ctx := t.Context()
		h.turn(sms(144, "une question"), parcours.Escalate{Kind: parcours.EscalationQuestion})
		person, question := h.one("select id from person where internal_id = 'I-1'"), h.one("select id from escalation")
		participation := h.one("select id from participation where person_id = $1 limit 1", person)
		account, err := s.CreateAccount(ctx, monday, parcours.Account{Email: "a@exemple.fr", Role: parcours.AccountCoordinator})
		h.must(err)
		by, other := parcours.Actor{AccountID: account.ID}, parcours.Actor{AccountID: "relais report"}
		for i, e := range []struct {
			actor           parcours.Actor
			action, subject string
		}{{by, "read_person", person}, {by, "read_question", question}, {other, "export_list", "at_risk"}, {by, "record_outcome", participation}, {by, "read_list", "pilotage"}} {
			h.must(s.LogAccess(ctx, monday.Add(time.Duration(i)*time.Hour), e.actor, e.action, e.subject))
		}
		for name, c := range map[string]struct {
			f    parcours.AccessFilter
			want []string
		}{
			"all":     {parcours.AccessFilter{}, []string{"read_list", "record_outcome", "export_list", "read_question", "read_person"}},
			"who":     {parcours.AccessFilter{AccountID: other.AccountID}, []string{"export_list"}},
			"whom":    {parcours.AccessFilter{PersonID: person}, []string{"record_outcome", "read_question", "read_person"}},
			"reads":   {parcours.AccessFilter{Kind: parcours.AccessRead}, []string{"read_list", "read_question", "read_person"}},
			"exports": {parcours.AccessFilter{Kind: parcours.AccessExport}, []string{"export_list"}},
			"changes": {parcours.AccessFilter{Kind: parcours.AccessChange}, []string{"record_outcome"}},
			"entries": {parcours.AccessFilter{Kind: parcours.AccessSignIn}, nil},
			"when":    {parcours.AccessFilter{From: monday.Add(time.Hour), Until: monday.Add(3 * time.Hour)}, []string{"export_list", "read_question"}},
			"nobody":  {parcours.AccessFilter{PersonID: "nobody"}, nil},
			"the two": {parcours.AccessFilter{PersonID: person, AccountID: account.ID, Kind: parcours.AccessChange}, []string{"record_outcome"}},
		} {
			c.f.Limit = 10
			entries, err := s.AccessLog(ctx, c.f)
			h.must(err)
			var got []string
			for _, e := range entries {
				got = append(got, e.Action)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s: got %q, want %q", name, got, c.want)
			}
		}
		var paged []string
		f := parcours.AccessFilter{Limit: 2}
		for range 4 {
			entries, err := s.AccessLog(ctx, f)
			h.must(err)
			for _, e := range entries {
				paged = append(paged, e.Action)
				f.BeforeAt, f.BeforeID = e.At, e.ID
			}
		}
		if len(paged) != 5 || paged[4] != "read_person" {
			t.Errorf("by pages: got %q", paged)
		}
		first, err := s.AccessLog(ctx, parcours.AccessFilter{PersonID: person, Limit: 1})
		h.must(err)
		if first[0].Person == "" || first[0].Account != "a@exemple.fr" {
			t.Errorf("got %+v", first[0])
		}
		if named, err := s.PeopleNamed(ctx, "quillien", 10); err != nil || len(named) != 1 {
			t.Errorf("named: %d, %v", len(named), err)
		}
		if named, err := s.PeopleNamed(ctx, " ", 10); err != nil || len(named) != 0 {
			t.Errorf("not named: %d, %v", len(named), err)
		}
	})
}
