package sandbox_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot/models"
	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/sandbox"
)

// littleService convenes by SMS and answers a few things: just enough for the
// personas to have somebody to talk to.
type littleService struct {
	t          *testing.T
	api        string
	self       string
	anne       int64
	linked     map[string]int64 // number → chat
	links      map[string]string
	chatOf     map[int64]string
	pending    map[int]string // message of a referent → number that asked
	answered   int
	pressed    int
	confirmed  map[string]bool
	console    []string
	failedCode map[string]int
}

func newLittleService(t *testing.T, seed uint64) (*sandbox.Sandbox, *littleService) {
	p := sandbox.Generate(seed, monday, 300, 4)
	l := &littleService{
		t: t, anne: p.Professionals[0].Chat, linked: map[string]int64{}, links: map[string]string{}, chatOf: map[int64]string{},
		pending: map[int]string{}, confirmed: map[string]bool{}, failedCode: map[string]int{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /sms", l.sms)
	mux.HandleFunc("POST /status", l.status)
	mux.HandleFunc("POST /telegram", l.telegram)
	mine := httptest.NewServer(mux)
	t.Cleanup(mine.Close)
	l.self = mine.URL
	s, server := newSandbox(t, func(o *sandbox.Options) {
		o.Seed, o.Pilot = seed, p
		o.Twilio.Webhook = mine.URL + "/sms"
		o.Answer = func(_ context.Context, email, text string) error {
			l.console = append(l.console, email+" : "+text)
			return nil
		}
	})
	l.api = server.URL
	l.bot("setWebhook", map[string]any{"url": mine.URL + "/telegram", "secret_token": "s"})
	return s, l
}

func (l *littleService) bot(method string, params map[string]any) (id int) {
	body, _ := json.Marshal(params)
	answer, err := http.Post(l.api+"/bot35000000:secret/"+method, "application/json", strings.NewReader(string(body)))
	if err != nil {
		l.t.Fatal(err)
	}
	defer answer.Body.Close()
	var sent struct{ Result json.RawMessage }
	_ = json.NewDecoder(answer.Body).Decode(&sent)
	var message struct {
		ID int `json:"message_id"`
	}
	_ = json.Unmarshal(sent.Result, &message)
	return message.ID
}

func (l *littleService) text(to, body string) {
	form := url.Values{"To": {to}, "From": {sender}, "Body": {body}, "StatusCallback": {l.self + "/status"}}
	r, _ := http.NewRequest(http.MethodPost, l.api+"/2010-04-01/Accounts/"+accountSID+"/Messages.json", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(accountSID, authToken)
	answer, err := http.DefaultClient.Do(r)
	if err != nil || answer.StatusCode != http.StatusCreated {
		l.t.Fatalf("send: %v %v", answer, err)
	}
	answer.Body.Close()
}

func (l *littleService) convene(s *sandbox.Sandbox, residents []sandbox.Resident) {
	for i, r := range residents {
		if r.Mobile == "" {
			continue
		}
		link := ""
		if r.Chat != 0 {
			token := fmt.Sprintf("jeton%d", i)
			l.links[token] = r.Mobile
			link = " Sur Telegram : https://t.me/RelaisBot?start=" + token
		}
		l.text(r.Mobile, "Bonjour "+r.Name()+". Vous avez rendez-vous mardi 20 janvier à 14h30, 1 rue du Port, Redon.\nRépondez 1 je viens, 2 je ne peux pas, 3 autre jour."+link)
	}
}

func (l *littleService) status(_ http.ResponseWriter, r *http.Request) {
	if code := r.FormValue("ErrorCode"); code != "" {
		l.failedCode[code]++
	}
}

func (l *littleService) sms(_ http.ResponseWriter, r *http.Request) {
	from, text := r.FormValue("From"), r.FormValue("Body")
	switch low := strings.ToLower(text); {
	case strings.HasPrefix(low, "1") || strings.Contains(low, "oui") || strings.Contains(low, "viens"):
		l.confirmed[from] = true
	case strings.HasPrefix(low, "2") || strings.Contains(low, "peu"):
		l.text(from, "Merci de prévenir. Pouvez-vous dire pourquoi, en un mot ?")
	case strings.HasPrefix(low, "3") || strings.Contains(low, "autre jour"):
		l.text(from, "Voici d'autres horaires : 1 jeudi 22 janvier à 9h, 2 lundi 26 janvier à 11h15, 3 aucun ne convient.")
	case strings.Contains(low, "?"):
		l.text(from, "Votre question est transmise. Anne MOREL vous répond sous 2 jours.")
		id := l.bot("sendMessage", map[string]any{"chat_id": l.anne, "text": "Message de quelqu'un :\n\n« " + text + " »\n\nRépondez à ce message : vos mots lui seront transmis."})
		l.pending[id] = from
	}
}

func (l *littleService) telegram(_ http.ResponseWriter, r *http.Request) {
	var u models.Update
	if err := json.NewDecoder(r.Body).Decode(&u); err != nil {
		l.t.Error(err)
	}
	switch {
	case u.Message != nil && strings.HasPrefix(u.Message.Text, "/start "):
		number := l.links[strings.TrimPrefix(u.Message.Text, "/start ")]
		l.linked[number] = u.Message.Chat.ID
		l.chatOf[u.Message.Chat.ID] = number
		l.bot("sendMessage", map[string]any{
			"chat_id": u.Message.Chat.ID, "text": "Vous avez rendez-vous mardi 20 janvier à 14h30.",
			"reply_markup": map[string]any{"inline_keyboard": [][]map[string]any{{{"text": "Je viens", "callback_data": "come"}}, {{"text": "Je ne peux pas", "callback_data": "cannot"}}, {{"text": "Autre jour", "callback_data": "other"}}}},
		})
	case u.CallbackQuery != nil:
		l.pressed++
		l.bot("answerCallbackQuery", map[string]any{"callback_query_id": u.CallbackQuery.ID, "text": "C'est noté"})
	case u.Message != nil && u.Message.Chat.ID == l.anne && u.Message.ReplyToMessage != nil:
		l.answered++
		l.text(l.pending[u.Message.ReplyToMessage.ID], "Anne MOREL vous répond :\n"+u.Message.Text+"\nVous pouvez répondre à ce message.")
	}
}

// outline is a ledger without what real time stamps on it.
func outline(s *sandbox.Sandbox, p sandbox.Pilot) []string {
	var lines []string
	for _, m := range s.Twilio.Ledger() {
		lines = append(lines, fmt.Sprint(m.SID, m.At, m.RangAt, m.Direction, m.From, m.To, m.Text, m.Status, m.ErrorCode, m.Segments))
	}
	for _, r := range p.Residents {
		messages, started, blocked := s.Telegram.Chat(r.Chat)
		lines = append(lines, fmt.Sprint(r.Key, started, blocked, messages))
	}
	return lines
}

func TestStoryIsTheSameForTheSameSeed(t *testing.T) {
	t.Parallel()
	tell := func(seed uint64) ([]string, *littleService) {
		s, l := newLittleService(t, seed)
		p := sandbox.Generate(seed, monday, 300, 4)
		l.convene(s, p.Residents)
		runAll(t, s)
		return outline(s, p), l
	}
	first, l := tell(11)
	second, _ := tell(11)
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("two runs of one seed differ:\n%s", diff)
	}
	other, _ := tell(12)
	if cmp.Equal(first, other) {
		t.Error("two seeds tell one story")
	}
	// The personas walk every path; the exact counts are nobody's contract.
	if len(l.confirmed) < 60 || l.answered == 0 || l.pressed < 8 || len(l.linked) < 15 || l.failedCode["30003"] == 0 || l.failedCode["30005"] == 0 {
		t.Errorf("confirmed %d, questions answered %d, keys pressed %d, linked %d, failures %v",
			len(l.confirmed), l.answered, l.pressed, len(l.linked), l.failedCode)
	}
	said := strings.Join(first, "\n")
	for _, words := range []string{"pas moi", "STOP", "jeudi 22 janvier"} {
		if !strings.Contains(said, words) {
			t.Errorf("nobody said %q", words)
		}
	}
}

func TestNobodyReadsAtNightAndProfessionalsKeepOfficeHours(t *testing.T) {
	t.Parallel()
	s, l := newLittleService(t, 11)
	p := sandbox.Generate(11, monday, 300, 4)
	l.convene(s, p.Residents)
	runAll(t, s)
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range s.Twilio.Ledger() {
		at := m.At.In(zone)
		if m.Direction == "inbound" && (at.Hour() >= 22 || at.Hour() < 7) {
			t.Errorf("somebody wrote at %v", at)
		}
	}
	messages, _, _ := s.Telegram.Chat(l.anne)
	for _, m := range messages {
		at := m.At.In(zone)
		if !m.FromBot && (!parcours.IsWorkday(parcours.DateOf(at, zone)) || at.Hour() < 9 || at.Hour() > 17) {
			t.Errorf("a referent answered at %v", at)
		}
	}
}

func TestAttendanceFollowsTheWrittenProbabilities(t *testing.T) {
	t.Parallel()
	s, _ := newSandbox(t, nil)
	share := func(v sandbox.Visit) float64 {
		absent, held := 0, 0
		for i := range 20_000 {
			v.Person = fmt.Sprint(i)
			switch s.Attends(v).Outcome {
			case parcours.OutcomeNoShow:
				absent++
				held++
			case parcours.OutcomeSeen:
				held++
			}
		}
		return 100 * float64(absent) / float64(held)
	}
	at := start.AddDate(0, 0, 8)
	for _, test := range []struct {
		name string
		in   sandbox.Visit
		want float64
	}{
		{"imposed", sandbox.Visit{StartsAt: at, Minutes: 60, Origin: parcours.OriginImposed, Told: true}, 23.8},
		{"self-chosen", sandbox.Visit{StartsAt: at, Minutes: 60, Origin: parcours.OriginSelfChosen, Told: true}, 11.2},
		{"moved and reminded", sandbox.Visit{StartsAt: at, Minutes: 60, Origin: parcours.OriginMoved, Told: true, Reminded: true}, 11.2 * 0.8},
		{"imposed and confirmed", sandbox.Visit{StartsAt: at, Minutes: 60, Origin: parcours.OriginImposed, Told: true, Confirmed: true}, 23.8 * 0.45},
		{"never told", sandbox.Visit{StartsAt: at, Minutes: 60, Origin: parcours.OriginImposed}, 75},
	} {
		if got := share(test.in); got < test.want-1.5 || got > test.want+1.5 {
			t.Errorf("%s: %.1f %% absent, want about %.1f %%", test.name, got, test.want)
		}
	}
}

func TestOutcomesAreRecordedOnWorkingEvenings(t *testing.T) {
	t.Parallel()
	s, _ := newSandbox(t, nil)
	past := map[string]sandbox.Visit{}
	for i := range 50 {
		id := fmt.Sprint("p", i)
		past[id] = sandbox.Visit{Participation: id, Person: id, StartsAt: start.Add(time.Duration(i) * time.Hour), Minutes: 60, Told: true, Origin: parcours.OriginImposed}
	}
	recorded := map[string]time.Time{}
	s.RecordOutcomes(func(_ context.Context, now time.Time) ([]sandbox.Visit, error) {
		var due []sandbox.Visit
		for id, v := range past {
			if _, done := recorded[id]; !done && v.StartsAt.Before(now) {
				due = append(due, v)
			}
		}
		return due, nil
	}, func(_ context.Context, now time.Time, v sandbox.Visit, a sandbox.Attendance) error {
		if a.Outcome == parcours.OutcomeUnknown || now.Before(v.StartsAt.Add(time.Hour)) {
			t.Errorf("recorded %s of %v at %v", a.Outcome, v.StartsAt, now)
		}
		recorded[v.Participation] = now
		return nil
	})
	for range 8 {
		if err := s.Queue.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
		if day := s.Clock.Now().Weekday(); day == time.Saturday || day == time.Sunday {
			t.Errorf("at work on %v", s.Clock.Now())
		}
	}
	if n := len(recorded); n < 40 || n == 50 {
		t.Errorf("%d of 50 outcomes recorded: most, and not those that are forgotten", n)
	}
}
