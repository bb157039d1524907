package parcours

import "time"

// Role is the place of a person in the household's file.
type Role string

// Roles of a household's file; RoleNone when the file does not say.
const (
	RoleNone      Role = ""
	RoleApplicant Role = "applicant"
	RoleSpouse    Role = "spouse"
)

// Title is the form of address; it is never guessed from a first name.
type Title string

// Titles; TitleNone when the file does not say.
const (
	TitleNone     Title = ""
	TitleMadame   Title = "madame"
	TitleMonsieur Title = "monsieur"
)

// Tri is a yes or no that may not be known.
type Tri string

// Values of Tri.
const (
	Unsaid Tri = ""
	Yes    Tri = "yes"
	No     Tri = "no"
)

// Fund is the body that pays: CAF, or MSA for farming.
type Fund string

// Funds.
const (
	FundUnknown Fund = ""
	FundCAF     Fund = "CAF"
	FundMSA     Fund = "MSA"
)

// EntrySource says where the date of entry came from, because rights dates are
// rarely available and import dates flatter the delays.
type EntrySource string

// Sources of EnteredOn, in order of preference.
const (
	EntryExplicit EntrySource = "explicit"
	EntryDuties   EntrySource = "duties"
	EntryRights   EntrySource = "rights"
	EntryImport   EntrySource = "import"
)

// Person is one beneficiary: one per human, never per household.
type Person struct {
	ID          string
	HouseholdID string
	// AffiliationNumber is the household's number at the CAF or MSA, as text.
	AffiliationNumber string
	Fund              Fund
	Role              Role
	Title             Title
	FirstName         string
	LastName          string
	BirthName         string
	BirthDate         Date
	// NIR is the 15-character social security number, and empty wherever the
	// caller has no need of it.
	NIR             string
	InternalID      string
	FranceTravailID string
	// Address is the postal address, one line each, without postcode and city.
	Address     string
	Postcode    string
	City        string
	Structure   string
	Tags        string
	TerritoryID string
	Territory   string
	ReferentID  string
	Language    Language
	// PreferredChannel is the person's own choice, empty when none was made.
	PreferredChannel Channel
	// Discreet texts say nothing about the RSA.
	Discreet        bool
	EnteredOn       Date
	EntrySource     EntrySource
	RightsOpenedOn  Date
	DutiesStartOn   Date
	SubjectToDuties Tri
	ExitedOn        Date
	CreatedAt       time.Time
}

// PhoneKind says what a number can receive.
type PhoneKind string

// Kinds of number. Only a mobile receives SMS; a foreign one does when
// Rules.AllowForeign is set.
const (
	PhoneNone     PhoneKind = ""
	PhoneMobile   PhoneKind = "mobile"
	PhoneLandline PhoneKind = "landline"
	PhoneVoIP     PhoneKind = "voip"
	PhoneSpecial  PhoneKind = "special"
	PhoneForeign  PhoneKind = "foreign"
	PhoneService  PhoneKind = "service"
	PhoneInvalid  PhoneKind = "invalid"
)

// Phone is a number that was recognised.
type Phone struct {
	// E164 is +33639980144, or the text as it was read when Kind is PhoneInvalid.
	E164 string
	Kind PhoneKind
}

// ContactStatus says whether an address is still the person's.
type ContactStatus string

// Statuses of a contact point.
const (
	ContactCurrent   ContactStatus = "current"
	ContactFormer    ContactStatus = "former"     // replaced by a newer one
	ContactNotTheirs ContactStatus = "not_theirs" // whoever answered is somebody else
)

// ContactPoint is one address at which one person may be reached.
type ContactPoint struct {
	ID       string
	PersonID string
	Channel  Channel
	// Address is an E.164 number, a Telegram chat id in decimal, or an e-mail address.
	Address string
	// Kind is set for phone numbers.
	Kind PhoneKind
	// Shared: several people are reached at this address; texts are discreet.
	Shared   bool
	Verified bool
	Status   ContactStatus
	// Position orders the addresses of one channel; 0 comes first.
	Position int
	// OptedOutAt is when the person said STOP on this channel, zero otherwise.
	OptedOutAt time.Time
	// BlockedAt is when the provider reported that the person blocked us, zero otherwise.
	BlockedAt time.Time
}
