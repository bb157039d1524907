// Package store keeps everything Relais knows: all SQL, the migrations and the
// transactions, on SQLite by default and on PostgreSQL where several nodes run.
//
// One exported method is one thing that happened and one transaction. The same
// SQL text runs on both engines: $1 placeholders, instants as bigint Unix
// milliseconds (0 is "never"), civil dates as text YYYY-MM-DD (” is "not
// known"), ids as text UUIDv7, JSON as text. What differs is in dialect.go.
// Queries whose text is fixed live in store/queries and are compiled by sqlc
// into store/gen (sqlc.yaml says how to regenerate); filters made at run time
// are written by hand beside the method that uses them.
//
// Casts are written cast($1 as bigint), never ::, and a CASE or COALESCE over a
// parameter always has one: PostgreSQL infers types, SQLite does not care.
//
// Inside the package, a method opens its transaction with write or read and
// works on the tx it is handed: see write.go. Everything that happens to a
// person is appended to the journal in the same transaction (journal.go), a
// message is planned with tx.notify (notify.go), and personal data is sealed
// with the store's vault (seal.go).
package store
