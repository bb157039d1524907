package sandbox_test

import (
	"context"
	"net"
	"net/smtp"
	"testing"

	"relais/sandbox"
)

func TestMailIsKeptAndReadable(t *testing.T) {
	t.Parallel()
	s, _ := newSandbox(t, nil)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error)
	go func() { served <- s.Mail.Serve(ctx, listener) }()
	message := "From: Relais <relais@exemple.fr>\r\nTo: anne.morel@exemple.fr\r\nSubject: =?UTF-8?Q?Question_de_Ma=C3=ABlys?=\r\n" +
		"MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=xyz\r\n\r\n" +
		"--xyz\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>non</p>\r\n" +
		"--xyz\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nFaut-il amener quelque chose =C3=A0 signer ?\r\n--xyz--\r\n"
	auth := smtp.PlainAuth("", "relais", "secret", "127.0.0.1")
	if err := smtp.SendMail(listener.Addr().String(), auth, "relais@exemple.fr", []string{"anne.morel@exemple.fr"}, []byte(message)); err != nil {
		t.Fatal(err)
	}
	stop()
	if err := <-served; err != nil {
		t.Errorf("Serve ended with %v", err)
	}
	got := s.Mail.For("Anne.Morel@exemple.fr")
	want := sandbox.Mail{Subject: "Question de Maëlys", Text: "Faut-il amener quelque chose à signer ?"}
	if len(got) != 1 || got[0].Subject != want.Subject || got[0].Text != want.Text || !got[0].At.Equal(start) {
		t.Errorf("got %+v", got)
	}
}
