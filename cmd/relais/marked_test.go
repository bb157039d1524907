package main_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"relais/sandbox"
)

// What the marked-data test feeds: values that nothing else holds.
const (
	markedFirst    = "Zéphyrinette"
	markedLast     = "MARQUEROUGE"
	markedBirth    = "17/03/1979"
	markedNIR      = "279033512399946"
	markedNumber   = "+33639987351"
	markedMail     = "boite.marquee@exemple.fr"
	markedAddress  = "37 impasse Marquebleue"
	markedInternal = "INT-MARQUE-881"
	markedWords    = "ma voisine marqueverte garde le petit"
	markedPassword = "motdepasse-marque-7421"
	markedSecret   = "secret-marque-de-rdv-solidarites"
	strangersWords = "inconnue marquejaune cherche quelqu'un"
	strangers      = "+33639987352"
	markedChat     = 735_100_735
	markedName     = "Pseudomarque"
)

// markedForms are the marks in all the forms that a log, an address or a file may give them.
func markedForms() map[string]string {
	forms := map[string]string{}
	add := func(what string, values ...string) {
		for _, v := range values {
			for _, form := range []string{v, url.QueryEscape(v), url.PathEscape(v), strings.ToLower(v), fmt.Sprintf("%+q", v)} {
				forms[strings.Trim(form, `"`)] = what
			}
		}
	}
	add("first name", markedFirst, "Zephyrinette")
	add("last name", markedLast)
	add("birth date", markedBirth, "1979-03-17")
	add("NIR", markedNIR, markedNIR[:13])
	add("number", "639987351", "39 98 73 51", "639987352")
	add("e-mail", markedMail, "boite.marquee")
	add("address", markedAddress, "Marquebleue")
	add("internal id", markedInternal)
	add("words", "marqueverte", "marquejaune")
	add("password", markedPassword)
	add("secret", markedSecret, authToken)
	add("chat", fmt.Sprint(markedChat), markedName)
	add("staff", "anne.morel", "yves.caradec")
	return forms
}

// told finds marks in a text, and says around what.
func told(text string, forms map[string]string) []string {
	var found []string
	for form, what := range forms {
		if at := strings.Index(text, form); at >= 0 {
			line := text[strings.LastIndexByte(text[:at], '\n')+1:]
			line, _, _ = strings.Cut(line, "\n")
			found = append(found, fmt.Sprintf("%s %q in: %.400s", what, form, line))
		}
	}
	slices.Sort(found)
	return found
}

// ears keeps what others could read: addresses that were asked for, and headers.
type ears struct {
	mu    sync.Mutex
	heard strings.Builder
}

func (e *ears) hear(text string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard.WriteString(text + "\n")
}

func (e *ears) String() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.heard.String()
}

// request hears what an access log keeps of a call. Who calls signs or signs in: those
// headers are secrets by nature, and no log keeps them.
func (e *ears) request(r *http.Request) {
	var headers []string
	for name, values := range r.Header {
		if name == "Authorization" || name == "Cookie" || strings.Contains(name, "Signature") {
			continue
		}
		headers = append(headers, name+": "+strings.Join(values, " "))
	}
	slices.Sort(headers)
	// Telegram wants its token in the path, and Twilio lists what a number got only by a GET
	// that names it: both know what they are told.
	address := strings.ReplaceAll(r.URL.String(), botToken, "TOKEN")
	if strings.Contains(address, "/Messages.json?") {
		address = regexp.MustCompile(`([?&]To)=%2B\d+`).ReplaceAllString(address, "$1=NUMBER")
	}
	e.hear(r.Method + " " + address + " " + strings.Join(headers, "; "))
}

// between stands before the providers and hears.
func (e *ears) between(t *testing.T, providers string) string {
	t.Helper()
	to, err := url.Parse(providers)
	if err != nil {
		t.Fatal(err)
	}
	pass := httputil.NewSingleHostReverseProxy(to)
	pass.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e.request(r)
		pass.ServeHTTP(w, r)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Start()
	t.Cleanup(server.Close)
	return server.URL
}

// RoundTrip makes ears the transport of a browser: it hears where answers lead, and the
// pages that say what went wrong.
func (e *ears) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	e.hear(fmt.Sprintf("%s %s: %d Location: %s Content-Disposition: %s", r.Method, r.URL.Path, answer.StatusCode, answer.Header.Get("Location"), answer.Header.Get("Content-Disposition")))
	if answer.StatusCode >= 400 && answer.StatusCode != http.StatusUnprocessableEntity && answer.StatusCode != http.StatusUnauthorized {
		page, err := io.ReadAll(answer.Body)
		if err != nil {
			return nil, err
		}
		answer.Body.Close()
		e.hear(string(page))
		answer.Body = io.NopCloser(bytes.NewReader(page))
	}
	return answer, nil
}

// TestNothingPersonalIsToldOutside feeds marked data through every door, well and ill formed,
// while providers fail and quote it, and looks for it in what is read outside: logs at the
// level debug, the dump of a crash, metrics, addresses, headers, error pages, the names of
// files and whatever is left of a folder for temporary files.
func TestNothingPersonalIsToldOutside(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, database settings) {
		m := newMarked(t, database)
		m.importAll()
		m.start()
		m.signIn()
		m.partnersAndCalendars()
		m.write()
		m.everyWebhook()
		m.everyRoute()
		m.everyOperation()
		m.providersFail()
		m.partnersFail()
		m.listen()
	})
}

// marked is the test's world.
type marked struct {
	*testing.T
	w       *world
	s       settings
	v       *service
	ears    *ears
	forms   map[string]string
	b, lead *browser
	person  string
	token   string
	outside strings.Builder // what commands said
	temp    string
	mu      sync.Mutex
	// problems counts the refusals of the API.
	problems int
}

func newMarked(t *testing.T, database settings) *marked {
	m := &marked{T: t, w: newWorld(t, nil), ears: new(ears), forms: markedForms()}
	through := m.ears.between(t, m.w.settings["TWILIO_API_URL"])
	m.s = m.w.settings.with(database).with(settings{
		"TWILIO_API_URL": through, "TELEGRAM_API_URL": through, "RDVSP_SECRET": markedSecret, "LOG_LEVEL": "debug", "SMTP_URL": m.rudeRelay(),
		"SEND_TIMEOUT": "1500ms", "LEASE": "3s", "LOOK_UP_DELAYS": "1s,2s,3s", "CATCH_UP_EVERY": "2s", "POLL_DELAYS": "1s,2s,3s,4s,72h",
	})
	m.temp = filepath.Join(t.TempDir(), "absent") // nothing may need it
	return m
}

// rudeRelay is a mail relay that refuses everybody, and quotes them.
func (m *marked) rudeRelay() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		m.Fatal(err)
	}
	m.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				fmt.Fprint(conn, "220 relay\r\n")
				buffer := make([]byte, 4096)
				for {
					n, err := conn.Read(buffer)
					if err != nil {
						return
					}
					switch said := strings.ToUpper(string(buffer[:n])); {
					case strings.HasPrefix(said, "EHLO"), strings.HasPrefix(said, "HELO"), strings.HasPrefix(said, "MAIL"), strings.HasPrefix(said, "RSET"), strings.HasPrefix(said, "NOOP"):
						fmt.Fprint(conn, "250 ok\r\n")
					case strings.HasPrefix(said, "QUIT"):
						fmt.Fprint(conn, "221 bye\r\n")
						return
					default:
						fmt.Fprintf(conn, "550 5.1.1 <%s> %s %s is unknown here\r\n", yves, markedLast, markedNumber)
					}
				}
			}()
		}
	}()
	return "smtp://" + l.Addr().String() + "?from=relais@exemple.fr&starttls=off"
}

// command runs a command whose words are read by others: all of them, or the errors only,
// without what was typed.
func (m *marked) command(all bool, stdin string, args ...string) ending {
	m.Helper()
	e := relaisAs(m.T, nil, m.s, stdin, args...)
	said := e.stderr
	if all {
		said += e.stdout
	}
	for _, typed := range args {
		said = strings.ReplaceAll(said, typed, "…")
	}
	m.outside.WriteString(said)
	return e
}

// importAll gives good files and bad ones.
func (m *marked) importAll() {
	header := append(peopleHeader(), "NIR", "Email", "Adresse")
	good := []string{"Mme", markedLast, markedFirst, markedBirth, markedInternal, markedNumber, "35600 Redon", "Pays de Redon", anne, today(m.T), markedNIR, markedMail, markedAddress}
	with := func(column int, value string) []string {
		row := slices.Clone(good)
		row[column] = value
		return row
	}
	if e := m.command(true, "", "import", referentsFile(m.T), slotsFile(m.T, 3), file(m.T, "personnes.csv", table(m.T, header, good))); e.status != 0 {
		m.Fatal(e)
	}
	bad := table(m.T, header, with(10, "279033512399900"), with(10, "2,79E+14"), with(3, "17/03/2979"), with(5, "06 39 98"), with(2, ""), with(9, markedBirth+"x"), with(8, "absente@exemple.fr"), with(2, "Autre"), good)
	// The account of refused rows quotes the cells that are to be mended, for whoever asked.
	m.command(false, "", "import", file(m.T, "mauvais.csv", bad), "--dry-run")
	m.command(false, "", "import", file(m.T, "mauvais.csv", bad))
	m.command(true, "", "import", file(m.T, "titres.csv", table(m.T, good, good)))
	m.command(true, "", "import", file(m.T, "contacts.csv", []byte("MATRICULE;ROLE PERSONNE;TYPE PERSONNE;NIR;NUMERO TELEPHONE DOSSIER;NUMERO TELEPHONE 2 DOSSIER;ADRESSE ELECTRONIQUE DOSSIER;NOM RESPONSABLE DOSSIER;PRENOM RESPONSABLE DOSSIER\n1044072;DEM;MADAME;"+markedNIR+";"+markedNumber+";;"+markedMail+";"+markedLast+";"+markedFirst+"\n")))
	m.command(true, "", "import", file(m.T, "flux.xml", []byte(`<?xml version="1.0"?><Racine><InfosFoyerRSA><Personne><NOM>`+markedLast+`</NOM><NIR>`+markedNIR+`</PRENOM>`)))
	m.command(true, markedPassword+"\n", "account", "create", "autre@exemple.fr", "--role", "referent", "--stdin")
	m.command(true, markedPassword+"\n", "account", "password", "absente@exemple.fr", "--stdin")
	m.command(true, "", "person", "export", markedLast)
	m.command(true, "", "person", "erase", markedLast)
	m.command(true, "", "proof", markedInternal+"x")
	m.command(true, "", "import", filepath.Join(m.TempDir(), "absent.csv"))
	m.person = ask(m.T, m.s, "select id from person where internal_id = $1", markedInternal)[0]
	m.command(false, "", "person", "export", m.person)
	m.command(true, "", "purge")
}

func (m *marked) start() {
	m.v = startProgram(m.T, program, m.s, "TMPDIR="+m.temp)
	m.v.awaitReady()
	m.w.awaitSMS(m.T, markedNumber, "rendez-vous", 1)
}

// signIn signs a coordinator and a lead in, and takes a token.
func (m *marked) signIn() {
	visitor := &http.Client{Transport: m.ears}
	for _, form := range []url.Values{
		{"email": {coordinator}, "password": {markedPassword}}, {"email": {markedMail}, "password": {markedPassword}}, {"email": {strings.Repeat(markedMail, 400)}, "password": {markedPassword}},
	} {
		if answer, err := visitor.PostForm(m.v.address+"/connexion", form); err == nil {
			answer.Body.Close()
		}
	}
	m.b, m.lead = signIn(m.T, m.s, m.v.address, coordinator, "coordinator"), signIn(m.T, m.s, m.v.address, "projet@exemple.fr", "lead")
	m.b.client.Transport, m.lead.client.Transport = m.ears, m.ears
	page := body(m.T, m.b.post("/jetons", url.Values{"name": {"Entrepôt"}, "days": {"90"}, "scope": scopesOf(m.b.get("/jetons"))}))
	found := regexp.MustCompile(`class="secret">(relais_[^<]+)<`).FindStringSubmatch(page)
	if found == nil {
		m.Fatalf("no token:\n%s", page)
	}
	m.token = found[1]
	m.forms[m.token] = "token"
	m.forms["un mot de passe de test"] = "password"
	for _, c := range m.b.client.Jar.Cookies(mustURL(m.T, m.v.address)) {
		m.forms[c.Value] = "session"
	}
}

func scopesOf(page string) (scopes []string) {
	for _, found := range regexp.MustCompile(`name="scope" value="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		scopes = append(scopes, found[1])
	}
	return scopes
}

func mustURL(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// write has the person, a stranger and a chat say marked things.
func (m *marked) write() {
	for _, text := range []string{markedWords, "je peux pas " + markedWords, "est ce que " + markedWords + " ?", "je veux mourir " + markedWords, "mon nouveau numero est " + markedNumber, "STOP", "START", "QUI"} {
		before := len(m.w.sent(markedNumber))
		m.w.Twilio.Receive(markedNumber, text)
		m.w.awaitSMS(m.T, markedNumber, "", before+1)
	}
	m.w.Twilio.Receive(strangers, strangersWords)
	m.w.awaitSMS(m.T, strangers, "", 1)
	m.w.Telegram.Know(markedChat, markedFirst, markedName, "fr", true)
	for _, act := range []error{m.w.Telegram.Say(markedChat, strangersWords, 0), m.w.Telegram.Start(markedChat, "jeton-"+markedInternal), m.w.Telegram.Voice(markedChat), m.w.Telegram.File(markedChat)} {
		if act != nil {
			m.Error(act)
		}
	}
	m.b.post("/personnes", url.Values{"q": {markedLast}}).Body.Close()
	m.b.post("/personnes", url.Values{"q": {markedNumber}}).Body.Close()
	m.b.get("/personnes/" + m.person)
}

// raw posts bytes to a webhook.
func (m *marked) raw(path, media, text string, headers ...string) {
	m.Helper()
	r, err := http.NewRequestWithContext(m.Context(), http.MethodPost, m.v.address+path, strings.NewReader(text))
	if err != nil {
		m.Fatal(err)
	}
	r.Header.Set("Content-Type", media)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := (&http.Client{Transport: m.ears}).Do(r)
	if err != nil {
		m.Fatal(err)
	}
	answer.Body.Close()
}

// everyWebhook brings messages that are signed and not, whole and broken.
func (m *marked) everyWebhook() {
	const rdv = `{"data":{"id":90417,"uuid":"u","starts_at":"2027-07-11 09:00:00 +0200","duration_in_min":60,"address":"` + markedAddress + `","created_by_type":"Agent",` +
		`"organisation":{"id":35,"name":"CDAS"},"motif":{"id":5,"name":"Convocation","location_type":"public_office","motif_category":{"short_name":"rsa_orientation"}},"lieu":{"id":7,"name":"CDAS","address":"` + markedAddress + `"},` +
		`"agents":[{"id":301,"email":"` + anne + `","first_name":"Anne","last_name":"MOREL"}],"participations":[{"id":61220,"status":"unknown","user":{"id":8841,"first_name":"` + markedFirst + `","last_name":"INCONNUE","birth_date":"1979-03-17","phone_number_formatted":"` + strangers + `","email":"` + markedMail + `"}}]},` +
		`"meta":{"model":"Rdv","event":"created","timestamp":"2026-07-03 10:22:41 +0200"}}`
	for _, text := range []string{
		rdv, strings.Replace(rdv, `"2027-07-11 09:00:00 +0200"`, `"`+markedWords+`"`, 1), strings.Replace(rdv, `"duration_in_min":60`, `"duration_in_min":"`+markedNIR+`"`, 1), rdv[:len(rdv)/2],
		strings.Replace(rdv, `"Rdv"`, `"User"`, 1), `{"data":{"id":1,"first_day":"` + markedBirth + `","agent":{"email":"` + markedMail + `"}},"meta":{"model":"Absence","event":"created","timestamp":"x"}}`, `"` + markedLast,
	} {
		mac := hmac.New(sha256.New, []byte(markedSecret))
		mac.Write([]byte(text))
		m.raw("/webhooks/rdv-solidarites", "application/json", text, "X-Lapin-Signature", hex.EncodeToString(mac.Sum(nil)))
		m.raw("/webhooks/rdv-solidarites", "application/json", text, "X-Lapin-Signature", markedSecret)
	}
	for n, form := range []url.Values{
		inbound("SM"+strings.Repeat("7", 32), markedNumber, markedWords), inbound("SM"+strings.Repeat("8", 32), markedMail, markedWords), inbound(markedLast, strangers, strangersWords),
	} {
		for _, token := range []string{"", authToken} {
			form.Set("NumMedia", map[bool]string{true: "0", false: markedWords}[n < 2])
			postSigned(m.T, m.v.address+"/webhooks/twilio/message", token, form)
		}
	}
	attempt := ask(m.T, m.s, "select id from attempt where person_id = $1 and channel = 'sms' order by created_at limit 1", m.person)[0]
	for _, status := range []string{"delivered", markedWords, "failed"} {
		postSigned(m.T, m.v.address+"/webhooks/twilio/status/"+attempt, authToken, url.Values{"MessageSid": {"SM" + strings.Repeat("9", 32)}, "MessageStatus": {status}, "ErrorCode": {markedNIR}, "ErrorMessage": {markedWords}, "AccountSid": {accountSID}, "To": {strangers}})
		postSigned(m.T, m.v.address+"/webhooks/twilio/status/unknown", authToken, url.Values{"MessageSid": {"SM" + strings.Repeat("9", 32)}, "MessageStatus": {status}, "AccountSid": {accountSID}, "To": {markedNumber}})
	}
}

// everyRoute posts marked values under every name that a form has to every address of the
// console, with ids that exist and ids that do not.
func (m *marked) everyRoute() {
	sources, err := filepath.Glob("../../web/*.go")
	if err != nil {
		m.Fatal(err)
	}
	var routes []string
	names := map[string]bool{"scope": true, "password": true, "new": true, "current": true, "first_name": true, "last_name": true}
	for _, path := range sources {
		text, err := os.ReadFile(path)
		if err != nil {
			m.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`page\("(POST|GET) ([^"]+)"`).FindAllStringSubmatch(string(text), -1) {
			routes = append(routes, found[1]+" "+found[2])
		}
		for _, found := range regexp.MustCompile(`FormValue\("([a-z_]+)"`).FindAllStringSubmatch(string(text), -1) {
			names[found[1]] = true
		}
	}
	if len(routes) < 100 || len(names) < 50 {
		m.Fatalf("%d routes and %d names of fields were found: the test proves nothing", len(routes), len(names))
	}
	values := []string{markedFirst + " " + markedLast, markedNumber, markedWords, markedMail}
	for n, route := range routes {
		method, path, _ := strings.Cut(route, " ")
		if strings.HasPrefix(path, "/deconnexion") || strings.HasPrefix(path, "/compte/sessions") || strings.HasPrefix(path, "/compte/mot-de-passe") || strings.HasSuffix(path, "/flux") || strings.Contains(path, "/comptes/{account}") || strings.Contains(path, "second-facteur") || path == "/connexion/agent" {
			continue
		}
		path = strings.ReplaceAll(path, "{$}", "")
		known := strings.NewReplacer("/personnes/{id}", "/personnes/"+m.person, "{person}", m.person).Replace(path)
		path = regexp.MustCompile(`\{[a-z]+\}`).ReplaceAllString(known, "inconnu")
		for _, b := range []*browser{m.b, m.lead} {
			if method == "GET" {
				answer, err := b.client.Get(m.v.address + path)
				if err != nil {
					m.Fatal(err)
				}
				answer.Body.Close()
				continue
			}
			form := url.Values{}
			for name := range names {
				form.Set(name, values[n%len(values)])
			}
			form.Del("suite") // where to go next is an address that a page of ours gave
			b.post(path, form).Body.Close()
		}
	}
	m.b.post("/personnes/"+m.person+"/notes", url.Values{"text": {markedWords}}).Body.Close()
	m.b.post("/personnes/"+m.person+"/message", url.Values{"text": {markedWords}}).Body.Close()
	m.upload()
}

// upload gives the console files whose name, cells and size are marked.
func (m *marked) upload() {
	for _, content := range [][]byte{
		table(m.T, peopleHeader(), []string{"Mme", markedLast, markedFirst, markedBirth, "X-" + markedInternal, markedNumber, "35600 Redon", "Pays de Redon", "", today(m.T)}),
		[]byte(markedWords), bytes.Repeat([]byte(markedWords+"\n"), 700_000),
	} {
		var form bytes.Buffer
		parts := multipart.NewWriter(&form)
		part, err := parts.CreateFormFile("file", markedLast+".csv")
		if err != nil {
			m.Fatal(err)
		}
		_, _ = part.Write(content)
		parts.Close()
		answer, err := m.b.client.Post(m.v.address+"/imports", parts.FormDataContentType(), &form)
		if err != nil {
			continue // too large: the service hung up
		}
		answer.Body.Close()
	}
}

// everyOperation calls every operation of the API with bodies that fit and that do not.
func (m *marked) everyOperation() {
	answer, err := http.Get(m.v.address + "/api/v1/openapi.json")
	if err != nil {
		m.Fatal(err)
	}
	var document struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal([]byte(body(m.T, answer)), &document); err != nil || len(document.Paths) < 10 {
		m.Fatalf("%d operations, %v", len(document.Paths), err)
	}
	all := map[string]any{}
	for _, name := range []string{"last_name", "text", "label", "name", "note", "answer", "kind", "on", "person_id", "email", "phone_number", "why", "reason"} {
		all[name] = markedLast
	}
	fits, _ := json.Marshal(all)
	record, _ := json.Marshal(map[string]any{"source": "api", "records": []map[string]string{{"last_name": markedLast, "first_name": "Autre", "phone_number": markedNumber, "nir": "279033512399900"}, {"last_name": markedLast, "birth_date": markedWords}}})
	for path, methods := range document.Paths {
		for method := range methods {
			texts := []string{string(fits), string(record), `{"text":"` + markedWords}
			if method == "get" {
				texts = texts[:1]
			}
			for n, text := range texts {
				address := m.v.address + "/api/v1" + regexp.MustCompile(`\{[a-z_A-Z]+\}`).ReplaceAllString(path, []string{m.person, "inconnu"}[n%2])
				until(m.T, "the API answers", func() string { return m.call(strings.ToUpper(method), address, text) })
			}
		}
	}
	m.raw("/api/v1/people", "application/json", `{}`, "Authorization", "Bearer relais_"+markedPassword)
	if m.problems < 20 {
		m.Errorf("the API refused %d times: the test proves nothing", m.problems)
	}
}

// call calls the API, and says when it was too fast.
func (m *marked) call(method, address, text string) string {
	r, err := http.NewRequestWithContext(m.Context(), method, address, strings.NewReader(text))
	if err != nil {
		m.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+m.token)
	if method != http.MethodGet {
		r.Header.Set("Idempotency-Key", markedLast)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		m.Fatal(err)
	}
	text = body(m.T, answer)
	if answer.StatusCode == http.StatusTooManyRequests {
		return answer.Status
	}
	if answer.StatusCode >= http.StatusBadRequest { // programs log what they are refused with
		m.ears.hear(text)
		m.problems++
	}
	return ""
}

// providersFail has each call fail in each way, and quote whom it is about.
func (m *marked) providersFail() {
	quote := fmt.Sprintf(`{"code":21211,"message":"The 'To' number %s of %s %s is not valid: %s","status":400}`, strangers, markedFirst, markedLast, markedWords)
	for _, call := range []string{"create", "fetch", "list", "erase", "sendMessage", "getUpdates", "answerCallbackQuery"} {
		m.w.Twilio.Inject(sandbox.Fault{Call: call, Status: 400, Code: 21211, Body: quote}, sandbox.Fault{Call: call, Status: 500, Body: "<html>" + quote}, sandbox.Fault{Call: call, Drop: true}, sandbox.Fault{Call: call, Drop: true, Effect: true})
		m.w.Telegram.Inject(sandbox.Fault{Call: call, Status: 400, Code: 400, Body: `{"ok":false,"error_code":400,"description":"` + markedWords + " " + botToken + `"}`}, sandbox.Fault{Call: call, Drop: true}, sandbox.Fault{Call: call, Status: 502, Body: markedWords})
	}
	for n := range 6 {
		m.w.Twilio.Receive(fmt.Sprintf("+3363998735%d", n+3), strangersWords)
		m.w.Twilio.Receive(markedNumber, "question : "+markedWords+" ?")
		_ = m.w.Telegram.Say(markedChat, strangersWords, 0)
	}
	until(m.T, "every call to the SMS provider has failed", func() string {
		m.w.Twilio.Receive(strangers, strangersWords)
		if lines := strings.Count(m.v.log.String(), "send refused"); lines < 4 {
			return fmt.Sprintf("%d sends were refused", lines)
		}
		if !strings.Contains(m.v.log.String(), "listing failed") {
			return "nothing was looked up"
		}
		return ""
	})
}

// listen looks for the marks in all that was said.
func (m *marked) listen() {
	metrics, err := http.Get(m.v.address + "/metrics")
	if err != nil {
		m.Fatal(err)
	}
	said := map[string]string{"metrics": body(m.T, metrics), "addresses and headers": m.ears.String(), "commands": m.outside.String()}
	_ = m.v.process.Process.Signal(syscall.SIGQUIT)
	select {
	case <-m.v.ended:
	case <-time.After(patience):
		m.Fatal("the service does not end on SIGQUIT")
	}
	said["log"] = m.v.log.String()
	if !strings.Contains(said["log"], "goroutine ") || !strings.Contains(said["log"], "level=DEBUG") {
		m.Error("no dump, or no line of the level debug: the test proves nothing")
	}
	for _, dir := range []string{m.v.process.Dir, filepath.Dir(m.temp), filepath.Dir(m.s["DATABASE"])} {
		if strings.Contains(dir, "postgres") {
			continue
		}
		err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			said["names of files"] += filepath.Base(path) + "\n"
			if err == nil && entry.Type().IsRegular() && !strings.Contains(path, "relais.db") {
				text, readErr := os.ReadFile(path)
				said["file "+filepath.Base(path)], err = string(text), readErr
			}
			return err
		})
		if err != nil {
			m.Error(err)
		}
	}
	for where, text := range said {
		forms := m.forms
		if where == "commands" { // which answer whoever typed them
			forms = markedForms()
			delete(forms, "anne.morel")
		}
		for _, found := range told(text, forms) {
			m.Errorf("%s: %s", where, found)
		}
	}
}
