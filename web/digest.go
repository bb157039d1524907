package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"relais/parcours"
)

// DigestChoices are whether accounts want the morning's e-mail.
type DigestChoices interface {
	WantsDigest(ctx context.Context, accountID string) (bool, error)
	SetDigest(ctx context.Context, accountID string, wants bool) error
}

const accessDigest = "set_digest"

// digested are the roles that a morning's e-mail is for.
var digested = []parcours.AccountRole{parcours.AccountCoordinator, parcours.AccountReferent}

// Digest writes a morning's e-mail: counts and where to look, and no word about anybody.
func (s *Server) Digest(d parcours.Digest) (subject, body string) {
	p := s.page(&visit{lang: parcours.French, now: s.clock(), here: "/"}, "", "")
	var lines []string
	say := func(n int, key, path string) {
		if n > 0 {
			lines = append(lines, "- "+p.N("digest."+key, n)+"\n  "+s.publicAddress(path))
		}
	}
	say(d.Questions, "questions", "/file")
	if d.Overdue > 0 {
		lines[len(lines)-1] = strings.Replace(lines[len(lines)-1], "\n", p.N("digest.overdue", d.Overdue)+"\n", 1)
	}
	say(d.Hindered, "hindered", "/file")
	say(d.Jobs, "jobs", "/file")
	for _, list := range parcours.WorkLists() {
		if n := d.Lists[list]; n > 0 {
			lines = append(lines, "- "+p.T("list."+string(list)+".title")+" : "+p.Number(n)+"\n  "+s.publicAddress("/listes/"+string(list)))
		}
	}
	say(d.Leavers, "leavers", "/sorties")
	say(d.Upstream, "upstream", "/rdv-solidarites")
	body = p.T("digest.hello", "day", p.words.day(d.Day, d.Day)) + "\n\n" + strings.Join(lines, "\n") + "\n\n"
	if d.Today > 0 {
		body += p.N("digest.today", d.Today) + "\n\n"
	}
	return p.T("digest.subject", "day", p.words.day(d.Day, d.Day)), body + p.T("digest.bye", "link", s.publicAddress("/compte#matin")) + "\n"
}

// offersDigest reports whether the reader may have a morning's e-mail here.
func (s *Server) offersDigest(v *visit) bool {
	return s.digests && slices.Contains(digested, v.account.Role)
}

// setDigest keeps whether the reader wants the morning's e-mail.
func (s *Server) setDigest(w http.ResponseWriter, r *http.Request, v *visit) error {
	if !s.offersDigest(v) {
		return parcours.ErrNotFound
	}
	if err := s.store.SetDigest(r.Context(), v.account.ID, r.PostFormValue("wants") == "yes"); err != nil {
		return fmt.Errorf("keep the choice: %w", err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessDigest, v.account.ID); err != nil {
		return fmt.Errorf("keep the author: %w", err)
	}
	return s.done(w, r, "flash.fact", "/compte#matin")
}
