package parcours_test

import (
	"slices"
	"strings"
	"testing"

	"relais/parcours"
)

// record writes an interview as France Travail reads it, once it was changed.
func record(t *testing.T, change func(c *parcours.PartnerContent)) parcours.AppointmentRecord {
	t.Helper()
	a := interview(t, "2023-07-18 14:30")
	c := parcours.PartnerContent{Appointment: &a, Person: parcours.Person{FirstName: "Maëlys", LastName: "QUILLIEN", FranceTravailID: "12345678901", BirthDate: parcours.NewDate(1985, 5, 14)}}
	change(&c)
	return parcours.RecordOf(c, rules(t).Zone)
}

func TestARecordSpeaksTheVocabularyOfFranceTravail(t *testing.T) {
	t.Parallel()
	status := func(r parcours.AppointmentRecord) string { return r.Statut }
	reason := func(r parcours.AppointmentRecord) string { return r.Motif }
	who := func(r parcours.AppointmentRecord) string { return r.Initiateur }
	way := func(r parcours.AppointmentRecord) string { return r.ModaliteContact }
	number := func(r parcours.AppointmentRecord) string { return r.TypeReception }
	whose := func(r parcours.AppointmentRecord) string { return r.Organisme.Code }
	outcome := func(o parcours.Outcome) func(*parcours.PartnerContent) {
		return func(c *parcours.PartnerContent) { c.Appointment.Outcome = o }
	}
	kind := func(k parcours.AppointmentKind, first bool) func(*parcours.PartnerContent) {
		return func(c *parcours.PartnerContent) { c.Appointment.Kind, c.FirstFollowUp = k, first }
	}
	origin := func(o parcours.Origin) func(*parcours.PartnerContent) {
		return func(c *parcours.PartnerContent) { c.Appointment.Origin = o }
	}
	meeting := func(m parcours.Meeting) func(*parcours.PartnerContent) {
		return func(c *parcours.PartnerContent) { c.Meeting = m }
	}
	with := func(structure string, kind parcours.StructureKind) func(*parcours.PartnerContent) {
		return func(c *parcours.PartnerContent) {
			c.Appointment.Professionals = []parcours.Professional{{Structure: structure, StructureKind: kind}}
		}
	}
	for _, tt := range []struct {
		name   string
		change func(*parcours.PartnerContent)
		field  func(parcours.AppointmentRecord) string
		want   string
	}{
		{"to come, or not said", outcome(parcours.OutcomeUnknown), status, "PRIS"},
		{"seen", outcome(parcours.OutcomeSeen), status, "EFFECTUE"},
		{"absent", outcome(parcours.OutcomeNoShow), status, "ABSENT"},
		{"excused is never absent", outcome(parcours.OutcomeExcused), status, "ANNULE"},
		{"cancelled by the service", outcome(parcours.OutcomeRevoked), status, "ANNULE"},
		{"joint interview", kind(parcours.JointInterview, false), reason, "ORI"},
		{"first interview", kind(parcours.FirstInterview, false), reason, "ORI"},
		{"the first of the accompaniment", kind(parcours.FollowUp, true), reason, "ACC"},
		{"the next one", kind(parcours.FollowUp, false), reason, "AUT"},
		{"workshop", kind(parcours.Workshop, false), reason, "AUT"},
		{"nurse", kind(parcours.NurseVisit, false), reason, "AUT"},
		{"imposed", origin(parcours.OriginImposed), who, "PARTENAIRE"},
		{"chosen", origin(parcours.OriginSelfChosen), who, "USAGER"},
		{"moved at the person's request", origin(parcours.OriginMoved), who, "USAGER"},
		{"at the office", meeting(parcours.MeetingOffice), way, "PHYSIQUE"},
		{"at home", meeting(parcours.MeetingHome), way, "PHYSIQUE"},
		{"by phone", meeting(parcours.MeetingPhone), way, "TELEPHONE"},
		{"by video", meeting(parcours.MeetingVideo), way, "VISIO"},
		{"alone", kind(parcours.FollowUp, false), number, "IND"},
		{"together", kind(parcours.Workshop, false), number, "COL"},
		{"département", with("CDAS de Redon", parcours.StructureDepartment), whose, "CD"},
		{"France Travail", with("Agence", parcours.StructureFranceTravail), whose, "FT"},
		{"délégataire", with("Tremplin", parcours.StructureDelegate), whose, "DCD"},
		{"mission locale", with("Mission locale du Pays de Redon", parcours.StructureOther), whose, "ML"},
		{"Cap emploi", with("Cap-emploi 35", parcours.StructureOther), whose, "CE"},
		{"SIAE", with("Passerelle", parcours.StructureSIAE), whose, "IND"},
		{"nobody named", func(c *parcours.PartnerContent) { c.Appointment.Professionals = nil }, whose, "CD"},
	} {
		if got := tt.field(record(t, tt.change)); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestTheFirstFollowUpAloneBeginsTheAccompaniment(t *testing.T) {
	t.Parallel()
	first, next, interview := interview(t, "2023-07-20 10:00"), interview(t, "2023-07-27 10:00"), interview(t, "2023-07-18 14:30")
	first.ID, first.Kind, next.ID, next.Kind = "1", parcours.FollowUp, "2", parcours.FollowUp
	all := []parcours.Appointment{next, interview, first}
	for id, want := range map[string]bool{"1": true, "2": false, interview.ID: false} {
		if got := parcours.FirstFollowUp(all, id); got != want {
			t.Errorf("%s: got %v, want %v", id, got, want)
		}
	}
}

func TestARecordIsARowUnderItsColumns(t *testing.T) {
	t.Parallel()
	r := record(t, func(*parcours.PartnerContent) {})
	cells, columns := r.Cells(), parcours.RecordColumns()
	if len(cells) != len(columns) {
		t.Fatalf("%d cells under %d columns", len(cells), len(columns))
	}
	for column, want := range map[string]string{
		"date": "2023-07-18T14:30:00.000+02:00", "duree": "60", "organisme.code": "CD", "usager.nom": "QUILLIEN", "usager.nir": "",
		"usager.identifiantFranceTravail": "12345678901", "usager.dateNaissance": "1985-05-14", "interlocuteur.nom": "Morel", "theme": "Premier entretien conjoint",
	} {
		if got := cells[slices.Index(columns, column)]; got != want {
			t.Errorf("%s: got %q, want %q", column, got, want)
		}
	}
	if text := strings.ToLower(strings.Join(record(t, func(c *parcours.PartnerContent) { c.Appointment.Kind = parcours.NurseVisit }).Cells(), " ")); strings.Contains(text, "nurse") || strings.Contains(text, "infirm") || strings.Contains(text, "santé") {
		t.Errorf("the record tells that somebody sees a nurse: %s", text)
	}
}
