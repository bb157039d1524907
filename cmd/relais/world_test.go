package main_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/csv"
	"fmt"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"relais/parcours"
	"relais/sandbox"
	"relais/store"
	"relais/store/storetest"
)

const (
	accountSID = "AC35000000000000000000000000000035"
	authToken  = "0123456789abcdef0123456789abcdef"
	sender     = "38035"
	botToken   = "1000000035:relais-test-loopback-token-000000000"
)

// world is the providers around one service.
type world struct {
	*sandbox.Sandbox
	// settings configure a service for these providers, without a database.
	settings settings
	// answers tells whose owner answers their convocation; nil: nobody's.
	answers func(number string) bool
	// froze: a node stood still for a while. What had passed its last check may have left
	// when it woke up; a human is told of each message that left twice for that.
	froze bool
	// asks: whoever answers then asks who writes.
	asks bool
	// tells is an incident of which a human is told once.
	tells string
}

// newWorld runs loopback providers until the test ends. Only the test acts in it:
// nobody answers by themselves.
func newWorld(t *testing.T, change func(*sandbox.Options)) *world {
	t.Helper()
	listen := freeAddress(t)
	options := sandbox.Options{
		Seed: 35, Start: time.Now(), Speed: 1, Quiet: true,
		Twilio:   sandbox.TwilioAccount{SID: accountSID, Token: authToken, Sender: sender, Webhook: "http://" + listen + "/webhooks/twilio/message"},
		Telegram: sandbox.TelegramBot{Token: botToken, Username: "relais_test_bot", Name: "Relais"},
		Network: func(sandbox.SMS) sandbox.Fate {
			return sandbox.Fate{Sent: 20 * time.Millisecond, Final: 50 * time.Millisecond, Status: "delivered"}
		},
	}
	if change != nil {
		change(&options)
	}
	w := &world{Sandbox: sandbox.New(options)}
	post, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{}, 2)
	go func() { _ = w.Queue.Run(ctx); ended <- struct{}{} }()
	go func() { _ = w.Mail.Serve(ctx, post); ended <- struct{}{} }()
	providers := httptest.NewServer(w.Handler())
	t.Cleanup(func() { // after the services, which were started later
		stop()
		<-ended
		<-ended
		providers.Close()
	})
	w.settings = settings{
		"LISTEN": listen, "SEND_WINDOW": "Mon-Sun,Holidays 00:00-24:00", "TICK_EVERY": "@every 1s",
		"SERVICE_NAME": "Département d'Exemple", "SERVICE_PHONE": "02 61 91 00 35",
		"TWILIO_ACCOUNT_SID": accountSID, "TWILIO_AUTH_TOKEN": authToken, "TWILIO_FROM": sender, "TWILIO_API_URL": providers.URL,
		"TELEGRAM_TOKEN": botToken, "TELEGRAM_API_URL": providers.URL,
		"SMTP_URL": "smtp://" + post.Addr().String() + "?from=relais@exemple.fr&starttls=off",
	}
	return w
}

// pause lets the event that the providers are at end, and returns how many there
// were; busy when more are planned.
func (w *world) pause() (posted int64, busy bool) {
	if _, busy := w.Queue.Next(); busy {
		return 0, true
	}
	ended := make(chan struct{})
	w.Queue.After(0, "", "pause", func(context.Context) error { close(ended); return nil })
	<-ended
	posted = w.posted()
	return posted, posted < 0 // something was planned meanwhile
}

// posted is how many events the providers have begun, or -1 when more are planned.
func (w *world) posted() int64 {
	if _, busy := w.Queue.Next(); busy {
		return -1
	}
	return w.Queue.Ran()
}

// sent returns the texts that a phone got from the service, oldest first.
func (w *world) sent(number string) []string {
	var texts []string
	for _, m := range w.Twilio.With(number) {
		if m.To == number {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

// count returns how many of the texts hold a part.
func count(texts []string, part string) int {
	n := 0
	for _, text := range texts {
		if strings.Contains(text, part) {
			n++
		}
	}
	return n
}

// awaitSMS waits until a phone got n texts that hold a part.
func (w *world) awaitSMS(t *testing.T, number, part string, n int) {
	t.Helper()
	until(t, fmt.Sprintf("%d SMS with %q to %s", n, part, number), func() string {
		texts := w.sent(number)
		if count(texts, part) >= n {
			return ""
		}
		return fmt.Sprintf("it got %q", texts)
	})
}

// onEachEngine runs a test with the settings of an empty SQLite database and,
// where there is a server, of an empty PostgreSQL database.
func onEachEngine(t *testing.T, test func(t *testing.T, database settings)) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, sqliteFile(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, settings{"DATABASE": storetest.Postgres(t), "DATA_KEY": base64.StdEncoding.EncodeToString(storetest.Key())})
	})
}

// sqliteFile returns the settings of a database that does not exist yet, in a
// folder that does not either.
func sqliteFile(t *testing.T) settings {
	return settings{"DATABASE": filepath.Join(t.TempDir(), "data", "relais.db")}
}

// openDatabase opens the database beside the service, as import and report do.
func openDatabase(t *testing.T, s settings) *store.Store {
	t.Helper()
	key, _, err := store.LoadKey(s["DATA_KEY"], s["DATABASE"])
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), store.Options{Database: s["DATABASE"], Key: key, Rules: storetest.Rules(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// ask runs one query on the database, beside the service, and returns its rows
// as text, cells joined by a space.
func ask(t *testing.T, s settings, query string, args ...any) []string {
	t.Helper()
	driver, source := "pgx", s["DATABASE"]
	if !strings.HasPrefix(source, "postgres") {
		driver, source = "sqlite", "file:"+source+"?_busy_timeout=10000&_query_only=1"
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for rows.Next() {
		cells, into := make([]string, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		lines = append(lines, strings.Join(cells, " "))
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return lines
}

// table writes a file that a spreadsheet would: semicolons, one row a line.
func table(t *testing.T, rows ...[]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma = ';'
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// file writes a file for an import and returns its path.
func file(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Chats and addresses of the fictional professionals. Yves has no Telegram.
const (
	annesChat   = 35_000_001
	anne        = "anne.morel@exemple.fr"
	yves        = "yves.caradec@exemple.fr"
	coordinator = "coordination@exemple.fr"
)

// referentsFile has one professional of each institution and a coordinator.
func referentsFile(t *testing.T) string {
	return file(t, "referents.csv", table(
		t,
		[]string{"email", "first_name", "last_name", "structure", "phone", "territory", "role", "telegram"},
		[]string{anne, "Anne", "MOREL", "Département d'Exemple", "02 61 91 00 36", "Pays de Redon", "referent", fmt.Sprint(annesChat)},
		[]string{yves, "Yves", "CARADEC", "France Travail Redon", "02 61 91 00 37", "Pays de Redon", "referent", ""},
		[]string{coordinator, "Maud", "TANGUY", "Département d'Exemple", "02 61 91 00 38", "Pays de Redon", "coordinator", ""},
	))
}

// slotsFile has joint interviews on the days from the fifth to the tenth from
// now, two a day, each with so many places.
func slotsFile(t *testing.T, places int) string {
	rows := [][]string{{"Début", "Durée", "Lieu", "Adresse", "Téléphone", "Territoire", "Type", "Places", "Professionnel 1", "Professionnel 2"}}
	today := parcours.DateOf(time.Now(), storetest.Rules(t).Zone)
	for day := 5; day <= 10; day++ {
		for _, hour := range []string{"09:30", "14:00"} {
			d := today.AddDays(day)
			rows = append(rows, []string{
				fmt.Sprintf("%02d/%02d/%04d %s", d.Day, d.Month, d.Year, hour), "45", "CDAS de Redon", "3 rue de l'Exemple, 35600 Redon", "02 61 91 00 35",
				"Pays de Redon", "entretien conjoint", fmt.Sprint(places), anne, yves,
			})
		}
	}
	return file(t, "creneaux.csv", table(t, rows...))
}

// peopleHeader names the columns of the people files of these tests.
func peopleHeader() []string {
	return []string{"Civilité", "Nom", "Prénom", "Date de naissance", "ID Iodas", "Téléphone", "CP Ville", "Territoire", "Référent", "Date d'entrée"}
}

// today is the civil date in the pilot's zone, as files write it.
func today(t *testing.T) string {
	d := parcours.DateOf(time.Now(), storetest.Rules(t).Zone)
	return fmt.Sprintf("%02d/%02d/%04d", d.Day, d.Month, d.Year)
}

// browser is somebody signed in to the console.
type browser struct {
	t      *testing.T
	base   string
	client *http.Client
}

// signIn creates an account and signs in with it, with a second factor where its
// role demands one.
func signIn(t *testing.T, s settings, base, email, role string) *browser {
	t.Helper()
	const password = "un mot de passe de test"
	if e := relaisAs(t, nil, s, password+"\n", "account", "create", email, "--role", role, "--stdin"); e.status != 0 {
		t.Fatalf("create an account: %v", e)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{t, base, &http.Client{Jar: jar, Timeout: 20 * time.Second}}
	answer := b.post("/connexion", url.Values{"email": {email}, "password": {password}})
	text := body(t, answer)
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("sign in: %s\n%s", answer.Status, text)
	}
	if answer.Request.URL.Path == "/compte/second-facteur" {
		b.setUp(text)
	}
	return b
}

// setUp gives the account the second factor whose key the page shows.
func (b *browser) setUp(page string) {
	b.t.Helper()
	key := regexp.MustCompile(`class="secret">([A-Z2-7 ]+)<`).FindStringSubmatch(page)
	if key == nil {
		b.t.Fatalf("no key on the page:\n%s", page)
	}
	code, err := totp.GenerateCode(strings.ReplaceAll(key[1], " ", ""), time.Now())
	if err != nil {
		b.t.Fatal(err)
	}
	answer := b.post("/compte/second-facteur", url.Values{"code": {code}})
	if text := body(b.t, answer); answer.StatusCode != http.StatusOK {
		b.t.Fatalf("second factor: %s\n%s", answer.Status, text)
	}
}

func (b *browser) post(path string, form url.Values) *http.Response {
	b.t.Helper()
	answer, err := b.client.PostForm(b.base+path, form)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer
}

func (b *browser) get(path string) string {
	b.t.Helper()
	answer, err := b.client.Get(b.base + path)
	if err != nil {
		b.t.Fatal(err)
	}
	text := body(b.t, answer)
	if answer.StatusCode != http.StatusOK {
		b.t.Fatalf("GET %s: %s\n%s", path, answer.Status, text)
	}
	return text
}
