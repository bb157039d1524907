package store

import (
	"context"
	"errors"
	"slices"
	"strings"
)

// forgetElsewhere takes a person out of what no id of theirs names: what they wrote, and
// were answered, while nobody knew whose number it was; files that were imported, and what
// the tool upstream sent and nobody settled. What no id names is read, all of it: none of
// it is kept for long.
func (tx *tx) forgetElsewhere(ctx context.Context, personID string, who traces) error {
	own, err := tx.OwnAddresses(ctx, personID)
	if err != nil {
		return err
	}
	for _, point := range own {
		address, err := tx.vault.openText(columnAddress, point.AddressSealed)
		if err != nil {
			return err
		}
		who.addresses = append(who.addresses, strings.TrimPrefix(address, "+"))
		if err := tx.forgetStranger(ctx, point.AddressIndex); err != nil {
			return err
		}
	}
	return errors.Join(tx.forgetStrangersInbox(ctx, who), tx.emptyRowsOfFiles(ctx, who), tx.dropEdits(ctx, who), tx.emptyUpstream(ctx, who))
}

// forgetStranger empties the questions of an address whose author was not found, and the
// answers that it got.
func (tx *tx) forgetStranger(ctx context.Context, index string) error {
	if err := tx.CloseQuestionsFrom(ctx, index); err != nil {
		return err
	}
	questions, err := tx.QuestionsFrom(ctx, index)
	if err != nil {
		return err
	}
	for _, id := range questions {
		if err := tx.emptyStrangersQuestion(ctx, id); err != nil {
			return err
		}
	}
	answers, err := tx.AnswersTo(ctx, index)
	if err != nil {
		return err
	}
	for _, id := range answers {
		if err := tx.emptyMessage(ctx, id); err != nil {
			return err
		}
	}
	_, err = tx.exec(ctx, "delete from conversation where subject = $1", "unknown:"+index)
	return err
}

// forgetStrangersInbox deletes what was received from the person's addresses as from
// somebody unknown.
func (tx *tx) forgetStrangersInbox(ctx context.Context, who traces) error {
	if len(who.addresses) == 0 {
		return nil
	}
	at, id := int64(-1), ""
	for {
		rows, err := tx.StrangersInbox(ctx, at, id)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			at, id = r.ReceivedAt, r.ID
			payload, err := tx.vault.open(columnInbound, r.PayloadSealed)
			if err != nil {
				return err
			}
			if !who.wrote(payload) {
				continue
			}
			if err := errors.Join(tx.RememberStrangersMessage(ctx, id), tx.DropStrangersMessage(ctx, id)); err != nil {
				return err
			}
		}
	}
}

// emptyUpstream empties what the tool upstream sent about the person and nobody settled.
func (tx *tx) emptyUpstream(ctx context.Context, who traces) error {
	id := ""
	for {
		rows, err := tx.UpstreamContents(ctx, id)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			id = r.ID
			content, err := tx.vault.open(columnUpstream, r.PayloadSealed)
			if err != nil {
				return err
			}
			if who.tells(content) {
				if err := tx.EmptyUpstream(ctx, id); err != nil {
					return err
				}
			}
		}
	}
}

// dropEdits deletes what somebody mended in the person's rows of files.
func (tx *tx) dropEdits(ctx context.Context, who traces) error {
	rows, err := tx.EditsOfFiles(ctx)
	if err != nil {
		return err
	}
	for _, r := range rows {
		edit, err := tx.vault.open(columnFileEdit, r.EditSealed)
		if err != nil {
			return err
		}
		if who.tells(edit) {
			if err := tx.DropEditOfFile(ctx, r.ImportID, r.Line); err != nil {
				return err
			}
		}
	}
	return nil
}

// traces are by what the rows of imported files tell of somebody.
type traces struct {
	// names are those that the person's file, and those merged into it, had.
	names []fullName
	ids   []string
	// addresses are those that nobody else has, without the sign before a number.
	addresses []string
}

type fullName struct{ last, given string }

// tells reports whether a text is about the person, by any trace.
func (t traces) tells(text []byte) bool { return t.in(text) || t.wrote(text) }

// wrote reports whether a text holds an address of the person.
func (t traces) wrote(text []byte) bool {
	for _, address := range t.addresses {
		if len(address) >= leastDigits && strings.Contains(string(text), address) {
			return true
		}
	}
	return false
}

// leastDigits: anything shorter would be found by chance.
const leastDigits = 6

// in reports whether a row of a file is about the person: it holds one of their
// identifiers, or their family name and their given name.
func (t traces) in(row []byte) bool {
	text := strings.ToLower(string(row))
	for _, id := range t.ids {
		if id != "" && strings.Contains(text, strings.ToLower(id)) {
			return true
		}
	}
	return slices.ContainsFunc(t.names, func(n fullName) bool {
		return n.last != "" && strings.Contains(text, strings.ToLower(n.last)) && strings.Contains(text, strings.ToLower(n.given))
	})
}

// emptyRowsOfFiles takes the cells out of the accounts of imported rows that are about
// the person. No id names them there: they are read, all of them; they are kept for a
// few weeks only.
func (tx *tx) emptyRowsOfFiles(ctx context.Context, who traces) error {
	file, line := "", int64(0)
	for {
		rows, err := tx.SealedRowsOfFiles(ctx, file, line)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			file, line = r.ImportID, r.Line
			checked, err := tx.vault.open(columnCheckedRow, r.CheckedSealed)
			if err != nil {
				return err
			}
			applied, err := tx.vault.open(columnAppliedRow, r.AppliedSealed)
			if err != nil {
				return err
			}
			if who.tells(checked) || who.tells(applied) {
				if err := tx.EmptyRowOfFile(ctx, r.ImportID, r.Line); err != nil {
					return err
				}
			}
		}
	}
}
