// Package web is the HTTP surface of Relais: the console that referents and the
// coordinator open every morning, the same figures as JSON under /api/v1, and
// what operators watch (/healthz, /readyz, /metrics). Providers' webhooks are
// handed to it and only mounted.
//
// Pages are rendered by the server and work without JavaScript. What an account
// may see is decided twice: here by role for a page, in the store by actor for
// every row.
package web

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"relais/parcours"

	"github.com/VictoriaMetrics/metrics"
	"github.com/alexedwards/scs/v2"
)

//go:embed templates/*.html
var templateFiles embed.FS

// Store is everything the console reads and writes; each page declares its part.
type Store interface {
	Accounts
	SecondFactors
	Directory
	Sessions
	Figures
	Boards
	Lists
	Desks
	Questions
	Messages
	Files
	Hurries
	Mobilisations
	Notes
	FollowUps
	Jobs
	Life
	Absences
	Links
	Letters
	Calls
	WorkLists
	Referents
	Slots
	Audit
	AccessLog
	Entrusting
	Proofs
	Programs
	Tokens
	Cohorts
	Pauses
	Wordings
	Partners
	Leavers
	Duplicates
	Upstreams
	Calendars
	Subjects
	Exports
	DigestChoices
}

// Audit keeps who read what. Action is a constant of this package, subject the
// id of a row or the name of a list.
type Audit interface {
	LogAccess(ctx context.Context, now time.Time, actor parcours.Actor, action, subject string) error
}

// Options is what a Server is made of. Store, Labels and Rules.Zone are required.
type Options struct {
	Store   Store
	Labels  Labels
	Rules   parcours.Rules
	Service parcours.Service
	// PublicURL is the address people type. With https, cookies are marked Secure.
	PublicURL string
	// Webhooks are mounted as they are, by ServeMux pattern such as
	// "POST /webhooks/telegram"; they check signatures themselves.
	Webhooks map[string]http.Handler
	// Ready names what /readyz asks; a check answers nil when it works. Its
	// error is logged: whoever asks learns which check fails, not why.
	Ready map[string]func(context.Context) error
	// Metrics receives the console's counters and is what /metrics writes,
	// after the process's own. Nil: a set of the server's own.
	Metrics *metrics.Set
	// TelegramLink makes the address that opens the bot with a one-time code.
	// Nil: no Telegram here, and no button for it.
	TelegramLink func(token string) string
	// Texts writes the messages of the page that previews them. Nil: no such page.
	Texts Texts
	// Reworded puts in force what was changed in the texts. Nil: it is done elsewhere.
	Reworded func(context.Context) error
	// PartPrice is the price of one SMS part, shown there. Nil: no cost is shown.
	PartPrice *parcours.Euros
	// TwoWaySMS: people can answer the SMS that leave here.
	TwoWaySMS bool
	// ProofPDF writes a proof for print. Nil: proofs are exported as JSON only.
	ProofPDF func(w io.Writer, proof parcours.Proof) error
	// Digests: accounts are told of their morning by e-mail, unless they do not want it.
	Digests bool
	// SubjectPDF writes everything that is held about a person. Nil: as JSON only.
	SubjectPDF func(w io.Writer, file parcours.SubjectFile) error
	// ExportDays is for how many days exports are kept; 0 for parcours.ExportDays.
	ExportDays int
	// Letters composes and prints letters. Nil: the lists are shown, and no batch is
	// made here.
	Letters LetterDesk
	// Records takes in people that a program sends. Nil: none is taken.
	Records Records
	// Imports takes files in. Nil: no such pages, files come by the command line.
	Imports Imports
	// CalendarFile writes appointments as iCalendar. Nil: there are no calendars.
	CalendarFile func(w io.Writer, name string, stamp time.Time, events []parcours.CalendarEvent) error
	// ReadUpstream reads a message of the tool upstream, to show what it is about. Nil:
	// only its ids are shown.
	ReadUpstream func(raw []byte) (parcours.UpstreamMessage, error)
	// Partners tries the endpoints of partners. Nil: no such page.
	Partners PartnerTrial
	// SecondFactor are the roles that must have a second factor; the others may.
	SecondFactor []parcours.AccountRole
	// OIDC is the identity provider that opens accounts beside passwords. Nil: none.
	OIDC *OIDC
	// Mail sends one message to a professional. Nil: invitations are shown, to be
	// handed over.
	Mail func(ctx context.Context, to, subject, body string) error
	// Now is business time, virtual in a demo. Nil: the machine's.
	Now func() time.Time
	// Log receives one line per request, without personal data. Nil: none.
	Log *slog.Logger
}

// Server serves the console. Make one with New; EndStreams lets its last requests end.
type Server struct {
	store        Store
	labels       Labels
	rules        parcours.Rules
	service      parcours.Service
	public       *url.URL
	webhooks     map[string]http.Handler
	ready        map[string]func(context.Context) error
	metrics      *metrics.Set
	telegramLink func(string) string
	letters      LetterDesk
	proofPDF     func(io.Writer, parcours.Proof) error
	digests      bool
	subjectPDF   func(io.Writer, parcours.SubjectFile) error
	texts        Texts
	imports      Imports
	partners     PartnerTrial
	calendarFile func(io.Writer, string, time.Time, []parcours.CalendarEvent) error
	readUpstream func([]byte) (parcours.UpstreamMessage, error)
	records      Records
	paces        *paces
	reworded     func(context.Context) error
	partPrice    *parcours.Euros
	secondFactor []parcours.AccountRole
	exportDays   int
	mail         func(ctx context.Context, to, subject, body string) error
	twoWay       bool
	streams      *streams
	clock        func() time.Time
	log          *slog.Logger

	words     map[parcours.Language]words
	templates pages
	assets    map[string]string
	sessions  *scs.SessionManager
	signIn    *signInGuard
	oidc      *identity
	origin    *http.CrossOriginProtection
}

// New returns a Server, or an error that says what is missing or malformed.
func New(o Options) (*Server, error) {
	if o.Store == nil || o.Labels == nil || o.Rules.Zone == nil {
		return nil, errors.New("console: store, labels and time zone are required")
	}
	s := &Server{
		store: o.Store, labels: o.Labels, rules: o.Rules, service: o.Service,
		webhooks: o.Webhooks, ready: o.Ready, metrics: o.Metrics, telegramLink: o.TelegramLink, letters: o.Letters, proofPDF: o.ProofPDF,
		texts: o.Texts, reworded: o.Reworded, partPrice: o.PartPrice,
		imports: o.Imports, records: o.Records, paces: newPaces(),
		partners:     o.Partners,
		readUpstream: o.ReadUpstream, calendarFile: o.CalendarFile, subjectPDF: o.SubjectPDF, digests: o.Digests,
		secondFactor: o.SecondFactor, mail: o.Mail, exportDays: cmp.Or(o.ExportDays, parcours.ExportDays),
		twoWay: o.TwoWaySMS, streams: newStreams(),
		clock: o.Now, log: o.Log,
	}
	if s.clock == nil {
		s.clock = time.Now
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.metrics == nil {
		s.metrics = metrics.NewSet()
	}
	var err error
	if s.public, err = url.Parse(o.PublicURL); err != nil {
		return nil, fmt.Errorf("console: public address: %w", err)
	}
	if s.words, err = loadWords(); err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	s.templates = newPages()
	if s.assets, err = loadAssets(); err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	s.signIn = newSignInGuard()
	if s.origin, err = s.newOriginCheck(); err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	s.oidc = newIdentity(o.OIDC, s.publicAddress(oidcCallback))
	s.sessions = s.newSessions(o.Store)
	return s, nil
}

// secure reports whether people reach the console by https.
func (s *Server) secure() bool { return strings.EqualFold(s.public.Scheme, "https") }

// pageNames are the pages' templates: every one but those that pages share.
func pageNames() []string {
	entries, err := templateFiles.ReadDir("templates")
	if err != nil {
		panic(err) // they are built into the program
	}
	var names []string
	for _, e := range entries {
		if name := strings.TrimSuffix(e.Name(), ".html"); name != "layout" && !strings.HasPrefix(name, "parts") {
			names = append(names, name)
		}
	}
	return names
}

// Handler returns the whole surface.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	s.routes(mux)
	return s.record(s.recoverPanics(s.headers(mux)))
}

// router is where routes are registered: a ServeMux, or the test that lists them.
type router interface {
	Handle(pattern string, handler http.Handler)
	HandleFunc(pattern string, handler func(http.ResponseWriter, *http.Request))
}

// routes lists every address of the service. Each says who may come:
// whoever is not named is told so before anything is read.
func (s *Server) routes(mux router) {
	const (
		coordinator  = parcours.AccountCoordinator
		lead         = parcours.AccountLead
		referent     = parcours.AccountReferent
		professional = parcours.AccountProfessional
		nurse        = parcours.AccountNurse
		partner      = parcours.AccountPartner
		auditor      = parcours.AccountAuditor
	)
	everyone := parcours.AccountRoles
	page := func(pattern string, a action, roles ...parcours.AccountRole) {
		mux.Handle(pattern, s.console(a, roles))
	}

	page("GET /connexion", s.showSignIn)
	page("POST /connexion", s.doSignIn)
	page("GET /connexion/code", s.showCode)
	page("POST /connexion/code", s.doCode)
	page("GET /connexion/agent", s.startOIDC)
	page("GET "+oidcCallback, s.finishOIDC)
	page("GET /invitation/{token}", s.showInvitation)
	page("POST /invitation/{token}", s.acceptInvitation)
	page("POST /deconnexion", s.doSignOut)
	page("/", s.nowhere)

	page("GET /{$}", s.showHome, everyone...)
	page("GET /pilotage", s.showPilotage, coordinator, lead)
	page("GET /pilotage/chiffres", s.refreshPilotage, coordinator, lead)
	page("GET /pilotage/{part}", s.showBoard, coordinator, lead)
	page("GET /pilotage/{part}/export.csv", exporting(s.exportBoard), coordinator, lead)
	page("GET /pilotage/{part}/partage.csv", exporting(s.shareBoard), coordinator, lead)
	page("GET /comite/figures.csv", exporting(s.exportSteering), coordinator, lead)
	page("GET /comite/bulletin.html", exporting(s.exportBulletin), coordinator, lead)
	page("GET /comite/cohorte.csv", exporting(s.exportCohort), coordinator, lead)
	page("GET /a-faire", s.showTodo, coordinator, referent, partner)
	page("GET /listes/{list}", s.showList, coordinator, referent, partner)
	page("POST /listes/unclaimed", s.findForUnclaimed, coordinator)
	page("GET /listes/{list}/export.csv", exporting(s.exportList), coordinator)
	page("POST /inscriptions", s.register, coordinator, referent, partner)
	page("POST /inscriptions/annulation", s.retractRegistrations, coordinator, referent, partner)
	page("POST /numeros", s.giveNumber, coordinator, referent, partner)
	page("POST /numeros/annulation", s.dropNumber, coordinator, referent, partner)
	page("POST /inconnus/{question}/{step}", s.settleUnclaimed, coordinator)

	page("GET /referents", s.showReferents, coordinator)
	page("GET /referents/{id}/transfert", s.showTransfer, coordinator)
	page("POST /referents/{id}/transfert", s.transfer, coordinator)
	page("GET /affectations/{person}", s.showAssign, coordinator)
	page("POST /affectations", s.assign, coordinator)
	page("POST /affectations/{transfer}/annulation", s.undoTransfer, coordinator)

	page("GET /creneaux", s.showSlots, coordinator)
	page("POST /creneaux", s.openSlots, coordinator)
	page("GET /creneaux/{slot}", s.showSlot, coordinator)
	page("POST /creneaux/{slot}/{step}", s.changeSlot, coordinator)
	page("POST /creneaux/series/{series}/annulation", s.closeSeries, coordinator)
	page("GET /lieux", s.showPlaces, coordinator)
	page("POST /lieux", s.savePlace, coordinator)

	page("POST /alertes/{incident}/vue", s.seeIncident, coordinator)
	page("GET /pause", s.showPause, coordinator)
	page("POST /pause/reprise", s.resumeSending, coordinator)

	page("GET /file", s.showDesk, coordinator, referent, professional, nurse, partner)
	page("GET /file/flux", s.streamDesk, coordinator, referent, professional, nurse, partner)
	page("GET /clavier", s.showKeys, coordinator, lead, referent, professional, nurse, partner, auditor)
	page("GET /questions", s.oldQuestions, coordinator, referent, professional, nurse, partner)
	page("GET /questions/{id}", s.showQuestion, coordinator, referent, professional, nurse, partner)
	page("POST /questions/{id}/apercu", s.previewAnswer, coordinator, referent, professional, nurse, partner)
	page("POST /questions/{id}/reponse", s.answerQuestion, coordinator, referent, professional, nurse, partner)
	page("POST /questions/{id}/fermeture", s.closeQuestion, coordinator, referent, professional, nurse, partner)

	page("GET /personnes", s.showPeople, coordinator, referent, professional, nurse, partner)
	page("POST /personnes", s.findPeople, coordinator, referent, professional, nurse, partner)
	page("GET /personnes/{id}", s.showPerson, coordinator, referent, professional, nurse, partner)
	page("GET /personnes/{id}/flux", s.streamPerson, coordinator, referent, professional, nurse, partner)
	page("POST /personnes/{id}/message", s.sendMessage, coordinator, referent, nurse, partner)
	page("POST /personnes/{id}/message/apercu", s.previewMessage, coordinator, referent, nurse, partner)
	page("GET /personnes/{id}/preuve", s.exportProof, coordinator, referent)
	page("POST /personnes/{id}/suivi/{step}", s.entrust, coordinator, referent, partner)
	page("POST /personnes/{id}/issues/{participation}", s.recordOutcome, coordinator, referent, professional, nurse, partner)
	page("POST /personnes/{id}/faits", s.recordFact, coordinator, referent, professional, partner)
	page("POST /personnes/{id}/emplois", s.recordJob, coordinator, referent, partner)
	page("POST /personnes/{id}/emplois/{job}/confirmation", s.recordJob, coordinator, referent, partner)
	page("POST /personnes/{id}/emplois/{job}/refus", s.refuseJob, coordinator, referent, partner)
	page("POST /personnes/{id}/emplois/{job}/fin", s.endJob, coordinator, referent, partner)
	page("POST /personnes/{id}/deces/{step}", s.settleDeath, coordinator, referent, partner)
	page("POST /personnes/{id}/numeros/{claim}/{step}", s.settleNumber, coordinator, referent, partner)
	page("POST /personnes/{id}/messages/{notification}/annulation", s.cancelMessage, coordinator, referent, nurse, partner)
	page("POST /personnes/{id}/messages/{notification}/envoi", s.sendNow, coordinator, referent, nurse, partner)
	page("POST /personnes/{id}/messages/{notification}/retour", s.putBack, coordinator, referent, nurse, partner)
	page("POST /personnes/{id}/plan", s.setPlan, coordinator, referent, partner)
	page("POST /personnes/{id}/activites", s.planActivity, coordinator, referent, partner)
	page("POST /personnes/{id}/activites/{activity}/annulation", s.callOffActivity, coordinator, referent, partner)
	page("POST /personnes/{id}/semaines/{monday}/validation", s.validateWeek, coordinator, referent, partner)
	page("POST /personnes/{id}/semaines/{monday}/empechement", s.settleImpediment, coordinator, referent, partner)
	page("POST /personnes/{id}/notes", s.writeNote, coordinator, referent, partner)
	page("POST /personnes/{id}/notes/{note}", s.writeNote, coordinator, referent, partner)
	page("POST /personnes/{id}/preferences", s.setPreferences, coordinator, referent, partner)
	page("POST /personnes/{id}/adresses", s.addNumber, coordinator, referent, partner)
	page("POST /personnes/{id}/adresses/{contact}/{use}", s.useNumber, coordinator, referent, partner)
	page("POST /personnes/{id}/sortie", s.exit, coordinator, referent, partner)
	page("POST /personnes/{id}/retour", s.comeBack, coordinator, referent, partner)
	page("POST /personnes/{id}/telegram", s.linkPerson, coordinator, referent, professional, nurse, partner)

	page("GET /courriers", s.showLetters, coordinator, referent, partner)
	page("POST /courriers/lots", s.makeLetters, coordinator)
	page("GET /courriers/lots/{batch}", s.showLetterBatch, coordinator, referent, partner)
	page("GET /courriers/lots/{batch}/courriers.pdf", s.lettersPDF, coordinator)
	page("GET /courriers/lots/{batch}/courriers.csv", s.lettersCSV, coordinator)
	page("POST /courriers/lots/{batch}/{step}", s.noteLetters, coordinator)
	page("GET /appels", s.showCalls, coordinator, referent, partner)
	page("POST /appels", s.recordCall, coordinator, referent, partner)
	page("POST /appels/{call}/annulation", s.undoCall, coordinator, referent, partner)

	page("GET /absences", s.showAbsences, coordinator, referent, professional, nurse, partner)
	page("POST /absences", s.setAbsence, coordinator, referent, professional, nurse, partner)

	page("GET /comptes", s.showAccounts, coordinator, lead)
	page("POST /comptes", s.invite, coordinator, lead)
	page("POST /comptes/{account}/{step}", s.changeAccount, coordinator, lead)
	page("GET /jetons", s.showTokens, coordinator)
	page("POST /jetons", s.issueToken, coordinator)
	page("POST /jetons/{token}/fin", s.revokeToken, coordinator)
	page("GET /acces", s.showAccess, coordinator, auditor)
	page("POST /acces", s.findAccess, coordinator, auditor)
	page("GET /acces/{person}/donnees", exporting(s.exportSubject), coordinator, auditor)
	page("GET /acces.csv", exporting(s.exportAccess), coordinator, auditor)

	page("GET /exports", s.showExports, coordinator, lead, auditor)
	page("GET /exports/{export}", exporting(s.takeExport), coordinator, lead, auditor)
	page("POST /exports/{export}/effacement", s.dropExport, coordinator, lead, auditor)

	page("GET /imports", s.showImports, coordinator)
	mux.Handle("POST /imports", s.consoleWithin(s.filesLimit(), s.giveFiles, []parcours.AccountRole{coordinator}))
	page("GET /imports/{import}", s.showImport, coordinator)
	page("POST /imports/{import}/colonnes", s.mapImport, coordinator)
	page("POST /imports/{import}/lignes/{line}/{step}", s.mendRow, coordinator)
	page("GET /imports/{import}/refus.csv", s.exportRefused, coordinator)
	page("POST /imports/{import}/reprise", s.applyImport, coordinator)
	page("POST /imports/{import}/abandon", s.dropImport, coordinator)

	page("GET /partenaires", s.showPartners, coordinator, lead)
	page("POST /partenaires", s.addPartner, coordinator, lead)
	page("POST /partenaires/{partner}/{step}", s.changePartner, coordinator, lead)
	page("POST /partenaires/envois/{delivery}/{step}", s.settleDelivery, coordinator, lead)
	page("GET /sorties", s.showLeavers, coordinator)
	page("POST /sorties/{person}/{step}", s.settleLeaver, coordinator)
	page("GET /doublons", s.showDuplicates, coordinator)
	page("GET /doublons/{kept}/{merged}", s.showMerge, coordinator)
	page("POST /doublons/{kept}/{merged}/{step}", s.settleDuplicate, coordinator)
	page("GET /rdv-solidarites", s.showUpstream, coordinator)
	page("POST /rdv-solidarites/{message}/{step}", s.settleUpstream, coordinator)

	page("GET /textes", s.showTexts, coordinator, lead)
	page("GET /textes/{key}", s.showWording, coordinator, lead)
	page("POST /textes/{key}", s.reword, lead)
	page("POST /textes/phrases/{sentence}/{category}", s.switchSentence, lead)

	page("GET /compte", s.showAccount, everyone...)
	page("POST /compte/mot-de-passe", s.changePassword, everyone...)
	page("POST /compte/sessions/{session}", s.endSession, everyone...)
	page("GET /compte/second-facteur", s.showFactor, everyone...)
	page("POST /compte/second-facteur", s.setFactor, everyone...)
	page("POST /compte/second-facteur/{step}", s.changeFactor, everyone...)
	page("POST /compte/matin", s.setDigest, coordinator, referent)
	page("POST /compte/agenda", s.openCalendar, coordinator, referent, professional, nurse, partner)
	page("POST /compte/agenda/fermeture", s.closeCalendar, coordinator, referent, professional, nurse, partner)
	page("GET /agenda/{file}", s.readCalendar)
	page("GET /rdv/{file}", s.readAppointment)
	page("POST /compte/telegram", s.linkAccount, coordinator, referent, professional, nurse, partner)

	s.apiRoutes(mux)

	mux.HandleFunc("GET /healthz", s.healthz)
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.HandleFunc("GET /metrics", s.writeMetrics)
	mux.HandleFunc("GET /robots.txt", robots)
	mux.HandleFunc("GET /static/", s.static)
	for pattern, h := range s.webhooks {
		mux.Handle(pattern, http.MaxBytesHandler(h, webhookBodyLimit))
	}
}
