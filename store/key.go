package store

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// KeyFile returns where the generated key of a SQLite database is kept, and the
// empty text for PostgreSQL.
func KeyFile(database string) string {
	d, err := dialectOf(database)
	if err != nil || d.name == postgres {
		return ""
	}
	return d.database + ".key"
}

// LoadKey returns the data key: the text of RELAIS_DATA_KEY when it is set (32
// bytes in base64 or hexadecimal), else the key file beside the SQLite database,
// which is generated with mode 0600 when neither it nor the database exists yet.
// generated reports that the file was just made and is to be backed up apart
// from the database.
func LoadKey(text, database string) (key []byte, generated bool, err error) {
	if text = strings.TrimSpace(text); text != "" {
		if key, err = ParseKey(text); err != nil {
			return nil, false, fmt.Errorf("RELAIS_DATA_KEY: %w", err)
		}
		return key, false, nil
	}
	if _, err := dialectOf(database); err != nil {
		return nil, false, err
	}
	path := KeyFile(database)
	if path == "" {
		return nil, false, errors.New("RELAIS_DATA_KEY is not set: with PostgreSQL give every node the same 32 random bytes in base64 (openssl rand -base64 32)")
	}
	if err := checkFile(strings.TrimSuffix(path, ".key")); err != nil {
		return nil, false, err
	}
	if key, err = readKey(path); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return key, false, err
	}
	if info, err := os.Stat(strings.TrimSuffix(path, ".key")); err == nil && info.Size() > 0 {
		return nil, false, fmt.Errorf("the key file %s is missing although the database exists: restore it, or set RELAIS_DATA_KEY", path)
	}
	return MakeKey(path)
}

// ParseKey reads 32 bytes in base64 or hexadecimal.
func ParseKey(text string) ([]byte, error) {
	if key, err := hex.DecodeString(text); err == nil && len(key) == KeySize {
		return key, nil
	}
	for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		if key, err := encoding.DecodeString(text); err == nil && len(key) == KeySize {
			return key, nil
		}
	}
	return nil, errors.New("it is not 32 bytes in base64 or hexadecimal: make one with openssl rand -base64 32")
}

func readKey(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("the key file %s can be read by others: chmod 600 it", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	key, err := ParseKey(string(bytes.TrimSpace(text)))
	if err != nil {
		return nil, fmt.Errorf("key file %s: %w", path, err)
	}
	return key, nil
}

// MakeKey makes a data key in a file, or reads the one that is there: of two programs
// started at once one makes it and the other reads it whole. generated reports which.
func MakeKey(path string) (key []byte, generated bool, err error) {
	key = make([]byte, KeySize)
	_, _ = rand.Read(key)
	err = linkKey(path, key)
	if errors.Is(err, fs.ErrExist) {
		key, err = readKey(path)
		return key, false, err
	}
	if err != nil {
		return nil, false, fmt.Errorf("generate the data key: %w", err)
	}
	return key, true, nil
}

// KeepKey puts a data key into the key file of a SQLite database that is about to be
// restored. A file that holds another key is left alone and refused.
func KeepKey(database string, key []byte) error {
	path := KeyFile(database)
	err := linkKey(path, key)
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	there, err := readKey(path)
	if err == nil && !bytes.Equal(there, key) {
		err = fmt.Errorf("the key file %s holds the key of another database: move it away, or choose another RELAIS_DATABASE", path)
	}
	return err
}

// linkKey writes the key under another name and links it, so that of two programs
// started at once one keeps its key and the other reads it whole.
func linkKey(path string, key []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".relais-key-*") // mode 0600
	if err != nil {
		return fmt.Errorf("give this user the right to write the directory: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(base64.StdEncoding.EncodeToString(key) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Link(f.Name(), path)
}
