package parcours

import (
	"cmp"
	"time"
)

// ProviderText is a text of which a provider keeps a copy: a message that left, or
// one that was received.
type ProviderText struct {
	// ID is our row's, an attempt's or an inbox event's; empty where the person was erased,
	// and for the second copy of a text that left twice.
	ID      string
	Inbound bool
	// Sender is what an attempt left by; empty for an inbound.
	Sender     string
	ProviderID string
	// At is when it left or was received, or when its second copy was found.
	At time.Time
}

// Key tells apart the texts of one instant.
func (t ProviderText) Key() string { return cmp.Or(t.ID, t.ProviderID) }
