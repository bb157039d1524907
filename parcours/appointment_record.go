package parcours

import (
	"strconv"
	"strings"
	"time"
)

// AppointmentRecord is an appointment in the vocabulary of France Travail's appointment
// records: its names, its codes, and an instant as ISO 8601 with milliseconds. It is
// what partners are told, what the API lists and what a report holds; the tags say what
// each field may be to whoever reads the description of the API.
type AppointmentRecord struct {
	ID                     string             `json:"id"`
	Date                   string             `json:"date" format:"date-time"`
	Duree                  int                `json:"duree" doc:"Minutes."`
	Statut                 string             `json:"statut" enum:"PRIS,EFFECTUE,ABSENT,ANNULE" doc:"ANNULE is excused or cancelled by the service, and never ABSENT, which a professional alone says."`
	Motif                  string             `json:"motif" enum:"ORI,ACC,AUT" doc:"ORI orientation, ACC the first appointment of the accompaniment, AUT any other."`
	Initiateur             string             `json:"initiateur" enum:"USAGER,PARTENAIRE" doc:"Who chose the time."`
	ModaliteContact        string             `json:"modaliteContact" enum:"PHYSIQUE,TELEPHONE,VISIO"`
	TypeReception          string             `json:"typeReception" enum:"IND,COL"`
	Adresse                string             `json:"adresse"`
	LibelleAdresse         string             `json:"libelleAdresse"`
	Information            string             `json:"information"`
	TelephoneContactUsager string             `json:"telephoneContactUsager" doc:"The number that a human answers."`
	Theme                  string             `json:"theme"`
	Organisme              RecordInstitution  `json:"organisme"`
	Interlocuteur          RecordProfessional `json:"interlocuteur"`
	Usager                 RecordPerson       `json:"usager"`
}

// RecordInstitution is whose appointment it is.
type RecordInstitution struct {
	Code string `json:"code" enum:"CD,FT,DCD,ML,CE,IND"`
}

// RecordProfessional is whom the person meets.
type RecordProfessional struct {
	Email  string `json:"email"`
	Nom    string `json:"nom"`
	Prenom string `json:"prenom"`
}

// RecordPerson is who the appointment is with: nobody could file the record otherwise.
type RecordPerson struct {
	IdentifiantFranceTravail string `json:"identifiantFranceTravail,omitempty"`
	NIR                      string `json:"nir,omitempty"`
	Nom                      string `json:"nom"`
	Prenom                   string `json:"prenom"`
	DateNaissance            string `json:"dateNaissance,omitempty"`
}

// RecordOf writes the appointment of the content as a record, its instant in the zone.
// What the reader may not be told was narrowed out of the content before.
func RecordOf(c PartnerContent, zone *time.Location) AppointmentRecord {
	a := c.Appointment
	r := AppointmentRecord{
		ID: a.ID, Date: a.StartsAt.In(zone).Format("2006-01-02T15:04:05.000Z07:00"), Duree: int(a.Duration / time.Minute), Statut: recordStatus(a.Outcome),
		Motif: recordReason(a.Kind, c.FirstFollowUp), Initiateur: "PARTENAIRE", ModaliteContact: "PHYSIQUE", TypeReception: "IND",
		Adresse: a.Place.Address, LibelleAdresse: a.Place.Name, TelephoneContactUsager: a.Place.Phone, Theme: Theme(a.Kind), Organisme: RecordInstitution{"CD"},
		Usager: RecordPerson{
			IdentifiantFranceTravail: c.Person.FranceTravailID, NIR: c.Person.NIR, Nom: c.Person.LastName, Prenom: c.Person.FirstName, DateNaissance: c.Person.BirthDate.String(),
		},
	}
	if a.Origin == OriginSelfChosen || a.Origin == OriginMoved {
		r.Initiateur = "USAGER"
	}
	if a.Kind == Workshop {
		r.TypeReception = "COL"
	}
	switch c.Meeting {
	case MeetingPhone:
		r.ModaliteContact = "TELEPHONE"
	case MeetingVideo:
		r.ModaliteContact = "VISIO"
	}
	if len(a.Professionals) > 0 {
		p := a.Professionals[0]
		r.Organisme.Code, r.Interlocuteur = recordInstitution(p), RecordProfessional{Email: p.Email, Nom: p.LastName, Prenom: p.FirstName}
	}
	return r
}

// Theme names what an appointment is for to those outside. A nurse's is told as any
// other of the follow-up: what is said there is nobody else's to know.
func Theme(kind AppointmentKind) string {
	switch kind {
	case JointInterview:
		return "Premier entretien conjoint"
	case FirstInterview:
		return "Premier entretien"
	case Workshop:
		return "Atelier"
	}
	return "Rendez-vous de suivi"
}

// recordStatus keeps what was cancelled apart from who did not come: an excuse told as
// an absence would harm somebody.
func recordStatus(o Outcome) string {
	switch o {
	case OutcomeSeen:
		return "EFFECTUE"
	case OutcomeNoShow:
		return "ABSENT"
	case OutcomeExcused, OutcomeRevoked:
		return "ANNULE"
	}
	return "PRIS"
}

func recordReason(kind AppointmentKind, firstFollowUp bool) string {
	switch {
	case kind.First():
		return "ORI"
	case firstFollowUp:
		return "ACC"
	}
	return "AUT"
}

func recordInstitution(p Professional) string {
	words := " " + strings.ReplaceAll(FoldName(p.Structure), "-", " ") + " "
	switch {
	case strings.Contains(words, " mission locale "):
		return "ML"
	case strings.Contains(words, " cap emploi "):
		return "CE"
	}
	switch p.StructureKind {
	case StructureDepartment:
		return "CD"
	case StructureFranceTravail:
		return "FT"
	case StructureDelegate:
		return "DCD"
	}
	return "IND"
}

// RecordColumns name the cells of a record in a table.
func RecordColumns() []string {
	return []string{
		"id", "date", "duree", "statut", "motif", "initiateur", "modaliteContact", "typeReception", "organisme.code", "adresse", "libelleAdresse",
		"telephoneContactUsager", "theme", "information", "interlocuteur.email", "interlocuteur.nom", "interlocuteur.prenom",
		"usager.identifiantFranceTravail", "usager.nir", "usager.nom", "usager.prenom", "usager.dateNaissance",
	}
}

// Cells returns the record as a row under RecordColumns.
func (r AppointmentRecord) Cells() []string {
	return []string{
		r.ID, r.Date, strconv.Itoa(r.Duree), r.Statut, r.Motif, r.Initiateur, r.ModaliteContact, r.TypeReception, r.Organisme.Code, r.Adresse, r.LibelleAdresse,
		r.TelephoneContactUsager, r.Theme, r.Information, r.Interlocuteur.Email, r.Interlocuteur.Nom, r.Interlocuteur.Prenom,
		r.Usager.IdentifiantFranceTravail, r.Usager.NIR, r.Usager.Nom, r.Usager.Prenom, r.Usager.DateNaissance,
	}
}
