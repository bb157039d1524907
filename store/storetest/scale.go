package storetest

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
)

// Size is how large a database Scale writes.
type Size struct {
	People, Messages int
}

// Pilot is a département that has gone far beyond its pilot territory.
func Pilot() Size { return Size{People: 20_000, Messages: 2_000_000} }

// ScaleNow is the moment a database of Scale was left at: a Tuesday morning.
func ScaleNow(rules parcours.Rules) time.Time {
	return time.Date(2026, time.June, 2, 8, 40, 0, 0, rules.Zone)
}

// Scale returns the path of a SQLite database with a seventeen-month history of
// size.People people, size.Messages messages to them with their journal, weeks,
// appointments, questions and jobs. Rows are written as the store writes them,
// sealed with Key and chained; closed prompts and receipts, which no page reads, are
// left out. It has no account.
//
// Twenty thousand people with two million messages take minutes and some GB.
// RELAIS_TEST_SCALE names a directory where databases are kept between runs; they are
// then shared by whoever measures, so copy one before writing to it.
func Scale(t testing.TB, size Size) string {
	t.Helper()
	dir := os.Getenv("RELAIS_TEST_SCALE")
	if dir == "" {
		dir = t.TempDir()
	}
	path := filepath.Join(dir, fmt.Sprintf("relais-%d-%d.db", size.People, size.Messages))
	done := path + ".done"
	if _, err := os.Stat(done); err == nil {
		return path
	}
	for _, half := range []string{path, path + "-wal", path + "-shm"} { // of a run that was stopped
		_ = os.Remove(half)
	}
	s, err := store.Open(t.Context(), options(t, store.Options{}, path))
	if err == nil {
		err = s.Close()
	}
	if err == nil {
		err = (&scale{Size: size, rules: Rules(t), dice: rand.New(rand.NewPCG(35, uint64(size.People)))}).write(path)
	}
	if err == nil {
		err = os.WriteFile(done, nil, 0o600)
	}
	if err != nil {
		t.Fatalf("scale: %v", err)
	}
	return path
}

// scale writes one database.
type scale struct {
	Size

	rules parcours.Rules
	dice  *rand.Rand
	vault sealer
	db    *sql.DB
	rows  map[string]*sql.Stmt
	err   error

	now    time.Time
	serial int64
	// referents by territory.
	referents map[string][]string
}

// Days from the first entry to ScaleNow.
const scaleDays = 515

func (w *scale) write(path string) (err error) {
	w.vault, w.now, w.rows, w.referents = newSealer(Key()), ScaleNow(w.rules), map[string]*sql.Stmt{}, map[string][]string{}
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)&_pragma=synchronous(off)&_pragma=cache_size(-400000)")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	indexes, err := dropIndexes(db)
	if err != nil {
		return fmt.Errorf("drop indexes: %w", err)
	}
	w.db = db
	w.say("begin")
	w.land()
	for n := range w.People {
		w.person(n)
		if n%scaleCommit == scaleCommit-1 {
			w.say("commit")
			w.say("begin")
		}
	}
	if w.say("commit"); w.err != nil {
		return w.err
	}
	for _, index := range indexes {
		if _, err := db.Exec(index); err != nil {
			return fmt.Errorf("%s: %w", index, err)
		}
	}
	for _, row := range w.rows {
		if err := row.Close(); err != nil {
			return err
		}
	}
	_, err = db.Exec("pragma wal_checkpoint(truncate)")
	return err
}

// scaleCommit is how many people are written together.
const scaleCommit = 200

func (w *scale) say(statement string) {
	if w.err != nil {
		return
	}
	if _, err := w.db.Exec(statement); err != nil {
		w.err = fmt.Errorf("%s: %w", statement, err)
	}
}

// dropIndexes drops the indexes that statements made, and returns those statements:
// sorting once is faster than keeping them sorted.
func dropIndexes(db *sql.DB) ([]string, error) {
	rows, err := db.Query("select name, sql from sqlite_master where type = 'index' and sql is not null")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names, statements []string
	for rows.Next() {
		var name, statement string
		if err := rows.Scan(&name, &statement); err != nil {
			return nil, err
		}
		names, statements = append(names, name), append(statements, statement)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for _, name := range names {
		if _, err := db.Exec("drop index " + name); err != nil {
			return nil, err
		}
	}
	return statements, nil
}

// insert adds a row; the columns are named once, in the order of the values.
func (w *scale) insert(table, columns string, values ...any) {
	if w.err != nil {
		return
	}
	row, ok := w.rows[table]
	if !ok {
		marks := "?"
		for range len(values) - 1 {
			marks += ", ?"
		}
		if row, w.err = w.db.Prepare("insert into " + table + " (" + columns + ") values (" + marks + ")"); w.err != nil {
			return
		}
		w.rows[table] = row
	}
	if _, err := row.Exec(values...); err != nil {
		w.err = fmt.Errorf("insert into %s: %w", table, err)
	}
}

// id is the text of a UUIDv7 of the moment.
func (w *scale) id(at time.Time) string {
	w.serial++
	ms := at.UnixMilli()
	return fmt.Sprintf("%08x-%04x-7%03x-8%03x-%012x", ms>>16, ms&0xffff, w.serial&0xfff, w.serial>>12&0xfff, w.serial)
}

// chance is true once in so many hundred times.
func (w *scale) chance(hundredths int) bool { return w.dice.IntN(100) < hundredths }

// one takes one of the values.
func one[T any](dice *rand.Rand, values ...T) T { return values[dice.IntN(len(values))] }

// land writes the territories, who works there and where people are received.
func (w *scale) land() {
	began := w.now.AddDate(0, 0, -scaleDays-30)
	for i, name := range []string{"Pays de Redon", "Vallons de Vilaine"} {
		territory := w.id(began)
		w.insert("territory", "id, name, name_key, created_at", territory, name, parcours.FoldName(name), began.UnixMilli())
		for n := range max(1, w.People/2/w.rules.CaseloadTarget) {
			id := w.id(began)
			w.insert("professional", "id, email, first_name, last_name, structure, structure_kind, phone, territory_id, role, created_at, updated_at",
				id, fmt.Sprintf("referent.%d.%d@exemple.fr", i, n), one(w.dice, scaleFirst...), one(w.dice, scaleLast...), "Département", "CD", "02 61 91 00 01",
				territory, "referent", began.UnixMilli(), began.UnixMilli())
			w.referents[territory] = append(w.referents[territory], id)
		}
		w.insert("place", "id, territory_id, name, name_key, address, phone, created_at",
			"place-"+territory, territory, "CDAS", "cdas", "8 rue du Port, 35600 Redon", "02 61 91 01 02", began.UnixMilli())
	}
}

// details is the payload of an entry of the journal.
type scaleDetails map[string]string

// journal adds an entry to a person's journal.
func (w *scale) journal(p *scalePerson, at time.Time, kind parcours.EventKind, actor, subject string, payload scaleDetails) {
	if payload == nil {
		payload = scaleDetails{}
	}
	text, err := json.Marshal(payload)
	if err != nil {
		w.err = err
		return
	}
	p.seq++
	id, salt := w.id(at), w.vault.salt()
	digest := saltedDigest(salt, text)
	p.hash = chained(p.hash, id, p.seq, string(kind), at.UnixMilli(), actor, subject, digest)
	w.insert("event", "id, person_id, seq, kind, at, actor, subject, payload_sealed, salt, digest, hash",
		id, p.id, p.seq, string(kind), at.UnixMilli(), actor, subject, w.vault.seal("event.payload_sealed", text), salt, digest, p.hash)
}

var (
	scaleFirst = []string{"Nadine", "Yann", "Fatoumata", "Jean-Pierre", "Marie", "Kevin", "Soizic", "Amadou", "Odile", "Mathieu", "Élodie", "Bernard"}
	scaleLast  = []string{"Le Goff", "Quéré", "Diallo", "Guillemot", "Hervé", "Rolland", "Bouvier", "Traoré", "Perrin", "Cadiou", "Gicquel", "Le Floc'h"}
)
