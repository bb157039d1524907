package understand

import "testing"

// A number that the convocation prints is an answer; words that say the contrary win.
func TestAPrintedNumberAnswersAConvocation(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Label{
		"1": Yes, "1.": Yes, "un": Yes, "1 je viens": Yes, "1 merci": Yes, "2": No, "le 2": No, "3": Reschedule, "3 autre jour": Reschedule,
		"4": Unclear, "1 je peux pas": No, "2 enfants à garder je peux pas": No,
	} {
		reading, why := Read(text, Context{Asked: AskedReply})
		if got := reading.(ReplyReading).Label; got != want {
			t.Errorf("%q is %q (%s), want %q", text, got, why, want)
		}
	}
}
