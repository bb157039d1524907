package parcours

// Lease is the right to do something that one node at a time may do.
type Lease struct {
	Name string
	// Owner is who holds it; empty while nobody does.
	Owner string
	// Seq grows whenever the lease is taken, renewed or given back.
	Seq int64
}
