package telegram

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"relais/notifier"
	"relais/parcours"
)

// DefaultAPIURL is where the Bot API lives.
const DefaultAPIURL = "https://api.telegram.org"

// Config is one bot.
type Config struct {
	// Token as BotFather gave it: digits, a colon, 30 characters or more.
	Token string
	// APIURL replaces DefaultAPIURL; scheme and host, no path.
	APIURL string
	// MessagesPerSecond is the pace of the whole bot; 0 means no limit.
	MessagesPerSecond float64
	// SendTimeout bounds one send: how long after its mark it may still start, and
	// how long it may take (default 15 s).
	SendTimeout time.Duration
	// Now is business time (default time.Now).
	Now func() time.Time
	// Process is the machine's clock, by which attempts are marked (default time.Now).
	Process func() time.Time
	// Transport makes the calls; nil means one of notifier.NewTransport.
	Transport http.RoundTripper
}

// Sender speaks for one bot. It is safe for concurrent use.
type Sender struct {
	config   Config
	inGroups func(parcours.Language) string
}

var (
	_ notifier.Sender = (*Sender)(nil)
	_ notifier.Paced  = (*Sender)(nil)
	_ notifier.Spaced = (*Sender)(nil)
)

var (
	tokenForm  = regexp.MustCompile(`^[0-9]{1,20}:[A-Za-z0-9_-]{8,100}$`)
	secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)
)

// New returns a sender, or every fault of its configuration. It makes no call.
func New(c Config) (*Sender, error) {
	var faults []error
	if !tokenForm.MatchString(c.Token) {
		faults = append(faults, errors.New("token: want digits, a colon, letters and digits"))
	}
	if u, err := url.Parse(c.APIURL); err != nil || c.APIURL != "" && (u.Host == "" || !strings.HasPrefix(u.Scheme, "http")) {
		faults = append(faults, errors.New("API URL: want https://host"))
	}
	if c.MessagesPerSecond < 0 {
		faults = append(faults, errors.New("messages per second: want 0 or more"))
	}
	if len(faults) > 0 {
		return nil, fmt.Errorf("telegram: %w", errors.Join(faults...))
	}
	c.APIURL = strings.TrimRight(cmp.Or(c.APIURL, DefaultAPIURL), "/")
	c.SendTimeout = cmp.Or(c.SendTimeout, 15*time.Second)
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Transport == nil {
		c.Transport = notifier.NewTransport(c.SendTimeout)
	}
	return &Sender{config: c}, nil
}

// Channel is Telegram.
func (s *Sender) Channel() parcours.Channel { return parcours.ChannelTelegram }

// TwoWay is always true: a chat can be answered.
func (s *Sender) TwoWay() bool { return true }

// Name is "telegram:" and the bot's number, the public half of its token.
func (s *Sender) Name() string {
	id, _, _ := strings.Cut(s.config.Token, ":")
	return "telegram:" + id
}

// Spacing is a second between two messages to one chat, where the bot keeps a pace.
// Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
func (s *Sender) Spacing() time.Duration {
	if s.config.MessagesPerSecond > 0 {
		return time.Second
	}
	return 0
}

// PartsPerSecond is the pace set for the bot.
func (s *Sender) PartsPerSecond() float64 { return s.config.MessagesPerSecond }

// Send sends one message to a private chat, with one request. The body is HTML.
func (s *Sender) Send(ctx context.Context, a parcours.Attempt) (parcours.Receipt, error) {
	chat, err := strconv.ParseInt(a.Address, 10, 64)
	if err != nil || chat <= 0 { // groups have negative ids
		return parcours.Receipt{}, &parcours.Refusal{Kind: parcours.RefusalGiveUp, Code: "chat_not_found", Err: errors.New("not a private chat")}
	}
	buttons, err := keyboard(a)
	if err != nil {
		return parcours.Receipt{}, &parcours.Refusal{Kind: parcours.RefusalGiveUp, Code: "wording", Err: err}
	}
	params := &bot.SendMessageParams{
		ChatID: chat, Text: a.Body, ParseMode: models.ParseModeHTML,
		LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: bot.True()},
	}
	if buttons != nil {
		params.ReplyMarkup = buttons
	}
	ctx, cancel := context.WithTimeout(ctx, s.config.SendTimeout)
	defer cancel()
	once := &notifier.OneShot{Next: s.config.Transport, Marked: a.SendingAt, Limit: s.config.SendTimeout, Now: s.config.Process}
	client, err := s.bot(once)
	if err != nil {
		return parcours.Receipt{}, &parcours.Refusal{Kind: parcours.RefusalConfig, Err: err}
	}
	sent, err := client.SendMessage(ctx, params)
	if err == nil && sent.ID == 0 {
		err = errors.New("an answer without message id")
	}
	if err != nil {
		return parcours.Receipt{}, refusal(once, err)
	}
	return parcours.Receipt{
		Source: "answer", AttemptID: a.ID, ProviderID: a.Address + ":" + strconv.Itoa(sent.ID),
		Status: "ok", State: parcours.AttemptSent, At: s.config.Now(),
	}, nil
}

// Acknowledge stops the waiting mark on the button that was pressed, if one was, and
// edits the message of PressedOn: its buttons go, the choice stands in their place. Its
// failure loses nothing: the answer is already kept.
func (s *Sender) Acknowledge(ctx context.Context, in parcours.Inbound) error {
	if in.Group != "" {
		return s.leave(ctx, in)
	}
	if in.CallbackID == "" {
		return s.showAnswered(ctx, in)
	}
	err := s.do(ctx, "answerCallbackQuery", func(client *bot.Bot) error {
		_, err := client.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: in.CallbackID})
		return err
	})
	return errors.Join(err, s.showAnswered(ctx, in))
}

// UserName asks Telegram for the bot's public name, which deep links carry. It
// is also the way to check the token.
func (s *Sender) UserName(ctx context.Context) (string, error) {
	var name string
	err := s.do(ctx, "getMe", func(client *bot.Bot) error {
		me, err := client.GetMe(ctx)
		if err == nil {
			name = me.Username
		}
		return err
	})
	return name, err
}

// do makes one call outside the sending protocol. Its error names the method and
// the kind of failure, never what Telegram wrote.
func (s *Sender) do(ctx context.Context, method string, call func(*bot.Bot) error) error {
	once := &notifier.OneShot{Next: s.config.Transport}
	client, err := s.bot(once)
	if err != nil {
		return fmt.Errorf("telegram %s: %w", method, err)
	}
	err = call(client)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, bot.ErrorUnauthorized), errors.Is(err, bot.ErrorNotFound):
		return fmt.Errorf("telegram %s: %w", method, ErrToken)
	case once.Status() == 0:
		return fmt.Errorf("telegram %s: %w: %w", method, ErrUnreached, told(once, err))
	default:
		return fmt.Errorf("telegram %s: %w", method, told(once, err))
	}
}

// maxAnswer bounds what is read of an answer to a call.
const maxAnswer = 1 << 20

// oneCall is the HTTP end of one call.
type oneCall struct{ http.Client }

func (c *oneCall) Do(r *http.Request) (*http.Response, error) {
	answer, err := c.Client.Do(r)
	if err != nil {
		return nil, err
	}
	answer.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(answer.Body, maxAnswer), answer.Body}
	return answer, nil
}

// stay keeps a client from following a redirect with the token in the address.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// bot returns a client of the library for one call made over a transport. The
// library logs updates and bodies by itself unless told otherwise.
func (s *Sender) bot(over http.RoundTripper) (*bot.Bot, error) {
	client := &oneCall{http.Client{Transport: over, CheckRedirect: stay}}
	b, err := bot.New(
		s.config.Token, bot.WithSkipGetMe(), bot.WithServerURL(s.config.APIURL),
		bot.WithHTTPClient(time.Minute, client), bot.WithErrorsHandler(func(error) {}),
		bot.WithDebugHandler(func(string, ...any) {}),
	)
	if err != nil {
		return nil, errors.New("the library refuses the configuration")
	}
	return b, nil
}
