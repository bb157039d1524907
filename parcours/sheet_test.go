package parcours_test

import (
	"testing"

	"relais/parcours"
)

func TestASheetOpensInASpreadsheetAndComputesNothing(t *testing.T) {
	t.Parallel()
	got := string(parcours.Sheet([][]string{{"nom", "téléphone"}, {"=1+1", "+33639980144"}, {"a;b", "-2"}, {"@x", "\tx"}, {"", "deux\nlignes"}}))
	want := "\uFEFFnom;téléphone\r\n'=1+1;'+33639980144\r\n\"a;b\";'-2\r\n'@x;'\tx\r\n;\"deux\r\nlignes\"\r\n"
	if got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
