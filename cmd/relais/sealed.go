package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"
)

// seal compresses and encrypts what write writes on its way: a backup, an archive of
// files.
func seal(w io.Writer, recipients []age.Recipient, write func(io.Writer) error) error {
	sealed, err := age.Encrypt(w, recipients...)
	if err != nil {
		return fmt.Errorf("encrypt: %w", err)
	}
	packed, err := zstd.NewWriter(sealed)
	if err != nil {
		return err
	}
	return errors.Join(write(packed), packed.Close(), sealed.Close())
}

// openSealed decrypts what seal wrote.
func openSealed(r io.Reader, identities []age.Identity) (io.ReadCloser, error) {
	clear, err := age.Decrypt(r, identities...)
	if noMatch := (*age.NoIdentityMatchError)(nil); errors.As(err, &noMatch) {
		return nil, errors.New("it was made for another key")
	}
	if err != nil {
		return nil, fmt.Errorf("this is no backup of Relais, nor an archive of files, or it is damaged: %w", err)
	}
	unpacked, err := zstd.NewReader(clear)
	if err != nil {
		return nil, err
	}
	return unpacked.IOReadCloser(), nil
}

// readIdentities reads the file of the key, which --identity names.
func readIdentities(path string) ([]age.Identity, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("--identity: %w", err)
	}
	defer f.Close()
	identities, err := age.ParseIdentities(f)
	if err != nil {
		return nil, fmt.Errorf("--identity: %s holds no key that opens backups: give the file that relais backup-key wrote", path)
	}
	return identities, nil
}
