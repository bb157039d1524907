package intake

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"relais/parcours"
)

// FluxStore writes what a flux of the CNAF says.
type FluxStore interface {
	// LastFlux is the newest flux that was begun; ErrNotFound when there was none.
	LastFlux(ctx context.Context) (parcours.Flux, error)
	BeginFlux(ctx context.Context, now time.Time, f parcours.Flux) error
	// ImportBeneficiaries is to a flux what ImportPeople is to a file of people.
	ImportBeneficiaries(ctx context.Context, now time.Time, batch parcours.ImportBatch, rows []parcours.BeneficiaryRow, dryRun bool) ([]parcours.RowResult, error)
	// EndFlux lists those whom the flux no longer holds, and returns how many.
	EndFlux(ctx context.Context, now time.Time, batch parcours.ImportBatch, f parcours.Flux) (int, error)
}

// fluxWithin is where a flux says what it is.
const fluxWithin = 4096

// importFlux reads a flux twice: once to check it whole, once to apply it. A flux
// that is not whole, not what it says, or older than the last one writes nothing.
func (in *Intake) importFlux(ctx context.Context, o Options, file io.ReadSeeker, name string) (Report, error) {
	if in.Flux == nil {
		return Report{}, &Refused{File: name, What: "c'est un flux bénéficiaire de la CNAF.", Mend: "Le reprendre en ligne de commande : relais import " + name}
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return Report{}, fmt.Errorf("import %s: %w", name, err)
	}
	j := &fluxJob{Intake: in, options: o, size: size, reader: reader{rules: in.Rules, now: in.Now(), territory: oneLine(o.Territory)}}
	j.report = Report{Kind: Flux, File: name, Source: o.Source, DryRun: o.DryRun, Format: "xml"}
	if err := j.check(ctx, file); err != nil {
		if refused, ok := errors.AsType[*Refused](err); ok {
			refused.File = name
		}
		return Report{}, err
	}
	j.batch = parcours.ImportBatch{ID: in.NewID(), Source: o.Source, Kind: string(Flux), FileName: name, Digest: j.flux.Digest}
	err = j.apply(ctx, file)
	j.report.account(j.results)
	return j.report, err
}

// fluxJob is one flux being imported.
type fluxJob struct {
	*Intake
	options Options
	size    int64
	reader  reader
	flux    parcours.Flux
	batch   parcours.ImportBatch
	report  Report
	results Results
}

// fluxPortion are people of a flux that stand together.
type fluxPortion = portion[parcours.BeneficiaryRow]

// progress tells how many kilobytes of both readings are done.
func (j *fluxJob) progress(before int64) func(int64) {
	return func(read int64) {
		if j.options.Progress != nil {
			j.options.Progress(int((before+read)>>10), int((2*j.size)>>10))
		}
	}
}

func (j *fluxJob) open(file io.ReadSeeker) (io.Reader, func() string, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, nil, fmt.Errorf("import %s: %w", j.report.File, err)
	}
	digest := sha256.New()
	return io.TeeReader(file, digest), func() string { return hex.EncodeToString(digest.Sum(nil)) }, nil
}

// check reads the whole file and refuses it unless it may be applied.
func (j *fluxJob) check(ctx context.Context, file io.ReadSeeker) error {
	r, digest, err := j.open(file)
	if err != nil {
		return err
	}
	w := fluxWalk{progress: j.progress(0)}
	if err := w.walk(r, func(*fluxFile) error { return ctx.Err() }); err != nil {
		return err
	}
	j.report.Encoding = w.encoding
	if w.encoding != encodingUTF8 && w.paced.accents > 0 && w.paced.broken == 0 {
		return &Refused{
			What: "le fichier se dit en " + w.encoding + " mais ses accents sont écrits en UTF-8 : les noms seraient abîmés.",
			Mend: "Demander un nouvel envoi, ou corriger la première ligne du fichier.",
		}
	}
	if j.flux, err = w.file.head(w.dossiers); err != nil {
		return err
	}
	j.flux.Digest = digest()
	last, err := j.Flux.LastFlux(ctx)
	switch {
	case errors.Is(err, parcours.ErrNotFound):
	case err != nil:
		return err
	case j.flux.OlderThan(last):
		return &Refused{
			What: fmt.Sprintf("ce flux, arrêté au %s, est plus ancien que le dernier repris, arrêté au %s.", frenchDate(j.flux.ReferenceOn), frenchDate(last.ReferenceOn)),
			Mend: "Reprendre le flux le plus récent.",
		}
	}
	j.report.Flux = &FluxReport{Kind: j.flux.Kind, CreatedOn: j.flux.CreatedOn.String(), ReferenceOn: j.flux.ReferenceOn.String(), Dossiers: j.flux.Dossiers}
	return nil
}

// head is what a flux says of itself, or why it is refused.
func (f *fluxFile) head(dossiers int) (parcours.Flux, error) {
	created, ok1 := fluxDate(f.created)
	reference, ok2 := fluxDate(f.reference)
	said, err := strconv.Atoi(f.said)
	switch {
	case f.kind != "M" && f.kind != "I":
		return parcours.Flux{}, &Refused{What: "TYPEFLUX vaut " + quote(f.kind) + " : un flux mensuel (M) ou initial (I) était attendu.", Mend: "Vérifier que ce fichier est un flux bénéficiaire RSA."}
	case !ok1 || !ok2:
		return parcours.Flux{}, &Refused{What: "le flux ne dit pas son jour : DTCREAFLUX ou DTREF manque.", Mend: fluxMend}
	case err != nil:
		return parcours.Flux{}, &Refused{What: "le flux ne dit pas combien de dossiers il transmet : NBTOTDOSRSATRANSM manque.", Mend: fluxMend}
	case said != dossiers:
		return parcours.Flux{}, &Refused{What: fmt.Sprintf("le flux dit transmettre %d dossiers et en contient %d.", said, dossiers), Mend: fluxMend}
	}
	return parcours.Flux{Kind: f.kind, Nature: f.nature, CreatedOn: created, ReferenceOn: reference, Dossiers: dossiers}, nil
}

// apply reads the file again and gives its people to the store.
func (j *fluxJob) apply(ctx context.Context, file io.ReadSeeker) error {
	r, digest, err := j.open(file)
	if err != nil {
		return err
	}
	if !j.options.DryRun {
		if err := j.Flux.BeginFlux(ctx, j.reader.now, j.flux); err != nil {
			return err
		}
	}
	w := fluxWalk{progress: j.progress(j.size)}
	var unread error // known once everything was given
	portions := func(yield func(fluxPortion) bool) { unread = j.portions(&w, r, yield) }
	err = cmp.Or(ahead(ctx, portions, func(p fluxPortion) error { return j.give(ctx, p) }), unread)
	if err != nil {
		return fmt.Errorf("import %s: %w", j.report.File, err)
	}
	if digest() != j.flux.Digest {
		return fmt.Errorf("import %s: %w: the file changed while it was read", j.report.File, parcours.ErrConflict)
	}
	j.progress(j.size)(j.size)
	if j.options.DryRun {
		return nil
	}
	j.report.Flux.Leavers, err = j.Flux.EndFlux(ctx, j.reader.now, j.batch, j.flux)
	return err
}

// portions reads a flux and yields its people, until yield has had enough.
func (j *fluxJob) portions(w *fluxWalk, r io.Reader, yield func(fluxPortion) bool) error {
	p, before := fluxPortion{}, 0
	err := w.walk(r, func(f *fluxFile) error {
		for _, row := range j.reader.beneficiaries(&f.dossier, before+len(p.results)+1) {
			p.add(parcours.RowResult{Line: row.Line, Outcome: row.outcome, Problems: row.problems, Warnings: row.warnings}, row.BeneficiaryRow)
		}
		if len(p.rows) < j.options.chunk() {
			return nil
		}
		full := p
		p, before = fluxPortion{}, before+len(full.results)
		if !yield(full) {
			return errEnough
		}
		return nil
	})
	if err == nil {
		yield(p)
	}
	if errors.Is(err, errEnough) { // ahead knows why
		return nil
	}
	return err
}

var errEnough = errors.New("no more of the flux is wanted")

// give has the store decide a portion.
func (j *fluxJob) give(ctx context.Context, p fluxPortion) error {
	err := p.decide(func(rows []parcours.BeneficiaryRow) ([]parcours.RowResult, error) {
		return j.Flux.ImportBeneficiaries(ctx, j.reader.now, j.batch, rows, j.options.DryRun)
	})
	j.results.Add(p.results...)
	if err != nil {
		return err
	}
	return j.options.rest(ctx)
}

// FluxReport is what a report says of a flux beside its rows, which are its people
// in order.
type FluxReport struct {
	Kind        string `json:"kind"`
	CreatedOn   string `json:"created_on"`
	ReferenceOn string `json:"reference_on"`
	Dossiers    int    `json:"dossiers"`
	// Leavers are those whom an earlier flux held and this one does not.
	Leavers int `json:"leavers"`
}

func (f FluxReport) write(b *bytes.Buffer, r Report) {
	fmt.Fprintf(b, "%s : flux bénéficiaire de la CNAF (XML, %s), %d dossiers arrêtés au %s ; les lignes sont les personnes, dans l'ordre du fichier\n", r.File, r.Encoding, f.Dossiers, f.ReferenceOn)
	if f.Leavers > 0 {
		fmt.Fprintf(b, "Absentes de ce flux et présentes dans un précédent : %d personnes, à examiner avec relais leavers\n", f.Leavers)
	}
}

func frenchDate(d parcours.Date) string {
	return fmt.Sprintf("%02d/%02d/%04d", d.Day, d.Month, d.Year)
}
