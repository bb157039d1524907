package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"relais/notifier/telegram"
	"relais/notifier/twilio"
)

func exists(path string) bool {
	_, err := os.Stat(strings.TrimPrefix(path, "file:"))
	return err == nil
}

// Free space under which a database is about to stop, and under which somebody should
// already know.
const (
	diskShort = 200 << 20
	diskLow   = 2 << 30
)

func (e *examiner) disk(context.Context) []finding {
	if !e.onSQLite() {
		return nil
	}
	const name = "disque"
	folder := filepath.Dir(strings.TrimPrefix(e.Database, "file:"))
	var there syscall.Statfs_t
	if err := syscall.Statfs(folder, &there); err != nil {
		return []finding{{name, verdictWarn, "on ne sait pas ce qui reste de place", fmt.Sprintf("le dossier %s doit exister et se laisser lire.", folder)}}
	}
	free := int64(there.Bavail) * int64(there.Bsize) //nolint:gosec // a disk of 8 EB is not expected
	found := fmt.Sprintf("%.1f Go libres", float64(free)/1e9)
	switch {
	case free < diskShort:
		return []finding{{name, verdictBad, found, "faites de la place : sans elle, plus rien n'est reçu ni envoyé."}}
	case free < diskLow:
		return []finding{{name, verdictWarn, found, "faites de la place, ou agrandissez le disque."}}
	}
	return []finding{{name, verdictGood, found, ""}}
}

// clockWithin is how far the clock may be from a provider's: the header has seconds, and
// the answer takes one.
const clockWithin = 5 * time.Second

// clock compares the machine's time with the one a provider's answer bears.
func (e *examiner) clock(ctx context.Context) []finding {
	const name = "horloge"
	api := ""
	switch {
	case e.twilioSettings.configured():
		api = e.twilioSettings.APIURL
	case e.telegramSettings.configured():
		api = e.telegramSettings.APIURL
	default:
		return []finding{{name, verdictNone, "aucun opérateur pour la comparer", ""}}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodHead, api, http.NoBody)
	if err != nil {
		return []finding{{name, verdictWarn, "pas comparée", asText(err)}}
	}
	asked := e.now()
	answer, err := e.http.Do(r)
	if err != nil {
		return []finding{{name, verdictWarn, "pas comparée : l'opérateur ne répond pas", "vérifiez le réseau, un pare-feu ou un mandataire, et l'adresse de l'API."}}
	}
	_ = answer.Body.Close()
	theirs, err := http.ParseTime(answer.Header.Get("Date"))
	if err != nil {
		return []finding{{name, verdictWarn, "pas comparée : l'opérateur ne dit pas l'heure", ""}}
	}
	ours := asked.Add(e.now().Sub(asked) / 2)
	if off := ours.Sub(theirs.Add(500 * time.Millisecond)); off.Abs() > clockWithin {
		return []finding{{name, verdictBad, fmt.Sprintf("%.0f secondes d'écart avec l'opérateur", off.Seconds()), "mettez-la à l'heure (timedatectl set-ntp true) : rappels, signatures et codes de connexion en dépendent."}}
	}
	return []finding{{name, verdictGood, "celle de l'opérateur", ""}}
}

func (e *examiner) sms(ctx context.Context) []finding {
	if e.senders.twilio == nil {
		return []finding{{"SMS", verdictNone, "pas d'opérateur", "sans RELAIS_TWILIO_ACCOUNT_SID, RELAIS_TWILIO_AUTH_TOKEN et RELAIS_TWILIO_FROM, aucun SMS ne part."}}
	}
	found := []finding{smsSender(ctx, "SMS", e.senders.twilio)}
	if e.senders.second != nil {
		found = append(found, smsSender(ctx, "SMS, relève", e.senders.second))
	}
	return found
}

func smsSender(ctx context.Context, name string, s *twilio.Sender) finding {
	standing, err := s.Standing(ctx)
	switch {
	case err != nil:
		return finding{name, verdictBad, "l'opérateur refuse ou ne répond pas", asText(err) + " ; vérifiez le compte et son jeton (RELAIS_TWILIO_ACCOUNT_SID, RELAIS_TWILIO_AUTH_TOKEN)."}
	case !standing.Active:
		return finding{name, verdictBad, "le compte est suspendu ou fermé", "voyez la console de Twilio : facture impayée, ou usage contesté."}
	case standing.Known && !standing.Owned:
		return finding{name, verdictBad, "l'expéditeur n'est pas à ce compte", "vérifiez RELAIS_TWILIO_FROM : il s'écrit +33… ou, pour un numéro court, 38000."}
	case standing.Trial:
		return finding{name, verdictWarn, "compte d'essai", "il n'écrit qu'aux numéros vérifiés : passez-le en compte payant avant d'importer."}
	case !standing.Known:
		return finding{name, verdictGood, "compte actif ; un expéditeur en lettres ou un service ne se vérifie qu'en envoyant", ""}
	}
	return finding{name, verdictGood, "compte actif, expéditeur à nous", ""}
}

func (e *examiner) chat(ctx context.Context) []finding {
	const name = "Telegram"
	if e.senders.telegram == nil {
		return []finding{{name, verdictNone, "pas de bot", ""}}
	}
	bot, err := e.senders.telegram.UserName(ctx)
	if errors.Is(err, telegram.ErrToken) {
		return []finding{{name, verdictBad, "le jeton est refusé", "demandez-le de nouveau à @BotFather (/token), et réglez RELAIS_TELEGRAM_TOKEN."}}
	}
	if err != nil {
		return []finding{{name, verdictBad, "ne répond pas", asText(err)}}
	}
	standing, err := e.senders.telegram.Standing(ctx)
	want := ""
	if e.Mode == "webhook" {
		want = e.publicURL() + "/webhooks/telegram"
	}
	switch {
	case err != nil:
		return []finding{{name, verdictBad, "ne dit pas où il appelle", asText(err)}}
	case standing.URL != want && standing.URL == "":
		return []finding{{name, verdictWarn, "@" + bot + ", pas encore appelé à notre adresse", "le service la donne en démarrant ; s'il tourne, voyez son journal."}}
	case standing.URL != want:
		return []finding{{name, verdictBad, "@" + bot + " appelle une autre adresse", "un autre service se sert du même bot : chacun doit avoir le sien."}}
	case !standing.FailedAt.IsZero() && e.now().Sub(standing.FailedAt) < time.Hour:
		return []finding{{name, verdictWarn, fmt.Sprintf("@%s, un appel a échoué depuis une heure, %d messages attendent", bot, standing.Pending), "vérifiez que RELAIS_PUBLIC_URL se laisse joindre de l'extérieur, avec un certificat reconnu."}}
	}
	return []finding{{name, verdictGood, "@" + bot, ""}}
}

func (e *examiner) email(ctx context.Context) []finding {
	const name = "courriel"
	if e.senders.email == nil {
		return []finding{{name, verdictNone, "pas de relais", "sans RELAIS_SMTP_URL, les référents sans Telegram ne voient les questions que dans la console."}}
	}
	if err := e.senders.email.Reach(ctx); err != nil {
		return []finding{{name, verdictBad, "le relais refuse ou ne répond pas", asText(err)}}
	}
	return []finding{{name, verdictGood, "le relais nous laisse entrer", ""}}
}

// address calls our own webhook from outside in: through the name, the certificate and
// the proxy that providers go through.
func (e *examiner) address(ctx context.Context) []finding {
	const name = "adresse publique"
	public := e.publicURL()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, public+"/healthz", http.NoBody)
	if err != nil {
		return []finding{{name, verdictBad, public, asText(err)}}
	}
	answer, err := e.http.Do(r)
	if err != nil {
		return []finding{{name, verdictBad, public + " ne répond pas", "démarrez le service ; s'il tourne, vérifiez le nom, le certificat et le mandataire (RELAIS_PUBLIC_URL)."}}
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return []finding{{name, verdictBad, fmt.Sprintf("%s répond %d", public, answer.StatusCode), "autre chose que Relais répond là : vérifiez le mandataire."}}
	}
	found := []finding{{name, verdictGood, public, ""}}
	if strings.HasPrefix(public, "http://") && !onThisMachine(public) {
		found[0] = finding{name, verdictWarn, public + ", en clair", "mettez un mandataire avec un certificat devant Relais, et https:// dans RELAIS_PUBLIC_URL."}
	}
	if e.senders.twilio != nil {
		found = append(found, signature(ctx, e.senders.twilio))
	}
	return found
}

func signature(ctx context.Context, s *twilio.Sender) finding {
	const name = "signatures"
	status, err := s.Knock(ctx)
	switch {
	case err != nil:
		return finding{name, verdictBad, "l'appel signé n'arrive pas", asText(err)}
	case status == http.StatusNoContent:
		return finding{name, verdictGood, "un appel signé comme par Twilio est reconnu", ""}
	case status == http.StatusForbidden:
		return finding{name, verdictBad, "un appel signé comme par Twilio est refusé", "le service ne connaît pas la même adresse ou le même jeton, ou le mandataire change le chemin ou le corps : RELAIS_PUBLIC_URL et RELAIS_TWILIO_AUTH_TOKEN doivent être ceux du service."}
	}
	return finding{name, verdictBad, fmt.Sprintf("l'appel signé reçoit %d", status), "vérifiez ce que le mandataire fait de POST /webhooks/twilio/message."}
}
