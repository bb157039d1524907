package proof

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
)

// Anchors is a file outside the database that keeps, one line a day, where every
// journal stood. A journal that is cut or written anew later contradicts it. The
// file is only ever appended to; each line names the digest of the one before, so
// that a line taken out or altered shows as well.
//
// The head of the access log stands there as well.
//
// It holds ids and hashes, no name and no words. Keep copies where whoever
// administers the database cannot write: what was anchored there cannot be undone.
//
// A line is a JSON object: the fields of anchorLine, in that order.
type Anchors struct {
	// Path of the file; it is made when the first line is written.
	Path string
	// Zone tells one day from the next.
	Zone *time.Location
	// Accesses, when set, returns where the access log stands, to be anchored as well.
	Accesses func(ctx context.Context) (parcours.JournalMark, error)

	// memory is what Anchor left in the file the last time; nil: nothing yet.
	memory *memory
}

// anchorLine is one day.
type anchorLine struct {
	Version int           `json:"v"`
	Day     parcours.Date `json:"day"`
	At      time.Time     `json:"at"`
	// Previous is the SHA-256 of the line before without its line feed, "" on the first.
	Previous string `json:"previous"`
	Journals int    `json:"journals"`
	// Digest is the SHA-256 of all heads, not only those of this line: for each
	// journal, in the order of the people's ids, "ID SEQ HASH\n".
	Digest string `json:"digest"`
	// Heads are those that changed since the line before: "SEQ HASH" by person.
	Heads map[string]string `json:"heads"`
	// Accesses is the head of the access log, "SEQ HASH"; empty where it has none.
	Accesses string `json:"accesses,omitempty"`
}

const anchorVersion = 1

// Anchored is what a file holds.
type Anchored struct {
	Lines int
	// Last is the day of the last line.
	Last parcours.Date
	// Marks are what the journals were known to hold, by person, by number.
	Marks map[string][]parcours.JournalMark
	// Accesses are what the access log was known to hold, by number.
	Accesses []parcours.JournalMark
	// Unreadable lines were skipped: a crash while writing leaves at most one, and the
	// line after it does not count on it.
	Unreadable int

	heads   map[string]string
	highest map[string]int64 // number of the highest mark, by person
	end     string           // digest of the last line
	torn    bool             // the file does not end with a line feed
}

// Read reads the file whole. A file that does not exist holds nothing. ErrInvalid
// names the first line that does not follow from the one before it.
func (a Anchors) Read() (Anchored, error) {
	held := Anchored{Marks: map[string][]parcours.JournalMark{}, heads: map[string]string{}, highest: map[string]int64{}}
	file, err := os.Open(a.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return held, nil
	}
	if err != nil {
		return held, fmt.Errorf("read anchors: %w", err)
	}
	defer file.Close()
	digest := ""
	for in, number := bufio.NewReader(file), 1; ; number++ {
		text, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return held, fmt.Errorf("read anchors: %w", err)
		}
		held.torn = len(text) > 0 && err != nil
		if text = bytes.TrimSuffix(text, []byte("\n")); len(text) > 0 {
			var line anchorLine
			if json.Unmarshal(text, &line) != nil || held.torn {
				held.Unreadable++
			} else if digest, err = line.Digest, held.take(line, text); err != nil {
				return held, fmt.Errorf("read anchors: line %d: %w", number, err)
			}
		}
		if err != nil {
			break
		}
	}
	if digest != digestOf(held.heads) && held.Lines > 0 {
		return held, fmt.Errorf("read anchors: %w: the last line does not hold what it says", parcours.ErrInvalid)
	}
	bySeq := func(x, y parcours.JournalMark) int { return cmp.Compare(x.Seq, y.Seq) }
	for _, marks := range held.Marks {
		slices.SortFunc(marks, bySeq)
	}
	slices.SortFunc(held.Accesses, bySeq)
	return held, nil
}

// take adds one line to what is known.
func (h *Anchored) take(line anchorLine, text []byte) error {
	switch {
	case line.Version != anchorVersion:
		return fmt.Errorf("%w: version %d is not known", parcours.ErrInvalid, line.Version)
	case line.Previous != h.end:
		return fmt.Errorf("%w: a line before it was altered or taken out", parcours.ErrInvalid)
	}
	for person, head := range line.Heads {
		mark, err := markOf(head)
		if err != nil {
			return err
		}
		h.Marks[person] = append(h.Marks[person], mark)
		h.heads[person], h.highest[person] = head, max(h.highest[person], mark.Seq)
	}
	if line.Accesses != "" {
		mark, err := markOf(line.Accesses)
		if err != nil {
			return err
		}
		h.Accesses = append(h.Accesses, mark)
	}
	sum := sha256.Sum256(text)
	h.end, h.Last = hex.EncodeToString(sum[:]), line.Day
	h.Lines++
	return nil
}

// markOf reads "SEQ HASH".
func markOf(head string) (parcours.JournalMark, error) {
	number, hash, _ := strings.Cut(head, " ")
	seq, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return parcours.JournalMark{}, fmt.Errorf("%w: a head cannot be read", parcours.ErrInvalid)
	}
	return parcours.JournalMark{Seq: seq, Hash: hash}, nil
}

// headText is the reverse of markOf.
func headText(seq int64, hash string) string { return strconv.FormatInt(seq, 10) + " " + hash }

// Heads calls each with the head of every journal.
type Heads func(ctx context.Context, each func(parcours.JournalHead) error) error

// Anchor writes the line of the day, unless it is there already or there is no
// journal yet. It returns the ids of the people whose journal is shorter than it was
// anchored, or gone: entries were cut off. A line with a head that changed is on the
// disk when it returns.
//
// Between two nights memory holds one head for each journal, about 200 bytes a
// person. Calls must not overlap.
func (a *Anchors) Anchor(ctx context.Context, now time.Time, heads Heads) (cut []string, err error) {
	held, err := a.recall()
	if err != nil {
		return nil, err
	}
	today := parcours.DateOf(now, a.Zone)
	if held.Lines > 0 && !held.Last.Before(today) {
		return nil, nil
	}
	all := map[string]string{}
	err = heads(ctx, func(h parcours.JournalHead) error {
		all[h.PersonID] = headText(h.Seq, h.Hash)
		if held.highest[h.PersonID] > h.Seq {
			cut = append(cut, h.PersonID)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("anchor journals: %w", err)
	}
	for person := range held.heads {
		if all[person] == "" {
			cut = append(cut, person)
		}
	}
	slices.Sort(cut)
	if len(all) == 0 {
		return cut, nil
	}
	line := anchorLine{
		Version: anchorVersion, Day: today, At: now.UTC().Truncate(time.Second), Previous: held.end, Journals: len(all), Heads: map[string]string{},
	}
	for person, head := range all {
		if held.heads[person] != head {
			line.Heads[person] = head
		}
	}
	if a.Accesses != nil {
		head, err := a.Accesses(ctx)
		if err != nil {
			return cut, fmt.Errorf("anchor the access log: %w", err)
		}
		if head.Seq > 0 {
			line.Accesses = headText(head.Seq, head.Hash)
		}
	}
	// The digest is over what the file will hold: people who are gone stay in it.
	maps.Copy(held.heads, line.Heads)
	line.Digest = digestOf(held.heads)
	text, err := json.Marshal(line)
	if err != nil {
		return cut, fmt.Errorf("anchor journals: %w", err)
	}
	text = append(text, '\n')
	if held.torn {
		text = append([]byte{'\n'}, text...) // ends the line that a crash left open
	}
	if err := a.append(text, len(line.Heads) > 0 || line.Accesses != ""); err != nil {
		a.memory = nil
		return cut, fmt.Errorf("anchor journals: %w; set RELAIS_ANCHOR_FILE to a file that this user may append to", err)
	}
	return cut, a.remember(line, text)
}

func digestOf(heads map[string]string) string {
	h := sha256.New()
	for _, person := range slices.Sorted(maps.Keys(heads)) {
		_, _ = fmt.Fprintf(h, "%s %s\n", person, heads[person])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// append adds a line in one write; flushed, it survives a power cut.
func (a Anchors) append(line []byte, flushed bool) (err error) {
	_, missing := os.Stat(a.Path)
	file, err := os.OpenFile(a.Path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := file.Write(line); err != nil {
		return err
	}
	if flushed {
		err = file.Sync()
	}
	if err != nil || missing == nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(a.Path)) // the name too must survive a power cut
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
