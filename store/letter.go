package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

const columnLetter = "letter.content_sealed"

// onItsWayFor is how long after a message left it is given to prove itself before
// a letter doubles it.
const onItsWayFor = 24 * time.Hour

// LettersDue returns the letters that should be written, by date of entry: those
// that wait in the letter list, and the convocations that nothing proves although
// the person's deadline is Rules.LetterBeforeDays away or nearer. Those that
// cannot be written are among them, with the obstacle. A referent sees their own
// people, the coordinator everybody.
func (s *Store) LettersDue(ctx context.Context, now time.Time, actor parcours.Actor, f parcours.Filter) ([]parcours.DueLetter, error) {
	var due []parcours.DueLetter
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		var err error
		due, err = tx.lettersDue(ctx, now, actor, f)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("letters due: %w", err)
	}
	return due, nil
}

func (tx *tx) lettersDue(ctx context.Context, now time.Time, actor parcours.Actor, f parcours.Filter) ([]parcours.DueLetter, error) {
	today := tx.today(now)
	rows, err := tx.LettersWanted(ctx, gen.LettersWantedParams{
		Now: millis(now), EnteredBy: today.AddDays(tx.rules.LetterBeforeDays - tx.rules.ConveneWithinDays).String(), Territory: f.TerritoryID,
		SeesAll: actor.SeesAll(), ProfessionalID: null(actor.ProfessionalID), Today: today.String(),
	})
	if err != nil {
		return nil, err
	}
	var unproved []string
	for _, r := range rows {
		if r.ListedID == "" {
			unproved = append(unproved, r.NotificationID)
		}
	}
	tries, err := tx.triesOfAll(ctx, unproved)
	if err != nil {
		return nil, err
	}
	var due []parcours.DueLetter
	for _, r := range rows {
		entered := date(r.EnteredOn)
		d := parcours.DueLetter{
			NotificationID: r.NotificationID, Kind: r.Kind, PersonID: r.PersonID,
			Name:      parcours.Professional{FirstName: r.FirstName, LastName: r.LastName}.Name(),
			Territory: r.Territory,
			Referent:  parcours.Professional{FirstName: r.ReferentFirstName, LastName: r.ReferentLastName}.Name(),
			Deadline:  tx.rules.Deadline(entered), Colour: tx.rules.Clock(entered, date(r.ConvenedOn), today),
			StartsAt: instant(r.StartsAt), Reason: parcours.LetterListed, Loss: parcours.LossCause(r.ContactLoss),
		}
		address, obstacle := parcours.PostalBlock(r.Address, r.Postcode, r.City)
		if d.Obstacle = obstacle; obstacle == parcours.LetterPossible && !tx.rules.PostArrives(now).Before(parcours.DateOf(d.StartsAt, tx.rules.Zone)) {
			d.Obstacle = parcours.LetterTooLate
		}
		if r.ListedID == "" {
			wanted, cameBack := tx.unreached(now, tries[r.NotificationID], address)
			if !wanted {
				continue
			}
			if d.Reason = parcours.LetterUnreached; cameBack && d.Obstacle == parcours.LetterPossible {
				d.Obstacle = parcours.LetterCameBack
			}
		}
		due = append(due, d)
	}
	return due, nil
}

// unreached reports whether a convocation that nothing proves is worth a letter:
// none is on its way, neither by post nor by a message of the day. cameBack: the
// last letter to this address was returned.
func (c *core) unreached(now time.Time, tries []try, address []string) (wanted, cameBack bool) {
	for _, a := range tries {
		state := a.state
		switch {
		case a.channel == parcours.ChannelLetter:
			if state == parcours.AttemptSent || state == parcours.AttemptQueued {
				return false, false
			}
			cameBack = cameBack || state == parcours.AttemptUndeliveredPerm && a.addressIndex == c.postIndex(address)
		case !a.channel.Automatic():
		case state == parcours.AttemptQueued, state == parcours.AttemptClaimed, state == parcours.AttemptSending:
			return false, false
		case state == parcours.AttemptAccepted || state == parcours.AttemptSent || state == parcours.AttemptUnknown:
			if instant(a.leftAt).Add(onItsWayFor).After(now) {
				return false, false
			}
		}
	}
	return true, cameBack
}

// try is what was tried to bring a message.
type try struct {
	channel      parcours.Channel
	state        parcours.AttemptState
	addressIndex string
	leftAt       int64
}

// triesOfAll returns the tries of each notification, in order.
func (tx *tx) triesOfAll(ctx context.Context, notifications []string) (map[string][]try, error) {
	tries := make(map[string][]try, len(notifications))
	for some := range slices.Chunk(notifications, listedAtOnce) {
		in, args := marks(some)
		query := "select notification_id, channel, state, address_index, left_at from attempt where notification_id in " + in + " order by notification_id, n"
		err := tx.rows(ctx, query, args, func(rows *sql.Rows) error {
			var id string
			var t try
			err := rows.Scan(&id, &t.channel, &t.state, &t.addressIndex, &t.leftAt)
			tries[id] = append(tries[id], t)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("tries: %w", err)
		}
	}
	return tries, nil
}

// postIndex is the index of a postal address, by which a letter that comes back
// is told from one to another address.
func (c *core) postIndex(address []string) string {
	return c.vault.addressIndex("post\n" + strings.ToUpper(strings.Join(address, "\n")))
}

// order returns what a letter is to say, with a one-time code when asked for one
// and the person does not use Telegram yet.
func (tx *tx) order(ctx context.Context, now time.Time, n intent, links bool) (parcours.LetterOrder, error) {
	who, err := tx.LetterRecipient(ctx, n.PersonID)
	if err != nil {
		return parcours.LetterOrder{}, fmt.Errorf("recipient: %w", err)
	}
	address, obstacle := parcours.PostalBlock(who.Address, who.Postcode, who.City)
	if obstacle != parcours.LetterPossible {
		return parcours.LetterOrder{}, fmt.Errorf("%w: the address is not complete", parcours.ErrInvalid)
	}
	o := parcours.LetterOrder{
		NotificationID: n.ID, Kind: n.Kind, Template: n.Template, Facts: n.Facts, Reference: n.Reference,
		To: parcours.Recipient{
			Title: parcours.Title(who.Title), FirstName: who.FirstName, LastName: who.LastName, Language: parcours.Language(who.Language), Discreet: who.Discreet,
		},
		Address: address, Fund: parcours.Fund(who.Fund), Number: who.AffiliationNumber, On: tx.today(now),
	}
	if links && !who.OnTelegram {
		o.Token, o.Until = tx.newToken(), tx.today(now.Add(tx.rules.LetterLinkValidity)).AddDays(-1)
	}
	return o, nil
}

// letterAttempt returns the attempt that the letter is: the one that waits in the
// list, or a new one for a person whom the other channels have not reached. A
// letter that was posted by mistake and taken back is another attempt: the words
// of the first stay as the journal knows them.
func (tx *tx) letterAttempt(ctx context.Context, now time.Time, n intent, reason parcours.LetterReason) (string, error) {
	tries, err := tx.TriesOf(ctx, n.ID)
	if err != nil || len(tries) == 0 {
		return "", err
	}
	waits := func(a gen.TriesOfRow) bool {
		return a.Channel == string(parcours.ChannelLetter) && a.State == string(parcours.AttemptQueued)
	}
	if i := slices.IndexFunc(tries, waits); i >= 0 {
		switch {
		case tries[i].LetterID != "":
			return "", fmt.Errorf("%w: the letter is in a batch", parcours.ErrConflict)
		case !tries[i].Written:
			return tries[i].ID, nil
		}
		if _, err := tx.CancelAttempt(ctx, tries[i].ID, "corrected", millis(now)); err != nil {
			return "", fmt.Errorf("set the first letter aside: %w", err)
		}
	}
	last := tries[len(tries)-1].N
	if err := tx.another(ctx, now, n, last, destination{channel: parcours.ChannelLetter}, now, repeated{}, string(reason)); err != nil {
		return "", err
	}
	if tries, err = tx.TriesOf(ctx, n.ID); err != nil {
		return "", err
	}
	return tries[len(tries)-1].ID, nil
}
