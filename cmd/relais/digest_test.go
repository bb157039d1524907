package main

import (
	"encoding/base64"
	"errors"
	"io"
	"log"
	"log/slog"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"relais/parcours"
	"relais/store/storetest"
)

// relayHost is an SMTP server on the loopback that takes what it is given, or refuses
// as told.
type relayHost struct {
	address string

	mu      sync.Mutex
	refuses *smtp.SMTPError
	taken   []string
}

func newRelayHost(t *testing.T) *relayHost {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host := &relayHost{address: listener.Addr().String()}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &relaySession{host: host}, nil }))
	server.Domain, server.ErrorLog = "localhost", log.New(io.Discard, "", 0)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return host
}

type relaySession struct{ host *relayHost }

func (*relaySession) Reset()                               {}
func (*relaySession) Logout() error                        { return nil }
func (*relaySession) Mail(string, *smtp.MailOptions) error { return nil }
func (*relaySession) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (s *relaySession) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.host.mu.Lock()
	defer s.host.mu.Unlock()
	if s.host.refuses != nil {
		return s.host.refuses
	}
	s.host.taken = append(s.host.taken, string(text))
	return nil
}

func (h *relayHost) refuse(err *smtp.SMTPError) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.refuses = err
}

// raw is what was taken, headers included, as relays on the way keep it.
func (h *relayHost) raw() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Join(h.taken, "\n")
}

// mails are what was taken, as readers see it.
func (h *relayHost) mails(t *testing.T) []string {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	var all []string
	for _, raw := range h.taken {
		m, err := mail.ReadMessage(strings.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		if err != nil {
			t.Fatal(err)
		}
		var body io.Reader = m.Body
		switch m.Header.Get("Content-Transfer-Encoding") {
		case "quoted-printable":
			body = quotedprintable.NewReader(m.Body)
		case "base64":
			body = base64.NewDecoder(base64.StdEncoding, m.Body)
		}
		text, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, m.Header.Get("To")+"\n"+subject+"\n"+string(text))
	}
	return all
}

// TestMorningMailSaysHowMuchWaitsAndNobodysName drives the job of a real node, with a
// real SMTP server: neither the text, nor its headers, nor the log of a relay that refuses
// and quotes names anybody whom the mail is about.
func TestMorningMailSaysHowMuchWaitsAndNobodysName(t *testing.T) {
	t.Parallel()
	host := newRelayHost(t)
	d := &demo{command: &demoCommand{Seed: 1, Exit: true}, folder: t.TempDir()}
	for _, l := range []*net.Listener{&d.console, &d.phones, &d.post} {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = listener.Close() })
		*l = listener
	}
	zone := storetest.Rules(t).Zone
	now := time.Date(2026, 5, 5, 8, 5, 0, 0, zone) // a Tuesday
	s := d.settings()
	s.Database, s.DigestAt, s.SMTPURL = filepath.Join(t.TempDir(), "relais.db"), "07:45", "smtp://"+host.address+"?from=relais@exemple.fr&starttls=off"
	var log strings.Builder
	n, err := newNode(t.Context(), s, nodeOptions{now: func() time.Time { return now }, log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = n.store.Close() })
	if _, err := n.store.CreateAccount(t.Context(), now, parcours.Account{Email: "coordination@exemple.fr", Role: parcours.AccountCoordinator}); err != nil {
		t.Fatal(err)
	}
	_, err = n.store.ImportPeople(t.Context(), now, parcours.ImportBatch{ID: "b", Kind: "people"}, []parcours.PersonRow{
		{Row: parcours.Row{Line: 2}, FirstName: "Maëlys", LastName: "Quillien", InternalID: "INT-881", Phones: []parcours.Phone{{E164: "+33639980144", Kind: parcours.PhoneMobile}}, EnteredOn: parcours.NewDate(2026, 4, 15)},
	}, false)
	if err != nil {
		t.Fatal(err)
	}
	job := n.digestJob()
	run := func(at time.Time) {
		t.Helper()
		if err := job.Run(t.Context(), at); err != nil {
			t.Fatal(err)
		}
	}
	for _, quiet := range []time.Time{
		time.Date(2026, 5, 5, 7, 40, 0, 0, zone), time.Date(2026, 5, 5, 13, 0, 0, 0, zone), // too early, too late
		time.Date(2026, 5, 3, 8, 0, 0, 0, zone), time.Date(2026, 5, 1, 8, 0, 0, 0, zone), time.Date(2026, 5, 8, 8, 0, 0, 0, zone), // a Sunday, two holidays
	} {
		run(quiet)
	}
	if got := host.mails(t); len(got) != 0 {
		t.Fatalf("outside working mornings: %q", got)
	}
	const quoting = "<coordination@exemple.fr> is busy with Quillien Maëlys 0639980144 INT-881"
	host.refuse(&smtp.SMTPError{Code: 451, Message: quoting})
	run(now)
	run(now.Add(5 * time.Minute))
	host.refuse(nil)
	run(now.Add(20 * time.Minute))
	run(now.Add(25 * time.Minute))
	got := host.mails(t)
	if len(got) != 1 {
		t.Fatalf("%d e-mails, want one: it was refused, then taken once", len(got))
	}
	for _, want := range []string{"coordination@exemple.fr", "Ce qui vous attend, mardi 5 mai", "Sans référent : 1", "/listes/no_referent", "/compte#matin"} {
		if !strings.Contains(got[0], want) {
			t.Errorf("%q is not in:\n%s", want, got[0])
		}
	}
	host.refuse(&smtp.SMTPError{Code: 550, Message: quoting})
	run(now.AddDate(0, 0, 1)) // given up for the day
	for n, name := range []string{"coordination@exemple.fr", "Quillien", "QUILLIEN", "Maëlys", "Ma=C3=ABlys", "0639980144", "INT-881"} {
		// the reader's own address is in the mail, and nowhere else
		if n > 0 && strings.Contains(got[0]+host.raw(), name) {
			t.Errorf("the e-mail says %q:\n%s", name, host.raw())
		}
		if strings.Contains(log.String(), name) {
			t.Errorf("the log says %q:\n%s", name, log.String())
		}
	}
	if fresh, err := n.store.RaiseIncident(t.Context(), parcours.Incident{Key: "digest_failed/2026-05-06", Kind: "digest_failed", At: now}); fresh || err != nil {
		t.Errorf("nobody was told of what was refused for good: %v", err)
	}
}

func TestDigestSettingsAreChecked(t *testing.T) {
	t.Parallel()
	var p problems
	digestSettings{}.check(&p, "")
	if err := p.err(); err != nil {
		t.Errorf("off by default: %v", err)
	}
	digestSettings{DigestAt: "25h"}.check(&p, "")
	partnerSettings{PartnerNetworks: []string{"10.0.0.0/8", "everywhere", "0.0.0.0/0"}}.networks(&p, "https://relais.exemple.fr")
	invalid := (*settingsError)(nil)
	if err := p.err(); !errors.As(err, &invalid) || len(invalid.problems) != 4 {
		t.Errorf("got %v, want four problems", err)
	}
}
