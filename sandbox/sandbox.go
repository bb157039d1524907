package sandbox

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"relais/parcours"
)

// Options sets a sandbox up.
type Options struct {
	// Seed decides everything that is drawn at random.
	Seed uint64
	// Start is the first instant of the story, Speed its virtual seconds for one
	// real second (0: only Step moves the clock).
	Start time.Time
	Speed float64

	Twilio   TwilioAccount
	Telegram TelegramBot
	// Pilot gives the phones their owners; empty, every number simply receives.
	Pilot Pilot
	// Network decides what becomes of each SMS, instead of the owners' tempers. May be nil.
	Network func(SMS) Fate
	// Quiet: personas and professionals do not answer by themselves.
	Quiet bool
	// Answer lets a professional without Telegram answer, in the console, the
	// oldest question that waits for them. May be nil.
	Answer func(ctx context.Context, email, text string) error
	// Scenes are what a visitor may make happen to the owner of a phone, by the key of a
	// resident; Play carries one out.
	Scenes []Scene
	Play   func(ctx context.Context, key, scene string) error
	// Lean: nobody looks at the phones, and millions of messages are sent. What only the
	// phones' page shows is not kept, and Twilio and Telegram forget what is over.
	Lean bool
	// Watch is told of everything that a provider took to deliver. May be nil.
	Watch func(m Accepted)
	// Console is the address of the service's own pages, linked from the phones' page. May be empty.
	Console string
	// HTTP calls the webhooks; nil means a client with a timeout of 20 s.
	HTTP *http.Client
	// Log receives ids only; nil discards.
	Log *slog.Logger
	// Process is the real clock, time.Now when nil.
	Process func() time.Time
}

// Sandbox is the fictional world: providers, phones, people, clock.
type Sandbox struct {
	Clock    *Clock
	Queue    *Queue
	Twilio   *Twilio
	Telegram *Telegram
	Mail     *Mailbox

	options Options
	dice    dice
	feed    *feed

	mu      sync.Mutex
	phones  map[string]*phone // by number
	chats   map[int64]*phone
	keys    map[string]*phone // by the Key of a resident
	staff   []*staffPhone
	numbers []string // of the phones, sorted by their owners' names
}

// phone is the phone of one or several residents.
type phone struct {
	number string
	owners []*persona
	chat   int64
	// auto: its owners answer by themselves, until a visitor takes it over.
	auto bool
	// smsSeen and chatSeen count the messages that were read.
	smsSeen, chatSeen int
	notices           int
}

// staffPhone is a professional's Telegram and mailbox.
type staffPhone struct {
	Professional
	auto    bool
	seen    int
	notices int
}

// Accepted is a message that a provider took.
type Accepted struct {
	// Rings: it is on the phone now. An SMS is told of twice, when it is taken and when it
	// rings.
	Rings    bool
	Channel  parcours.Channel
	To, Text string
	Parts    int // of an SMS
	At       time.Time
}

// New returns a sandbox; nothing runs before Queue.Run or Queue.Step.
func New(o Options) *Sandbox {
	if o.HTTP == nil {
		o.HTTP = &http.Client{
			Timeout:       20 * time.Second,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	clock := NewClock(o.Start, o.Speed)
	if o.Process == nil {
		o.Process = time.Now
		if o.Lean { // the providers live in the story's time too
			o.Process = clock.Now
		}
	}
	if o.Watch == nil {
		o.Watch = func(Accepted) {}
	}
	s := &Sandbox{options: o, dice: dice(o.Seed), feed: newFeed(), phones: map[string]*phone{}, chats: map[int64]*phone{}, keys: map[string]*phone{}}
	s.Clock = clock
	s.Queue = NewQueue(s.Clock, o.Log)
	post := poster{o.HTTP}
	s.Twilio = &Twilio{
		account: o.Twilio, queue: s.Queue, post: post, dice: s.dice, process: o.Process,
		fate: s.fate, rings: s.smsRings, heard: func(number string) { s.feed.publish(number) },
		bySID: map[string]*SMS{}, byPhone: map[string][]*SMS{}, numbered: map[string]int{}, optedOut: map[string]bool{}, lean: o.Lean,
	}
	s.Telegram = &Telegram{
		bot: o.Telegram, queue: s.Queue, post: post, chats: map[int64]*chat{},
		rings: s.chatRings, heard: s.chatHeard,
		updates: updates{next: int64(s.dice.of("update").IntN(1_000_000)), waiting: make(chan struct{})},
	}
	s.Mail = &Mailbox{clock: s.Clock, rings: s.mailRings, lean: o.Lean}
	s.furnish(o.Pilot)
	return s
}

// furnish gives phones and accounts to the people of the territory. Everybody
// with a mobile can open Telegram; only those with a Chat do it by themselves.
func (s *Sandbox) furnish(p Pilot) {
	for i, resident := range p.Residents {
		if resident.Mobile == "" {
			continue
		}
		who := &persona{Resident: resident}
		if shared := s.phones[resident.Mobile]; shared != nil {
			shared.owners = append(shared.owners, who)
			s.keys[resident.Key] = shared
			continue
		}
		f := &phone{number: resident.Mobile, owners: []*persona{who}, chat: resident.Chat, auto: !s.options.Quiet}
		if f.chat == 0 {
			f.chat = residentChats + 1_000_000 + int64(i)
		}
		s.phones[f.number], s.chats[f.chat], s.keys[resident.Key] = f, f, f
		s.numbers = append(s.numbers, f.number)
		s.Telegram.Know(f.chat, resident.FirstName, resident.LastName, string(resident.Language), false)
	}
	if !s.options.Lean {
		s.sortNumbers()
	}
	for _, pro := range p.Professionals {
		s.staff = append(s.staff, &staffPhone{Professional: pro, auto: !s.options.Quiet})
		if pro.Chat != 0 {
			s.Telegram.Know(pro.Chat, pro.FirstName, pro.LastName, "fr", true)
		}
	}
}

// sortNumbers puts the phones in the order of their owners' names.
func (s *Sandbox) sortNumbers() {
	slices.SortFunc(s.numbers, func(a, b string) int {
		pa, pb := s.phones[a].owners[0], s.phones[b].owners[0]
		return cmp.Or(cmp.Compare(fold(pa.LastName), fold(pb.LastName)), cmp.Compare(fold(pa.FirstName), fold(pb.FirstName)), cmp.Compare(a, b))
	})
}

func (s *Sandbox) automatic(auto *bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return *auto
}

func (s *Sandbox) fate(m SMS) Fate {
	s.options.Watch(Accepted{Channel: parcours.ChannelSMS, To: m.To, Text: m.Text, Parts: m.Segments, At: m.At})
	if s.options.Network != nil {
		return s.options.Network(m)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.phones[m.To]
	if f == nil || !f.auto { // a visitor or a test holds the phone, and is not made to wait
		return Fate{Sent: time.Second, Final: 3 * time.Second, Status: "delivered"}
	}
	return network(s.dice.of("network", m.SID), f.owners[0].Temper)
}

func (s *Sandbox) smsRings(m SMS) {
	s.options.Watch(Accepted{Rings: true, Channel: parcours.ChannelSMS, To: m.To, Text: m.Text, At: m.RangAt})
	s.mu.Lock()
	f := s.phones[m.To]
	s.mu.Unlock()
	if f != nil {
		s.ring(f, received{text: m.Text})
	}
}

func (s *Sandbox) chatRings(id int64, m ChatMessage) {
	s.options.Watch(Accepted{Rings: true, Channel: parcours.ChannelTelegram, To: strconv.FormatInt(id, 10), Text: m.Text, At: m.At})
	if pro := s.professional(id); pro != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.notified(pro, m)
		return
	}
	s.mu.Lock()
	f := s.chats[id]
	s.mu.Unlock()
	if f != nil {
		s.ring(f, received{text: m.Text, buttons: m.Buttons, chat: true, message: m.ID})
	}
}

func (s *Sandbox) chatHeard(id int64) {
	if pro := s.professional(id); pro != nil {
		s.feed.publish(pro.Email)
		return
	}
	s.mu.Lock()
	f := s.chats[id]
	s.mu.Unlock()
	if f != nil {
		s.feed.publish(f.number)
	}
}

func (s *Sandbox) mailRings(to string, m Mail) {
	s.options.Watch(Accepted{Rings: true, Channel: parcours.ChannelEmail, To: to, Text: m.Text, At: m.At})
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, pro := range s.staff {
		if strings.EqualFold(pro.Email, to) {
			s.mailed(pro, m)
			s.feed.publish(pro.Email)
		}
	}
}

func (s *Sandbox) professional(chat int64) *staffPhone {
	for _, pro := range s.staff { // never changes after New
		if pro.Chat == chat && chat != 0 {
			return pro
		}
	}
	return nil
}

// ring plans the reading of a message and what its reader does about it.
func (s *Sandbox) ring(f *phone, m received) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !f.auto || f.owners[0].Temper == TemperOff && m.chat {
		return
	}
	f.notices++
	if f.notices == 1 {
		s.mayFindJob(f)
	}
	r := s.dice.of("reader", f.number, f.notices)
	read := readsAt(r, s.Clock.Now(), m.chat)
	s.Queue.At(read, f.number, "phone read", func(context.Context) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		if !f.auto {
			return nil
		}
		s.seen(f)
		who := f.addressed(m.text)
		reaction, any := who.react(r, m)
		if any {
			s.Queue.At(answersAt(r, read), f.number, "phone answers", func(context.Context) error {
				return s.act(f, m, reaction)
			})
		}
		return nil
	})
}

// addressed returns the owner whose name a text holds, else the first one.
func (f *phone) addressed(text string) *persona {
	folded := fold(text)
	for _, who := range f.owners {
		if strings.Contains(folded, fold(who.FirstName)) {
			return who
		}
	}
	return f.owners[0]
}

// act carries a reaction out, unless a visitor has taken the phone meanwhile.
func (s *Sandbox) act(f *phone, m received, do reaction) error {
	if !s.automatic(&f.auto) {
		return nil
	}
	switch {
	case do.opens != "":
		return s.Telegram.Start(f.chat, do.opens)
	case do.press != "":
		if s.Telegram.Press(f.chat, m.message, do.press) == nil {
			return nil
		}
		return s.Telegram.Say(f.chat, do.text, 0)
	case m.chat:
		return s.Telegram.Say(f.chat, do.text, 0)
	default:
		s.Twilio.Receive(f.number, do.text)
		return nil
	}
}

// seen marks every message of a phone as read. The caller holds the lock.
func (s *Sandbox) seen(f *phone) {
	if s.options.Lean {
		return
	}
	f.smsSeen = s.incoming(f.number)
	messages, _, _ := s.Telegram.Chat(f.chat)
	f.chatSeen = len(messages)
	s.feed.publish(f.number)
}

// incoming counts the SMS that reached a number.
func (s *Sandbox) incoming(number string) int {
	n := 0
	for _, m := range s.Twilio.With(number) {
		if m.To == number && !m.RangAt.IsZero() {
			n++
		}
	}
	return n
}

// OpenLink lets the resident with this Key open Telegram by a deep link, now. It
// is for links handed over on paper or by word of mouth; those that come by SMS
// are opened by the persona.
func (s *Sandbox) OpenLink(key, payload string) error {
	s.mu.Lock()
	f := s.keys[key]
	s.mu.Unlock()
	if f == nil {
		return fmt.Errorf("open link: no phone for resident %s", key)
	}
	return s.Telegram.Start(f.chat, payload)
}

// Handler serves the three faces of the sandbox on one address: Twilio's API
// under /2010-04-01/, the Bot API under /bot…, the phones everywhere else.
func (s *Sandbox) Handler() http.Handler {
	phones := s.Phones()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch path := r.URL.Path; {
		case strings.HasPrefix(path, "/2010-04-01/"):
			s.Twilio.ServeHTTP(w, r)
		case strings.HasPrefix(path, "/bot"+s.options.Telegram.Token+"/") || isBotPath(path):
			s.Telegram.ServeHTTP(w, r)
		default:
			phones.ServeHTTP(w, r)
		}
	})
}

// isBotPath recognises a call with a wrong token, to be refused as Telegram does.
func isBotPath(path string) bool {
	rest, ok := strings.CutPrefix(path, "/bot")
	id, _, _ := strings.Cut(rest, ":")
	_, err := strconv.ParseInt(id, 10, 64)
	return ok && err == nil
}
