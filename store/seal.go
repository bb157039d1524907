package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// KeySize is the length of the data key, in bytes.
const KeySize = 32

// sealVersion starts every sealed value, so that a later cipher can be told apart.
const sealVersion = 1

// vault seals what must not be readable in a stolen file, and makes the keyed
// digests by which sealed values are still found. Its two keys are derived from
// the data key by HKDF, so that neither tells the other.
type vault struct {
	aead     cipher.AEAD
	indexKey []byte
}

func newVault(key []byte) (*vault, error) {
	if len(key) != KeySize {
		return nil, fmt.Errorf("the data key has %d bytes instead of %d: set RELAIS_DATA_KEY to %d random bytes in base64", len(key), KeySize, KeySize)
	}
	sealKey, err := hkdf.Key(sha256.New, key, nil, "relais/seal/1", KeySize)
	if err != nil {
		return nil, fmt.Errorf("derive the sealing key: %w", err)
	}
	indexKey, err := hkdf.Key(sha256.New, key, nil, "relais/index/1", KeySize)
	if err != nil {
		return nil, fmt.Errorf("derive the index key: %w", err)
	}
	block, err := aes.NewCipher(sealKey)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	return &vault{aead: aead, indexKey: indexKey}, nil
}

// seal encrypts plain for one column ("person.nir_sealed"); a value moved to
// another column does not open. Nil and empty give nil.
func (v *vault) seal(column string, plain []byte) []byte {
	if len(plain) == 0 {
		return nil
	}
	out := make([]byte, 1+v.aead.NonceSize(), 1+v.aead.NonceSize()+len(plain)+v.aead.Overhead())
	out[0] = sealVersion
	_, _ = rand.Read(out[1:]) // never fails: it would end the program
	return v.aead.Seal(out, out[1:], plain, []byte(column))
}

// open is the reverse of seal. Nil and empty give nil.
func (v *vault) open(column string, sealed []byte) ([]byte, error) {
	if len(sealed) == 0 {
		return nil, nil
	}
	n := 1 + v.aead.NonceSize()
	if len(sealed) < n || sealed[0] != sealVersion {
		return nil, fmt.Errorf("open %s: not a sealed value", column)
	}
	plain, err := v.aead.Open(nil, sealed[1:n], sealed[n:], []byte(column))
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
