package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
)

// SubjectFile gathers everything that is held about a person, for that person;
// ErrNotFound for whoever does not run requests of access. It keeps no trace of having
// been made: that is for whoever hands it out.
func (s *Store) SubjectFile(ctx context.Context, now time.Time, actor parcours.Actor, personID string) (parcours.SubjectFile, error) {
	made := parcours.SubjectFile{Format: parcours.SubjectFormat, MadeAt: now.UTC(), Service: s.service, PersonID: personID}
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		if !actor.RunsAccessRequests() {
			return parcours.ErrNotFound
		}
		personID, err := tx.followed(ctx, personID)
		if err != nil {
			return err
		}
		made.PersonID = personID
		who, err := tx.PersonOfDossier(ctx, personID)
		if err != nil {
			return found(err)
		}
		made.Name = parcours.Professional{FirstName: who.FirstName, LastName: who.LastName}.Name()
		names, err := tx.everybody(ctx)
		if err != nil {
			return err
		}
		made.Sections = nil
		for _, table := range personal() {
			section := parcours.SubjectSection{Name: table.name, Rows: []parcours.SubjectRow{}}
			if section.Rows, err = tx.subjectRows(ctx, table, personID, names); err != nil {
				return fmt.Errorf("%s: %w", table.name, err)
			}
			made.Sections = append(made.Sections, section)
		}
		return nil
	})
	if err != nil {
		return made, fmt.Errorf("subject file: %w", err)
	}
	return made, nil
}

// everybody names professionals and accounts by their ids.
func (tx *tx) everybody(ctx context.Context) (map[string]string, error) {
	names, err := tx.names(ctx)
	if err != nil {
		return nil, err
	}
	accounts, err := tx.AllAccounts(ctx)
	if err != nil {
		return nil, err
	}
	for _, a := range accounts {
		if names[a.ID] = names[a.ProfessionalID.String]; names[a.ID] == "" {
			names[a.ID] = a.Email
		}
	}
	return names, nil
}

// query writes the statement that reads the columns that are told.
func (p personalTable) query() (text string, told []personalColumn) {
	var values []string
	for _, c := range p.columns {
		if c.kind != valueOmitted {
			values, told = append(values, "t."+c.name), append(told, c)
		}
	}
	for _, j := range p.joined {
		values, told = append(values, "("+j.query+")"), append(told, personalColumn{j.name, j.kind})
	}
	if len(values) == 0 {
		values = []string{"1"}
	}
	return "select " + strings.Join(values, ", ") + "\nfrom " + p.name + " t\nwhere " + p.of + "\norder by " + p.by, told
}

func (tx *tx) subjectRows(ctx context.Context, table personalTable, personID string, names map[string]string) ([]parcours.SubjectRow, error) {
	rows := []parcours.SubjectRow{}
	query, told := table.query()
	err := tx.rows(ctx, query, []any{personID}, func(scanned *sql.Rows) error {
		cells := make([]any, max(len(told), 1))
		for i := range cells {
			cells[i] = new(any)
		}
		if err := scanned.Scan(cells...); err != nil {
			return err
		}
		row := parcours.SubjectRow{}
		for i, c := range told {
			field, err := tx.subjectField(table.name, c, *cells[i].(*any), names)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			if field.Name != "" {
				row = append(row, field)
			}
		}
		rows = append(rows, row)
		return nil
	})
	return rows, err
}

// subjectField reads one cell; the zero field for an empty one.
func (tx *tx) subjectField(table string, c personalColumn, cell any, names map[string]string) (parcours.SubjectField, error) {
	f := parcours.SubjectField{Name: strings.TrimSuffix(c.name, "_sealed")}
	text := cellText(cell)
	if c.kind == valueSealed || c.kind == valueFacts {
		sealed, _ := cell.([]byte)
		plain, err := tx.vault.open(table+"."+c.name, sealed)
		if errors.Is(err, errUnsealed) { // an altered value is the journal's to tell
			return parcours.SubjectField{Name: f.Name, Term: "unreadable"}, nil
		}
		if err != nil {
			return f, err
		}
		text = string(plain)
	}
	if text == "" {
		return parcours.SubjectField{}, nil
	}
	switch c.kind {
	case valueInstant:
		ms, err := strconv.ParseInt(text, 10, 64)
		if err != nil || ms == 0 {
			return parcours.SubjectField{}, err
		}
		f.At = instant(ms)
	case valueYes:
		yes := text == "1" || text == "true"
		f.Yes = &yes
	case valueTerm:
		f.Term = text
	case valueWho:
		f.Text = text
		if name := names[text]; name != "" {
			f.Text = name
		}
	case valueJSON, valueFacts:
		if !json.Valid([]byte(text)) {
			f.Text = text
			break
		}
		if text == "null" || text == "{}" || text == "[]" {
			return parcours.SubjectField{}, nil
		}
		f.JSON = json.RawMessage(text)
	default:
		f.Text = text
	}
	return f, nil
}

// cellText reads a cell as either engine returns it.
func cellText(cell any) string {
	switch v := cell.(type) {
	case nil:
		return ""
	case string:
		return v
	case []byte:
		return string(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		return strconv.FormatBool(v)
	}
	return fmt.Sprint(cell)
}
