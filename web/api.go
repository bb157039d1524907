package web

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"time"

	"relais/parcours"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// Programs is what the API needs of the store beyond what the console reads and
// writes with the same methods.
type Programs interface {
	// TokenHolder answers parcours.ErrNotFound for a secret that opens nothing.
	TokenHolder(ctx context.Context, secret string) (parcours.APIToken, error)
	SeeToken(ctx context.Context, id string) error
	// BeginCall takes an idempotency key, or returns what the request that took it
	// before was; EndCall keeps its answer, DropCall gives the key back.
	BeginCall(ctx context.Context, tokenID, key, digest string) (fresh bool, before parcours.APICall, err error)
	EndCall(ctx context.Context, tokenID, key string, answer parcours.APICall) error
	DropCall(ctx context.Context, tokenID, key string) error
	PeopleAfter(ctx context.Context, actor parcours.Actor, referentID, after string, limit int) ([]parcours.PersonLine, error)
	AppointmentsAfter(ctx context.Context, actor parcours.Actor, at time.Time, id string, until time.Time, limit int) ([]parcours.Appointment, error)
	RecordsAfter(ctx context.Context, actor parcours.Actor, to parcours.PartnerEndpoint, at time.Time, id string, until time.Time, limit int) ([]parcours.PartnerContent, error)
	QuestionsAfter(ctx context.Context, actor parcours.Actor, state parcours.EscalationState, after string, limit int) ([]parcours.Escalation, error)
	// PlacePeople gives a territory and a referent to whoever has none and can have one.
	PlacePeople(ctx context.Context, now time.Time) (int, error)
	Plans(ctx context.Context, actor parcours.Actor, personID string) ([]parcours.WeeklyPlan, error)
	// SetAppointment sets an appointment of any kind with its messages, MoveAppointment
	// gives one another time, place or people; parcours.FieldErrors for what could not be
	// told to the person.
	SetAppointment(ctx context.Context, now time.Time, actor parcours.Actor, order parcours.AppointmentOrder) (parcours.Appointment, error)
	MoveAppointment(ctx context.Context, now time.Time, actor parcours.Actor, appointmentID string, order parcours.AppointmentOrder) error
}

// Records takes in people that a program sends, by the names of the fields of a
// people file, under the rules of an import; *intake.Intake's does. Source names the
// program, territory is that of records that name none; territoryID, when set, is the
// only one whose people they may touch.
type Records func(ctx context.Context, source, territory, territoryID string, dryRun bool, records []map[string]string) ([]parcours.RowResult, error)

// apiVersion is that of the document: the second number grows with what is added, the
// first with what would break a program, and with it the address.
const apiVersion = "1.1.0"

// programAPI gathers the operations of the API.
type programAPI struct {
	s    *Server
	mux  router
	huma huma.API
}

// operation is one address of the API and who may use it.
type operation struct {
	method, path string
	id, summary  string
	tag          string
	// scope is what a token must have.
	scope parcours.TokenScope
	// roles may use it from a browser that is signed in to the console; reads only.
	roles []parcours.AccountRole
	// status of a success, 200 when 0.
	status int
	about  string
}

const operationKey = "relais.operation"

// apiRoutes lists the addresses of the API.
func (s *Server) apiRoutes(mux router) *programAPI {
	const (
		coordinator = parcours.AccountCoordinator
		lead        = parcours.AccountLead
		referent    = parcours.AccountReferent
		partner     = parcours.AccountPartner
	)
	counts := []parcours.AccountRole{coordinator, lead, referent, partner}
	lists := []parcours.AccountRole{coordinator, referent, partner}
	a := newProgramAPI(s, mux)

	at(a, operation{"GET", "/reach", "getReach", "Whom the service reached, level by level", "figures", parcours.ScopeFiguresRead, counts, 0, ""}, s.apiReach)
	at(a, operation{"GET", "/deadlines", "getDeadlines", "The limit of 15 days", "figures", parcours.ScopeFiguresRead, counts, 0, ""}, s.apiDeadlines)
	at(a, operation{"GET", "/referents", "getReferents", "How many people each referent follows", "figures", parcours.ScopeFiguresRead, counts, 0, ""}, s.apiReferents)
	at(a, operation{"GET", "/figures/{part}", "getFigures", "Every figure of a page of the console", "figures", parcours.ScopeFiguresRead, nil, 0, aboutFigures}, s.apiFigures)
	at(a, operation{"GET", "/unreachable", "listUnreachable", "Whom no message reaches, and why", "people", parcours.ScopePeopleRead, lists, 0, ""}, s.apiUnreachable)
	at(a, operation{"GET", "/not-convened", "listNotConvened", "Whom no convocation reached yet", "people", parcours.ScopePeopleRead, lists, 0, ""}, s.apiNotConvened)

	at(a, operation{"GET", "/people", "listPeople", "People, by id", "people", parcours.ScopePeopleRead, nil, 0, ""}, s.apiPeople)
	at(a, operation{"POST", "/people", "upsertPeople", "Create or complete people", "people", parcours.ScopePeopleWrite, nil, 0, aboutUpsert}, s.apiUpsertPeople)
	at(a, operation{"POST", "/people/search", "searchPeople", "Find people by a number, an address or a name", "people", parcours.ScopePeopleRead, nil, 0, aboutSearch}, s.apiSearchPeople)
	at(a, operation{"GET", "/people/{id}", "getPerson", "One person", "people", parcours.ScopePeopleRead, nil, 0, ""}, s.apiPerson)

	at(a, operation{"GET", "/places", "listPlaces", "Places where slots are", "slots", parcours.ScopeSlotsRead, nil, 0, ""}, s.apiPlaces)
	at(a, operation{"GET", "/professionals", "listProfessionals", "Professionals who may hold a slot", "slots", parcours.ScopeSlotsRead, nil, 0, ""}, s.apiProfessionals)
	at(a, operation{"GET", "/slots", "listSlots", "Slots, soonest first", "slots", parcours.ScopeSlotsRead, nil, 0, ""}, s.apiSlots)
	at(a, operation{"POST", "/slots", "openSlots", "Open a slot, or one each week", "slots", parcours.ScopeSlotsWrite, nil, 0, aboutSlots}, s.apiOpenSlots)
	at(a, operation{"DELETE", "/slots/{id}", "closeSlot", "Cancel a slot to come", "slots", parcours.ScopeSlotsWrite, nil, http.StatusNoContent, aboutClose}, s.apiCloseSlot)

	at(a, operation{"GET", "/appointments", "listAppointments", "Appointments of everybody, soonest first", "appointments", parcours.ScopeAppointmentsRead, nil, 0, ""}, s.apiAppointments)
	at(a, operation{"GET", "/appointments/records", "listRecords", "Appointments in the vocabulary of France Travail, soonest first", "appointments", parcours.ScopeAppointmentsRead, nil, 0, aboutRecords}, s.apiRecords)
	at(a, operation{"GET", "/people/{id}/appointments", "listAppointmentsOfPerson", "Appointments of one person", "appointments", parcours.ScopeAppointmentsRead, nil, 0, ""}, s.apiAppointmentsOf)
	at(a, operation{"POST", "/people/{id}/appointments", "bookAppointment", "Set an appointment of any kind", "appointments", parcours.ScopeAppointmentsWrite, nil, http.StatusCreated, aboutBook}, s.apiBook)
	at(a, operation{"PUT", "/people/{id}/appointments/{participation}", "moveAppointment", "Give an appointment another time, place or people", "appointments", parcours.ScopeAppointmentsWrite, nil, 0, aboutMove}, s.apiMove)
	at(a, operation{"PUT", "/people/{id}/appointments/{participation}/outcome", "setOutcome", "Say what became of an appointment", "appointments", parcours.ScopeAppointmentsWrite, nil, 0, aboutOutcome}, s.apiOutcome)

	at(a, operation{"GET", "/people/{id}/plans", "listPlans", "Weekly plans of one person, oldest first", "plans", parcours.ScopePlansRead, nil, 0, ""}, s.apiPlans)
	at(a, operation{"PUT", "/people/{id}/plan", "setPlan", "Set the weekly plan from a day on", "plans", parcours.ScopePlansWrite, nil, 0, aboutPlan}, s.apiSetPlan)

	at(a, operation{"GET", "/people/{id}/jobs", "listJobs", "Jobs of one person, newest first", "jobs", parcours.ScopeJobsRead, nil, 0, ""}, s.apiJobs)
	at(a, operation{"POST", "/people/{id}/jobs", "startJob", "Record that a job started", "jobs", parcours.ScopeJobsWrite, nil, http.StatusCreated, aboutJob}, s.apiStartJob)
	at(a, operation{"PUT", "/people/{id}/jobs/{job}", "confirmJob", "Confirm or correct a job", "jobs", parcours.ScopeJobsWrite, nil, 0, ""}, s.apiConfirmJob)
	at(a, operation{"PUT", "/people/{id}/jobs/{job}/end", "endJob", "Record that a job ended", "jobs", parcours.ScopeJobsWrite, nil, 0, ""}, s.apiEndJob)

	at(a, operation{"GET", "/questions", "listQuestions", "Questions of people, oldest first", "questions", parcours.ScopeQuestionsRead, nil, 0, ""}, s.apiQuestions)
	at(a, operation{"GET", "/questions/{id}", "getQuestion", "One question with its thread", "questions", parcours.ScopeQuestionsRead, nil, 0, ""}, s.apiQuestion)
	at(a, operation{"POST", "/questions/{id}/answer", "answerQuestion", "Answer a question", "questions", parcours.ScopeQuestionsWrite, nil, 0, aboutAnswer}, s.apiAnswer)
	at(a, operation{"POST", "/questions/{id}/close", "closeQuestion", "Settle a question without a message", "questions", parcours.ScopeQuestionsWrite, nil, 0, ""}, s.apiClose)

	relax(a.huma.OpenAPI())
	a.document()
	mux.Handle("/api/", s.program(operation{}, http.HandlerFunc(s.noOperation)))
	return a
}

func newProgramAPI(s *Server, mux router) *programAPI {
	config := huma.DefaultConfig("Relais", apiVersion)
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	config.DocsPath, config.SchemasPath, config.OpenAPIPath = "", "", "" // nothing but what routes lists
	config.CreateHooks = nil                                             // no $schema in answers
	config.RejectUnknownQueryParameters = true
	config.Transformers = append(config.Transformers, unquoted)
	// tags are escaped, for browsers that take an answer for a page
	plain := huma.Format{Marshal: func(w io.Writer, v any) error { return json.NewEncoder(w).Encode(v) }, Unmarshal: json.Unmarshal}
	config.Formats = map[string]huma.Format{"application/json": plain, "json": plain}
	config.Info.Description = aboutAPI
	config.Servers = []*huma.Server{{URL: apiPath, Description: "This service"}}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token": {Type: "http", Scheme: "bearer", Description: "A token made on the console's page Jetons."},
	}
	for _, tag := range [][2]string{
		{"people", "Whom the service follows."},
		{"slots", "Times that are offered."},
		{"appointments", "Who comes when, and what became of it."},
		{"plans", "Hours agreed for each week."},
		{"jobs", "Returns to work."},
		{"questions", "What people ask a human."},
		{"figures", "Counts, the console's own."},
	} {
		config.Tags = append(config.Tags, &huma.Tag{Name: tag[0], Description: tag[1]})
	}
	a := &programAPI{s: s, mux: mux}
	a.huma = huma.NewAPI(config, a)
	return a
}

// unquoted takes out of a refusal what was sent: programs log what they are refused with.
func unquoted(_ huma.Context, _ string, v any) (any, error) {
	if p, is := v.(*huma.ErrorModel); is {
		for _, e := range p.Errors {
			e.Value = nil
		}
	}
	return v, nil
}

// apiPath is where the API stands; the paths of the document are below it.
const apiPath = "/api/v1"

// at registers an operation: what do returns is the answer, and an error a problem.
func at[I, O any](a *programAPI, o operation, do func(context.Context, *visit, *I) (*O, error)) {
	about := o.about
	if about != "" {
		about += "\n\n"
	}
	status := o.status
	if status == 0 {
		status = http.StatusOK
	}
	huma.Register(a.huma, huma.Operation{
		OperationID: o.id, Method: o.method, Path: o.path, Summary: o.summary, Description: about + "Scope: `" + string(o.scope) + "`.", Tags: []string{o.tag},
		DefaultStatus: status, MaxBodyBytes: apiBodyLimit, Security: []map[string][]string{{"token": {}}}, Metadata: map[string]any{operationKey: o},
	}, func(ctx context.Context, in *I) (*O, error) {
		v, ok := ctx.Value(visitKey{}).(*visit)
		if !ok {
			return nil, problemFor(http.StatusInternalServerError, "fault", "")
		}
		out, err := do(ctx, v, in)
		if err != nil {
			return nil, a.s.refuse(ctx, o, err)
		}
		return out, nil
	})
}

// Handle implements huma.Adapter: an operation is a route like others.
func (a *programAPI) Handle(op *huma.Operation, handler func(huma.Context)) {
	o, _ := op.Metadata[operationKey].(operation)
	a.mux.Handle(op.Method+" "+apiPath+op.Path, a.s.program(o, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler(humago.NewContext(op, r, w))
	})))
}

// ServeHTTP implements huma.Adapter; requests come through the server's own mux.
func (a *programAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }

// schemaName names a schema after its type in this package.
func schemaName(t reflect.Type, hint string) string {
	return strings.ReplaceAll(huma.DefaultSchemaNamer(t, hint), "JSON", "")
}

// relax says of answers what is true of them: a list is never null, and fields may be
// added. Bodies of requests stay closed, so that a misspelt field is refused.
func relax(doc *huma.OpenAPI) {
	for name, schema := range doc.Components.Schemas.Map() {
		full(schema)
		if !strings.HasSuffix(name, "Body") && !strings.HasSuffix(name, "Input") {
			if schema.AdditionalProperties == false {
				schema.AdditionalProperties = nil
			}
		}
	}
	for _, path := range doc.Paths {
		if path.Get == nil {
			continue
		}
		for _, media := range path.Get.Responses["200"].Content {
			full(media.Schema)
		}
	}
}

func full(schema *huma.Schema) {
	schema.Nullable = schema.Nullable && schema.Type != huma.TypeArray
	for _, part := range schema.Properties {
		full(part)
	}
}

// document serves the description of the operations, as OpenAPI 3.1 and, for tools
// that read no newer one, 3.0.
func (a *programAPI) document() {
	for path, write := range map[string]func() ([]byte, error){
		"/openapi.json": a.huma.OpenAPI().MarshalJSON, "/openapi.yaml": a.huma.OpenAPI().YAML,
		"/openapi-3.0.json": a.huma.OpenAPI().Downgrade, "/openapi-3.0.yaml": a.huma.OpenAPI().DowngradeYAML,
	} {
		media := "application/json"
		if strings.HasSuffix(path, ".yaml") {
			media = "application/yaml"
		}
		a.mux.HandleFunc("GET "+apiPath+path, func(w http.ResponseWriter, r *http.Request) {
			body, err := write()
			if err != nil {
				a.s.log.ErrorContext(r.Context(), "document not written", keyError, err)
				http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
				return
			}
			w.Header().Set("Content-Type", media)
			w.Header().Set("Cache-Control", "no-cache")
			w.Header().Set("ETag", entityTag(body))
			if r.Header.Get("If-None-Match") == entityTag(body) {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			_, _ = w.Write(body) // the reader is gone: nobody to tell
		})
	}
}

// Document returns the description of the API as OpenAPI 3.1, in JSON: what
// /api/v1/openapi.json answers.
func Document() ([]byte, error) {
	s := &Server{}
	a := s.apiRoutes(http.NewServeMux())
	body, err := a.huma.OpenAPI().MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("document: %w", err)
	}
	return body, nil
}
