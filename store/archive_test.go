package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"relais/store"
	"relais/store/storetest"
)

// lived opens a copy of a small database in which people were convened, written to,
// asked and employed.
func lived(t *testing.T) *store.Store {
	t.Helper()
	path := storetest.Scale(t, storetest.Size{People: 60, Messages: 1200})
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	// One who stands in for somebody and comes later in the order of ids; and somebody signed in.
	for _, statement := range []string{
		"update professional set stand_in_id = (select max(id) from professional) where id = (select min(id) from professional)",
		"insert into account (id, email, password_hash, role, created_at) values ('compte', 'a@exemple.fr', '', 'coordinator', 0)",
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	s, err := store.Open(t.Context(), options(t, path))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func archived(t *testing.T, s *store.Store) []byte {
	t.Helper()
	var out bytes.Buffer
	made, err := s.Archive(t.Context(), &out, nil)
	if err != nil {
		t.Fatal(err)
	}
	if made.Rows < 1200 {
		t.Fatalf("archived %d rows", made.Rows)
	}
	return out.Bytes()
}

// restored makes a database of an archive and opens it as the service does.
func restored(t *testing.T, database string, archive []byte) *store.Store {
	t.Helper()
	if _, err := store.LoadArchive(t.Context(), database, bytes.NewReader(archive), nil); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), options(t, database))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// TestAnArchiveIsTheSameOnBothEngines carries one database to PostgreSQL and back:
// every row of every table arrives, byte for byte.
func TestAnArchiveIsTheSameOnBothEngines(t *testing.T) {
	t.Parallel()
	first := archived(t, lived(t))
	there := archived(t, restored(t, storetest.Postgres(t), first))
	back := archived(t, restored(t, filepath.Join(t.TempDir(), "relais.db"), there))
	for name, again := range map[string][]byte{"postgres": there, "sqlite": back} {
		_, want, _ := strings.Cut(string(first), "\n") // the first line says when
		_, got, _ := strings.Cut(string(again), "\n")
		if got != want {
			t.Errorf("%s (-want +got):\n%s", name, cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")))
		}
	}
	if strings.Contains(string(first), `"account_session"`) || !strings.Contains(string(first), `"account"`) {
		t.Error("an archive holds the accounts, and not who was signed in")
	}
}

// TestADamagedArchiveIsRefused: no byte of the rows may change and none may be missing.
func TestADamagedArchiveIsRefused(t *testing.T) {
	t.Parallel()
	whole := archived(t, lived(t))
	if made, err := store.CheckArchive(bytes.NewReader(whole)); err != nil || made.Rows < 1200 {
		t.Fatalf("the whole one: %+v, %v", made, err)
	}
	head := bytes.IndexByte(whole, '\n') + 1
	dice := rand.New(rand.NewPCG(35, 7))
	for range 300 {
		at := head + dice.IntN(len(whole)-head)
		altered := bytes.Clone(whole)
		altered[at] ^= 1 << dice.IntN(7)
		if _, err := store.CheckArchive(bytes.NewReader(altered)); err == nil && !isHead(whole, at) {
			t.Errorf("byte %d altered: not seen", at)
		}
		if _, err := store.CheckArchive(bytes.NewReader(whole[:at])); err == nil {
			t.Errorf("cut at byte %d: not seen", at)
		}
	}
	path := filepath.Join(t.TempDir(), "relais.db")
	altered := bytes.Replace(whole, []byte("Pays"), []byte("pays"), 1)
	if _, err := store.LoadArchive(t.Context(), path, bytes.NewReader(altered), nil); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("loaded a damaged archive: %v", err)
	}
	if left, _ := filepath.Glob(path + "*"); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

// isHead reports whether a byte is in the line that begins a table: it has no digest,
// and a load compares it with the schema.
func isHead(archive []byte, at int) bool {
	line := archive[bytes.LastIndexByte(archive[:at], '\n')+1:]
	return bytes.HasPrefix(line, []byte(`{"table"`))
}

func TestARestoreOverwritesNothing(t *testing.T) {
	t.Parallel()
	s := lived(t)
	archive := archived(t, s)
	path := filepath.Join(t.TempDir(), "relais.db")
	if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.LoadArchive(t.Context(), path, bytes.NewReader(archive), nil); err == nil || !strings.Contains(err.Error(), "nothing is overwritten") {
		t.Errorf("over a file: %v", err)
	}
	address := storetest.Postgres(t)
	_, before, _ := bytes.Cut(archived(t, restored(t, address, archive)), []byte("\n")) // the first line says when
	if _, err := store.LoadArchive(t.Context(), address, bytes.NewReader(archive), nil); err == nil || !strings.Contains(err.Error(), "nothing is overwritten") {
		t.Errorf("over a database: %v", err)
	}
	if s, err := store.Open(t.Context(), options(t, address)); err != nil {
		t.Error(err)
	} else {
		defer s.Close()
		if _, after, _ := bytes.Cut(archived(t, s), []byte("\n")); !bytes.Equal(before, after) {
			t.Error("the database that was refused changed")
		}
	}
}

func TestAnArchiveOfANewerRelaisIsRefused(t *testing.T) {
	t.Parallel()
	newer := `{"relais":"archive","schema":99999,"made_at":"2023-07-03T03:00:00Z"}` + "\n"
	for text, want := range map[string]string{newer: "newer Relais", "PK\x03\x04\n": "no archive", "": "cut short"} {
		if _, err := store.CheckArchive(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func TestTheLastBackupIsKnown(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		if at, err := s.LastBackup(t.Context()); err != nil || !at.IsZero() {
			t.Fatalf("got %v, %v before any", at, err)
		}
		made, err := s.Archive(context.Background(), new(bytes.Buffer), nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.RecordBackup(t.Context(), made); err != nil {
			t.Fatal(err)
		}
		if at, err := s.LastBackup(t.Context()); err != nil || !at.Equal(made.MadeAt) {
			t.Errorf("got %v, %v, want %v", at, err, made.MadeAt)
		}
	})
}
