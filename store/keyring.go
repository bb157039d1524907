package store

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// keyring holds what seals and what finds. A database that never changed its data key
// has none: both are derived from the data key. From the first change on they are kept
// in the table keyring, wrapped with the data key, so that a new data key is a new
// wrapping, and what is sealed can be sealed again little by little.
type keyring struct {
	// Index makes the digests of look-ups. It is never replaced: every look-up of every
	// running node would miss what another one wrote.
	Index []byte `json:"index"`
	// Seal are the sealing keys by number; Current is the one that seals.
	Seal    map[byte][]byte `json:"seal"`
	Current byte            `json:"current"`
}

// derivedKey is the number of the sealing key that is derived from the first data key.
const derivedKey = 1

// derivedKeyring is the keyring of a database that never changed its data key.
func derivedKeyring(dataKey []byte) (keyring, error) {
	seal, err := hkdf.Key(sha256.New, dataKey, nil, "relais/seal/1", KeySize)
	if err != nil {
		return keyring{}, fmt.Errorf("derive the sealing key: %w", err)
	}
	index, err := hkdf.Key(sha256.New, dataKey, nil, "relais/index/1", KeySize)
	if err != nil {
		return keyring{}, fmt.Errorf("derive the index key: %w", err)
	}
	return keyring{Index: index, Seal: map[byte][]byte{derivedKey: seal}, Current: derivedKey}, nil
}

// next is the keyring with one more key, which seals from now on.
func (k keyring) next() (keyring, error) {
	number := k.Current + 1
	if number == 0 {
		return k, errors.New("the data key was changed 254 times: move the data to a new database")
	}
	more := keyring{Index: k.Index, Seal: map[byte][]byte{}, Current: number}
	for n, key := range k.Seal {
		more.Seal[n] = key
	}
	fresh := make([]byte, KeySize)
	_, _ = rand.Read(fresh)
	more.Seal[number] = fresh
	return more, nil
}

// latest is the keyring without the keys that sealed before the last change of the data
// key. The one before the current stays: a node that was not restarted yet may still seal
// with it, an answer of somebody's for one.
func (k keyring) latest() keyring {
	kept := keyring{Index: k.Index, Seal: map[byte][]byte{}, Current: k.Current}
	for _, number := range []byte{k.Current - 1, k.Current} {
		if key := k.Seal[number]; key != nil {
			kept.Seal[number] = key
		}
	}
	return kept
}

// wrapper is what a data key does to a keyring.
type wrapper struct {
	aead   cipher.AEAD
	holder string
}

func newWrapper(dataKey []byte) (wrapper, error) {
	if len(dataKey) != KeySize {
		return wrapper{}, fmt.Errorf("the data key has %d bytes instead of %d: set RELAIS_DATA_KEY to %d random bytes in base64", len(dataKey), KeySize, KeySize)
	}
	key, err := hkdf.Key(sha256.New, dataKey, nil, "relais/wrap/1", KeySize)
	if err != nil {
		return wrapper{}, fmt.Errorf("derive the wrapping key: %w", err)
	}
	aead, err := newAEAD(key)
	if err != nil {
		return wrapper{}, err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("holder"))
	return wrapper{aead: aead, holder: hex.EncodeToString(mac.Sum(nil)[:20])}, nil
}

func newAEAD(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func (w wrapper) wrap(k keyring) ([]byte, error) {
	text, err := json.Marshal(k)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, w.aead.NonceSize())
	_, _ = rand.Read(nonce)
	return w.aead.Seal(nonce, nonce, text, []byte(w.holder)), nil
}

func (w wrapper) unwrap(wrapped []byte) (keyring, error) {
	var k keyring
	n := w.aead.NonceSize()
	if len(wrapped) < n {
		return k, errUnsealed
	}
	text, err := w.aead.Open(nil, wrapped[:n], wrapped[n:], []byte(w.holder))
	if err != nil {
		return k, errUnsealed
	}
	return k, json.Unmarshal(text, &k)
}

// loadKeyring reads the keyring that the data key opens; the derived one where the
// database has none.
func (s *Store) loadKeyring(ctx context.Context) (keyring, error) {
	row, err := s.reads.Keyring(ctx, s.wrapper.holder)
	if err == nil {
		return s.wrapper.unwrap(row)
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return keyring{}, err
	}
	others, err := s.reads.CountKeyrings(ctx)
	if err != nil {
		return keyring{}, err
	}
	if others > 0 {
		return keyring{}, errWrongKey
	}
	return derivedKeyring(s.dataKey)
}

var errWrongKey = errors.New("the data key does not fit this database: set RELAIS_DATA_KEY (or restore the key file) " +
	"to the key it was created with, or to the one that replaced it; without it the sealed data cannot be read")

// keyringWithin bounds the reading of a keyring in the middle of something else.
const keyringWithin = 2 * time.Second

// refreshKeys is how a node that runs while the data key is replaced learns the new
// sealing key: when it meets a value that it seals.
func (s *Store) refreshKeys() error {
	ctx, stop := context.WithTimeout(context.Background(), keyringWithin)
	defer stop()
	ring, err := s.loadKeyring(ctx)
	if err != nil {
		return err
	}
	return s.vault.use(ring)
}
