package parcours

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// SubjectFormat names the form of a SubjectFile, for whoever reads it by a program.
const SubjectFormat = "relais-subject-access/1"

// SubjectFile is everything that is held about one person, for that person (GDPR,
// article 15): section by section, row by row. Digests, keys and what the machine notes
// for itself are not in it.
type SubjectFile struct {
	Format   string           `json:"format"`
	MadeAt   time.Time        `json:"made_at"`
	Service  Service          `json:"service"`
	PersonID string           `json:"person_id"`
	Name     string           `json:"name"`
	Sections []SubjectSection `json:"sections"`
}

// SubjectSection is what one table holds.
type SubjectSection struct {
	// Name is the table's.
	Name string       `json:"name"`
	Rows []SubjectRow `json:"rows"`
}

// SubjectRow is one row: its fields that are not empty, in order.
type SubjectRow []SubjectField

// SubjectField is one value of a row; one of the values is set.
type SubjectField struct {
	Name string
	// Text is a text, a civil date, a number or somebody's name.
	Text string
	// Term is a word of one of the domain's lists.
	Term string
	At   time.Time
	Yes  *bool
	// JSON is what is kept so.
	JSON json.RawMessage
}

// value is what the JSON form holds.
func (f SubjectField) value() any {
	switch {
	case f.Yes != nil:
		return *f.Yes
	case !f.At.IsZero():
		return f.At.UTC()
	case f.JSON != nil:
		return f.JSON
	case f.Term != "":
		return f.Term
	}
	return f.Text
}

// MarshalJSON writes the row as an object whose members keep their order.
func (r SubjectRow) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, f := range r {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(f.Name)
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", f.Name, err)
		}
		value, err := json.Marshal(f.value())
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", f.Name, err)
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// RunsAccessRequests reports whether the actor may make such a copy: the data
// protection officer, and the coordinator.
func (a Actor) RunsAccessRequests() bool { return a.SeesAll() || a.Role == AccountAuditor }
