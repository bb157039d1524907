package store

import (
	"context"
	"fmt"
)

// movedTable says what becomes of the rows of a table that are about somebody whose file
// is merged into another. The list names every table with a person in it; a test holds
// it against the schema.
type movedTable struct {
	name string
	// stays says why the rows stay under the id they have; they do not move then.
	stays string
	// twin finds the rows t of the merged person $2 of which the kept person $1 has the
	// like: they go, since a person has one.
	twin string
	// yields finds the row t of the kept person $1 that makes way for that of the merged
	// person $2.
	yields string
}

const (
	staysChain = "the journal is chained, and hangs from the id"
	staysTrail = "who read which file, as it was"
	ownRow     = "it is made one with the kept file's (merge.go)"
)

// movedTables is the list.
func movedTables() []movedTable {
	one := func(name string) string {
		return "exists (select 1 from " + name + " k where k.person_id = $1)"
	}
	same := func(name, column string) string {
		return "exists (select 1 from " + name + " k where k.person_id = $1 and k." + column + " = t." + column + ")"
	}
	return []movedTable{
		{name: "event", stays: staysChain},
		{name: "access_log", stays: staysTrail},
		{name: "person", stays: ownRow},
		{name: "milestone", stays: ownRow},
		{name: "merged_person"},
		{name: "duplicate_people", stays: "proposals and decisions follow (inheritDuplicates)"},
		{name: "contact_point"},
		{name: "opt_out"},
		{name: "number_claim"},
		{name: "speaker"},
		{name: "telegram_link"},
		{name: "participation"},
		{name: "calendar_link"},
		{
			name: "invitation", twin: one("invitation"),
			yields: "t.ended_at > 0 and exists (select 1 from invitation o where o.person_id = $2 and o.ended_at = 0)",
		},
		{name: "notification"},
		{name: "attempt"},
		{name: "inbox"},
		{name: "conversation", twin: one("conversation")},
		{name: "prompt"},
		{name: "escalation"},
		{name: "letter"},
		{name: "phone_call"},
		{name: "fact"},
		{name: "weekly_plan"},
		{name: "week"},
		{name: "planned_activity"},
		{name: "job"},
		{name: "note"},
		{name: "entrusted", twin: same("entrusted", "professional_id")},
		{name: "transfer_person", twin: same("transfer_person", "transfer_id")},
		{name: "leaver", twin: one("leaver")},
		{name: "person_flux", twin: one("person_flux")},
		{name: "upstream_object"},
		{name: "upstream_participation"},
		{name: "partner_delivery"},
		{name: "incident"},
	}
}

// moveRows gives the kept person every row of the merged one.
func (tx *tx) moveRows(ctx context.Context, m *merging) error {
	for _, t := range movedTables() {
		if t.stays != "" {
			continue
		}
		for _, gone := range []struct{ of, which string }{{"$1", t.yields}, {"$2", t.twin}} {
			if gone.which == "" {
				continue
			}
			if _, err := tx.exec(ctx, "delete from "+t.name+" as t where t.person_id = "+gone.of+" and "+gone.which, m.kept.ID, m.merged.ID); err != nil {
				return fmt.Errorf("merge %s: %w", t.name, err)
			}
		}
		set := "person_id = $1"
		if t.name == "conversation" {
			set = "person_id = $1, subject = $1" // which is the person's id
		}
		if _, err := tx.exec(ctx, "update "+t.name+" set "+set+" where person_id = $2", m.kept.ID, m.merged.ID); err != nil {
			return fmt.Errorf("merge %s: %w", t.name, err)
		}
	}
	return nil
}
