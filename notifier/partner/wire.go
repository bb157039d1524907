package partner

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"relais/parcours"
)

// SignatureHeader holds the lower-case hexadecimal HMAC-SHA256 of the bytes sent, as
// rdv-insertion names it.
const SignatureHeader = "X-RDVI-SIGNATURE"

// DeliveryHeader holds the id of the delivery: the same for each time it is tried.
const DeliveryHeader = "X-Relais-Delivery"

// Sign returns the signature of a body.
func Sign(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// stamp writes an instant as ISO 8601 with milliseconds and the offset of its zone.
type stamp struct {
	time.Time
}

// MarshalJSON implements json.Marshaler; the zero instant is null.
func (s stamp) MarshalJSON() ([]byte, error) {
	if s.IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + s.Format("2006-01-02T15:04:05.000Z07:00") + `"`), nil
}

type envelope struct {
	Data any  `json:"data"`
	Meta meta `json:"meta"`
}

type meta struct {
	Model     string `json:"model"`
	Event     string `json:"event"`
	Timestamp stamp  `json:"timestamp"`
}

// Wire writes deliveries as partners read them.
type Wire struct {
	// Zone is where instants are written.
	Zone *time.Location
	// Service is whose appointments they are.
	Service string
}

// Body writes one delivery. What the endpoint's kind may not be told is left out here
// once more.
func (w Wire) Body(d parcours.PartnerDelivery) ([]byte, error) {
	e := envelope{Data: struct{}{}, Meta: meta{Model: string(d.Model), Event: d.Event, Timestamp: w.at(d.At)}}
	if d.Content != nil {
		c := d.Content.Narrow(d.Endpoint)
		switch {
		case c.Invitation != nil:
			e.Data = w.invitation(c)
		case c.Appointment == nil:
			return nil, fmt.Errorf("%w: a delivery about nothing", parcours.ErrInvalid)
		case d.Endpoint.Shape == parcours.ShapeFranceTravail:
			e.Data = parcours.RecordOf(c, w.Zone)
		default:
			e.Data = w.rdv(c)
		}
	}
	body, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("write a delivery: %w", err)
	}
	return body, nil
}

func (w Wire) at(t time.Time) stamp {
	if t.IsZero() {
		return stamp{}
	}
	return stamp{t.In(w.Zone)}
}

// user is a person as rdv-insertion names their fields; what is not known, or not for
// the receiver, is left out.
type user struct {
	ID                   string `json:"id"`
	FirstName            string `json:"first_name"`
	LastName             string `json:"last_name"`
	Title                string `json:"title,omitempty"`
	Role                 string `json:"role,omitempty"`
	AffiliationNumber    string `json:"affiliation_number,omitempty"`
	PhoneNumber          string `json:"phone_number,omitempty"`
	Email                string `json:"email,omitempty"`
	BirthDate            string `json:"birth_date,omitempty"`
	DepartmentInternalID string `json:"department_internal_id,omitempty"`
	NIR                  string `json:"nir,omitempty"`
	FranceTravailID      string `json:"france_travail_id,omitempty"`
	RightsOpeningDate    string `json:"rights_opening_date,omitempty"`
}

func userOf(c parcours.PartnerContent) user {
	p := c.Person
	u := user{
		ID: p.ID, FirstName: p.FirstName, LastName: p.LastName, Title: string(p.Title), AffiliationNumber: p.AffiliationNumber, PhoneNumber: c.Phone, Email: c.Email,
		BirthDate: p.BirthDate.String(), DepartmentInternalID: p.InternalID, NIR: p.NIR, FranceTravailID: p.FranceTravailID, RightsOpeningDate: p.RightsOpenedOn.String(),
	}
	switch p.Role {
	case parcours.RoleApplicant:
		u.Role = "demandeur"
	case parcours.RoleSpouse:
		u.Role = "conjoint"
	}
	return u
}

type agent struct {
	ID        string `json:"id"`
	Email     string `json:"email"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
}

type lieu struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Address     string `json:"address"`
	PhoneNumber string `json:"phone_number"`
}

type category struct {
	ShortName string `json:"short_name"`
	Name      string `json:"name"`
}

type motif struct {
	Name          string   `json:"name"`
	LocationType  string   `json:"location_type"`
	MotifCategory category `json:"motif_category"`
}

type organisation struct {
	Name string `json:"name"`
}

type participation struct {
	ID        string `json:"id"`
	Status    string `json:"status"`
	CreatedBy string `json:"created_by"`
	CreatedAt stamp  `json:"created_at"`
	StartsAt  stamp  `json:"starts_at"`
	User      user   `json:"user"`
}

type rdv struct {
	ID             string          `json:"id"`
	UUID           string          `json:"uuid"`
	StartsAt       stamp           `json:"starts_at"`
	DurationInMin  int             `json:"duration_in_min"`
	Address        string          `json:"address"`
	Status         string          `json:"status"`
	CancelledAt    *stamp          `json:"cancelled_at"`
	CreatedBy      string          `json:"created_by"`
	UsersCount     int             `json:"users_count"`
	Agents         []agent         `json:"agents"`
	Lieu           *lieu           `json:"lieu"`
	Motif          motif           `json:"motif"`
	Organisation   organisation    `json:"organisation"`
	Participations []participation `json:"participations"`
}

func (w Wire) rdv(c parcours.PartnerContent) rdv {
	a := c.Appointment
	status, author := statusOf(a.Outcome), authorOf(a.Origin)
	r := rdv{
		ID: a.ID, UUID: a.ID, StartsAt: w.at(a.StartsAt), DurationInMin: int(a.Duration / time.Minute), Address: a.Place.Address, Status: status, CreatedBy: author,
		UsersCount: 1, Agents: []agent{}, Motif: motifOf(a.Kind, c.Meeting), Organisation: organisation{w.Service},
		Participations: []participation{{
			ID: a.ParticipationID, Status: status, CreatedBy: author, CreatedAt: w.at(a.BookedAt), StartsAt: w.at(a.StartsAt), User: userOf(c),
		}},
	}
	if a.Place.ID != "" {
		r.Lieu = &lieu{ID: a.Place.ID, Name: a.Place.Name, Address: a.Place.Address, PhoneNumber: a.Place.Phone}
	}
	if !c.CancelledAt.IsZero() {
		at := w.at(c.CancelledAt)
		r.CancelledAt = &at
	}
	for _, p := range a.Professionals {
		r.Agents = append(r.Agents, agent{ID: p.ID, Email: p.Email, FirstName: p.FirstName, LastName: p.LastName})
	}
	return r
}

// statusOf is an outcome in the words of RDV-Solidarités.
func statusOf(o parcours.Outcome) string {
	if o == parcours.OutcomeNoShow {
		return "noshow"
	}
	return string(o)
}

func authorOf(o parcours.Origin) string {
	if o == parcours.OriginImposed {
		return "agent"
	}
	return "user"
}

// motifOf names what an appointment is for.
func motifOf(kind parcours.AppointmentKind, meeting parcours.Meeting) motif {
	m := motif{Name: parcours.Theme(kind), MotifCategory: category{"rsa_accompagnement", "RSA accompagnement"}}
	switch kind {
	case parcours.JointInterview:
		m.MotifCategory = category{"rsa_orientation_france_travail", "RSA orientation France Travail"}
	case parcours.FirstInterview:
		m.MotifCategory = category{"rsa_orientation", "RSA orientation"}
	case parcours.Workshop:
		m.MotifCategory = category{"rsa_atelier_collectif_mandatory", "RSA atelier collectif"}
	}
	switch meeting {
	case parcours.MeetingPhone:
		m.LocationType = "phone"
	case parcours.MeetingHome:
		m.LocationType = "home"
	case parcours.MeetingVideo:
		m.LocationType = "visio"
	default:
		m.LocationType = "public_office"
	}
	return m
}

type invitation struct {
	ID               string   `json:"id"`
	Format           string   `json:"format"`
	Clicked          bool     `json:"clicked"`
	RdvWithReferents bool     `json:"rdv_with_referents"`
	CreatedAt        stamp    `json:"created_at"`
	DeliveryStatus   string   `json:"delivery_status"`
	DeliveredAt      stamp    `json:"delivered_at"`
	ExpiresAt        stamp    `json:"expires_at"`
	MotifCategory    category `json:"motif_category"`
	User             user     `json:"user"`
}

func (w Wire) invitation(c parcours.PartnerContent) invitation {
	i := c.Invitation
	format := string(i.Channel)
	if i.Channel == parcours.ChannelLetter {
		format = "postal"
	}
	return invitation{
		ID: i.ID, Format: format, Clicked: i.Answered, CreatedAt: w.at(i.CreatedAt), DeliveryStatus: string(i.State), DeliveredAt: w.at(i.DeliveredAt),
		ExpiresAt: w.at(i.ExpiresAt), MotifCategory: motifOf(parcours.JointInterview, "").MotifCategory, User: userOf(c),
	}
}
