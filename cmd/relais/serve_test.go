package main_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/sandbox"
	"relais/store"
	"relais/store/storetest"
)

// convocation is what only a convocation says.
const convocation = "Vous avez rendez-vous"

// The people of TestServeConvenesAnswersAndObeys, by what they do.
const (
	comes     = "+33639980101"
	cannot    = "+33639980102"
	otherDay  = "+33639980103"
	asks      = "+33639980104" // followed by Anne, who has Telegram
	asksYves  = "+33639980105" // followed by Yves, who has a mailbox
	stops     = "+33639980106"
	whoWrites = "+33639980107"
	forged    = "+33639980108"
	twenty    = "+33639980109"
	shared    = "+33639980110" // two people
)

// servePeople are ten people who can be reached and four who cannot.
func servePeople(t *testing.T) string {
	rows := [][]string{peopleHeader()}
	add := func(title, last, first, phone, referent string) {
		n := len(rows)
		rows = append(rows, []string{
			title, last, first, fmt.Sprintf("%02d/03/1985", n), fmt.Sprintf("I-%04d", n), phone, "35600 Redon", "Pays de Redon", referent, today(t),
		})
	}
	add("Mme", "GUIHO", "Maëlys", "06 39 98 01 01", anne)
	add("M.", "JOUAN", "Loïc", "06.39.98.01.02", anne)
	add("Mme", "PERRIGAUD", "Soizic", "0033639980103", anne)
	add("M.", "DANET", "Erwan", "+33 6 39 98 01 04", anne)
	add("Mme", "THÉBAULT", "Nolwenn", "639980105", yves)
	add("M.", "ROPERT", "Gaël", "0639980106", anne)
	add("", "HAMON", "Zoé", "06 39 98 01 07", yves)
	add("M.", "BRIAND", "Yann", "06 39 98 01 08", anne)
	add("Mme", "LUCAS", "Aziliz", "06 39 98 01 09", yves)
	add("Mme", "NOËL", "Rozenn", "06 39 98 01 10", anne)
	add("M.", "RIOU", "Malo", "06 39 98 01 10", anne)
	add("M.", "FIXE", "Denis", "02 61 91 00 51", anne)
	add("Mme", "SANS", "Numéro", "", anne)
	add("M.", "COURT", "Numéro", "06 39 98", anne)
	add("Mme", "LOIN", "Ailleurs", "+1 212 555 0123", anne)
	return file(t, "personnes.csv", table(t, rows...))
}

// TestServeConvenesAnswersAndObeys is the main job, end to end.
func TestServeConvenesAnswersAndObeys(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, database settings) {
		w := newWorld(t, func(o *sandbox.Options) {
			o.Pilot.Professionals = []sandbox.Professional{{Email: anne, FirstName: "Anne", LastName: "MOREL", Chat: annesChat}}
		})
		s := w.settings.with(database)
		service := serve(t, s)
		mustRelais(t, s, "import", referentsFile(t), slotsFile(t, 3))
		if e := relais(t, s, "import", servePeople(t)); e.status != 0 {
			t.Fatalf("import people: %v", e)
		}

		convenesOnce(t, w)
		b := signIn(t, s, service.address, coordinator, "coordinator")
		listsTheOthersWithTheReason(t, b)
		answersComeCannotOther(t, w, s)
		questionsTravelBothWays(t, w, s, service)
		whoWritesIsTold(t, w)
		stopIsObeyed(t, w, s)
		if got, want := unreachable(t, b)["Gaël ROPERT"], "opted_out, next: call"; got != want {
			t.Errorf("the one who said STOP is listed as %q, want %q", got, want)
		}
		wrongSignaturesChangeNothing(t, w, s)
		twentyDeliveriesCountOnce(t, w, s)

		for _, number := range []string{comes, cannot, otherDay, asks, asksYves, stops, whoWrites, forged, twenty} {
			if got := count(w.sent(number), convocation); got != 1 {
				t.Errorf("%s got %d convocations, want 1: %q", number, got, w.sent(number))
			}
		}
		reachAddsUp(t, s)
		saysNothingOfPeople(t, service.log.String())
	})
}

func convenesOnce(t *testing.T, w *world) {
	for _, number := range []string{comes, cannot, otherDay, asks, asksYves, stops, whoWrites, forged, twenty} {
		w.awaitSMS(t, number, convocation, 1)
	}
	w.awaitSMS(t, shared, convocation, 2)
	texts := w.sent(shared)
	if count(texts, "Rozenn")+count(texts, "NOEL") == 0 || count(texts, "Malo")+count(texts, "RIOU") == 0 || len(texts) != 2 {
		t.Errorf("the shared phone got %q, want one convocation for each of its owners", texts)
	}
	if got := len(w.Twilio.Ledger()); got != 11 {
		t.Errorf("the provider got %d messages, want 11", got)
	}
}

// listsTheOthersWithTheReason reads what the coordinator reads.
func listsTheOthersWithTheReason(t *testing.T, b *browser) {
	want := map[string]string{
		"Denis FIXE":    "landline, next: call",
		"Numéro SANS":   "no_number, next: letter",
		"Numéro COURT":  "invalid, next: letter",
		"Ailleurs LOIN": "foreign, next: call",
	}
	if diff := cmp.Diff(want, unreachable(t, b)); diff != "" {
		t.Errorf("unreachable people (-want +got):\n%s", diff)
	}
	for _, path := range []string{"/", "/questions", "/personnes?q=GUIHO", "/api/v1/deadlines", "/api/v1/not-convened"} {
		b.get(path)
	}
}

// unreachable returns why each person of the list is there, and what comes next.
func unreachable(t *testing.T, b *browser) map[string]string {
	t.Helper()
	var listed []struct {
		Name  string             `json:"name"`
		Cause parcours.LossCause `json:"cause"`
		Next  parcours.Channel   `json:"next_channel"`
	}
	if err := json.Unmarshal([]byte(b.get("/api/v1/unreachable")), &listed); err != nil {
		t.Fatal(err)
	}
	why := map[string]string{}
	for _, person := range listed {
		why[person.Name] = string(person.Cause) + ", next: " + string(person.Next)
	}
	return why
}

func answersComeCannotOther(t *testing.T, w *world, s settings) {
	w.Twilio.Receive(comes, "1")
	w.awaitSMS(t, comes, "Merci, c'est noté", 1)

	w.Twilio.Receive(cannot, "2")
	w.awaitSMS(t, cannot, "Pouvez-vous dire pourquoi", 1)
	w.Twilio.Receive(cannot, "santé")
	w.awaitSMS(t, cannot, "ce rendez-vous est annulé", 1)
	w.awaitSMS(t, cannot, "oici d'autres horaires", 1)

	db := openDatabase(t, s)
	before := appointments(t, db, "PERRIGAUD")
	w.Twilio.Receive(otherDay, "3")
	w.awaitSMS(t, otherDay, "oici d'autres horaires", 1)
	_, second, _ := strings.Cut(w.sent(otherDay)[1], ", 2 ")
	second, _, _ = strings.Cut(second, ", 3 ")
	w.Twilio.Receive(otherDay, "2")
	w.awaitSMS(t, otherDay, "Nouveau rendez-vous", 1)
	after := appointments(t, db, "PERRIGAUD")
	if len(before) != 1 || len(after) != 2 || after[0].ID != before[0].ID && after[1].ID != before[0].ID {
		t.Fatalf("appointments went from %v to %v, want one more", before, after)
	}
	var moved parcours.Appointment
	for _, a := range after {
		if a.ID != before[0].ID {
			moved = a
		}
	}
	told := w.sent(otherDay)[2]
	hour := fmt.Sprintf("%dh", moved.StartsAt.In(storetest.Rules(t).Zone).Hour())
	if second == "" || !strings.Contains(told, second) || !strings.Contains(second, hour) || moved.SlotID == before[0].SlotID {
		t.Errorf("chose %q, got the slot of %v, was told %q", second, moved.StartsAt, told)
	}
	// Ten people who can be reached and four who cannot are booked; one of them
	// cancelled, the place that was left is free again.
	if got := ask(t, s, "select sum(booked) from slot"); got[0] != "14" {
		t.Errorf("%s places are taken, want 14: fifteen people, one of whom cancelled", got[0])
	}
	outcomes := ask(t, s, `select p.last_name, o.outcome, o.impediment, case when o.confirmed_at > 0 then 'confirmed' else '' end
		from participation o join person p on p.id = o.person_id
		where p.last_name in ('GUIHO', 'JOUAN') order by p.last_name`)
	if diff := cmp.Diff([]string{"GUIHO unknown  confirmed", "JOUAN excused health "}, outcomes); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
}

// appointments returns those of the person of this name.
func appointments(t *testing.T, db *store.Store, name string) []parcours.Appointment {
	t.Helper()
	actor := parcours.Actor{Role: parcours.AccountCoordinator}
	found, err := db.People(t.Context(), actor, name, 2)
	if err != nil || len(found) != 1 {
		t.Fatalf("find %s: %v, %v", name, found, err)
	}
	dossier, err := db.Person(t.Context(), actor, found[0].PersonID)
	if err != nil {
		t.Fatal(err)
	}
	return dossier.Appointments
}

// questionsTravelBothWays asks one question to a referent on Telegram, who
// replies there, and one to a referent by e-mail, who answers in the console.
func questionsTravelBothWays(t *testing.T, w *world, s settings, service *service) {
	const question = "est-ce que je peux venir avec ma fille de deux ans ?"
	w.Twilio.Receive(asks, question)
	w.awaitSMS(t, asks, "Votre question est transmise", 1)
	var notice sandbox.ChatMessage
	until(t, "the question is on Anne's Telegram", func() string {
		messages, _, _ := w.Telegram.Chat(annesChat)
		for _, m := range messages {
			if m.FromBot && strings.Contains(m.Text, question) {
				notice = m
				return ""
			}
		}
		return fmt.Sprintf("she has %v", messages)
	})
	if !strings.Contains(notice.Text, "DANET") {
		t.Errorf("the notice does not say who asks: %q", notice.Text)
	}
	if err := w.Telegram.Say(annesChat, "Bien entendu, elle est la bienvenue.", notice.ID); err != nil {
		t.Fatal(err)
	}
	w.awaitSMS(t, asks, "Bien entendu, elle est la bienvenue.", 1)

	w.Twilio.Receive(asksYves, "faut-il apporter un justificatif de loyer ?")
	w.awaitSMS(t, asksYves, "Votre question est transmise", 1)
	link := ""
	until(t, "the question is in Yves's mailbox", func() string {
		for _, m := range w.Mail.For(yves) {
			if strings.Contains(m.Text, "justificatif de loyer") {
				_, rest, _ := strings.Cut(m.Text, service.address+"/questions/")
				link = "/questions/" + strings.Fields(rest)[0]
				return ""
			}
		}
		return fmt.Sprintf("it holds %d e-mails", len(w.Mail.For(yves)))
	})
	b := signIn(t, s, service.address, yves, "referent")
	if page := b.get(link); !strings.Contains(page, "justificatif de loyer") {
		t.Errorf("%s does not show the question", link)
	}
	answer := b.post(link+"/reponse", url.Values{"text": {"Non, rien à apporter cette fois."}})
	if page := body(t, answer); answer.StatusCode != http.StatusOK {
		t.Fatalf("answer in the console: %s\n%s", answer.Status, page)
	}
	w.awaitSMS(t, asksYves, "Non, rien à apporter cette fois.", 1)
}

func whoWritesIsTold(t *testing.T, w *world) {
	w.Twilio.Receive(whoWrites, "QUI")
	w.awaitSMS(t, whoWrites, "Qui écrit : Département d'Exemple", 1)
}

// stopIsObeyed also holds back the answer to a question asked before the STOP.
func stopIsObeyed(t *testing.T, w *world, s settings) {
	w.Twilio.Receive(stops, "à quelle heure ferme le parking svp ?")
	w.awaitSMS(t, stops, "Votre question est transmise", 1)
	w.Twilio.Receive(stops, "STOP")
	w.awaitSMS(t, stops, "plus de SMS", 1)
	w.Twilio.Receive(stops, "stop svp")
	w.settled(t, s)
	before := w.sent(stops)

	var notice sandbox.ChatMessage
	until(t, "the question is on Anne's Telegram", func() string {
		messages, _, _ := w.Telegram.Chat(annesChat)
		for _, m := range messages {
			if m.FromBot && strings.Contains(m.Text, "parking") {
				notice = m
				return ""
			}
		}
		return fmt.Sprintf("she has %v", messages)
	})
	if err := w.Telegram.Say(annesChat, "À vingt heures.", notice.ID); err != nil {
		t.Fatal(err)
	}
	// Her words are recorded, and what follows from them is settled.
	until(t, "the answer is planned and settled", func() string {
		got := ask(t, s, "select n.state from notification n join person p on p.id = n.person_id where n.kind = 'answer' and p.last_name = 'ROPERT'")
		if len(got) == 1 && got[0] != "pending" {
			return ""
		}
		return fmt.Sprint(got)
	})
	if diff := cmp.Diff(before, w.sent(stops)); diff != "" {
		t.Errorf("the phone that said STOP got more (-before +after):\n%s", diff)
	}
	if got := count(w.sent(stops), "plus de SMS"); got != 1 {
		t.Errorf("STOP was confirmed %d times, want once", got)
	}
}

// settled waits until the providers have posted all they had to, everything
// received is read, and nothing due waits to leave.
func (w *world) settled(t *testing.T, s settings) {
	t.Helper()
	until(t, "everything received is answered", func() string {
		posted, busy := w.pause()
		if busy {
			return "the providers have more to post"
		}
		got := ask(t, s, `select (select count(*) from inbox where state = 'new'),
			(select count(*) from attempt where channel in ('sms', 'telegram', 'email') and state in ('queued', 'claimed', 'sending', 'unknown') and due_at <= $1)`,
			time.Now().UnixMilli())
		if got[0] != "0 0" || w.posted() != posted {
			return got[0] + " (inbound events to read, messages to send)"
		}
		return ""
	})
}

// reachAddsUp holds the report to what was done above.
func reachAddsUp(t *testing.T, s settings) {
	var reach parcours.Reach
	report := mustRelais(t, s, "report", "reach", "--format", "json")
	if err := json.Unmarshal([]byte(report.stdout), &reach); err != nil {
		t.Fatalf("%v: %v", err, report)
	}
	got := []int{reach.People, reach.Contactable, reach.Sent, reach.Delivered}
	// The one who said STOP afterwards was reached.
	if want := []int{15, 11, 11, 11}; !cmp.Equal(want, got) {
		t.Errorf("people, contactable, sent, delivered = %v, want %v", got, want)
	}
	lost := reach.Losses[parcours.LevelContactable]
	want := map[parcours.LossCause]int{parcours.LossLandline: 1, parcours.LossNoNumber: 1, parcours.LossInvalid: 1, parcours.LossForeign: 1}
	if diff := cmp.Diff(want, lost); diff != "" {
		t.Errorf("why people are not contactable (-want +got):\n%s", diff)
	}
	if reach.Answered < 7 {
		t.Errorf("%d people answered, want 7 at least", reach.Answered)
	}
}

// saysNothingOfPeople fails when a log holds a name, a number or a person's words.
func saysNothingOfPeople(t *testing.T, log string) {
	t.Helper()
	for _, secret := range []string{"GUIHO", "Maëlys", "PERRIGAUD", "MOREL", "CARADEC", "63998", "26191", "555012", "fille de deux ans", "loyer", "santé", "@exemple.fr", authToken, "loopback-token"} {
		if i := strings.Index(log, secret); i >= 0 {
			line := log[strings.LastIndex(log[:i], "\n")+1:]
			line, _, _ = strings.Cut(line, "\n")
			t.Errorf("the log holds %q: %s", secret, line)
		}
	}
}
