package store

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"hash"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

// What proves a message stands in three places: an entry of the journal, which is chained
// and anchored; the row of the attempt; and those of its receipts. So that whoever writes
// to the database cannot change the last two unseen, each receipt is folded into a
// fingerprint on the attempt's row, which the next entry holds, with where the message
// went and under which id; and a keyed digest holds the row itself, whose state moves
// without an entry. store/proof_sending.go checks them.

// Details of an entry that hold what an attempt's row says.
const (
	detailProviderID = "provider_id"
	// detailAddress is a keyed digest, by which the addresses of two messages are not seen
	// to be the same: the journal is handed out.
	detailAddress  = "address_digest"
	detailSender   = "sender"
	detailLeftAt   = "left_at"
	detailReceipts = "receipts"
)

// noReceipt is the fingerprint of an attempt that has none. An attempt from before there
// were fingerprints has the empty one, for ever: nothing says what its receipts were.
const noReceipt = "0"

// held reports whether the journal holds what proves the attempt.
func (a attempt) held() bool { return a.Receipts != "" }

// moved is the attempt once a word has moved it.
func (a attempt) moved(w word) attempt {
	a.State, a.Rank, a.Code = string(w.state), int64(w.state.Rank()), cmp.Or(w.code, a.Code)
	return a.named(w.providerID)
}

// named is the attempt once a word came with a provider's id: the first one stays.
func (a attempt) named(providerID string) attempt {
	a.ProviderID = cmp.Or(a.ProviderID, providerID)
	return a
}

// holdReceipts adds to the details of an entry what holds an attempt's receipts.
func (d details) holdReceipts(a attempt) {
	if a.held() {
		d[detailProviderID], d[detailReceipts] = a.ProviderID, a.Receipts
	}
}

// hold adds to the details of an entry what holds an attempt whose first end it is: from
// then on it went to one address, from one sender, at one moment.
func (v *vault) hold(said details, a attempt) {
	if a.held() {
		said.holdReceipts(a)
		said[detailAddress], said[detailSender], said[detailLeftAt] = v.mark("attempt address", a.ID, a.AddressIndex), a.Sender, momentText(a.LeftAt)
	}
}

// holdWord is hold after a word of the provider's.
func (v *vault) holdWord(said details, before attempt, w word) {
	after := before.moved(w)
	if before.Rank < int64(parcours.AttemptAccepted.Rank()) {
		v.hold(said, after)
	} else {
		said.holdReceipts(after)
	}
}

// momentText is an instant of the database in the details of an entry, empty for none.
func momentText(ms int64) string {
	if ms == 0 {
		return ""
	}
	return instant(ms).Format(time.RFC3339Nano)
}

// receiptsAfter is the fingerprint of an attempt's receipts once one more has come; it
// gives that one its number. The order is that of the fingerprint: ids are made by the
// clocks of several nodes.
func (v *vault) receiptsAfter(previous string, e *gen.AttemptEvent) string {
	if previous == "" {
		return ""
	}
	e.N = receiptsIn(previous) + 1
	n := strconv.FormatInt(e.N, 10)
	return n + "." + v.mark("receipt", previous, e.AttemptID, e.ID, e.Source, e.ProviderID, e.Status, e.Code, strconv.FormatInt(e.At, 10), e.Digest,
		strconv.FormatBool(e.Besides))
}

// receiptsIn is how many receipts a fingerprint is over, -1 when it is none.
func receiptsIn(fingerprint string) int64 {
	count, _, _ := strings.Cut(fingerprint, ".")
	n, err := strconv.ParseInt(count, 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// digestOf is the keyed digest of what the row of an attempt says, empty while the
// message has neither left nor failed: its row is at work then.
func (v *vault) digestOf(a attempt) string {
	if !a.held() || a.Rank < int64(parcours.AttemptAccepted.Rank()) {
		return ""
	}
	return v.mark("attempt", a.ID, a.NotificationID, strconv.FormatInt(a.N, 10), a.Channel, a.AddressIndex, a.Sender, a.Encoding, a.Parts,
		a.State, strconv.FormatInt(a.Rank, 10), a.Code, strconv.FormatInt(a.LeftAt, 10), a.ProviderID, a.Receipts)
}

// mark is a keyed digest of texts, 128 bits of it: nobody makes one without the key, and
// two attempts would be alike by chance after 10^19.
func (v *vault) mark(purpose string, texts ...string) string {
	said := make([]byte, 0, 384)
	said = append(append(said, purpose...), 0)
	for _, text := range texts { // whatever they hold, they are read one way
		said = append(strconv.AppendInt(said, int64(len(text)), 10), ':')
		said = append(said, text...)
	}
	mac, kept := v.marks.Get().(hash.Hash)
	if !kept {
		mac = hmac.New(sha256.New, v.indexKey)
	}
	mac.Write(said)
	sum := mac.Sum(said[:0])
	mac.Reset()
	v.marks.Put(mac)
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// note keeps a receipt that moved nothing, and the provider's id that came with it.
func (tx *tx) note(ctx context.Context, a attempt, providerID string) error {
	after := a.named(providerID)
	if !a.held() && after.ProviderID == a.ProviderID {
		return nil
	}
	return tx.NoteReceipt(ctx, gen.NoteReceiptParams{ID: a.ID, ProviderID: after.ProviderID, Receipts: after.Receipts, Digest: tx.vault.digestOf(after)})
}

// holdMoved has a keyed digest hold the row of an attempt that a human moved, and the
// entry about it hold the attempt, unless it waits again.
func (tx *tx) holdMoved(ctx context.Context, said details, attemptID string) error {
	a, err := tx.read(ctx, attemptID)
	if err == nil {
		err = tx.DigestAttempt(ctx, a.ID, tx.vault.digestOf(a))
	}
	if err != nil {
		return fmt.Errorf("digest of attempt %s: %w", attemptID, err)
	}
	if a.Rank >= int64(parcours.AttemptAccepted.Rank()) {
		tx.vault.hold(said, a)
	}
	return nil
}
