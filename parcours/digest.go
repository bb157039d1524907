package parcours

// Digest is what waits for the owner of an account on a morning: counts, and nobody's
// name.
type Digest struct {
	Account Account
	Day     Date
	// Try counts the times that it was given to be sent.
	Try int
	// Questions are open, Overdue among them.
	Questions, Overdue int
	// Today are the appointments of the day; they wait for nothing.
	Today int
	// Hindered are impediments to look at, Jobs those to confirm.
	Hindered, Jobs int
	// Lists are the work lists that are not empty.
	Lists map[WorkList]int
	// Leavers and Upstream are the coordinator's: decisions about those who seem to have
	// left, messages of the tool upstream that could not be applied.
	Leavers, Upstream int
}

// Empty reports whether nothing waits: no e-mail says so.
func (d Digest) Empty() bool {
	total := d.Questions + d.Hindered + d.Jobs + d.Leavers + d.Upstream
	for _, n := range d.Lists {
		total += n
	}
	return total == 0
}

// DigestTries is how often the e-mail of a morning is given to the relay.
const DigestTries = 4
