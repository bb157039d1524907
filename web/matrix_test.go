package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"relais/parcours"
	"relais/web"
)

// matrixRow is one route, and who may. Everybody who is not named is told nothing:
// a visitor is led to the sign-in page, the others read 403 or 404.
//
// A new route needs one row here. Names in braces are ids of the fiction
// (matrix_world_test.go).
type matrixRow struct {
	pattern string
	// path asks for something of Anne's people.
	path string
	form string
	// own are the actors who may because it is about their people, and open those
	// who may whoever they follow; "all" stands for everybody who signed in, "anybody"
	// for visitors too.
	own, open string
	// status is what those who may are answered; 0: 200 for a page, 303 for a form.
	status int
	// silent: nothing is kept of it in the access log, for it opens nobody's data
	// and changes nothing.
	silent bool
	// quiet are the actors for whom that is so: a list of theirs is empty, or what
	// they are shown is counts.
	quiet string
}

const (
	followers = "referent nurse partner"
	meeters   = followers + " professional"
	// listers see their own people in lists that anybody of their role opens.
	listers   = "coordinator referent referent2 partner partner2"
	searchers = listers + " professional professional2 nurse nurse2"
)

var matrix = []matrixRow{
	{pattern: "GET /connexion", path: "/connexion", open: "visitor", silent: true},
	{pattern: "POST /connexion", path: "/connexion", form: "email=nobody@exemple.fr&password=x", open: "anybody", status: 401, silent: true},
	{pattern: "GET /connexion/code", path: "/connexion/code", open: "anybody", status: 303, silent: true},
	{pattern: "POST /connexion/code", path: "/connexion/code", form: "code=000000", open: "anybody", status: 303, silent: true},
	{pattern: "GET /connexion/agent", path: "/connexion/agent", silent: true},
	{pattern: "GET /connexion/retour", path: "/connexion/retour?code=x&state=y", silent: true},
	{pattern: "GET /invitation/{token}", path: "/invitation/{token}", open: "anybody", silent: true},
	{pattern: "POST /invitation/{token}", path: "/invitation/{token}", form: "password=court", open: "anybody", status: 422, silent: true},
	{pattern: "POST /deconnexion", path: "/deconnexion", open: "anybody", status: 303},
	{pattern: "/", path: "/nulle-part", silent: true},

	{pattern: "GET /{$}", path: "/", open: "coordinator lead", quiet: "lead"},
	{pattern: "GET /pilotage", path: "/pilotage", open: "coordinator lead", quiet: "lead"},
	{pattern: "GET /pilotage/chiffres", path: "/pilotage/chiffres", open: "coordinator lead", silent: true},
	{pattern: "GET /listes/{list}", path: "/listes/people", open: listers},
	{pattern: "POST /alertes/{incident}/vue", path: "/alertes/{incident}/vue", open: "coordinator"},
	{pattern: "GET /pause", path: "/pause", open: "coordinator"},
	{pattern: "POST /pause/reprise", path: "/pause/reprise", form: "pause={pause}&looked=yes", open: "coordinator"},

	{pattern: "GET /questions", path: "/questions", open: searchers, status: 301, silent: true},
	{pattern: "GET /questions/{id}", path: "/questions/{question}", own: followers, open: "coordinator"},
	{pattern: "POST /questions/{id}/reponse", path: "/questions/{question}/reponse", form: "text=Oui.", own: followers, open: "coordinator"},
	{pattern: "POST /questions/{id}/fermeture", path: "/questions/{question}/fermeture", own: followers, open: "coordinator"},

	{pattern: "GET /personnes", path: "/personnes", open: searchers, quiet: "coordinator"},
	{pattern: "POST /personnes", path: "/personnes", form: "q=Tanguy", open: searchers, status: 200},
	{pattern: "GET /personnes/{id}", path: "/personnes/{maëlys}", own: meeters, open: "coordinator"},
	{pattern: "GET /personnes/{id}/preuve", path: "/personnes/{maëlys}/preuve?format=json", own: "referent", open: "coordinator"},
	{pattern: "POST /personnes/{id}/suivi/{step}", path: "/personnes/{maëlys}/suivi/ajout", form: "professional={jade}", own: "referent partner", open: "coordinator"},
	{pattern: "POST /personnes/{id}/issues/{participation}", path: "/personnes/{maëlys}/issues/{participation}", form: "outcome=revoked", own: meeters, open: "coordinator"},
	{pattern: "POST /personnes/{id}/faits", path: "/personnes/{maëlys}/faits", form: "kind=registered&on=2026-01-05", own: "referent professional partner", open: "coordinator"},
	{pattern: "POST /personnes/{id}/emplois", path: "/personnes/{maëlys}/emplois", form: "kind=cdi&on=2026-01-05", own: "referent partner", open: "coordinator"},
	{pattern: "POST /personnes/{id}/emplois/{job}/confirmation", path: "/personnes/{maëlys}/emplois/{declared}/confirmation", form: "kind=cdd&on=2026-01-02", own: "referent partner", open: "coordinator"},
	{pattern: "POST /personnes/{id}/emplois/{job}/refus", path: "/personnes/{maëlys}/emplois/{declared}/refus", own: "referent partner", open: "coordinator"},
	{pattern: "POST /personnes/{id}/emplois/{job}/fin", path: "/personnes/{gaël}/emplois/{job}/fin", form: "on=2026-01-04", own: "referent partner", open: "coordinator"},
	{pattern: "POST /personnes/{id}/deces/{step}", path: "/personnes/{loïc}/deces/confirmation", own: "referent partner", open: "coordinator"},
	{pattern: "POST /personnes/{id}/numeros/{claim}/{step}", path: "/personnes/{maëlys}/numeros/{claim}/confirmation", own: "referent partner", open: "coordinator"},
	{pattern: "POST /personnes/{id}/messages/{notification}/annulation", path: "/personnes/{maëlys}/messages/{notification}/annulation", own: followers, open: "coordinator"},
	{pattern: "POST /personnes/{id}/telegram", path: "/personnes/{maëlys}/telegram", own: meeters, open: "coordinator", status: 200},

	{pattern: "GET /courriers", path: "/courriers", open: listers},
	{pattern: "POST /courriers/lots", path: "/courriers/lots", open: "coordinator", status: 422, silent: true},
	{pattern: "GET /courriers/lots/{batch}", path: "/courriers/lots/{batch}", own: "referent", open: "coordinator"},
	{pattern: "GET /courriers/lots/{batch}/courriers.pdf", path: "/courriers/lots/{batch}/courriers.pdf", open: "coordinator"},
	{pattern: "GET /courriers/lots/{batch}/courriers.csv", path: "/courriers/lots/{batch}/courriers.csv", open: "coordinator"},
	{pattern: "POST /courriers/lots/{batch}/{step}", path: "/courriers/lots/{batch}/impression", form: "letter={letter}", open: "coordinator"},
	{pattern: "GET /appels", path: "/appels", open: listers},
	{pattern: "POST /appels", path: "/appels", form: "person={called}&attempt={attempt}&outcome=no_answer", own: "referent partner", open: "coordinator"},
	{pattern: "POST /appels/{call}/annulation", path: "/appels/{call}/annulation", own: "referent partner", open: "coordinator"},

	{pattern: "GET /pilotage/{part}", path: "/pilotage/semaines", open: "coordinator lead", silent: true},
	{pattern: "GET /pilotage/{part}/export.csv", path: "/pilotage/delais/export.csv", open: "coordinator lead"},
	{pattern: "GET /pilotage/{part}/partage.csv", path: "/pilotage/delais/partage.csv", open: "coordinator lead"},
	{pattern: "GET /comite/figures.csv", path: "/comite/figures.csv", open: "coordinator lead"},
	{pattern: "GET /comite/bulletin.html", path: "/comite/bulletin.html", open: "coordinator lead"},
	{pattern: "GET /comite/cohorte.csv", path: "/comite/cohorte.csv", open: "coordinator lead", status: 422, silent: true}, // too few people
	{pattern: "GET /a-faire", path: "/a-faire", open: listers, silent: true},
	{pattern: "POST /listes/unclaimed", path: "/listes/unclaimed", form: "q=Tanguy&question={stranger}", open: "coordinator", status: 200},
	{pattern: "GET /listes/{list}/export.csv", path: "/listes/not_registered/export.csv", open: "coordinator"},
	{pattern: "POST /inscriptions", path: "/inscriptions", form: "one={maëlys}&on=2026-01-05", own: "referent partner", open: "coordinator"},
	{pattern: "POST /inscriptions/annulation", path: "/inscriptions/annulation", form: "fact={fact}", own: "referent partner", open: "coordinator"},
	{pattern: "POST /numeros", path: "/numeros", form: "person={maëlys}&number=06+39+98+01+77", own: "referent partner", open: "coordinator"},
	{pattern: "POST /numeros/annulation", path: "/numeros/annulation", form: "person={maëlys}&claim={claim}", own: "referent partner", open: "coordinator"},
	{pattern: "POST /inconnus/{question}/{step}", path: "/inconnus/{stranger}/rattachement", form: "person={maëlys}", open: "coordinator"},

	{pattern: "GET /referents", path: "/referents", open: "coordinator", silent: true},
	{pattern: "GET /referents/{id}/transfert", path: "/referents/{anne}/transfert", open: "coordinator", silent: true},
	{pattern: "POST /referents/{id}/transfert", path: "/referents/{anne}/transfert", form: "vers={yves}&mark={mark}", open: "coordinator"},
	{pattern: "GET /affectations/{person}", path: "/affectations/{maëlys}", open: "coordinator"},
	{pattern: "POST /affectations", path: "/affectations", form: "one={maëlys}&to={yves}", open: "coordinator"},
	{pattern: "POST /affectations/{transfer}/annulation", path: "/affectations/{transfer}/annulation", open: "coordinator"},
	{pattern: "GET /creneaux", path: "/creneaux", open: "coordinator", silent: true},
	{pattern: "POST /creneaux", path: "/creneaux", form: "place={place}&kind=joint_interview&with={yves}&with={paul}&day=2026-05-04&time=14:00&minutes=60&capacity=2", open: "coordinator"},
	{pattern: "GET /creneaux/{slot}", path: "/creneaux/{taken}", open: "coordinator"},
	{pattern: "POST /creneaux/{slot}/{step}", path: "/creneaux/{slot}/places", form: "capacity=3&was=2", open: "coordinator"},
	{pattern: "POST /creneaux/series/{series}/annulation", path: "/creneaux/series/{series}/annulation", open: "coordinator"},
	{pattern: "GET /lieux", path: "/lieux", open: "coordinator", silent: true},
	{pattern: "POST /lieux", path: "/lieux", form: "territory={territory}&name=Maison+de+quartier&meeting=office&address=1+place+du+March%C3%A9,+35600+Redon&phone=02+61+91+01+03", open: "coordinator"},

	{pattern: "GET /file", path: "/file", open: searchers},
	{pattern: "GET /file/flux", path: "/file/flux", open: searchers, silent: true}, // counts alone
	{pattern: "GET /clavier", path: "/clavier", open: "all", silent: true},
	{pattern: "POST /questions/{id}/apercu", path: "/questions/{question}/apercu", form: "text=Oui.", own: followers, open: "coordinator", status: 200},
	{pattern: "GET /personnes/{id}/flux", path: "/personnes/{maëlys}/flux", own: meeters, open: "coordinator", silent: true}, // that something changed
	{pattern: "POST /personnes/{id}/message", path: "/personnes/{maëlys}/message", form: "text=Bonjour.", own: followers, open: "coordinator"},
	{pattern: "POST /personnes/{id}/message/apercu", path: "/personnes/{maëlys}/message/apercu", form: "text=Bonjour.", own: followers, open: "coordinator", status: 200},
	{pattern: "POST /personnes/{id}/messages/{notification}/envoi", path: "/personnes/{maëlys}/messages/{notification}/envoi", own: followers, open: "coordinator"},
	{pattern: "POST /personnes/{id}/messages/{notification}/retour", path: "/personnes/{maëlys}/messages/{withdrawn}/retour", own: followers, open: "coordinator"},
	{pattern: "POST /personnes/{id}/plan", path: "/personnes/{maëlys}/plan", form: "min_hours=10&max_hours=15&from=2026-01-12", own: "referent partner", open: "coordinator"},
	{pattern: "POST /personnes/{id}/activites", path: "/personnes/{maëlys}/activites", form: "kind=workshop&label=Atelier&day=2026-01-09&hours=2", own: "referent partner", open: "coordinator"},
	{pattern: "POST /personnes/{id}/activites/{activity}/annulation", path: "/personnes/{maëlys}/activites/{activity}/annulation", own: "referent partner", open: "coordinator"},
	{pattern: "POST /personnes/{id}/semaines/{monday}/validation", path: "/personnes/{maëlys}/semaines/2026-01-05/validation", form: "hours=12,5", own: "referent partner", open: "coordinator"},
	{pattern: "POST /personnes/{id}/semaines/{monday}/empechement", path: "/personnes/{maëlys}/semaines/2026-01-05/empechement", form: "impediment=transport&state=accepted", own: "referent partner", open: "coordinator"},
	{pattern: "POST /personnes/{id}/notes", path: "/personnes/{maëlys}/notes", form: "text=Appeler+le+soir.", own: "referent partner", open: "coordinator"},
	{pattern: "POST /personnes/{id}/notes/{note}", path: "/personnes/{maëlys}/notes/{note}", form: "text=Appeler+le+soir.", own: "referent"}, // its author
	{pattern: "POST /personnes/{id}/preferences", path: "/personnes/{maëlys}/preferences", form: "language=en&channel=sms", own: "referent partner", open: "coordinator"},
	{pattern: "POST /personnes/{id}/adresses", path: "/personnes/{maëlys}/adresses", form: "number=06+39+98+01+77&main=yes", own: "referent partner", open: "coordinator"},
	{pattern: "POST /personnes/{id}/adresses/{contact}/{use}", path: "/personnes/{maëlys}/adresses/{contact}/abandon", own: "referent partner", open: "coordinator"},
	{pattern: "POST /personnes/{id}/sortie", path: "/personnes/{maëlys}/sortie", form: "why=moved&on=2026-01-05", own: "referent partner", open: "coordinator"},
	{pattern: "POST /personnes/{id}/retour", path: "/personnes/{enora}/retour", own: "referent partner", open: "coordinator"},

	{pattern: "GET /imports", path: "/imports", open: "coordinator"},
	{pattern: "POST /imports", path: "/imports", open: "coordinator"}, // with a file
	{pattern: "GET /imports/{import}", path: "/imports/{import}", open: "coordinator"},
	{pattern: "POST /imports/{import}/colonnes", path: "/imports/{import}/colonnes", form: "kind=referents", open: "coordinator"},
	{pattern: "POST /imports/{import}/lignes/{line}/{step}", path: "/imports/{import}/lignes/5/correction", form: "cell-3=28/02/1985", open: "coordinator"},
	{pattern: "GET /imports/{import}/refus.csv", path: "/imports/{import}/refus.csv", open: "coordinator"},
	{pattern: "POST /imports/{import}/reprise", path: "/imports/{import}/reprise", form: "version={version}", open: "coordinator"},
	{pattern: "POST /imports/{import}/abandon", path: "/imports/{import}/abandon", open: "coordinator"},

	{pattern: "GET /absences", path: "/absences", open: searchers, silent: true},
	{pattern: "POST /absences", path: "/absences", form: "professional={anne}&from=2026-01-05&until=2026-01-06", own: "referent", open: "coordinator"},

	{pattern: "GET /comptes", path: "/comptes", open: "coordinator lead"},
	{pattern: "POST /comptes", path: "/comptes", form: "email=nouvelle@exemple.fr&role=lead", open: "coordinator lead", status: 200},
	{pattern: "POST /comptes/{account}/{step}", path: "/comptes/{account}/fermeture", open: "coordinator lead"},
	{pattern: "GET /jetons", path: "/jetons", open: "coordinator"},
	{pattern: "POST /jetons", path: "/jetons", form: "name=Outil&scope=figures:read&days=30", open: "coordinator", status: 200},
	{pattern: "POST /jetons/{token}/fin", path: "/jetons/{key}/fin", open: "coordinator"},
	{pattern: "GET /acces", path: "/acces", open: "coordinator auditor"},
	{pattern: "POST /acces", path: "/acces", form: "q=Tanguy", open: "coordinator auditor", status: 200},
	{pattern: "GET /acces/{person}/donnees", path: "/acces/{maëlys}/donnees?format=json", open: "coordinator auditor"},
	{pattern: "GET /acces.csv", path: "/acces.csv", open: "coordinator auditor"},

	{pattern: "GET /exports", path: "/exports", open: "coordinator lead auditor", silent: true},
	{pattern: "GET /exports/{export}", path: "/exports/{export}", own: "coordinator"}, // who made it
	{pattern: "POST /exports/{export}/effacement", path: "/exports/{export}/effacement", own: "coordinator"},

	{pattern: "GET /partenaires", path: "/partenaires", open: "coordinator lead"},
	{pattern: "POST /partenaires", path: "/partenaires", form: "name=Outil&url=https://outil.exemple.fr/hooks&shape=rdv_insertion&kind=CD", open: "coordinator lead", status: 200},
	{pattern: "POST /partenaires/{partner}/{step}", path: "/partenaires/{partner}/arret", open: "coordinator lead"},
	{pattern: "POST /partenaires/envois/{delivery}/{step}", path: "/partenaires/envois/{delivery}/abandon", open: "coordinator lead"},
	{pattern: "GET /sorties", path: "/sorties", open: "coordinator"},
	{pattern: "POST /sorties/{person}/{step}", path: "/sorties/{nolwenn}/suite", open: "coordinator"},
	{pattern: "GET /doublons", path: "/doublons", open: "coordinator"},
	{pattern: "GET /doublons/{kept}/{merged}", path: "/doublons/{gaël}/{nolwenn}", open: "coordinator"},
	{pattern: "POST /doublons/{kept}/{merged}/{step}", path: "/doublons/{gaël}/{nolwenn}/reunion", open: "coordinator"},
	{pattern: "GET /rdv-solidarites", path: "/rdv-solidarites", open: "coordinator"},
	{pattern: "POST /rdv-solidarites/{message}/{step}", path: "/rdv-solidarites/{message}/essai", open: "coordinator"},

	{pattern: "GET /textes", path: "/textes", open: "coordinator lead", silent: true},
	{pattern: "GET /textes/{key}", path: "/textes/reply.thanks.welcome", open: "coordinator lead", silent: true},
	{pattern: "POST /textes/{key}", path: "/textes/reply.thanks.welcome", form: "langue=fr&do=save&text=Bienvenue.", open: "lead"},
	{pattern: "POST /textes/phrases/{sentence}/{category}", path: "/textes/phrases/mandatory/joint", form: "on=1", open: "lead"},

	{pattern: "GET /compte", path: "/compte", open: "all", silent: true},
	{pattern: "POST /compte/mot-de-passe", path: "/compte/mot-de-passe", form: "current=non&password=le+chat+dort+au+soleil", open: "all", status: 422, silent: true},
	{pattern: "POST /compte/sessions/{session}", path: "/compte/sessions/{session}", own: "partner2"}, // the session is theirs
	{pattern: "GET /compte/second-facteur", path: "/compte/second-facteur", open: "all", silent: true},
	{pattern: "POST /compte/second-facteur", path: "/compte/second-facteur", form: "code=000000", open: "all", status: 422, silent: true},
	{pattern: "POST /compte/second-facteur/{step}", path: "/compte/second-facteur/codes", form: "code=000000", silent: true}, // nobody has one
	{pattern: "POST /compte/matin", path: "/compte/matin", form: "wants=no", open: "coordinator referent referent2"},
	{pattern: "POST /compte/agenda", path: "/compte/agenda", open: searchers, status: 200},
	{pattern: "POST /compte/agenda/fermeture", path: "/compte/agenda/fermeture", own: "referent"}, // whose calendar has an address
	{pattern: "GET /agenda/{file}", path: "/agenda/{agenda}.ics", open: "anybody", silent: true},  // the address is the secret
	{pattern: "GET /rdv/{file}", path: "/rdv/inconnu.ics", silent: true},
	{pattern: "POST /compte/telegram", path: "/compte/telegram", open: searchers, status: 200},

	{pattern: "GET /api/v1/reach", path: "/api/v1/reach", open: listers + " lead", silent: true},
	{pattern: "GET /api/v1/deadlines", path: "/api/v1/deadlines", open: listers + " lead", silent: true},
	{pattern: "GET /api/v1/referents", path: "/api/v1/referents", open: listers + " lead", silent: true},
	{pattern: "GET /api/v1/unreachable", path: "/api/v1/unreachable", open: listers},
	{pattern: "GET /api/v1/not-convened", path: "/api/v1/not-convened", open: listers},
	// the rest is for tokens alone: api_test.go says which
	{pattern: "GET /api/v1/figures/{part}", path: "/api/v1/figures/deadlines", silent: true},
	{pattern: "GET /api/v1/people", path: "/api/v1/people", silent: true},
	{pattern: "POST /api/v1/people", path: "/api/v1/people", silent: true},
	{pattern: "POST /api/v1/people/search", path: "/api/v1/people/search", silent: true},
	{pattern: "GET /api/v1/people/{id}", path: "/api/v1/people/{maëlys}", silent: true},
	{pattern: "GET /api/v1/places", path: "/api/v1/places", silent: true},
	{pattern: "GET /api/v1/professionals", path: "/api/v1/professionals", silent: true},
	{pattern: "GET /api/v1/slots", path: "/api/v1/slots", silent: true},
	{pattern: "POST /api/v1/slots", path: "/api/v1/slots", silent: true},
	{pattern: "DELETE /api/v1/slots/{id}", path: "/api/v1/slots/{slot}", silent: true},
	{pattern: "GET /api/v1/appointments", path: "/api/v1/appointments", silent: true},
	{pattern: "GET /api/v1/appointments/records", path: "/api/v1/appointments/records", silent: true},
	{pattern: "GET /api/v1/people/{id}/appointments", path: "/api/v1/people/{maëlys}/appointments", silent: true},
	{pattern: "POST /api/v1/people/{id}/appointments", path: "/api/v1/people/{maëlys}/appointments", silent: true},
	{pattern: "PUT /api/v1/people/{id}/appointments/{participation}", path: "/api/v1/people/{maëlys}/appointments/{participation}", silent: true},
	{pattern: "PUT /api/v1/people/{id}/appointments/{participation}/outcome", path: "/api/v1/people/{maëlys}/appointments/{participation}/outcome", silent: true},
	{pattern: "GET /api/v1/people/{id}/plans", path: "/api/v1/people/{maëlys}/plans", silent: true},
	{pattern: "PUT /api/v1/people/{id}/plan", path: "/api/v1/people/{maëlys}/plan", silent: true},
	{pattern: "GET /api/v1/people/{id}/jobs", path: "/api/v1/people/{maëlys}/jobs", silent: true},
	{pattern: "POST /api/v1/people/{id}/jobs", path: "/api/v1/people/{maëlys}/jobs", silent: true},
	{pattern: "PUT /api/v1/people/{id}/jobs/{job}", path: "/api/v1/people/{gaël}/jobs/{job}", silent: true},
	{pattern: "PUT /api/v1/people/{id}/jobs/{job}/end", path: "/api/v1/people/{gaël}/jobs/{job}/end", silent: true},
	{pattern: "GET /api/v1/questions", path: "/api/v1/questions", silent: true},
	{pattern: "GET /api/v1/questions/{id}", path: "/api/v1/questions/{question}", silent: true},
	{pattern: "POST /api/v1/questions/{id}/answer", path: "/api/v1/questions/{question}/answer", silent: true},
	{pattern: "POST /api/v1/questions/{id}/close", path: "/api/v1/questions/{question}/close", silent: true},
	{pattern: "GET /api/v1/openapi.json", path: "/api/v1/openapi.json", open: "anybody", silent: true},
	{pattern: "GET /api/v1/openapi.yaml", path: "/api/v1/openapi.yaml", open: "anybody", silent: true},
	{pattern: "GET /api/v1/openapi-3.0.json", path: "/api/v1/openapi-3.0.json", open: "anybody", silent: true},
	{pattern: "GET /api/v1/openapi-3.0.yaml", path: "/api/v1/openapi-3.0.yaml", open: "anybody", silent: true},
	{pattern: "/api/", path: "/api/v1/autre", silent: true},

	{pattern: "GET /healthz", path: "/healthz", open: "anybody", silent: true},
	{pattern: "GET /readyz", path: "/readyz", open: "anybody", silent: true},
	{pattern: "GET /metrics", path: "/metrics", open: "anybody", silent: true},
	{pattern: "GET /robots.txt", path: "/robots.txt", open: "anybody", silent: true},
	{pattern: "GET /static/", path: "/static/relais.css", open: "anybody", silent: true},
}

// may reports whether the row is for the actor.
func (r matrixRow) may(actor string) bool {
	open := strings.Fields(r.open)
	return slices.Contains(open, actor) || slices.Contains(strings.Fields(r.own), actor) ||
		slices.Contains(open, "anybody") || actor != "visitor" && slices.Contains(open, "all")
}

// wants is what who may is answered.
func (r matrixRow) wants() int {
	switch {
	case r.status != 0:
		return r.status
	case strings.HasPrefix(r.pattern, "POST "):
		return http.StatusSeeOther
	}
	return http.StatusOK
}

// TestNobodyIsLedToAClosedPage holds the navigation to the matrix.
func TestNobodyIsLedToAClosedPage(t *testing.T) {
	t.Parallel()
	for _, role := range parcours.AccountRoles {
		paths := web.Entrances(role)
		for _, path := range paths {
			pattern := "GET " + path
			if path == "/" {
				pattern = "GET /{$}"
			}
			i := slices.IndexFunc(matrix, func(r matrixRow) bool { return r.pattern == pattern })
			if i < 0 || !matrix[i].may(string(role)) {
				t.Errorf("%s is led to %s, which they may not open", role, path)
			}
		}
		if len(paths) == 0 {
			t.Errorf("%s is led nowhere", role)
		}
	}
}

func TestEveryRouteHasItsRowInTheMatrix(t *testing.T) {
	t.Parallel()
	var rows []string
	for _, r := range matrix {
		if slices.Contains(rows, r.pattern) {
			t.Errorf("%s has two rows", r.pattern)
		}
		rows = append(rows, r.pattern)
	}
	routes := web.Patterns()
	for _, pattern := range routes {
		if !slices.Contains(rows, pattern) {
			t.Errorf("%s: nobody said who may; give it a row in matrix", pattern)
		}
	}
	for _, pattern := range rows {
		if !slices.Contains(routes, pattern) {
			t.Errorf("%s is no route any more", pattern)
		}
	}
}

// secrets are what a refusal may not hold: names, numbers, words, and what the
// fiction's people are known by.
var secrets = []string{
	"QUILLIEN", "Maëlys", "PRIOL", "TRÉHIN", "ABGRALL", "TANGUY", "0639980144", "06 39 98 01 44", "+33639980144", "avec ma fille", "I-1", "anne.morel@", "MOREL", "start=",
}

// TestTheMatrixOfRolesAndRoutes sends every route's request as everybody. It goes
// back to the same morning before each request that is to succeed, so that none
// fails for what another did.
func TestTheMatrixOfRolesAndRoutes(t *testing.T) {
	t.Parallel()
	w := newMatrixWorld(t, "")
	cells := 0
	for _, r := range matrix {
		w.reset()
		before := w.state()
		for _, a := range matrixActors {
			cells++
			if r.may(a.name) {
				continue
			}
			got := w.try(r, a.name)
			if !refused(got, a.name, strings.HasPrefix(r.path, "/api/")) && !(r.pattern == "GET /{$}" && got.status == http.StatusSeeOther) && r.pattern != "GET /connexion" {
				t.Errorf("%s as %s: got %d to %q, want a refusal", r.pattern, a.name, got.status, got.header.Get("Location"))
			}
			for _, secret := range secrets {
				if strings.Contains(strings.ReplaceAll(got.body, nameOf(a.name), ""), secret) {
					t.Errorf("%s as %s: the refusal says %q", r.pattern, a.name, secret)
				}
			}
		}
		after := w.state()
		for table := range before {
			if before[table] != after[table] {
				t.Errorf("%s: refused, and yet %s changed", r.pattern, table)
			}
		}
		for _, a := range matrixActors {
			if !r.may(a.name) {
				continue
			}
			w.reset()
			kept := w.count(a.name)
			if got := w.try(r, a.name); got.status != r.wants() || strings.HasPrefix(got.header.Get("Location"), "/connexion") && !strings.Contains(r.path, "connexion") {
				t.Errorf("%s as %s: got %d to %q, want %d", r.pattern, a.name, got.status, got.header.Get("Location"), r.wants())
			}
			if left := w.count(a.name) - kept; a.name != "visitor" && !r.silent && !slices.Contains(strings.Fields(r.quiet), a.name) && left == 0 {
				t.Errorf("%s as %s: nothing is kept of it", r.pattern, a.name)
			}
		}
	}
	if want := len(web.Patterns()) * len(matrixActors); cells != want {
		t.Errorf("tried %d cells of %d", cells, want)
	}
}

// refused reports whether an answer is a refusal that says nothing.
func refused(got answer, actor string, api bool) bool {
	switch {
	case actor == "visitor" && api:
		return got.status == http.StatusUnauthorized
	case actor == "visitor" && got.status == http.StatusSeeOther:
		return strings.HasPrefix(got.header.Get("Location"), "/connexion")
	}
	return got.status == http.StatusForbidden || got.status == http.StatusNotFound
}

// nameOf is what the header of every page says: the reader's own name.
func nameOf(actor string) string {
	if actor == "referent" {
		return "Anne MOREL"
	}
	return "nobody at all"
}
