package parcours

import "time"

// Claim is a request for due attempts.
type Claim struct {
	Channels []Channel
	// Now is business time, Process the machine's.
	Now, Process time.Time
	// LeaseUntil is process time.
	LeaseUntil time.Time
	Owner      string
	// Lease is the name of the lease that Owner must hold to claim; empty: none.
	Lease string
	Limit int
}

// Recovered counts what a recovery put back.
type Recovered struct {
	// Requeued were claimed and had not left.
	Requeued int
	// Unknown were being sent: only a receipt or a look-up tells.
	Unknown int
}

// LookUp is an attempt whose fate is to be asked of the provider.
type LookUp struct {
	Attempt Attempt
	Class   Class
}

// File is one person as the console shows them.
type File struct {
	Person       Person
	Referent     Professional
	Contacts     []ContactPoint
	Appointments []Appointment
	Facts        []Fact
	Escalations  []Escalation
	// Claims are the numbers that the person gave and nobody confirmed.
	Claims []NumberClaim
	// Jobs are newest first, refused ones included.
	Jobs []Job
	// ConvenedOn is when a convocation first reached the person, MetOn when a
	// professional first received them; zero when it has not happened.
	ConvenedOn Date
	MetOn      Date
}
