package notifier_test

import (
	"testing"
	"time"

	"relais/locales"
	"relais/notifier"
)

// slowly writes as a machine does that sleeps in the middle of it.
type slowly struct {
	notifier.Renderer
	meanwhile func()
}

func (s slowly) Render(r locales.Request) (locales.Message, error) {
	s.meanwhile()
	return s.Renderer.Render(r)
}

func TestAMachineThatSleptLooksAtTheHourAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t, first, second)
	h.Renderer = slowly{h.Renderer, func() { h.later(12 * time.Hour) }}
	h.dispatch(t)
	h.provider.want(t, 0, 0)
}
