package parcours_test

import (
	"testing"

	"relais/parcours"
)

func TestAFallbackIsPutOffUntilTheMessageHadTimeToBeProved(t *testing.T) {
	t.Parallel()
	r := rules(t)
	for _, test := range []struct{ name, due, now, expires, want string }{
		{"due in a moment", "2023-07-04 10:02", "2023-07-04 10:00", "2023-07-07 09:00", "2023-07-04 12:02"},
		{"overdue", "2023-07-04 09:00", "2023-07-04 10:00", "2023-07-07 09:00", "2023-07-04 12:00"},
		{"an evening", "2023-07-04 18:30", "2023-07-04 10:00", "2023-07-07 09:00", "2023-07-05 09:00"},
		{"it expires before", "2023-07-04 10:02", "2023-07-04 10:00", "2023-07-04 11:00", "2023-07-04 11:00"},
		{"it has expired", "2023-07-04 10:02", "2023-07-04 10:00", "2023-07-04 09:00", "2023-07-04 12:02"},
	} {
		n := parcours.Notification{ExpiresAt: at(t, test.expires)}
		if got := r.FallbackPutOff(n, at(t, test.due), at(t, test.now)); !got.Equal(at(t, test.want)) {
			t.Errorf("%s: put off until %v, want %s", test.name, got, test.want)
		}
	}
}
