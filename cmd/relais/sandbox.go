package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"relais/parcours"
	"relais/sandbox"
)

// sandboxCommand runs the loopback providers alone, in real time, so that a service that
// was installed as the real one is can be tried before it has any account.
type sandboxCommand struct {
	Listen string `default:"127.0.0.1:8081" placeholder:"HOST:PORT" help:"Where the loopback Twilio and Telegram answer, and the phones in the browser."`
	Mail   string `default:"127.0.0.1:8025" placeholder:"HOST:PORT" help:"Where the loopback e-mail relay answers."`
	Relais string `default:"http://127.0.0.1:8080" placeholder:"URL" help:"RELAIS_PUBLIC_URL of the service that is tried."`
	Sender string `default:"38035" help:"What SMS leave from: a short code, or letters such as RELAIS35 to see what people read when they cannot answer."`
	People int    `default:"60" help:"People of the invented territory."`
	Out    string `placeholder:"DIR" help:"Write the files to import and the settings of the providers, essai.env, into this folder."`
}

// sandboxSeed makes the same people each time.
const sandboxSeed = 35

// Run answers until it is stopped. Nothing is kept.
func (c *sandboxCommand) Run(ctx context.Context, out *output) error {
	if c.People < 1 || c.People > 5000 {
		return fmt.Errorf("--people: %d is not from 1 to 5000", c.People)
	}
	api, err := listen(c.Listen)
	if err != nil {
		return err
	}
	defer api.Close()
	post, err := listen(c.Mail)
	if err != nil {
		return err
	}
	defer post.Close()
	pilot := sandbox.Generate(sandboxSeed, parcours.DateOf(time.Now(), time.Local), c.People, 2)
	sid, token := loopbackAccount(sandboxSeed)
	world := sandbox.New(sandbox.Options{
		Seed: sandboxSeed, Start: time.Now(), Speed: 1, Quiet: true, Pilot: pilot, Console: c.Relais,
		Twilio:   sandbox.TwilioAccount{SID: sid, Token: token, Sender: c.Sender, Webhook: strings.TrimSuffix(c.Relais, "/") + "/webhooks/twilio/message"},
		Telegram: sandbox.TelegramBot{Token: demoBotToken, Username: demoBotName, Name: "Relais"},
	})
	settings := c.settings(sid, token, api.Addr().String(), post.Addr().String())
	if c.Out == "" {
		_, err = io.WriteString(out.stdout, settings)
	} else {
		err = c.write(pilot, settings)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(out.stderr, "Opérateurs d'essai en place : aucun message ne sort de cette machine. Téléphones : http://%s\n", api.Addr())
	return c.serve(ctx, world, api, post)
}

// serve is the world until ctx ends.
func (c *sandboxCommand) serve(ctx context.Context, world *sandbox.Sandbox, api, post net.Listener) error {
	events := startComponent(ctx, "events", world.Queue.Run)
	defer events.stop()
	mail := startComponent(ctx, "mail", func(ctx context.Context) error { return world.Mail.Serve(ctx, post) })
	defer mail.stop()
	server := &http.Server{Handler: world.Handler(), ReadHeaderTimeout: 10 * time.Second}
	stopped := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stopped()
	if err := server.Serve(api); ctx.Err() == nil {
		return err
	}
	return nil
}

// settings are those of a service that uses these providers, as systemd and a shell
// both read them. Nobody is woken up: messages may leave at any hour.
func (c *sandboxCommand) settings(sid, token, api, post string) string {
	return fmt.Sprintf(`RELAIS_TWILIO_ACCOUNT_SID=%s
RELAIS_TWILIO_AUTH_TOKEN=%s
RELAIS_TWILIO_FROM=%s
RELAIS_TWILIO_API_URL=http://%s
RELAIS_TELEGRAM_TOKEN=%s
RELAIS_TELEGRAM_API_URL=http://%s
RELAIS_SMTP_URL="smtp://%s?from=relais@exemple.fr&starttls=off"
RELAIS_SEND_WINDOW="Mon-Sun,Holidays 00:00-24:00"
`, sid, token, c.Sender, api, demoBotToken, api, post)
}

// write puts the settings and what a coordinator would import into the folder.
func (c *sandboxCommand) write(pilot sandbox.Pilot, settings string) error {
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return err
	}
	for name, data := range map[string][]byte{
		"essai.env":         []byte(settings),
		"referents.csv":     pilot.ReferentsFile(),
		"creneaux.csv":      pilot.SlotsFile(),
		"beneficiaires.csv": pilot.PeopleFile(parcours.Date{}, pilot.Start),
	} {
		if err := os.WriteFile(filepath.Join(c.Out, name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
