package sandbox_test

import (
	"bufio"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"relais/sandbox"
)

func phonesOf(t *testing.T) (*sandbox.Sandbox, *httptest.Server, sandbox.Resident) {
	p := sandbox.Generate(5, monday, 40, 2)
	s, server := newSandbox(t, func(o *sandbox.Options) { o.Pilot = p; o.Console = "http://127.0.0.1:8080/" })
	return s, server, p.Residents[3]
}

func get(t *testing.T, address string) (int, string, http.Header) {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body), answer.Header
}

func submit(t *testing.T, address string, form url.Values) *http.Response {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return answer
}

func TestVisitorReadsAndAnswersAsAPerson(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	s, server, who := phonesOf(t)
	s.Twilio.SetWebhook(h.URL)
	phone := server.URL + "/phones/" + strings.TrimPrefix(who.Mobile, "+")
	if answer := submit(t, phone+"/take", nil); answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("take: %s", answer.Status)
	}
	if _, err := twilioSDK(t, server, authToken).CreateMessage(order(who.Mobile, "Répondez <1> je viens, 2 je ne peux pas")); err != nil {
		t.Fatal(err)
	}
	runAll(t, s)
	_, list, _ := get(t, server.URL+"/?show=unread")
	if !strings.Contains(list, who.Name()) || strings.Count(list, `class="who"`) != 1 {
		t.Error("the list of unread phones does not hold exactly this one")
	}
	status, page, _ := get(t, phone)
	if status != http.StatusOK || !strings.Contains(page, "Répondez &lt;1&gt; je viens") || !strings.Contains(page, "remis") {
		t.Errorf("the phone shows %d %s", status, page)
	}
	if _, list, _ = get(t, server.URL+"/?show=unread"); strings.Contains(list, `class="who"`) {
		t.Error("the message was read and still counts as unread")
	}
	answer := submit(t, phone+"/sms", url.Values{"text": {" 1 "}, "here": {"/phones/x?q=a"}})
	if answer.Header.Get("Location") != "/phones/x?q=a" {
		t.Errorf("back to %q", answer.Header.Get("Location"))
	}
	runAll(t, s)
	if got := h.got("Body"); len(got) != 1 || got[0] != "1" {
		t.Errorf("the service got %q", got)
	}
}

func TestVisitorUsesTelegram(t *testing.T) {
	t.Parallel()
	s, server, who := phonesOf(t)
	phone := server.URL + "/phones/" + strings.TrimPrefix(who.Mobile, "+")
	submit(t, phone+"/start", url.Values{"payload": {"jeton"}})
	var updates []struct {
		Message struct {
			Text string
			Chat struct{ ID int64 }
		}
		MyChatMember map[string]any `json:"my_chat_member"`
		Callback     map[string]any `json:"callback_query"`
	}
	call(t, server, "getUpdates", `{"timeout":0}`, &updates)
	if len(updates) != 1 || updates[0].Message.Text != "/start jeton" {
		t.Fatalf("updates %+v", updates)
	}
	chat := updates[0].Message.Chat.ID
	body := `{"text":"Venez ?","reply_markup":{"inline_keyboard":[[{"text":"Je viens","callback_data":"come"}]]},"chat_id":` + strconv.FormatInt(chat, 10) + "}"
	call(t, server, "sendMessage", body, nil)
	if _, page, _ := get(t, phone); !strings.Contains(page, `value="come"`) {
		t.Error("no button on the phone")
	}
	submit(t, phone+"/press", url.Values{"message": {"2"}, "data": {"come"}})
	submit(t, phone+"/block", nil)
	if answer := submit(t, phone+"/press", url.Values{"message": {"2"}, "data": {"gone"}}); answer.StatusCode != http.StatusConflict {
		t.Errorf("a key that is not there: %s", answer.Status)
	}
	call(t, server, "getUpdates", `{"timeout":0}`, &updates)
	if len(updates) != 3 || updates[1].Callback == nil || updates[2].MyChatMember == nil {
		t.Errorf("updates %+v", updates)
	}
	_, started, blocked := s.Telegram.Chat(chat)
	if !started || !blocked {
		t.Error("the bot is not blocked")
	}
}

func TestVisitorAnswersAsAProfessional(t *testing.T) {
	t.Parallel()
	s, server, _ := phonesOf(t)
	_, list, _ := get(t, server.URL+"/professionals")
	if !strings.Contains(list, "Anne MOREL") {
		t.Fatal("Anne MOREL is not listed")
	}
	anne := server.URL + "/professionals/anne.morel@exemple.fr"
	call(t, server, "sendMessage", `{"chat_id":350000000,"text":"Message de quelqu'un. Répondez à ce message."}`, nil)
	if _, page, _ := get(t, anne); !strings.Contains(page, "Répondre à ce message") {
		t.Error("no reply form")
	}
	submit(t, anne+"/telegram", url.Values{"text": {"Oui, bien sûr."}, "message": {"1"}})
	messages, _, _ := s.Telegram.Chat(350000000)
	if last := messages[len(messages)-1]; last.Text != "Oui, bien sûr." || last.ReplyTo != 1 {
		t.Errorf("sent %+v", last)
	}
	runAll(t, s) // the visitor holds the phone: nobody answers a second time
	if again, _, _ := s.Telegram.Chat(350000000); len(again) != len(messages) {
		t.Error("the professional answered beside the visitor")
	}
}

func TestPhonesAreStrictAboutScriptsAndOrigins(t *testing.T) {
	t.Parallel()
	_, server, who := phonesOf(t)
	for _, path := range []string{"/", "/professionals", "/phones/" + strings.TrimPrefix(who.Mobile, "+"), "/professionals/anne.morel@exemple.fr"} {
		status, page, header := get(t, server.URL+path)
		if status != http.StatusOK || !strings.Contains(page, `<html lang="fr">`) || !strings.HasSuffix(strings.TrimSpace(page), "</html>") {
			t.Errorf("%s: %d, not a whole French page", path, status)
		}
		policy := header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %q", path, policy)
		}
		for _, inline := range []string{"<style", " style=", "onclick=", "javascript:"} {
			if strings.Contains(page, inline) {
				t.Errorf("%s holds %q", path, inline)
			}
		}
	}
	for _, path := range []string{"/phones/33600000000", "/professionals/personne@exemple.fr", "/nulle-part"} {
		if status, _, _ := get(t, server.URL+path); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
	r, _ := http.NewRequest(http.MethodPost, server.URL+"/clock", strings.NewReader("day=60"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "https://ailleurs.exemple.fr")
	answer, err := http.DefaultClient.Do(r)
	if err != nil || answer.StatusCode != http.StatusForbidden {
		t.Errorf("a form of another site: %v, %v", answer, err)
	}
	if answer := submit(t, server.URL+"/clock", url.Values{"day": {"pause"}, "here": {"//ailleurs.exemple.fr"}}); answer.Header.Get("Location") != "/" {
		t.Errorf("redirected to %q", answer.Header.Get("Location"))
	}
}

func TestClockIsSetFromThePage(t *testing.T) {
	t.Parallel()
	s, server, _ := phonesOf(t)
	submit(t, server.URL+"/clock", url.Values{"day": {"60"}})
	if speed, paused := s.Clock.Speed(); speed != 1440 || paused {
		t.Errorf("speed %v, paused %v", speed, paused)
	}
	if _, page, _ := get(t, server.URL+"/"); !strings.Contains(page, `value="60" aria-pressed="true"`) {
		t.Error("the chosen speed is not shown")
	}
	submit(t, server.URL+"/clock", url.Values{"day": {"pause"}})
	if _, paused := s.Clock.Speed(); !paused {
		t.Error("not paused")
	}
	if answer := submit(t, server.URL+"/clock", url.Values{"day": {"0"}}); answer.StatusCode != http.StatusBadRequest {
		t.Errorf("a day of 0 s: %s", answer.Status)
	}
}

func TestPagesLearnOfChanges(t *testing.T) {
	t.Parallel()
	s, server, who := phonesOf(t)
	answer, err := http.Get(server.URL + "/events")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if kind := answer.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Fatalf("content type %s", kind)
	}
	lines := bufio.NewScanner(answer.Body)
	lines.Scan() // the stream is open: retry
	s.Twilio.Receive(who.Mobile, "bonjour")
	for lines.Scan() {
		if lines.Text() == "data: "+who.Mobile {
			return
		}
	}
	t.Error("the change was not told")
}
