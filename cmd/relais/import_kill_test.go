package main_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/intake/fluxtest"
)

// caseloadCSV is a people file of n rows that nobody is twice in.
func caseloadCSV(t *testing.T, n int) string {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("Civilité;Prénom bénéficiaire;Nom bénéficiaire;N° CAF;ID Iodas;NIR;Date de naissance;Adresses Mails;N° Téléphones;Adresse;CP Ville;Date d'ouverture des droits\n")
	for i := range n {
		fmt.Fprintf(&b, "MME;Prénom%d;Nom%d;%d;I%d;2%02d%02d35%03d%03d;%02d/%02d/19%02d;p%d@exemple.fr;06 39 98 %02d %02d;%d rue du Port;35600 Redon;01/06/2023\n",
			i%977, i, 1_000_000+i, i, 60+i%39, 1+i%12, i/1000%1000, i%1000, 1+i%28, 1+i%12, 60+i%39, i, i/100%100, i%100, i)
	}
	return file(t, "personnes.csv", b.Bytes())
}

// fluxFile is a flux of n dossiers, each with filler.
func fluxFile(t *testing.T, n, filler int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "flux.xml")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := fluxtest.NewWriter(out, fluxtest.Flux{})
	for i := range n {
		w.Dossier(fluxtest.Numbered(i, filler))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// state is what a database says once ids and moments are left out.
func state(t *testing.T, s settings) []string {
	t.Helper()
	var all []string
	for _, query := range []string{
		`select p.nir_index || p.internal_id || p.first_name || p.last_name || p.title || p.role || p.birth_date || p.address || p.city || p.subject_to_duties || p.entered_on
			|| p.no_fixed_address || coalesce(h.affiliation_number, '') || m.contact_loss || m.entered_on
			from person p join milestone m on m.person_id = p.id left join household h on h.id = p.household_id order by 1`,
		`select p.nir_index || p.internal_id || c.channel || c.address_index || c.kind || c.status || c.shared || c.position
			from contact_point c join person p on p.id = c.person_id order by 1`,
		`select p.nir_index || p.internal_id || e.kind || e.seq from event e join person p on p.id = e.person_id order by 1`,
		`select h.affiliation_number || d.state || d.request_number || d.office from dossier d join household h on h.id = d.household_id order by 1`,
		`select digest || reference_on || dossiers || (finished_at > 0) from flux order by 1`,
		`select p.nir_index || f.digest from person_flux f join person p on p.id = f.person_id order by 1`,
		`select count(*) from leaver`,
	} {
		all = append(all, ask(t, s, query)...)
	}
	return all
}

// interruptImport begins an import and sends it a signal once there are enough people.
func interruptImport(t *testing.T, s settings, path string, people int, signal os.Signal) {
	t.Helper()
	command := exec.Command(program, "import", path)
	command.Env = s.environ()
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = command.Process.Kill() }()
	deadline := time.Now().Add(90 * time.Second)
	for time.Now().Before(deadline) {
		if n, err := strconv.Atoi(ask(t, s, "select count(*) from person")[0]); err == nil && n >= people {
			break
		}
		time.Sleep(2 * time.Millisecond)
	}
	if err := command.Process.Signal(signal); err != nil {
		t.Fatalf("the import ended before it could be interrupted: %v", err)
	}
	if err := command.Wait(); err == nil {
		t.Log("the import ended before the signal came")
	}
}

// TestInterruptedImportEndsAsOneRun kills imports in the middle, interrupts them with
// Ctrl-C, runs them again, and compares with one that nobody disturbed.
func TestInterruptedImportEndsAsOneRun(t *testing.T) {
	t.Parallel()
	key := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("k"), 32))
	for name, path := range map[string]string{"people": caseloadCSV(t, 3000), "flux": fluxFile(t, 2200, 2)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole, broken := sqliteFile(t).with(settings{"DATA_KEY": key}), sqliteFile(t).with(settings{"DATA_KEY": key})
			first := mustRelais(t, whole, "import", path)
			relais(t, broken, "import", "no-such-file.csv") // makes the database
			for i, signal := range []os.Signal{syscall.SIGKILL, os.Interrupt, syscall.SIGKILL} {
				interruptImport(t, broken, path, 1+700*i, signal)
			}
			before, _ := strconv.Atoi(ask(t, broken, "select count(*) from person")[0])
			total, _ := strconv.Atoi(ask(t, whole, "select count(*) from person")[0])
			if before == 0 || before >= total {
				t.Fatalf("%d people of %d were there before the last run: nothing was interrupted", before, total)
			}
			last := mustRelais(t, broken, "import", path)
			if diff := cmp.Diff(state(t, whole), state(t, broken)); diff != "" {
				t.Errorf("one run and several (-one +several):\n%.4000s", diff)
			}
			again := mustRelais(t, broken, "import", path)
			if !strings.Contains(again.stdout, "inchangée") || strings.Contains(again.stdout, "créée") || strings.Contains(again.stdout, "mise") {
				t.Errorf("again: %s", again.stdout)
			}
			t.Logf("%d people; first run %v, last %v", total, first.took.Round(time.Millisecond), last.took.Round(time.Millisecond))
		})
	}
}
