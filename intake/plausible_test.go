package intake_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"relais/intake"
	"relais/parcours"
)

const accented = "Civilité;Prénom;Nom;N° Téléphones;Adresse\n" +
	"Mme;Maëlys;LE GUÉVEL;06 39 98 01 44;Résidence l’Étang, nº 5\nM.;François;CÔME;06 39 98 01 45;8 bis rue du Bœuf – étage 2\nMme;Zoé;D’HERVÉ;06 39 98 01 46;«Les Lilas» à Redon\n"

func encoded(t *testing.T, page *charmap.Charmap, text string) string {
	t.Helper()
	out, err := page.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestNoGuessCorruptsAName(t *testing.T) {
	t.Parallel()
	plain := strings.NewReplacer("’", "'", "œ", "oe", "–", "-", "º", "o").Replace(accented)
	for name, page := range map[string]*charmap.Charmap{"DOS": charmap.CodePage850, "Macintosh": charmap.Macintosh, "DOS of 1981": charmap.CodePage437} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := plain
			if page == charmap.CodePage437 {
				text = strings.NewReplacer("Ô", "O").Replace(text)
			}
			_, err := importText(t, newRecorder(), "f.csv", encoded(t, page, text))
			if _, refused := errors.AsType[*intake.Refused](err); !refused || !strings.Contains(err.Error(), "ni en UTF-8 ni en windows-1252") {
				t.Errorf("got %v, want a refusal that says why", err)
			}
		})
	}
	t.Run("windows-1252 with every sign of French", func(t *testing.T) {
		t.Parallel()
		store := newRecorder()
		report, err := importText(t, store, "f.csv", encoded(t, charmap.Windows1252, accented))
		if err != nil || report.Counts[parcours.RowCreated] != 3 || report.Encoding != "windows-1252" {
			t.Fatalf("%v, %v", report.Counts, err)
		}
		var names []string
		for _, p := range store.people {
			names = append(names, p.FirstName+" "+p.LastName+" "+p.Address)
		}
		want := []string{"Maëlys LE GUÉVEL Résidence l’Étang, nº 5", "François CÔME 8 bis rue du Bœuf – étage 2", "Zoé D’HERVÉ «Les Lilas» à Redon"}
		if diff := cmp.Diff(want, names); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
	t.Run("two files pasted together", func(t *testing.T) {
		t.Parallel()
		store := newRecorder()
		text := encoded(t, charmap.Windows1252, accented) + "Mme;Gaëlle;CARO;06 39 98 01 47;\nM.;Alan;CARO;06 39 98 01 48;\n"
		report, err := importText(t, store, "f.csv", text)
		if err != nil {
			t.Fatal(err)
		}
		addsUp(t, report)
		want := map[parcours.RowOutcome]int{parcours.RowCreated: 4, parcours.RowError: 1}
		if diff := cmp.Diff(want, report.Counts); diff != "" {
			t.Errorf("counts (-want +got):\n%s", diff)
		}
	})
	t.Run("garbled before us", func(t *testing.T) {
		t.Parallel()
		report, err := importText(t, newRecorder(), "f.csv", "Prénom;Nom;Email\nMaÃ«lys;RIOU;a@exemple.fr\nConceição;Irmã;b@exemple.fr\nÅsa;ÄRLIG;c@exemple.fr\n")
		if err != nil || report.Counts[parcours.RowError] != 1 || report.Counts[parcours.RowCreated] != 2 {
			t.Errorf("%v, %v", report.Counts, err)
		}
	})
}

func TestTrapsOfFilesAreSaidAndNeverCrash(t *testing.T) {
	t.Parallel()
	utf16 := func(text string) string {
		var b strings.Builder
		for i := range len(text) {
			b.WriteByte(text[i])
			b.WriteByte(0)
		}
		return b.String()
	}
	for name, c := range map[string]struct{ text, want string }{
		"UTF-16 without mark": {utf16("Nom;Prenom;Email\nA;B;c@exemple.fr\n"), "octets nuls"},
		"a NUL":               {"Nom;Prénom;Email\nA\x00;B;c@exemple.fr\n", "octets nuls"},
		"one column":          {"Nom\nRIOU\n", "Prénom"},
		"ten thousand":        {strings.Repeat("Nom;", 10_000) + "\n" + strings.Repeat("x;", 10_000) + "\n", "plus de 1024 colonnes"},
		"only a mark":         {"\xef\xbb\xbf", "vide"},
		"half a UTF-16":       {"\xff\xfeN", "aucune ligne d'en-têtes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := importText(t, newRecorder(), "f.csv", c.text)
			if refused, ok := errors.AsType[*intake.Refused](err); !ok || !strings.Contains(refused.Error(), c.want) {
				t.Errorf("got %v, want a refusal that says %q", err, c.want)
			}
		})
	}
}

// FuzzDecode holds that decoding gives text, and loses no character of ASCII.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("Pr\xe9nom;Ma\x91lys\r\n"))
	f.Add([]byte("\xff\xfeP\x00r\x00"))
	f.Add([]byte("Gaëlle;Fran\x87ois"))
	f.Fuzz(func(t *testing.T, data []byte) {
		text, encoding, err := intake.Decode(data)
		if err != nil {
			return
		}
		if !utf8.ValidString(text) {
			t.Errorf("%q gives %q", data, text)
		}
		if encoding == "UTF-16" {
			return
		}
		ascii := func(text string) (n int) {
			for _, c := range []byte(text) {
				if c < utf8.RuneSelf {
					n++
				}
			}
			return n
		}
		if got, want := ascii(text), ascii(string(data)); got != want {
			t.Errorf("%d characters of ASCII of %d are left of %q", got, want, data)
		}
	})
}
