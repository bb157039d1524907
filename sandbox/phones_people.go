package sandbox

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

type phonesPage struct {
	page
	Search, Filter string
	Filters        []filterLink
	Rows           []phoneRow
	Hidden         int
	Open           *openPhone
	Figures        []figure
	Latest         []latest
}

type filterLink struct {
	Value, Label string
	Chosen       bool
}

type figure struct {
	Label string
	Value int
}

type phoneRow struct {
	Path, Name, City, Last, At string
	Unread                     int
	Answered, Chat, Manual     bool
	Current                    bool
	at                         time.Time
}

type latest struct {
	Path, Name, Text, At, How string
	Mine                      bool
}

type openPhone struct {
	Path, Name, Number, City, Temper string
	Auto                             bool
	SMS, Chat                        []bubble
	Started, Blocked                 bool
	Scenes                           []sceneView
}

// bubble is one message on a phone. Mine: written by the phone's owner.
type bubble struct {
	Mine      bool
	Text, At  string
	Status    string
	Failed    bool
	Keys      []keyView
	Toast     string
	MessageID int
	// Quote is the beginning of the message replied to.
	Quote string
	Link  string
}

type keyView struct {
	Label, Data, URL string
	Pressed          bool
}

// maxRows bounds the list; the search finds the others.
const maxRows = 120

var phoneFilters = []filterLink{
	{Value: "", Label: "tous"},
	{Value: "unread", Label: "non lus"},
	{Value: "answered", Label: "ont écrit"},
	{Value: "telegram", Label: "Telegram"},
	{Value: "shared", Label: "partagés"},
	{Value: "mine", Label: "entre mes mains"},
}

func (s *Sandbox) showPhones(w http.ResponseWriter, r *http.Request) {
	p := phonesPage{page: s.page(r, "Téléphones", "people"), Search: r.FormValue("q"), Filter: r.FormValue("show")}
	for _, f := range phoneFilters {
		f.Chosen = f.Value == p.Filter
		p.Filters = append(p.Filters, f)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	current := "+" + r.PathValue("number")
	if r.PathValue("number") != "" {
		f := s.phones[current]
		if f == nil {
			http.Error(w, "Ce téléphone n'existe pas.", http.StatusNotFound)
			return
		}
		s.seen(f)
		p.Open = s.openPhone(f)
		p.Title = p.Open.Name
	}
	p.Rows = s.phoneRows(p.Search, p.Filter, current)
	if len(p.Rows) > maxRows {
		p.Hidden = len(p.Rows) - maxRows
		p.Rows = p.Rows[:maxRows]
	}
	if p.Open == nil {
		p.Figures, p.Latest = s.overview()
	}
	render(w, "people.html", p)
}

func (s *Sandbox) phoneRows(search, filter, current string) []phoneRow {
	wanted := fold(search)
	var rows []phoneRow
	for _, number := range s.numbers {
		f := s.phones[number]
		row := s.phoneRow(f)
		row.Current = number == current
		keep := map[string]bool{"unread": row.Unread > 0, "answered": row.Answered, "telegram": row.Chat, "mine": row.Manual, "shared": len(f.owners) > 1}
		if filter != "" && !keep[filter] && !row.Current {
			continue
		}
		if wanted != "" && !strings.Contains(fold(row.Name+" "+row.City+" "+printedNumber(number)), wanted) {
			continue
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b phoneRow) int { return b.at.Compare(a.at) })
	return rows
}

func (s *Sandbox) phoneRow(f *phone) phoneRow {
	row := phoneRow{Path: phonePath(f.number), Name: f.names(), City: f.owners[0].City, Manual: !f.auto && !s.options.Quiet}
	received := 0
	for _, m := range s.Twilio.With(f.number) {
		mine := m.Direction == "inbound"
		if !mine && m.RangAt.IsZero() {
			continue
		}
		if mine {
			row.Answered = true
		} else {
			received++
		}
		if m.RangAt.After(row.at) {
			row.at, row.Last = m.RangAt, m.Text
		}
	}
	row.Unread = max(0, received-f.smsSeen)
	messages, started, _ := s.Telegram.Chat(f.chat)
	row.Chat = started
	for i, m := range messages {
		if m.FromBot && i >= f.chatSeen {
			row.Unread++
		}
		row.Answered = row.Answered || !m.FromBot
		if !m.At.Before(row.at) {
			row.at, row.Last = m.At, m.Text
		}
	}
	if !row.at.IsZero() {
		row.At = shortTime(row.at)
	}
	return row
}

func (f *phone) names() string {
	names := make([]string, 0, len(f.owners))
	for _, who := range f.owners {
		names = append(names, who.Name())
	}
	return strings.Join(names, " et ")
}

func phonePath(number string) string { return "/phones/" + strings.TrimPrefix(number, "+") }

func (s *Sandbox) openPhone(f *phone) *openPhone {
	o := &openPhone{
		Path: phonePath(f.number), Name: f.names(), Number: printedNumber(f.number),
		City: f.owners[0].City, Temper: tempers[f.owners[0].Temper].label, Auto: f.auto,
	}
	messages, started, blocked := s.Telegram.Chat(f.chat)
	sms := s.Twilio.With(f.number)
	slices.SortStableFunc(sms, func(a, b SMS) int { return cmp.Compare(a.At.UnixMilli(), b.At.UnixMilli()) })
	for _, m := range sms {
		b := bubble{Mine: m.Direction == "inbound", Text: m.Text, At: shortTime(m.At)}
		if !b.Mine {
			b.Status, b.Failed = smsStatus(m)
			if !started {
				b.Link = understand(m.Text, nil).link
			}
		}
		o.SMS = append(o.SMS, b)
	}
	o.Started, o.Blocked, o.Chat, o.Scenes = started, blocked, chatBubbles(messages), s.scenes(f)
	return o
}

func chatBubbles(messages []ChatMessage) []bubble {
	bubbles := make([]bubble, 0, len(messages))
	for _, m := range messages {
		b := bubble{Mine: !m.FromBot, Text: m.Text, At: shortTime(m.At), MessageID: m.ID, Toast: m.Answer}
		for _, row := range m.Buttons {
			for _, key := range row {
				b.Keys = append(b.Keys, keyView{Label: key.Text, Data: key.Data, URL: key.URL, Pressed: key.Text == m.Pressed})
			}
		}
		if len(m.Buttons) == 0 && m.Pressed != "" && !strings.HasSuffix(m.Text, m.Pressed) {
			b.Status = "choisi : " + m.Pressed
		}
		if m.ReplyTo > 0 && m.ReplyTo <= len(messages) {
			b.Quote = messages[m.ReplyTo-1].Text
		}
		bubbles = append(bubbles, b)
	}
	return bubbles
}

func smsStatus(m SMS) (text string, failed bool) {
	switch m.Status {
	case "delivered":
		return "remis", false
	case "undelivered", "failed":
		return "jamais arrivé (" + strconv.Itoa(m.ErrorCode) + ")", true
	default:
		return "en route", false
	}
}

// overview counts what passed and lists the latest messages.
func (s *Sandbox) overview() ([]figure, []latest) {
	var sent, delivered, failed, inbound int
	ledger := s.Twilio.Ledger()
	for _, m := range ledger {
		switch {
		case m.Direction == "inbound":
			inbound++
		default:
			sent++
		}
		switch m.Status {
		case "delivered":
			delivered++
		case "undelivered", "failed":
			failed++
		}
	}
	chats := 0
	for _, f := range s.phones {
		if _, started, _ := s.Telegram.Chat(f.chat); started {
			chats++
		}
	}
	figures := []figure{
		{"SMS partis", sent},
		{"remis", delivered},
		{"jamais arrivés", failed},
		{"SMS reçus des personnes", inbound},
		{"personnes sur Telegram", chats},
		{"e-mails aux professionnels", len(s.Mail.Mails())},
	}
	slices.SortStableFunc(ledger, func(a, b SMS) int { return b.At.Compare(a.At) })
	var last []latest
	for _, m := range ledger[:min(len(ledger), 12)] {
		number, mine := m.To, false
		if m.Direction == "inbound" {
			number, mine = m.From, true
		}
		l := latest{Path: phonePath(number), Name: printedNumber(number), Text: m.Text, At: shortTime(m.At), Mine: mine}
		if f := s.phones[number]; f != nil {
			l.Name = f.names()
		}
		if !mine {
			l.How, _ = smsStatus(m)
		}
		last = append(last, l)
	}
	return figures, last
}

// usePhone does what a visitor does with a phone in hand. From then on its owners
// no longer answer by themselves, until the visitor gives it back.
func (s *Sandbox) usePhone(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	f := s.phones["+"+r.PathValue("number")]
	if f == nil {
		s.mu.Unlock()
		http.Error(w, "Ce téléphone n'existe pas.", http.StatusNotFound)
		return
	}
	act := r.PathValue("act")
	if act == "scene" {
		s.mu.Unlock()
		s.playScene(w, r, f)
		return
	}
	f.auto = act == "give"
	if act != "give" {
		s.seen(f)
	}
	s.mu.Unlock()
	text := strings.TrimSpace(r.FormValue("text"))
	message, _ := strconv.Atoi(r.FormValue("message"))
	var err error
	switch act {
	case "give", "take":
		s.feed.publish(f.number)
	case "sms":
		if text != "" {
			s.Twilio.Receive(f.number, text)
		}
	case "telegram":
		if text != "" {
			err = s.Telegram.Say(f.chat, text, 0)
		}
	case "voice":
		err = s.Telegram.Voice(f.chat)
	case "file":
		err = s.Telegram.File(f.chat)
	case "group":
		err = s.Telegram.Group(f.chat)
	case "press":
		err = s.Telegram.Press(f.chat, message, r.FormValue("data"))
	case "start":
		err = s.Telegram.Start(f.chat, r.FormValue("payload"))
	case "block":
		err = s.Telegram.Block(f.chat)
	case "unblock":
		err = s.Telegram.Unblock(f.chat)
	default:
		http.NotFound(w, r)
		return
	}
	if err != nil {
		http.Error(w, "Ce geste n'est plus possible : le message a changé.", http.StatusConflict)
		return
	}
	back(w, r)
}
