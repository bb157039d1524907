package web

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"relais/parcours"
)

// Letters are what is printed and posted by hand. A referent reads those of their
// own people; only the coordinator makes batches and notes what became of them.
type Letters interface {
	LettersDue(ctx context.Context, now time.Time, actor parcours.Actor, f parcours.Filter) ([]parcours.DueLetter, error)
	LetterBatches(ctx context.Context, now time.Time, actor parcours.Actor) ([]parcours.LetterBatch, error)
	LetterBatch(ctx context.Context, now time.Time, actor parcours.Actor, id string) (parcours.LetterBatch, []parcours.BatchedLetter, error)
	// Letters returns what is to be printed, exactly as it was made.
	Letters(ctx context.Context, now time.Time, actor parcours.Actor, batchID string) (parcours.LetterBatch, []parcours.Letter, error)
	MakeLetters(ctx context.Context, now time.Time, actor parcours.Actor, chosen parcours.LetterSelection, compose func(parcours.LetterOrder) (parcours.Letter, error)) (parcours.MadeLetters, error)
	LetterSteps
}

// LetterSteps note what became of letters: those named, or the whole batch.
type LetterSteps interface {
	PrintLetters(ctx context.Context, now time.Time, actor parcours.Actor, batchID string, ids []string) (int, error)
	PostLetters(ctx context.Context, now time.Time, actor parcours.Actor, batchID string, ids []string, on parcours.Date) (int, error)
	ReturnLetter(ctx context.Context, now time.Time, actor parcours.Actor, batchID, id string, cause parcours.ReturnCause, on parcours.Date) error
	TakeBackLetters(ctx context.Context, now time.Time, actor parcours.Actor, batchID string, ids []string, state parcours.LetterState) (int, error)
	RemoveLetter(ctx context.Context, now time.Time, actor parcours.Actor, batchID, id string) error
}

// LetterDesk composes letters and prints them.
type LetterDesk interface {
	// Compose answers ErrInvalid for what cannot be written or printed.
	Compose(parcours.LetterOrder) (parcours.Letter, error)
	PDF(w io.Writer, letters []parcours.Letter, made time.Time) error
	CSV(w io.Writer, letters []parcours.Letter) error
}

// shownLetters bounds what one page proposes, and so one batch: its form has to fit
// the size that forms may have.
const shownLetters = 500

// lettersPage says who is to be written to, and shows the batches.
type lettersPage struct {
	page
	Territories []parcours.Territory
	Territory   string
	// Due can be written, Stuck cannot; More are behind the first ones.
	Due, Stuck []parcours.DueLetter
	More       int
	Batches    []parcours.LetterBatch
	// BeforeDays is how near a deadline is when letters start.
	BeforeDays int
	// Makes: the reader makes batches.
	Makes bool
}

func (s *Server) showLetters(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	f, err := filterOf(r, v)
	if err != nil {
		return err
	}
	shown := lettersPage{
		page: s.page(v, "letters.title", "letters"), Territory: f.TerritoryID, BeforeDays: s.rules.LetterBeforeDays,
		Makes: v.actor.SeesAll() && s.letters != nil,
	}
	due, err := s.store.LettersDue(ctx, v.now, v.actor, f)
	if err != nil {
		return fmt.Errorf("read letters due: %w", err)
	}
	for _, d := range due {
		if d.Obstacle == parcours.LetterPossible {
			shown.Due = append(shown.Due, d)
		} else {
			shown.Stuck = append(shown.Stuck, d)
		}
	}
	shown.More = max(0, len(shown.Due)-shownLetters)
	shown.Due = shown.Due[:len(shown.Due)-shown.More]
	if shown.Batches, err = s.store.LetterBatches(ctx, v.now, v.actor); err != nil {
		return fmt.Errorf("read letter batches: %w", err)
	}
	if v.actor.SeesAll() {
		if shown.Territories, err = s.store.Territories(ctx); err != nil {
			return fmt.Errorf("read territories: %w", err)
		}
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, accessLetters, "due"); err != nil {
		return fmt.Errorf("keep the reading: %w", err)
	}
	return s.render(w, http.StatusOK, "letters", shown)
}

func (s *Server) makeLetters(w http.ResponseWriter, r *http.Request, v *visit) error {
	if s.letters == nil {
		return parcours.ErrNotFound
	}
	chosen := parcours.LetterSelection{TerritoryID: r.PostFormValue("territory"), NotificationIDs: r.PostForm["notification"], Links: s.telegramLink != nil}
	if len(chosen.NotificationIDs) == 0 {
		return fmt.Errorf("%w: choose at least one letter", parcours.ErrInvalid)
	}
	made, err := s.store.MakeLetters(r.Context(), v.now, v.actor, chosen, s.letters.Compose)
	if err != nil {
		return fmt.Errorf("make letters: %w", err)
	}
	if made.BatchID == "" {
		return s.done(w, r, "flash.letters_refused", "/courriers")
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessMakeLetters, made.BatchID); err != nil {
		return fmt.Errorf("keep the author of the batch: %w", err)
	}
	flash := "flash.letters_made"
	if made.Refused > 0 {
		flash = "flash.letters_some_refused"
	}
	return s.done(w, r, flash, "/courriers/lots/"+made.BatchID)
}

// batchPage is one batch and what became of each letter.
type batchPage struct {
	page
	Batch   parcours.LetterBatch
	Letters []letterRow
	// MadeOn bounds the day of posting.
	MadeOn parcours.Date
	Makes  bool
	// ToPrint, ToPost, Printed and Posted are how many letters each step concerns.
	ToPrint, ToPost, Printed, Posted int
}

// letterRow is one letter with what may be noted of it.
type letterRow struct {
	page
	parcours.BatchedLetter
	BatchID string
	MadeOn  parcours.Date
	Makes   bool
	Causes  []parcours.ReturnCause
}

func (s *Server) showLetterBatch(w http.ResponseWriter, r *http.Request, v *visit) error {
	id := r.PathValue("batch")
	batch, letters, err := s.store.LetterBatch(r.Context(), v.now, v.actor, id)
	if err != nil {
		return fmt.Errorf("read letter batch: %w", err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessLetters, id); err != nil {
		return fmt.Errorf("keep the reading: %w", err)
	}
	p := s.page(v, "letters.batch_title", "letters")
	shown := batchPage{page: p, Batch: batch, MadeOn: parcours.DateOf(batch.MadeAt, s.rules.Zone), Makes: v.actor.SeesAll() && s.letters != nil}
	for _, l := range letters {
		shown.Letters = append(shown.Letters, letterRow{p, l, id, shown.MadeOn, shown.Makes, parcours.ReturnCauses()})
		switch {
		case l.State == parcours.LetterPosted:
			shown.Posted++
		case l.Withdrawn != "":
		case l.State == parcours.LetterPrepared:
			shown.ToPrint++
			shown.ToPost++
		case l.State == parcours.LetterPrinted:
			shown.Printed++
			shown.ToPost++
		}
	}
	return s.render(w, http.StatusOK, "letter_batch", shown)
}

func (s *Server) lettersPDF(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.exportLetters(w, r, v, "pdf", "application/pdf", func(body io.Writer, batch parcours.LetterBatch, letters []parcours.Letter) error {
		return s.letters.PDF(body, letters, batch.MadeAt)
	})
}

func (s *Server) lettersCSV(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.exportLetters(w, r, v, "csv", "text/csv; charset=utf-8", func(body io.Writer, _ parcours.LetterBatch, letters []parcours.Letter) error {
		return s.letters.CSV(body, letters)
	})
}

// exportLetters hands the letters of a batch over as a file, once it is kept who
// took them.
func (s *Server) exportLetters(w http.ResponseWriter, r *http.Request, v *visit, kind, media string, write func(io.Writer, parcours.LetterBatch, []parcours.Letter) error) error {
	if s.letters == nil {
		return parcours.ErrNotFound
	}
	id := r.PathValue("batch")
	batch, letters, err := s.store.Letters(r.Context(), v.now, v.actor, id)
	if err != nil {
		return fmt.Errorf("read letters: %w", err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, accessExportLetters, id+" "+kind); err != nil {
		return fmt.Errorf("keep the export: %w", err)
	}
	var body bytes.Buffer
	if err := write(&body, batch, letters); err != nil {
		return fmt.Errorf("write letters: %w", err)
	}
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", "courriers-"+parcours.DateOf(batch.MadeAt, s.rules.Zone).String()+"."+kind))
	_, err = w.Write(body.Bytes())
	return err
}

// noteLetters notes what became of letters: the whole batch, or those of the form.
func (s *Server) noteLetters(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, batch, ids := r.Context(), r.PathValue("batch"), r.PostForm["letter"]
	on, err := parcours.ParseDate(r.PostFormValue("on"))
	if err != nil {
		return err
	}
	var flash string
	switch step := r.PathValue("step"); {
	case step == "impression":
		flash = "flash.letters_printed"
		_, err = s.store.PrintLetters(ctx, v.now, v.actor, batch, ids)
	case step == "envoi":
		flash = "flash.letters_posted"
		_, err = s.store.PostLetters(ctx, v.now, v.actor, batch, ids, on)
	case step == "correction":
		flash = "flash.taken_back"
		_, err = s.store.TakeBackLetters(ctx, v.now, v.actor, batch, ids, parcours.LetterState(r.PostFormValue("state")))
	case len(ids) != 1:
		return parcours.ErrNotFound
	case step == "retour":
		flash = "flash.letter_returned"
		err = s.store.ReturnLetter(ctx, v.now, v.actor, batch, ids[0], parcours.ReturnCause(r.PostFormValue("cause")), on)
	case step == "retrait":
		flash = "flash.letter_removed"
		err = s.store.RemoveLetter(ctx, v.now, v.actor, batch, ids[0])
	default:
		return parcours.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("note letters: %w", err)
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, accessNoteLetters, batch); err != nil {
		return fmt.Errorf("keep the author of the note: %w", err)
	}
	return s.done(w, r, flash, "/courriers/lots/"+batch)
}
