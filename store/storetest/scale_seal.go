package storetest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// sealer seals as the store does, so that what Scale writes can be opened by it: a
// test of the store reads it back.
type sealer struct{ aead cipher.AEAD }

func newSealer(key []byte) sealer {
	derived, err := hkdf.Key(sha256.New, key, nil, "relais/seal/1", 32)
	if err != nil {
		panic(err)
	}
	block, err := aes.NewCipher(derived)
	if err != nil {
		panic(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return sealer{aead}
}

func (s sealer) seal(column string, plain []byte) []byte {
	out := make([]byte, 1+s.aead.NonceSize(), 1+s.aead.NonceSize()+len(plain)+s.aead.Overhead())
	out[0] = 1
	_, _ = rand.Read(out[1:])
	return s.aead.Seal(out, out[1:], plain, []byte(column))
}

func (s sealer) salt() []byte {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt)
	return salt
}

func saltedDigest(salt, payload []byte) string {
	h := sha256.New()
	h.Write(salt)
	h.Write(payload)
	return hex.EncodeToString(h.Sum(nil))
}

// chained links an entry of a journal to the one before, the first to its person.
func chained(previous, id string, seq int64, kind string, at int64, actor, subject, digest string) string {
	text := strings.Join([]string{previous, id, fmt.Sprint(seq), kind, fmt.Sprint(at), actor, subject, digest}, "\n")
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
