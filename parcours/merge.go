package parcours

import "time"

// ReasonMerged: the file that was merged into another planned the same message.
const ReasonMerged = "merged"

// MergeObstacle says why two files may not be merged as they are.
type MergeObstacle string

// Obstacles.
const (
	MergeFree MergeObstacle = ""
	// MergeTwoNIRs: both NIRs are known, and differ: the people are two.
	MergeTwoNIRs MergeObstacle = "two_nirs"
	// MergeKeptLeft: the file to keep is one whose follow-up ended, the other goes on.
	MergeKeptLeft MergeObstacle = "kept_left"
	// MergeOnItsWay: a message to one of them is leaving; a quarter of an hour settles it.
	MergeOnItsWay MergeObstacle = "on_its_way"
	// MergeClosed: one of them was purged or archived.
	MergeClosed MergeObstacle = "closed"
)

// MergePlan is what merging one file into another will do, to be read before it is done.
type MergePlan struct {
	Kept, Merged File
	Obstacle     MergeObstacle
	// What goes over to the kept file.
	Messages, Appointments, Weeks, Questions, Notes int
	// GivenBack are appointments that both files have and nobody was told of: their
	// place is free again.
	GivenBack []Appointment
	// Told are appointments of one kind that the person was told of twice: both stand
	// until a human cancels one.
	Told []Appointment
	// Unsent counts the messages that both files plan: one leaves.
	Unsent int
	// Opposed: one of them opposed the follow-up, which the kept file obeys.
	Opposed bool
}

// SpareAppointments says which appointments two files of one person have in double:
// given back are those that nobody was told of, told those that a human has to choose
// among. An appointment that another tool sets is that tool's to cancel.
func SpareAppointments(now time.Time, kept, merged []Appointment, told func(Appointment) bool) (givenBack, both []Appointment) {
	gone := map[string]bool{}
	for _, m := range merged {
		for _, k := range kept {
			if gone[m.ID] || gone[k.ID] || k.Kind != m.Kind || k.ID == m.ID || !k.Standing(now) || !m.Standing(now) {
				continue
			}
			spare := m
			if told(m) {
				spare = k
			}
			if told(spare) || spare.SlotID == "" {
				both = append(both, k, m)
				continue
			}
			gone[spare.ID] = true
			givenBack = append(givenBack, spare)
		}
	}
	return givenBack, both
}
