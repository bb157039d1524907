package locales

import (
	"sync"
	"time"
)

// moment is one instant as a text may name it.
type moment struct {
	unix int64
	zone *time.Location
	// far: the year is said.
	far bool
}

// mostMoments bounds how many texts are kept: a few weeks of appointments.
const mostMoments = 1024

// moments keeps the instants that one language has written. The zero value is
// empty; it may be asked from several goroutines.
type moments struct {
	mu    sync.Mutex
	texts map[moment]string
}

func (m *moments) find(at moment) (string, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	text, ok := m.texts[at]
	return text, ok
}

func (m *moments) keep(at moment, text string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.texts == nil || len(m.texts) >= mostMoments {
		m.texts = make(map[moment]string)
	}
	m.texts[at] = text
}
