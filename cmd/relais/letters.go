package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"relais/locales"
	"relais/notifier/letter"
	"relais/notifier/telegram"
	"relais/parcours"
	"relais/store"
)

// letterDesk composes letters in the words of the catalogue and prints them.
type letterDesk struct {
	words  *locales.Catalogue
	sender locales.Sender
}

// Compose refuses what cannot be written or drawn.
func (d letterDesk) Compose(o parcours.LetterOrder) (parcours.Letter, error) {
	l, err := d.words.Letter(o, d.sender)
	if err != nil {
		return l, err
	}
	return l, letter.Check(l)
}

// PDF writes the pages of a batch.
func (letterDesk) PDF(w io.Writer, letters []parcours.Letter, made time.Time) error {
	return letter.PDF(w, letters, made)
}

// CSV writes the rows of a batch.
func (d letterDesk) CSV(w io.Writer, letters []parcours.Letter) error {
	return letter.CSV(w, letters, d.sender.Zone)
}

// lettersCommand makes a batch of letters, as the console does, and writes its files.
type lettersCommand struct {
	databaseSettings `embed:""`
	ruleSettings     `embed:""`
	letterSettings   `embed:""`
	telegramSettings `embed:""`

	Out       string `placeholder:"DIR" help:"Folder for the PDF and the CSV, readable by their owner only."`
	Territory string `placeholder:"NAME" help:"Only people of this territory."`
	Again     string `placeholder:"BATCH" help:"Write the files of this batch again, instead of making one."`
	DryRun    bool   `help:"Say who would be written to and why, and write nothing."`
}

const accessExportLetters = "export_letters"

// Run makes the batch, or finds it, and writes it.
func (c *lettersCommand) Run(ctx context.Context, out *output) error {
	if c.Out == "" && !c.DryRun {
		return errors.New("letters: --out says in which folder the files are written")
	}
	db, rules, err := openStore(ctx, c.databaseSettings, c.ruleSettings, c.apply)
	if err != nil {
		return err
	}
	defer db.Close()
	territory, err := territoryNamed(ctx, db, c.Territory)
	if err != nil {
		return err
	}
	now, actor := time.Now(), commandActor("letters")
	if c.DryRun {
		return c.list(ctx, out, db, rules, now, actor, territory)
	}
	words, err := loadWords(ctx, db)
	if err != nil {
		return err
	}
	link, err := c.link(ctx)
	if err != nil {
		return err
	}
	desk := letterDesk{words, c.sender(rules.Zone, link)}
	batchID := c.Again
	if batchID == "" {
		made, err := db.MakeLetters(ctx, now, actor, parcours.LetterSelection{TerritoryID: territory, Links: link != nil}, desk.Compose)
		if errors.Is(err, parcours.ErrConflict) {
			fmt.Fprintln(out.stdout, "Aucun courrier à écrire.")
			return nil
		}
		if err != nil {
			return err
		}
		if made.Refused > 0 {
			fmt.Fprintf(out.stderr, "relais: %d letters could not be written; the console's alerts name the people\n", made.Refused)
		}
		if batchID = made.BatchID; batchID == "" {
			return errRefused
		}
	}
	return c.write(ctx, out, db, rules, desk, now, actor, batchID)
}

// link makes the links of the letters; nil without Telegram. The bot's name is
// asked for: a link on paper is not corrected.
func (c *lettersCommand) link(ctx context.Context) (func(string) string, error) {
	if !c.telegramSettings.configured() {
		return nil, nil
	}
	var p problems
	if c.telegramSettings.check(&p); p.err() != nil {
		return nil, p.err()
	}
	sender, err := telegram.New(telegram.Config{Token: c.Token, APIURL: c.telegramSettings.APIURL, SendTimeout: 15 * time.Second, Now: time.Now})
	if err != nil {
		return nil, fmt.Errorf("telegram: %w", err)
	}
	name, err := sender.UserName(ctx)
	if err != nil {
		return nil, fmt.Errorf("the bot's name, which letters print, is not known: %w; unset RELAIS_TELEGRAM_TOKEN to write letters without a code", err)
	}
	var bot botName
	bot.set(name)
	return bot.link, nil
}

// list prints who would be written to.
func (c *lettersCommand) list(ctx context.Context, out *output, db *store.Store, rules parcours.Rules, now time.Time, actor parcours.Actor, territory string) error {
	due, err := db.LettersDue(ctx, now, actor, parcours.Filter{TerritoryID: territory})
	if err != nil {
		return err
	}
	if err := db.LogAccess(ctx, now, actor, "read_letters", "due"); err != nil {
		return err
	}
	table := tabwriter.NewWriter(out.stdout, 0, 0, 2, ' ', 0)
	for _, d := range due {
		why := string(d.Reason)
		if d.Obstacle != parcours.LetterPossible {
			why += ", impossible : " + string(d.Obstacle)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", d.Name, d.Territory, parcours.DateOf(d.StartsAt, rules.Zone), why)
	}
	return table.Flush()
}

// write writes the two files of a batch. Whoever takes them is kept first.
func (c *lettersCommand) write(ctx context.Context, out *output, db *store.Store, rules parcours.Rules, desk letterDesk, now time.Time, actor parcours.Actor, batchID string) error {
	batch, letters, err := db.Letters(ctx, now, actor, batchID)
	if err != nil {
		return err
	}
	if err := db.LogAccess(ctx, now, actor, accessExportLetters, batchID); err != nil {
		return err
	}
	if err := os.MkdirAll(c.Out, 0o700); err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	base := filepath.Join(c.Out, "courriers-"+parcours.DateOf(batch.MadeAt, rules.Zone).String()+"-"+batchID[len(batchID)-6:])
	for _, file := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{base + ".pdf", func(w io.Writer) error { return desk.PDF(w, letters, batch.MadeAt) }},
		{base + ".csv", func(w io.Writer) error { return desk.CSV(w, letters) }},
	} {
		if err := writePrivate(file.name, file.write); err != nil {
			return err
		}
		fmt.Fprintln(out.stdout, file.name)
	}
	fmt.Fprintf(out.stdout, "Lot %s : %d courriers. Notez l'impression et l'envoi dans la console, page Courriers.\n", batchID, len(letters))
	return nil
}

// writePrivate writes a file that its owner alone may read.
func writePrivate(name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(name), err)
	}
	return nil
}
