package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
	"relais/store"
)

// settingsError gathers everything that is wrong with the configuration, so
// that it is mended in one go.
type settingsError struct{ problems []string }

func (e *settingsError) Error() string {
	return "the configuration is not usable:\n  - " + strings.Join(e.problems, "\n  - ")
}

// problems collects complaints about settings.
type problems []string

func (p *problems) add(format string, args ...any) { *p = append(*p, fmt.Sprintf(format, args...)) }

func (p problems) err() error {
	if len(p) == 0 {
		return nil
	}
	return &settingsError{p}
}

// databaseSettings say where the data are; every command but demo has them.
type databaseSettings struct {
	Database string `env:"RELAIS_DATABASE" default:"data/relais.db" placeholder:"FILE|postgres://…" help:"SQLite file, or PostgreSQL address."`
	DataKey  string `env:"RELAIS_DATA_KEY" placeholder:"KEY" help:"32 bytes, in base64 or hexadecimal, that seal personal data at rest. Default: a key file beside the SQLite database, made at the first start."`
	// CacheKB is store.Options.CacheKB, for a command that writes a lot.
	CacheKB int `kong:"-"`
	// AnchorFile is read through anchorPath.
	AnchorFile string `env:"RELAIS_ANCHOR_FILE" placeholder:"FILE" help:"Append-only file that keeps, every night, where the journals stand; copy it out of reach of whoever administers the database. Default: the SQLite file with .anchors after its name; none on PostgreSQL."`
}

// anchorPath is where the journals are anchored, empty for nowhere.
func (s databaseSettings) anchorPath() string {
	if s.AnchorFile == "" && s.onSQLite() {
		return strings.TrimPrefix(s.Database, "file:") + ".anchors"
	}
	return s.AnchorFile
}

// onSQLite reports whether the database is a file.
func (s databaseSettings) onSQLite() bool {
	return !strings.HasPrefix(s.Database, "postgres://") && !strings.HasPrefix(s.Database, "postgresql://")
}

// check gathers what is wrong with the settings.
func (s databaseSettings) check(p *problems) {
	if s.onSQLite() && store.KeyFile(s.Database) == "" {
		p.add("RELAIS_DATABASE: neither the path of a file nor an address such as postgres://user:password@host:5432/relais")
	}
	switch {
	case s.DataKey != "":
		if _, _, err := store.LoadKey(s.DataKey, s.Database); err != nil {
			p.add("%v", err)
		}
	case !s.onSQLite():
		p.add("RELAIS_DATA_KEY is missing: on PostgreSQL every node and command needs the same key; make one with: openssl rand -base64 32")
	}
}

// ruleSettings are the values of the experiment that a département may set.
type ruleSettings struct {
	Timezone          string   `env:"RELAIS_TIMEZONE" default:"Europe/Paris" help:"Where civil dates and opening hours are counted."`
	ConveneWithinDays int      `env:"RELAIS_CONVENE_WITHIN_DAYS" default:"15" help:"Days from entry within which a person is convened and met."`
	OrientedWithin    int      `env:"RELAIS_ORIENTED_WITHIN_DAYS" default:"45" help:"Days from entry within which a person is oriented."`
	ContractWithin    int      `env:"RELAIS_CONTRACT_WITHIN_DAYS" default:"30" help:"Days from the orientation within which a contract is signed."`
	MissingAtMost     int      `env:"RELAIS_MISSING_OUTCOMES_AT_MOST" default:"10" help:"Share of missing outcomes, in hundredths, over which no rate of appointments is shown."`
	DurableMonths     int      `env:"RELAIS_DURABLE_MONTHS" default:"6" help:"Months after which a job that is not a CDI counts as durable."`
	SmallCell         int      `env:"RELAIS_SMALL_CELL" default:"11" help:"Number of people below which a shared figure is hidden."`
	NoticeDays        int      `env:"RELAIS_NOTICE_DAYS" default:"3" help:"Least number of days between a convocation and its appointment."`
	InviteIn          []string `env:"RELAIS_INVITE_IN" placeholder:"TERRITORY" help:"Territories, or *, where people are invited to choose the time of their first interview before one is set. Default: none."`
	InviteDays        int      `env:"RELAIS_INVITE_DAYS" default:"4" help:"Days they have to choose before the service sets a time."`
	OrientDays        int      `env:"RELAIS_ORIENT_DAYS" default:"7" help:"Days after they were met from which people without an orientation are listed."`
	ReminderDays      []int    `env:"RELAIS_REMINDER_DAYS" default:"2" help:"Days before an appointment on which it is recalled."`
	SendWindow        string   `env:"RELAIS_SEND_WINDOW" default:"Mon-Fri 09:00-19:00" help:"When messages may leave, replies excepted; write Mon-Fri,Holidays to send on public holidays too."`
	ServiceName       string   `env:"RELAIS_SERVICE_NAME" default:"Département d'Ille-et-Vilaine" help:"Who writes, as messages say it."`
	ServicePhone      string   `env:"RELAIS_SERVICE_PHONE" placeholder:"NUMBER" help:"Number that a human answers, printed where the place has none of its own."`
	ServiceSite       string   `env:"RELAIS_SERVICE_SITE" placeholder:"HOST" help:"Site on which people can check that number."`
	AllowForeign      bool     `env:"RELAIS_ALLOW_FOREIGN" help:"Send SMS to numbers outside France as well."`
}

// rules turns the settings into the domain's rules.
func (s ruleSettings) rules(p *problems) (parcours.Rules, parcours.Service) {
	zone, err := time.LoadLocation(s.Timezone)
	if err != nil || s.Timezone == "" || s.Timezone == "Local" {
		p.add("RELAIS_TIMEZONE: %q is not a time zone; write it as Europe/Paris or Indian/Reunion", s.Timezone)
		zone = time.UTC
	}
	rules := parcours.DefaultRules(zone)
	if s.ConveneWithinDays < 1 || s.ConveneWithinDays > 365 {
		p.add("RELAIS_CONVENE_WITHIN_DAYS: %d is not a number of days from 1 to 365", s.ConveneWithinDays)
	}
	s.figures(&rules, p)
	if s.NoticeDays < 0 || s.NoticeDays >= s.ConveneWithinDays {
		p.add("RELAIS_NOTICE_DAYS: %d must be 0 or more, and less than the %d days of RELAIS_CONVENE_WITHIN_DAYS", s.NoticeDays, s.ConveneWithinDays)
	}
	if len(s.InviteIn) > 0 && (s.InviteDays < 2 || s.InviteDays+s.NoticeDays >= s.ConveneWithinDays) {
		p.add("RELAIS_INVITE_DAYS: %d must be 2 or more, and leave the notice within the %d days of RELAIS_CONVENE_WITHIN_DAYS", s.InviteDays, s.ConveneWithinDays)
	}
	if s.OrientDays < 0 || s.OrientDays > 365 {
		p.add("RELAIS_ORIENT_DAYS: %d is not a number of days from 0 to 365", s.OrientDays)
	}
	for _, days := range s.ReminderDays {
		if days < 1 || days > 30 {
			p.add("RELAIS_REMINDER_DAYS: %d is not a number of days from 1 to 30", days)
		}
	}
	window, err := parseWindow(s.SendWindow)
	if err != nil {
		p.add("RELAIS_SEND_WINDOW: %v", err)
	}
	rules.ConveneWithinDays = s.ConveneWithinDays
	rules.NoticeDays = s.NoticeDays
	rules.InviteIn = s.InviteIn
	rules.InviteDays = s.InviteDays
	rules.ReminderDays = s.ReminderDays
	rules.OrientAfterDays = s.OrientDays
	rules.Window = window
	rules.AllowForeign = s.AllowForeign
	return rules, parcours.Service{Name: s.ServiceName, Phone: s.ServicePhone, Site: s.ServiceSite}
}

// figures sets the values that figures are counted by; what is not set keeps its default.
func (s ruleSettings) figures(rules *parcours.Rules, p *problems) {
	for _, v := range []struct {
		name string
		set  int
		in   *int
	}{
		{"RELAIS_ORIENTED_WITHIN_DAYS", s.OrientedWithin, &rules.OrientedWithinDays},
		{"RELAIS_CONTRACT_WITHIN_DAYS", s.ContractWithin, &rules.ContractWithinDays},
		{"RELAIS_MISSING_OUTCOMES_AT_MOST", s.MissingAtMost, &rules.MissingOutcomesAtMost},
		{"RELAIS_DURABLE_MONTHS", s.DurableMonths, &rules.DurableMonths},
		{"RELAIS_SMALL_CELL", s.SmallCell, &rules.SmallCell},
	} {
		switch {
		case v.set < 0 || v.set > 365:
			p.add("%s: %d is not a number from 1 to 365", v.name, v.set)
		case v.set > 0:
			*v.in = v.set
		}
	}
}

var weekdays = map[string]time.Weekday{
	"sun": time.Sunday, "mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday,
	"thu": time.Thursday, "fri": time.Friday, "sat": time.Saturday,
}

// parseWindow reads "Mon-Fri 09:00-19:00", "Mon,Wed 09:00-12:00" or
// "Mon-Sun,Holidays 00:00-24:00".
func parseWindow(text string) (parcours.Window, error) {
	wrong := fmt.Errorf("%q is not a sending window; write it as \"Mon-Fri 09:00-19:00\"", text)
	days, hours, ok := strings.Cut(strings.TrimSpace(text), " ")
	if !ok {
		return parcours.Window{}, wrong
	}
	var window parcours.Window
	for part := range strings.SplitSeq(strings.ToLower(days), ",") {
		if part == "holidays" {
			window.Holidays = true
			continue
		}
		first, last, isRange := strings.Cut(part, "-")
		from, known := weekdays[first]
		if !known {
			return parcours.Window{}, wrong
		}
		to := from
		if isRange {
			if to, known = weekdays[last]; !known {
				return parcours.Window{}, wrong
			}
		}
		for day := from; ; day = (day + 1) % 7 {
			window.Days = append(window.Days, day)
			if day == to {
				break
			}
		}
	}
	if len(window.Days) == 0 {
		return parcours.Window{}, wrong
	}
	from, to, _ := strings.Cut(strings.TrimSpace(hours), "-")
	var err error
	if window.From, err = parseMinutes(from); err != nil {
		return parcours.Window{}, wrong
	}
	if window.To, err = parseMinutes(to); err != nil || window.To <= window.From {
		return parcours.Window{}, wrong
	}
	return window, nil
}

// parseMinutes reads "09:00" as minutes after midnight; "24:00" ends the day.
func parseMinutes(text string) (int, error) {
	hour, minute, ok := strings.Cut(text, ":")
	h, err := strconv.Atoi(hour)
	m, err2 := strconv.Atoi(minute)
	if !ok || err != nil || err2 != nil || h < 0 || h > 24 || m < 0 || m > 59 || h*60+m > 24*60 {
		return 0, errors.New("not a time")
	}
	return h*60 + m, nil
}

// twilioSettings configure SMS.
type twilioSettings struct {
	AccountSID          string  `name:"twilio-account-sid" env:"RELAIS_TWILIO_ACCOUNT_SID" placeholder:"AC…" help:"Account. Without it no SMS is sent."`
	AuthToken           string  `name:"twilio-auth-token" env:"RELAIS_TWILIO_AUTH_TOKEN" placeholder:"TOKEN" help:"Primary token; it also signs the webhooks."`
	AuthTokenPrevious   string  `name:"twilio-auth-token-previous" env:"RELAIS_TWILIO_AUTH_TOKEN_PREVIOUS" placeholder:"TOKEN" help:"Former token, still accepted on webhooks while it is being replaced."`
	From                string  `name:"twilio-from" env:"RELAIS_TWILIO_FROM" placeholder:"SENDER" help:"Short code, number or alphanumeric sender."`
	MessagingServiceSID string  `name:"twilio-messaging-service-sid" env:"RELAIS_TWILIO_MESSAGING_SERVICE_SID" placeholder:"MG…" help:"Messaging Service, instead of a sender."`
	APIURL              string  `name:"twilio-api-url" env:"RELAIS_TWILIO_API_URL" default:"https://api.twilio.com" help:"Where Twilio's API answers."`
	TwoWay              string  `name:"twilio-two-way" env:"RELAIS_TWILIO_TWO_WAY" default:"auto" help:"Can people answer the sender: true, false, or auto (true unless the sender is alphanumeric)."`
	PartsPerSecond      float64 `name:"twilio-parts-per-second" env:"RELAIS_TWILIO_PARTS_PER_SECOND" default:"-1" help:"SMS parts that leave each second; 0 for no limit. Default: 1, or no limit when the API is on this machine."`
}

var (
	accountSIDForm   = regexp.MustCompile(`^AC[0-9a-zA-Z]+$`)
	alphanumericForm = regexp.MustCompile(`^[A-Za-z0-9 _&+-]*[A-Za-z][A-Za-z0-9 _&+-]*$`)
)

func (s twilioSettings) configured() bool { return s.AccountSID != "" || s.AuthToken != "" }

// twoWay resolves the capability of the sender.
func (s twilioSettings) twoWay() bool {
	if s.TwoWay == "auto" || s.TwoWay == "" {
		return s.From == "" || !alphanumericForm.MatchString(s.From)
	}
	yes, _ := strconv.ParseBool(s.TwoWay)
	return yes
}

// partsPerSecond resolves the pace; 0 means no limit.
func (s twilioSettings) partsPerSecond() float64 {
	if s.PartsPerSecond >= 0 {
		return s.PartsPerSecond
	}
	if onThisMachine(s.APIURL) {
		return 0
	}
	return 1
}

func (s twilioSettings) check(p *problems) {
	if !s.configured() {
		return
	}
	if !accountSIDForm.MatchString(s.AccountSID) {
		p.add("RELAIS_TWILIO_ACCOUNT_SID: expected AC followed by letters and digits; copy it from the Twilio console")
	}
	if s.AuthToken == "" {
		p.add("RELAIS_TWILIO_AUTH_TOKEN is missing; copy the primary token from the Twilio console")
	}
	if (s.From == "") == (s.MessagingServiceSID == "") {
		p.add("set one of RELAIS_TWILIO_FROM and RELAIS_TWILIO_MESSAGING_SERVICE_SID")
	}
	if s.TwoWay != "auto" && s.TwoWay != "" {
		if _, err := strconv.ParseBool(s.TwoWay); err != nil {
			p.add("RELAIS_TWILIO_TWO_WAY: %q is neither true, false nor auto", s.TwoWay)
		}
	}
	if s.From != "" && alphanumericForm.MatchString(s.From) && s.twoWay() {
		p.add("RELAIS_TWILIO_TWO_WAY is true, but nobody can answer the alphanumeric sender of RELAIS_TWILIO_FROM; set it to false or use a short code")
	}
	checkURL(p, "RELAIS_TWILIO_API_URL", s.APIURL)
}

// telegramSettings configure the bot's channel.
type telegramSettings struct {
	Token         string `name:"telegram-token" env:"RELAIS_TELEGRAM_TOKEN" placeholder:"TOKEN" help:"Bot token. Without it Telegram is not used."`
	APIURL        string `name:"telegram-api-url" env:"RELAIS_TELEGRAM_API_URL" default:"https://api.telegram.org" help:"Where the Bot API answers."`
	Mode          string `name:"telegram-mode" env:"RELAIS_TELEGRAM_MODE" default:"poll" help:"poll, or webhook when Relais has a public address."`
	WebhookSecret string `name:"telegram-webhook-secret" env:"RELAIS_TELEGRAM_WEBHOOK_SECRET" placeholder:"SECRET" help:"Secret that Telegram repeats on each webhook."`
}

var (
	botTokenForm = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)
	secretForm   = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)
)

func (s telegramSettings) configured() bool { return s.Token != "" }

func (s telegramSettings) check(p *problems) {
	if !s.configured() {
		return
	}
	if !botTokenForm.MatchString(s.Token) {
		p.add("RELAIS_TELEGRAM_TOKEN: expected digits, a colon and letters, as BotFather gave it")
	}
	switch s.Mode {
	case "poll":
	case "webhook":
		if !secretForm.MatchString(s.WebhookSecret) {
			p.add("RELAIS_TELEGRAM_WEBHOOK_SECRET: webhook mode needs 1 to 256 letters, digits, _ or -")
		}
	default:
		p.add("RELAIS_TELEGRAM_MODE: %q is neither poll nor webhook", s.Mode)
	}
	checkURL(p, "RELAIS_TELEGRAM_API_URL", s.APIURL)
}

func checkURL(p *problems, name, text string) {
	address, err := url.Parse(text)
	if err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https" {
		p.add("%s: %q is not an address such as https://relais.exemple.fr", name, text)
	}
}

// telegramPace is how many messages the bot sends each second: 25, under the 30
// or so that Telegram allows, or no limit when the API is on this machine.
func telegramPace(apiURL string) float64 {
	if onThisMachine(apiURL) {
		return 0
	}
	return 25
}

// onThisMachine reports whether an address leads to the loopback.
func onThisMachine(text string) bool {
	address, err := url.Parse(text)
	if err != nil {
		return false
	}
	ip := net.ParseIP(address.Hostname())
	return address.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}
