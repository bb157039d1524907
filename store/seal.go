package store

import (
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
)

// KeySize is the length of the data key, in bytes.
const KeySize = 32

// vault seals what must not be readable in a stolen file, and makes the keyed
// digests by which sealed values are still found. Neither of its keys tells the other.
// The first byte of a sealed value is the number of the key that sealed it.
type vault struct {
	keys     atomic.Pointer[sealers]
	indexKey []byte
	// marks are keyed digests to use again: a key costs as much as a message.
	marks sync.Pool
	// refresh asks for the keys again when a value bears a number that is not known.
	refresh func() error
}

// sealers are the sealing keys by number.
type sealers struct {
	byNumber map[byte]cipher.AEAD
	current  byte
}

func newVault(ring keyring) (*vault, error) {
	v := &vault{indexKey: ring.Index}
	return v, v.use(ring)
}

// use has the vault seal with the current key of a ring.
func (v *vault) use(ring keyring) error {
	all := sealers{byNumber: map[byte]cipher.AEAD{}, current: ring.Current}
	for number, key := range ring.Seal {
		aead, err := newAEAD(key)
		if err != nil {
			return err
		}
		all.byNumber[number] = aead
	}
	v.keys.Store(&all)
	return nil
}

// seal encrypts plain for one column ("person.nir_sealed"); a value moved to
// another column does not open. Nil and empty give nil.
func (v *vault) seal(column string, plain []byte) []byte {
	if len(plain) == 0 {
		return nil
	}
	keys := v.keys.Load()
	aead := keys.byNumber[keys.current]
	out := make([]byte, 1+aead.NonceSize(), 1+aead.NonceSize()+len(plain)+aead.Overhead())
	out[0] = keys.current
	_, _ = rand.Read(out[1:]) // never fails: it would end the program
	return aead.Seal(out, out[1:], plain, []byte(column))
}

// open is the reverse of seal. Nil and empty give nil.
func (v *vault) open(column string, sealed []byte) ([]byte, error) {
	if len(sealed) == 0 {
		return nil, nil
	}
	aead, known := v.keys.Load().byNumber[sealed[0]]
	if !known && v.refresh != nil {
		if err := v.refresh(); err != nil {
			return nil, fmt.Errorf("open %s: %w", column, err)
		}
		aead, known = v.keys.Load().byNumber[sealed[0]]
	}
	if !known {
		return nil, fmt.Errorf("open %s: not a sealed value: %w", column, errUnsealed)
	}
	n := 1 + aead.NonceSize()
	if len(sealed) < n {
		return nil, fmt.Errorf("open %s: not a sealed value: %w", column, errUnsealed)
	}
	plain, err := aead.Open(nil, sealed[1:n], sealed[n:], []byte(column))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", column, errUnsealed)
	}
	return plain, nil
}

var errUnsealed = errors.New("the value was altered, or sealed with another key")

// openText is open for texts.
func (v *vault) openText(column string, sealed []byte) (string, error) {
	plain, err := v.open(column, sealed)
	return string(plain), err
}

// index returns the keyed digest by which a value is looked up. purpose keeps
// equal values of different kinds apart; the empty value has the empty index.
func (v *vault) index(purpose, value string) string {
	if value == "" {
		return ""
	}
	mac := hmac.New(sha256.New, v.indexKey)
	mac.Write([]byte(purpose))
	mac.Write([]byte{0})
	mac.Write([]byte(value))
	return hex.EncodeToString(mac.Sum(nil)[:20])
}

// addressIndex is the index of a phone number, a Telegram chat or an e-mail
// address, whoever it belongs to and whatever the channel.
func (v *vault) addressIndex(address string) string { return v.index("address", address) }

// nirIndex is the index of a 15-character NIR.
func (v *vault) nirIndex(nir string) string { return v.index("nir", nir) }

// providerID is the form under which a provider's id of a message is kept. The ids
// of Telegram ("chat:message") hold the chat, which is an address: they are kept
// as their digest, those of other providers as they are.
func (v *vault) providerID(id string) string {
	if !strings.Contains(id, ":") {
		return id
	}
	return "telegram-" + v.index("provider", id)
}

// tokenIndex is the index of a one-time code.
func (v *vault) tokenIndex(token string) string { return v.index("token", token) }
