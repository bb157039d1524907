package web

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"relais/parcours"
)

// Paging asks for a part of a list.
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"100" doc:"Most items of the answer."`
	Cursor string `query:"cursor" maxLength:"200" doc:"What next was in the answer before; without it, the beginning."`
}

// after reads the cursor as what cursorOf wrote.
func (in Paging) after() (string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(in.Cursor)
	if err != nil || !isText(string(raw)) {
		return "", fmt.Errorf("%w: the cursor is what next was in the answer before", parcours.ErrInvalid)
	}
	return string(raw), nil
}

func cursorOf(after string) string { return base64.RawURLEncoding.EncodeToString([]byte(after)) }

// pageOf is a part of a list. Next is empty on the last one.
type pageOf[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"Cursor of what follows; absent at the end."`
}

// Once is the key of a request that changes something.
type Once struct {
	Key string `header:"Idempotency-Key" maxLength:"200" doc:"Of your choice, new for each request. The same request with the same key is done once, and gets the same answer for 24 hours."`
}

// personInput is one person as a program knows them: the fields of a people file.
type personInput struct {
	FirstName         string `json:"first_name" minLength:"1" maxLength:"100"`
	LastName          string `json:"last_name" minLength:"1" maxLength:"100"`
	BirthName         string `json:"birth_name,omitempty" maxLength:"100"`
	Title             string `json:"title,omitempty" enum:"madame,monsieur"`
	Role              string `json:"role,omitempty" enum:"applicant,spouse" doc:"In the household's file."`
	BirthDate         string `json:"birth_date,omitempty" format:"date"`
	NIR               string `json:"nir,omitempty" maxLength:"30" doc:"13 characters, or 15 with the key. It is never given back."`
	InternalID        string `json:"department_internal_id,omitempty" maxLength:"60"`
	FranceTravailID   string `json:"france_travail_id,omitempty" maxLength:"30"`
	AffiliationNumber string `json:"affiliation_number,omitempty" maxLength:"30"`
	Fund              string `json:"fund,omitempty" enum:"caf,msa"`
	Email             string `json:"email,omitempty" maxLength:"200"`
	PhoneNumber       string `json:"phone_number,omitempty" maxLength:"100" doc:"As people write it; several are separated by a slash."`
	Address           string `json:"address,omitempty" maxLength:"300"`
	Postcode          string `json:"postcode,omitempty" maxLength:"10"`
	City              string `json:"city,omitempty" maxLength:"100"`
	Territory         string `json:"territory,omitempty" maxLength:"100" doc:"Name of a territory; without it, that of the token, or of the postcode."`
	ReferentEmail     string `json:"referent_email,omitempty" maxLength:"200"`
	Structure         string `json:"structure,omitempty" maxLength:"100"`
	Tags              string `json:"tags,omitempty" maxLength:"200"`
	Language          string `json:"language,omitempty" maxLength:"20"`
	EnteredOn         string `json:"entered_on,omitempty" format:"date"`
	RightsOpenedOn    string `json:"rights_opening_date,omitempty" format:"date"`
	DutiesStartOn     string `json:"duties_start_on,omitempty" format:"date"`
	SubjectToDuties   *bool  `json:"subject_to_duties,omitempty"`
}

// record is the person by the names of the fields of a people file.
func (in personInput) record() map[string]string {
	record := map[string]string{
		"first_name": in.FirstName, "last_name": in.LastName, "birth_name": in.BirthName, "title": in.Title, "birth_date": in.BirthDate, "nir": in.NIR,
		"department_internal_id": in.InternalID, "france_travail_id": in.FranceTravailID, "affiliation_number": in.AffiliationNumber, "fund": in.Fund,
		"email": in.Email, "phone_number": in.PhoneNumber, "address": in.Address, "postcode": in.Postcode, "city": in.City, "territory": in.Territory,
		"referent_email": in.ReferentEmail, "structure": in.Structure, "tags": in.Tags, "language": in.Language, "entered_on": in.EnteredOn,
		"rights_opening_date": in.RightsOpenedOn, "duties_start_on": in.DutiesStartOn,
	}
	switch in.Role {
	case "applicant":
		record["role"] = "demandeur"
	case "spouse":
		record["role"] = "conjoint"
	}
	if in.SubjectToDuties != nil {
		record["subject_to_duties"] = "non"
		if *in.SubjectToDuties {
			record["subject_to_duties"] = "oui"
		}
	}
	return record
}

type upsertInput struct {
	Once
	Body struct {
		People []personInput `json:"people" minItems:"1" maxItems:"100"`
		DryRun bool          `json:"dry_run,omitempty" doc:"Say what would happen, and change nothing."`
	}
}

// fieldProblem is what is wrong with a field, in French, and how to mend it.
type fieldProblem struct {
	Field string `json:"field,omitempty"`
	What  string `json:"what"`
	Mend  string `json:"mend,omitempty"`
}

// upsertedJSON is what became of one person of a request.
type upsertedJSON struct {
	PersonID string              `json:"person_id,omitempty" doc:"Absent when nobody was written."`
	Outcome  parcours.RowOutcome `json:"outcome" enum:"created,updated,unchanged,conflict,error,ignored"`
	Changed  []string            `json:"changed,omitempty" doc:"Fields that were changed."`
	Problems []fieldProblem      `json:"problems,omitempty" doc:"Why nothing was written."`
	Warnings []fieldProblem      `json:"warnings,omitempty" doc:"What was left out."`
}

type upsertedList struct {
	Results []upsertedJSON `json:"results" doc:"One for each person, in their order."`
}

const accessUpsert = "upsert_people"

const aboutUpsert = "Each person is recognised as an import does: by NIR, else internal id, else e-mail and first name, else phone and first name. " +
	"At least one of the four is needed. Absent fields erase nothing; the same person again changes nothing. One that is refused does not stop the others: " +
	"read `outcome` of each result. Sentences of problems are in French, as the console shows them."

func (s *Server) apiUpsertPeople(ctx context.Context, v *visit, in *upsertInput) (*answer[upsertedList], error) {
	if s.records == nil {
		return nil, fmt.Errorf("records: %w", parcours.ErrNotFound)
	}
	records := make([]map[string]string, len(in.Body.People))
	for i, p := range in.Body.People {
		for _, value := range p.record() {
			if !isText(value) {
				return nil, fmt.Errorf("%w: a value of person %d is not text", parcours.ErrInvalid, i+1)
			}
		}
		if t := v.program.Territory; t != "" && p.Territory != "" && parcours.FoldName(p.Territory) != parcours.FoldName(t) {
			return nil, fmt.Errorf("%w: person %d is of another territory than the token", parcours.ErrInvalid, i+1)
		}
		records[i] = p.record()
	}
	results, err := s.records(ctx, "api: "+v.program.Name, v.program.Territory, v.program.TerritoryID, in.Body.DryRun, records)
	if err != nil {
		return nil, fmt.Errorf("take people in: %w", err)
	}
	if slices.ContainsFunc(results, func(r parcours.RowResult) bool { return r.Outcome == parcours.RowCreated }) && !in.Body.DryRun {
		if _, err := s.store.PlacePeople(ctx, v.now); err != nil { // so that the next request finds them in their territory
			return nil, fmt.Errorf("place people: %w", err)
		}
	}
	list := upsertedList{Results: make([]upsertedJSON, 0, len(results))}
	for _, r := range results {
		one := upsertedJSON{PersonID: r.PersonID, Outcome: r.Outcome, Changed: r.Changed, Problems: problemsOf(r.Problems), Warnings: problemsOf(r.Warnings)}
		if in.Body.DryRun && r.Outcome == parcours.RowCreated {
			one.PersonID = "" // it was undone
		}
		list.Results = append(list.Results, one)
		if r.PersonID != "" && r.Outcome != parcours.RowUnchanged && !in.Body.DryRun {
			if err := s.noted(ctx, v, accessUpsert, r.PersonID); err != nil {
				return nil, err
			}
		}
	}
	return &answer[upsertedList]{list}, nil
}

func problemsOf(list []parcours.Problem) []fieldProblem {
	var problems []fieldProblem
	for _, p := range list {
		problems = append(problems, fieldProblem{Field: p.Column, What: p.What, Mend: p.Mend})
	}
	return problems
}

// PersonLine is one person of the list of all.
type PersonLine struct {
	ID          string `json:"id"`
	InternalID  string `json:"department_internal_id,omitempty"`
	FirstName   string `json:"first_name"`
	LastName    string `json:"last_name"`
	TerritoryID string `json:"territory_id,omitempty"`
	Territory   string `json:"territory,omitempty"`
	ReferentID  string `json:"referent_id,omitempty"`
	EnteredOn   string `json:"entered_on,omitempty" format:"date"`
	ConvenedOn  string `json:"convened_on,omitempty" format:"date" doc:"When a convocation first reached the person."`
	MetOn       string `json:"met_on,omitempty" format:"date" doc:"When a professional first received them."`
	ExitedOn    string `json:"exited_on,omitempty" format:"date"`
}

type peopleInput struct {
	Paging
	Referent string `query:"referent" doc:"Id of a referent."`
}

func (s *Server) apiPeople(ctx context.Context, v *visit, in *peopleInput) (*answer[pageOf[PersonLine]], error) {
	after, err := in.after()
	if err != nil {
		return nil, err
	}
	people, err := s.store.PeopleAfter(ctx, v.actor, in.Referent, after, in.Limit+1)
	if err != nil {
		return nil, fmt.Errorf("read people: %w", err)
	}
	var list pageOf[PersonLine]
	if len(people) > in.Limit {
		people = people[:in.Limit]
		list.Next = cursorOf(people[in.Limit-1].ID)
	}
	list.Items = make([]PersonLine, 0, len(people))
	for _, p := range people {
		list.Items = append(list.Items, PersonLine{
			ID: p.ID, InternalID: p.InternalID, FirstName: p.FirstName, LastName: p.LastName, TerritoryID: p.TerritoryID, Territory: p.Territory,
			ReferentID: p.ReferentID, EnteredOn: p.EnteredOn.String(), ConvenedOn: p.ConvenedOn.String(), MetOn: p.MetOn.String(), ExitedOn: p.ExitedOn.String(),
		})
	}
	return &answer[pageOf[PersonLine]]{list}, s.noted(ctx, v, accessList, "people")
}

type searchInput struct {
	Body struct {
		Query string `json:"query" minLength:"2" maxLength:"200" doc:"Internal id, affiliation number, phone, e-mail, or the beginning of a name."`
	}
}

// foundJSON is one person that a search found.
type foundJSON struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Territory string `json:"territory,omitempty"`
	Referent  string `json:"referent,omitempty"`
}

type foundList struct {
	Items []foundJSON `json:"items" doc:"At most 20."`
}

const apiFound = 20

const aboutSearch = "A POST, so that what is searched stays out of addresses and of their logs."

func (s *Server) apiSearchPeople(ctx context.Context, v *visit, in *searchInput) (*answer[foundList], error) {
	query := strings.TrimSpace(in.Body.Query)
	if query == "" || !isText(query) {
		return nil, fmt.Errorf("%w: nothing to search", parcours.ErrInvalid)
	}
	people, err := s.store.People(ctx, v.actor, query, apiFound)
	if err != nil {
		return nil, fmt.Errorf("search people: %w", err)
	}
	list := foundList{Items: []foundJSON{}}
	for _, p := range people {
		list.Items = append(list.Items, foundJSON{p.PersonID, p.Name, p.Territory, p.Referent})
	}
	return &answer[foundList]{list}, s.noted(ctx, v, accessSearch, "people")
}

// PersonPath names a person.
type PersonPath struct {
	ID string `path:"id" doc:"Id of a person."`
}

// contactJSON is one way to reach a person.
type contactJSON struct {
	Channel  parcours.Channel       `json:"channel"`
	Address  string                 `json:"address,omitempty" doc:"Absent for Telegram."`
	Status   parcours.ContactStatus `json:"status"`
	Shared   bool                   `json:"shared,omitempty"`
	Verified bool                   `json:"verified,omitempty"`
	OptedOut bool                   `json:"opted_out,omitempty" doc:"The person said STOP here."`
}

// personJSON is one person, without the NIR.
type personJSON struct {
	PersonLine
	Title             string        `json:"title,omitempty"`
	BirthDate         string        `json:"birth_date,omitempty" format:"date"`
	AffiliationNumber string        `json:"affiliation_number,omitempty"`
	FranceTravailID   string        `json:"france_travail_id,omitempty"`
	Address           string        `json:"address,omitempty"`
	Postcode          string        `json:"postcode,omitempty"`
	City              string        `json:"city,omitempty"`
	Referent          string        `json:"referent,omitempty"`
	Language          string        `json:"language,omitempty"`
	PreferredChannel  string        `json:"preferred_channel,omitempty"`
	Discreet          bool          `json:"discreet"`
	Contacts          []contactJSON `json:"contacts"`
}

func (s *Server) apiPerson(ctx context.Context, v *visit, in *PersonPath) (*answer[personJSON], error) {
	file, err := s.store.Person(ctx, v.actor, in.ID)
	if err != nil {
		return nil, fmt.Errorf("read person %s: %w", in.ID, err)
	}
	p := file.Person
	one := personJSON{
		PersonLine: PersonLine{
			ID: p.ID, InternalID: p.InternalID, FirstName: p.FirstName, LastName: p.LastName, TerritoryID: p.TerritoryID, Territory: p.Territory,
			ReferentID: p.ReferentID, EnteredOn: p.EnteredOn.String(), ConvenedOn: file.ConvenedOn.String(), MetOn: file.MetOn.String(), ExitedOn: p.ExitedOn.String(),
		},
		Title: string(p.Title), BirthDate: p.BirthDate.String(), AffiliationNumber: p.AffiliationNumber, FranceTravailID: p.FranceTravailID,
		Address: p.Address, Postcode: p.Postcode, City: p.City, Referent: file.Referent.Name(), Language: string(p.Language),
		PreferredChannel: string(p.PreferredChannel), Discreet: p.Discreet, Contacts: []contactJSON{},
	}
	for _, c := range file.Contacts {
		contact := contactJSON{Channel: c.Channel, Address: c.Address, Status: c.Status, Shared: c.Shared, Verified: c.Verified, OptedOut: !c.OptedOutAt.IsZero()}
		if c.Channel == parcours.ChannelTelegram {
			contact.Address = "" // a chat is of use to nobody else
		}
		one.Contacts = append(one.Contacts, contact)
	}
	return &answer[personJSON]{one}, s.noted(ctx, v, accessPerson, p.ID)
}
