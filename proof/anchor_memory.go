package proof

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"

	"relais/parcours"
)

// memory spares the night the reading of every line of every night before: what the
// file holds is known as long as its bytes are those that were left there. They are
// all hashed again each time, so that a line altered meanwhile is still found.
type memory struct {
	held  Anchored // without Marks and Accesses
	bytes hash.Hash
}

// recall returns what the file holds, read whole unless nothing touched it since.
func (a *Anchors) recall() (Anchored, error) {
	now, err := a.hash()
	if err != nil {
		return Anchored{}, fmt.Errorf("read anchors: %w", err)
	}
	if a.memory != nil && bytes.Equal(a.memory.bytes.Sum(nil), now.Sum(nil)) {
		return a.memory.held, nil
	}
	a.memory = nil
	held, err := a.Read()
	if err != nil {
		return held, err
	}
	held.Marks, held.Accesses = nil, nil
	a.memory = &memory{held, now}
	return held, nil
}

// hash returns the SHA-256 of the file's bytes, to which more can be written.
func (a *Anchors) hash() (hash.Hash, error) {
	sum := sha256.New()
	file, err := os.Open(a.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return sum, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	_, err = io.Copy(sum, file)
	return sum, err
}

// remember adds the line that was just appended, in these bytes, to what is known.
func (a *Anchors) remember(line anchorLine, written []byte) error {
	held := a.memory.held
	held.Marks, held.torn = map[string][]parcours.JournalMark{}, false
	if err := held.take(line, bytes.Trim(written, "\n")); err != nil {
		a.memory = nil
		return err
	}
	held.Marks, held.Accesses = nil, nil
	_, _ = a.memory.bytes.Write(written) // a hash takes everything
	a.memory.held = held
	return nil
}
