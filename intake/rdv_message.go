package intake

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"relais/parcours"
)

// rdvBody is a message of RDV-Solidarités. Only what is of use is read.
type rdvBody struct {
	Data json.RawMessage `json:"data"`
	Meta struct {
		Model     parcours.UpstreamModel `json:"model"`
		Event     string                 `json:"event"`
		Reason    string                 `json:"webhook_reason"`
		Timestamp rdvTime                `json:"timestamp"`
	} `json:"meta"`
}

// rdvID is a number there, and a text here.
type rdvID string

func (id *rdvID) UnmarshalJSON(text []byte) error {
	if bytes.Equal(text, []byte("null")) {
		return nil
	}
	*id = rdvID(clean(strings.Trim(string(text), `"`)))
	return nil
}

// rdvTime is an instant as RDV-Solidarités writes it, or as RFC 3339 does.
type rdvTime struct{ time.Time }

func (t *rdvTime) UnmarshalJSON(text []byte) error {
	var s string
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	if s = strings.TrimSpace(s); s == "" {
		return nil
	}
	for _, layout := range []string{"2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05 MST", time.RFC3339Nano, "2006-01-02 15:04:05.999999999 -0700"} {
		if strings.HasSuffix(layout, "MST") && !strings.HasSuffix(s, " UTC") {
			continue // other names of zones say nothing
		}
		at, err := time.Parse(layout, s)
		if err == nil && at.Year() > 1990 && at.Year() < 2200 {
			t.Time = at.UTC()
			return nil
		}
	}
	return fmt.Errorf("%w: not an instant", parcours.ErrInvalid)
}

type rdvAgent struct {
	Email string `json:"email"`
}

type rdvUser struct {
	ID             rdvID  `json:"id"`
	FirstName      string `json:"first_name"`
	LastName       string `json:"last_name"`
	BirthName      string `json:"birth_name"`
	BirthDate      string `json:"birth_date"`
	Email          string `json:"email"`
	Phone          string `json:"phone_number"`
	PhoneFormatted string `json:"phone_number_formatted"`
	Affiliation    string `json:"affiliation_number"`
	Fund           string `json:"caisse_affiliation"`
	NotifyBySMS    *bool  `json:"notify_by_sms"`
}

type rdvRdv struct {
	ID           rdvID    `json:"id"`
	StartsAt     rdvTime  `json:"starts_at"`
	EndsAt       rdvTime  `json:"ends_at"`
	Minutes      int      `json:"duration_in_min"`
	Address      string   `json:"address"`
	CancelledAt  *rdvTime `json:"cancelled_at"`
	CreatedBy    string   `json:"created_by_type"`
	Organisation struct {
		ID    rdvID  `json:"id"`
		Name  string `json:"name"`
		Phone string `json:"phone_number"`
	} `json:"organisation"`
	Motif struct {
		LocationType string `json:"location_type"`
		Category     struct {
			ShortName string `json:"short_name"`
		} `json:"motif_category"`
	} `json:"motif"`
	Lieu struct {
		Name    string `json:"name"`
		Address string `json:"address"`
		Phone   string `json:"phone_number"`
	} `json:"lieu"`
	Agents         []rdvAgent `json:"agents"`
	Participations []struct {
		ID        rdvID   `json:"id"`
		Status    string  `json:"status"`
		Lifecycle bool    `json:"send_lifecycle_notifications"`
		Reminder  bool    `json:"send_reminder_notification"`
		CreatedBy string  `json:"created_by_type"`
		User      rdvUser `json:"user"`
	} `json:"participations"`
}

type rdvAbsence struct {
	ID       rdvID           `json:"id"`
	FirstDay string          `json:"first_day"`
	EndDay   string          `json:"end_day"`
	Start    string          `json:"start_time"`
	End      string          `json:"end_time"`
	Rrule    json.RawMessage `json:"rrule"`
	Agent    rdvAgent        `json:"agent"`
}

type rdvAssignation struct {
	ID    rdvID    `json:"id"`
	User  rdvUser  `json:"user"`
	Agent rdvAgent `json:"agent"`
}

// ReadRDV reads one message of RDV-Solidarités. ErrInvalid when it is none, or when it
// says too little to be applied; the error repeats nothing of it.
func ReadRDV(raw []byte) (parcours.UpstreamMessage, error) {
	var body rdvBody
	m := parcours.UpstreamMessage{Source: parcours.SourceRDV}
	if err := json.Unmarshal(raw, &body); err != nil {
		return m, unreadable("body")
	}
	m.Model, m.Event, m.At = body.Meta.Model, body.Meta.Event, body.Meta.Timestamp.Time
	m.Purged = m.Destroyed() && body.Meta.Reason == "rgpd"
	switch {
	case !m.Model.Known():
		return m, unreadable("model")
	case m.Event != "created" && m.Event != "updated" && m.Event != "destroyed":
		return m, unreadable("event")
	case m.At.IsZero():
		return m, unreadable("timestamp")
	}
	var err error
	switch m.Model {
	case parcours.UpstreamRdv:
		err = readRdv(body.Data, &m)
	case parcours.UpstreamUser:
		var u rdvUser
		if err = json.Unmarshal(body.Data, &u); err == nil {
			user := u.foreign()
			m.ID, m.User = user.ID, &user
		}
	case parcours.UpstreamAbsence:
		err = readAbsence(body.Data, &m)
	case parcours.UpstreamAssignation:
		var a rdvAssignation
		if err = json.Unmarshal(body.Data, &a); err == nil {
			m.ID, m.Assignation = string(a.ID), &parcours.ForeignAssignation{User: a.User.foreign(), Agent: a.Agent.address()}
		}
	}
	if err != nil || m.ID == "" {
		return m, unreadable("data")
	}
	return m, nil
}

func unreadable(what string) error { return fmt.Errorf("%w: %s", parcours.ErrInvalid, what) }

func readRdv(data []byte, m *parcours.UpstreamMessage) error {
	var r rdvRdv
	if err := json.Unmarshal(data, &r); err != nil {
		return err
	}
	m.ID = string(r.ID)
	if r.StartsAt.IsZero() {
		if m.Destroyed() { // it may say no more than which
			return nil
		}
		return unreadable("starts_at")
	}
	rdv := parcours.ForeignRdv{
		StartsAt: r.StartsAt.Time, Duration: time.Duration(r.Minutes) * time.Minute, Cancelled: r.CancelledAt != nil && !r.CancelledAt.IsZero(),
		Kind: parcours.UpstreamKind(r.Motif.Category.ShortName), OrganisationID: string(r.Organisation.ID), Organisation: clean(r.Organisation.Name),
		Address: clean(cmp.Or(r.Lieu.Address, r.Address)), Phone: clean(cmp.Or(r.Lieu.Phone, r.Organisation.Phone)),
	}
	rdv.Meeting, rdv.Place = meetingOf(r.Motif.LocationType, clean(cmp.Or(r.Lieu.Name, r.Organisation.Name)))
	if rdv.Meeting != parcours.MeetingOffice {
		rdv.Address = ""
	}
	if rdv.Duration <= 0 && r.EndsAt.After(rdv.StartsAt) {
		rdv.Duration = r.EndsAt.Sub(rdv.StartsAt)
	}
	if rdv.Duration <= 0 || rdv.Duration > 24*time.Hour {
		rdv.Duration = time.Hour
	}
	for _, a := range r.Agents {
		rdv.Agents = append(rdv.Agents, a.address())
	}
	for _, p := range r.Participations {
		part := parcours.ForeignParticipation{
			ID: string(p.ID), Outcome: outcomeOf(p.Status), Lifecycle: p.Lifecycle, Reminder: p.Reminder, Origin: parcours.OriginImposed, User: p.User.foreign(),
		}
		if part.ID == "" {
			part.ID = "user/" + m.ID + "/" + part.User.ID
		}
		if cmp.Or(p.CreatedBy, r.CreatedBy) == "User" {
			part.Origin = parcours.OriginSelfChosen
		}
		rdv.Participations = append(rdv.Participations, part)
	}
	m.Rdv = &rdv
	return nil
}

// meetingOf returns how people meet, and the place as a message prints it.
func meetingOf(locationType, place string) (parcours.Meeting, string) {
	switch locationType {
	case "phone":
		return parcours.MeetingPhone, "par téléphone"
	case "home":
		return parcours.MeetingHome, "à votre domicile"
	case "visio":
		return parcours.MeetingVideo, "en visioconférence"
	}
	return parcours.MeetingOffice, place
}

func outcomeOf(status string) parcours.Outcome {
	switch status {
	case "seen":
		return parcours.OutcomeSeen
	case "excused":
		return parcours.OutcomeExcused
	case "revoked":
		return parcours.OutcomeRevoked
	case "noshow", "no_show":
		return parcours.OutcomeNoShow
	}
	return parcours.OutcomeUnknown
}

func (a rdvAgent) address() string { return strings.ToLower(clean(a.Email)) }

func (u rdvUser) foreign() parcours.ForeignUser {
	user := parcours.ForeignUser{
		ID: string(u.ID), FirstName: clean(u.FirstName), LastName: clean(u.LastName), BirthName: clean(u.BirthName),
		Email: strings.ToLower(strings.ReplaceAll(clean(u.Email), " ", "")),
	}
	user.BirthDate, _ = parcours.ParseDate(clean(u.BirthDate))
	for _, text := range []string{u.PhoneFormatted, u.Phone} {
		if phone := parcours.ParsePhone(clean(text)); user.Phone.E164 == "" && phone.Kind != parcours.PhoneNone && phone.Kind != parcours.PhoneInvalid && phone.Kind != parcours.PhoneService {
			user.Phone = phone
		}
	}
	switch fund := strings.ToLower(u.Fund); fund {
	case "aucun", "aucune":
	default:
		user.AffiliationNumber, user.AffiliationKey, user.Fund = parcours.ParseAffiliation(clean(u.Affiliation))
		if user.AffiliationNumber != "" && (fund == "caf" || fund == "msa") {
			user.Fund = parcours.Fund(strings.ToUpper(fund))
		}
	}
	if u.NotifyBySMS != nil {
		user.SMS = parcours.No
		if *u.NotifyBySMS {
			user.SMS = parcours.Yes
		}
	}
	return user
}

// clean drops what a text of a database cannot hold, and the space around it.
func clean(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", ""))
}

func readAbsence(data []byte, m *parcours.UpstreamMessage) error {
	var a rdvAbsence
	if err := json.Unmarshal(data, &a); err != nil {
		return err
	}
	m.ID = string(a.ID)
	from, err := parcours.ParseDate(clean(a.FirstDay))
	if err != nil || from.IsZero() {
		if m.Destroyed() {
			return nil
		}
		return unreadable("first_day")
	}
	until, err := parcours.ParseDate(clean(a.EndDay))
	if err != nil || until.IsZero() {
		until = from
	}
	absence := parcours.ForeignAbsence{Agent: a.Agent.address()}
	if rule := string(bytes.TrimSpace(a.Rrule)); rule != "" && rule != "null" && rule != `""` {
		absence.Recurring = true
	} else {
		absence.From, absence.Until = wholeDays(from, until, a.Start, a.End)
	}
	m.Absence = &absence
	return nil
}

// wholeDays leaves out the first and the last day when work is done on half of them.
func wholeDays(from, until parcours.Date, start, end string) (parcours.Date, parcours.Date) {
	if hour, ok := hourOf(start); ok && hour >= 12 {
		from = from.AddDays(1)
	}
	if hour, ok := hourOf(end); ok && hour <= 14 {
		until = until.AddDays(-1)
	}
	if until.Before(from) {
		return parcours.Date{}, parcours.Date{}
	}
	return from, until
}

// hourOf reads the hour of "09:30", alone or after a date.
func hourOf(text string) (int, bool) {
	before, _, ok := strings.Cut(text, ":")
	if !ok || len(before) < 2 {
		return 0, false
	}
	var hour int
	if _, err := fmt.Sscanf(before[len(before)-2:], "%d", &hour); err != nil || hour > 23 {
		return 0, false
	}
	return hour, true
}
