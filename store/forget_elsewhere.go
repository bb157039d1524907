package store

import (
	"context"
	"errors"
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
		who.addresses = append(who.addresses, address)
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

// dropEdits deletes what somebody mended in the person's rows of files, and empties those.
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
			if err := tx.dropRowOfFile(ctx, r.ImportID, r.Line); err != nil {
				return err
			}
		}
	}
	return nil
}

// dropRowOfFile leaves nothing of a row but its outcome: what was mended in a row that is
// about the person need not tell so itself, nor the other way round.
func (tx *tx) dropRowOfFile(ctx context.Context, importID string, line int64) error {
	return errors.Join(tx.EmptyRowOfFile(ctx, importID, line), tx.DropEditOfFile(ctx, importID, line))
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
				if err := tx.dropRowOfFile(ctx, r.ImportID, r.Line); err != nil {
					return err
				}
			}
		}
	}
}
