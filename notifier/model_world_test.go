package notifier_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/bot"
	"relais/locales"
	"relais/notifier"
	"relais/notifier/telegram"
	"relais/notifier/twilio"
	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// dawn is when the files of the model were read: every schedule starts after it.
var dawn = time.Date(2023, time.July, 3, 6, 0, 0, 0, time.UTC)

// populate prepares the beginning of every schedule: people, professionals and slots.
func populate(t *testing.T, s *store.Store) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	batch := func(kind string) parcours.ImportBatch {
		return parcours.ImportBatch{ID: "batch-" + kind, Kind: kind, FileName: kind + ".csv"}
	}
	_, err := s.ImportProfessionals(ctx, dawn, batch("referents"), []parcours.ProfessionalRow{
		{Email: "anne.morel@exemple.fr", FirstName: "Anne", LastName: "Morel", Structure: "Département", Territory: "Redon", Role: parcours.RoleReferent},
		{Email: "paul.gicquel@exemple.fr", FirstName: "Paul", LastName: "Gicquel", Structure: "France Travail", Territory: "Redon", Role: parcours.RoleProfessional},
	}, false)
	must(err)
	var slots []parcours.SlotRow
	for _, day := range []int{1, 4, 7, 10, 14, 17, 21, 115, 119} { // the last two are around the end of summer time
		slots = append(slots, parcours.SlotRow{
			StartsAt: dawn.AddDate(0, 0, day).Add(3 * time.Hour), Minutes: 60, Place: "CDAS", Address: "8 rue du Port, 35600 Redon",
			Phone: "02 61 91 01 02", Territory: "Redon", Kind: parcours.JointInterview, Capacity: 8,
			ProfessionalEmails: []string{"anne.morel@exemple.fr", "paul.gicquel@exemple.fr"},
		})
	}
	_, err = s.ImportSlots(ctx, dawn, batch("slots"), slots, false)
	must(err)
	var people []parcours.PersonRow
	for i, p := range cast() {
		people = append(people, p.row(i+2))
	}
	_, err = s.ImportPeople(ctx, dawn, batch("people"), people, false)
	must(err)
	_, err = s.PlacePeople(ctx, dawn)
	must(err)
	for _, p := range recognise(t, s) {
		if p.chat == "" {
			continue
		}
		token, err := s.IssueTelegramLink(ctx, dawn, p.id, "")
		must(err)
		_, err = s.RecordInbound(ctx, parcours.RawInbound{Provider: parcours.ProviderTelegram, ProviderID: p.chat, ReceivedAt: dawn, Payload: []byte("{}")})
		must(err)
		raw, err := s.PendingInbound(ctx, 1)
		must(err)
		in := parcours.Inbound{ID: raw[0].ID, Channel: parcours.ChannelTelegram, Address: p.chat, Kind: parcours.InboundStart, Start: token, ReceivedAt: dawn}
		d, state, err := s.LoadDossier(ctx, dawn, in)
		must(err)
		must(s.RecordTurn(ctx, parcours.Turn{Inbound: in, Dossier: d, State: state, Effects: []parcours.Effect{parcours.LinkTelegram{Start: token}}, Now: dawn}))
	}
}

var coordinator = parcours.Actor{AccountID: "coordination", Role: parcours.AccountCoordinator}

// recognise returns the cast with their ids.
func recognise(t testing.TB, s *store.Store) []*soul {
	t.Helper()
	people, err := s.People(t.Context(), coordinator, "", 100)
	if err != nil {
		t.Fatal(err)
	}
	all := cast()
	for _, p := range all {
		i := slices.IndexFunc(people, func(l parcours.ListedPerson) bool { return strings.Contains(l.Name, p.name) })
		if i < 0 {
			t.Fatalf("%s is not in the database", p.name)
		}
		p.id = people[i].PersonID
	}
	return all
}

// world is Relais on one database, with its providers and its people, at one
// instant: time stands still but for the schedule's own moves.
type world struct {
	t     *rapid.T
	store *store.Store
	eyes  *sql.DB
	now   time.Time
	texts *locales.Catalogue
	rules parcours.Rules
	net   *network
	sms   *twilio.Sender
	chat  *telegram.Sender
	hooks *http.ServeMux
	bot   *bot.Service
	truth *truth

	souls, cast []*soul
	// files counts what was imported since the beginning.
	files   int
	started int
	// alive works; asleep froze in the middle of a step.
	alive, asleep *process
	inbound       int
	faults        []string
	journal       []string
	met           tally
}

func (w *world) clock() time.Time { return w.now }

// fault notes that the model and the product disagree.
func (w *world) fault(format string, args ...any) {
	w.faults = append(w.faults, fmt.Sprintf(format, args...))
}

// log keeps what happened, to be shown with a fault.
func (w *world) log(format string, args ...any) {
	w.journal = append(w.journal, w.now.In(w.rules.Zone).Format("02 Jan 15:04:05 ")+fmt.Sprintf(format, args...))
}

// check ends the schedule at the first fault.
func (w *world) check() {
	w.look()
	if len(w.faults) > 0 {
		w.t.Fatalf("%s\nafter:\n%s", strings.Join(w.faults, "\n"), strings.Join(w.journal, "\n"))
	}
}

const hookSecret = "secret"

// newWorld begins a schedule.
func newWorld(t *rapid.T, stage *storetest.Stage, texts *locales.Catalogue, rules parcours.Rules) *world {
	w := &world{t: t, store: stage.Store, eyes: stage.DB, texts: texts, rules: rules}
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(stage.Reset())
	var err error
	w.net = newNetwork(w.clock)
	transport := &http.Transport{}
	t.Cleanup(func() { transport.CloseIdleConnections(); w.net.Close() })
	w.sms, err = twilio.New(twilio.Config{
		AccountSID: account, AuthToken: token, From: "38000", APIURL: w.net.URL, PublicURL: "https://relais.exemple.fr", TwoWay: true,
		Now: w.clock, Transport: toNetwork{transport, w.net},
	})
	must(err)
	w.chat, err = telegram.New(telegram.Config{Token: botToken, APIURL: w.net.URL, Now: w.clock, Transport: toNetwork{transport, w.net}, SendTimeout: 30 * time.Second})
	must(err)
	quiet := slog.New(slog.DiscardHandler)
	twilioHook := &twilio.Webhook{Sender: w.sms, Sink: w.store, Now: w.clock, Log: quiet}
	w.hooks = http.NewServeMux()
	w.hooks.HandleFunc(twilio.StatusPattern, twilioHook.Status)
	w.hooks.HandleFunc(twilio.MessagePattern, twilioHook.Message)
	w.hooks.Handle(telegram.WebhookPattern, &telegram.Webhook{Secret: hookSecret, Sink: w.store, Now: w.clock, Log: quiet})
	w.bot = &bot.Service{
		Store: w.store, Now: w.clock, Log: quiet,
		Decoders: map[string]func([]byte) (parcours.Inbound, error){
			parcours.ProviderTwilio: twilio.DecodeInbound, parcours.ProviderTelegram: telegram.DecodeInbound,
		},
	}
	w.truth = newTruth(w)
	w.net.leaves = w.truth.leaves
	w.alive = w.start()
	return w
}

// hook posts a signed callback of Twilio's and returns the status of the answer.
func (w *world) hook(path string, form url.Values) int {
	text := "https://relais.exemple.fr" + path
	for _, name := range slices.Sorted(maps.Keys(form)) {
		text += name + form.Get(name)
	}
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(text))
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Twilio-Signature", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	answer := httptest.NewRecorder()
	w.hooks.ServeHTTP(answer, r)
	return answer.Code
}

// receive hands one status callback over.
func (w *world) receive(r receipt) {
	form := url.Values{"AccountSid": {account}, "MessageSid": {r.m.id}, "MessageStatus": {r.status}, "To": {r.m.to}}
	if r.code != "" {
		form.Set("ErrorCode", r.code)
	}
	w.log("callback %s %s of %s", r.status, r.code, short(r.m.id))
	if status := w.hook(r.m.callback, form); status != http.StatusNoContent {
		w.fault("a callback of ours is answered %d", status)
		return
	}
	w.truth.acknowledged(r)
}

// says is a text that a person writes from an address, and the turn that follows.
func (w *world) says(p *soul, channel, from, text string) {
	w.inbound++
	w.log("%s writes %q by %s from %s", p.name, text, channel, from)
	status := 0
	if channel == "sms" {
		status = w.hook("/webhooks/twilio/message", url.Values{
			"AccountSid": {account}, "MessageSid": {fmt.Sprintf("SM%032x", 1<<32+w.inbound)}, "From": {from}, "To": {"38000"}, "Body": {text},
		})
	} else {
		status = w.update(p, map[string]any{"message": map[string]any{"message_id": 1 << 20, "text": text, "chat": w.room(p), "from": map[string]any{"id": 1}}})
	}
	w.turn(status)
	w.truth.wrote(channel, from, text)
}

// presses is a button that a person presses under the latest message with buttons.
func (w *world) presses(p *soul, which int) {
	w.net.mu.Lock()
	var data string
	for _, m := range w.net.messages {
		var buttons struct {
			Rows [][]struct {
				Data string `json:"callback_data"`
			} `json:"inline_keyboard"`
		}
		if m.channel == "telegram" && !m.inside && m.to == p.chat && json.Unmarshal([]byte(m.callback), &buttons) == nil && len(buttons.Rows) > 0 {
			data = buttons.Rows[which%len(buttons.Rows)][0].Data
		}
	}
	w.net.mu.Unlock()
	if data == "" {
		return
	}
	w.inbound++
	w.log("%s presses %q", p.name, data[len(data)-6:])
	w.turn(w.update(p, map[string]any{"callback_query": map[string]any{
		"id": fmt.Sprint(w.inbound), "from": map[string]any{"id": 1}, "message": map[string]any{"chat": w.room(p)}, "data": data,
	}}))
	w.truth.wrote("telegram", p.chat, "")
}

// leavesChat is a person who blocks the bot.
func (w *world) leavesChat(p *soul) {
	w.inbound++
	w.log("%s blocks the bot", p.name)
	w.turn(w.update(p, map[string]any{"my_chat_member": map[string]any{
		"chat": w.room(p), "from": map[string]any{"id": 1}, "new_chat_member": map[string]any{"status": "kicked"},
	}}))
	w.truth.closed("telegram", p.chat)
}

func (w *world) room(p *soul) map[string]any {
	return map[string]any{"id": json.Number(p.chat), "type": "private"}
}

func (w *world) update(_ *soul, what map[string]any) int {
	what["update_id"] = 1000 + w.inbound
	body, err := json.Marshal(what)
	if err != nil {
		w.fault("update: %v", err)
	}
	r := httptest.NewRequest(http.MethodPost, "/webhooks/telegram", strings.NewReader(string(body)))
	r.Header.Set("X-Telegram-Bot-Api-Secret-Token", hookSecret)
	answer := httptest.NewRecorder()
	w.hooks.ServeHTTP(answer, r)
	return answer.Code
}

// turn lets the conversation take what was just acknowledged.
func (w *world) turn(status int) {
	if status != http.StatusOK {
		w.fault("an inbound message is answered %d", status)
	}
	if _, err := w.bot.Process(context.Background()); err != nil {
		w.fault("conversation: %v", err)
	}
	w.look()
}

func short(id string) string { return strings.TrimLeft(id, "SM0") }

var _ notifier.Outbox = (*process)(nil)
