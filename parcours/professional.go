package parcours

import "strings"

// ProfessionalRole is what a professional does, and so what they may see.
type ProfessionalRole string

// Roles of professionals, as written in the referents file.
const (
	RoleReferent     ProfessionalRole = "referent"
	RoleProfessional ProfessionalRole = "professional"
	RoleNurse        ProfessionalRole = "nurse"
	RoleCoordinator  ProfessionalRole = "coordinator"
	RolePartner      ProfessionalRole = "partner"
)

// StructureKind classes organisations by what they may see.
type StructureKind string

// Kinds of structure.
const (
	StructureDepartment    StructureKind = "CD"
	StructureFranceTravail StructureKind = "FT"
	StructureDelegate      StructureKind = "DCD"
	StructureSIAE          StructureKind = "SIAE"
	StructureOther         StructureKind = "other"
)

// Professional is somebody who meets or follows beneficiaries.
type Professional struct {
	ID            string
	Email         string
	FirstName     string
	LastName      string
	Structure     string
	StructureKind StructureKind
	Phone         string
	// TelegramChat is the chat in which they receive questions, empty when not linked.
	TelegramChat string
	TerritoryID  string
	Territory    string
	Role         ProfessionalRole
	AbsentFrom   Date
	AbsentUntil  Date
	StandInID    string
	// Caseload is how many active people they follow.
	Caseload int
}

// Name returns "Anne MOREL".
func (p Professional) Name() string {
	return strings.TrimSpace(p.FirstName + " " + strings.ToUpper(p.LastName))
}

// AbsentOn reports whether the professional is away on day. An absence without
// end lasts until it is lifted.
func (p Professional) AbsentOn(day Date) bool {
	if p.AbsentFrom.IsZero() || day.Before(p.AbsentFrom) {
		return false
	}
	return p.AbsentUntil.IsZero() || !day.After(p.AbsentUntil)
}

// Absence is when a professional is away, and who stands in.
type Absence struct {
	ProfessionalID string
	From           Date
	// Until is the last day away; zero: not known.
	Until     Date
	StandInID string
}
