package parcours

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// KindInvitation is the notification that offers several times to choose from.
const KindInvitation = "invitation"

// Invited is a person and the times to offer them, in order of time.
type Invited struct {
	PersonID string
	Slots    []Slot
	// ConvokeOn is when the service sets a time for whoever has chosen none.
	ConvokeOn Date
}

// Invites reports whether people of the territory choose their first time, rather
// than being given one.
func (r Rules) Invites(territory string) bool {
	return slices.ContainsFunc(r.InviteIn, func(name string) bool {
		return name == "*" || FoldName(name) == FoldName(territory)
	})
}

// ConvokeOn returns when an invitation that leaves at now falls to a convocation:
// Rules.InviteDays later, on a working day.
func (r Rules) ConvokeOn(now time.Time) Date {
	return DateOf(r.NextOpen(DateOf(r.NextOpen(now), r.Zone).AddDays(r.InviteDays).At(0, 0, r.Zone)), r.Zone)
}

// PlanInvitations returns whom to invite, and which times to offer each: times in
// time for their deadline, of different days where possible, and spread so that
// not everybody is offered the same. It leaves out whoever has no two times to
// choose from, or whose deadline leaves no room for a convocation after it: those
// are convened at once (docs/decisions/0006-invitation.md).
func (r Rules) PlanInvitations(people []Waiting, slots []Slot, now time.Time) []Invited {
	convoke := r.ConvokeOn(now)
	people = slices.DeleteFunc(slices.Clone(people), func(p Waiting) bool {
		return p.Deadline.IsZero() || !convoke.AddDays(r.NoticeDays).Before(p.Deadline)
	})
	for i := range people {
		people[i].ConvokeOn = convoke
	}
	return r.offerEach(people, slots, now, 2)
}

// PlanNudges is PlanInvitations for those who were invited and have not answered:
// one time left is still worth offering.
func (r Rules) PlanNudges(people []Waiting, slots []Slot, now time.Time) []Invited {
	return r.offerEach(slices.Clone(people), slots, now, 1)
}

// offerEach gives each person the times that fit, least of them or none at all.
func (r Rules) offerEach(people []Waiting, slots []Slot, now time.Time, least int) []Invited {
	first := r.FirstBookable(now)
	slices.SortFunc(people, func(a, b Waiting) int {
		return cmp.Or(a.Deadline.Compare(b.Deadline), cmp.Compare(a.PersonID, b.PersonID))
	})
	offered := map[string]int{}
	var invited []Invited
	for _, p := range people {
		fit := slices.DeleteFunc(slices.Clone(slots), func(s Slot) bool {
			day := DateOf(s.StartsAt, r.Zone)
			return s.TerritoryID != p.TerritoryID || s.Free() == 0 || day.Before(first) || day.After(p.Deadline) || !r.Staffed(s)
		})
		picked := r.spread(fit, offered)
		if len(picked) < least {
			continue
		}
		for _, s := range picked {
			offered[s.ID]++
		}
		invited = append(invited, Invited{PersonID: p.PersonID, Slots: picked, ConvokeOn: p.ConvokeOn})
	}
	return invited
}

// spread picks Rules.OfferedSlots times: those offered the least for their places,
// one a day where possible, the soonest first. They are returned in order of time.
func (r Rules) spread(free []Slot, offered map[string]int) []Slot {
	days := map[Date]int{}
	var picked []Slot
	for len(free) > 0 && len(picked) < r.OfferedSlots {
		best := slices.MinFunc(free, func(a, b Slot) int {
			return cmp.Or(
				cmp.Compare(days[DateOf(a.StartsAt, r.Zone)], days[DateOf(b.StartsAt, r.Zone)]),
				cmp.Compare(offered[a.ID]/a.Free(), offered[b.ID]/b.Free()),
				a.StartsAt.Compare(b.StartsAt), cmp.Compare(a.ID, b.ID),
			)
		})
		days[DateOf(best.StartsAt, r.Zone)]++
		picked = append(picked, best)
		free = slices.DeleteFunc(slices.Clone(free), func(s Slot) bool { return s.ID == best.ID })
	}
	slices.SortFunc(picked, func(a, b Slot) int { return cmp.Or(a.StartsAt.Compare(b.StartsAt), cmp.Compare(a.ID, b.ID)) })
	return picked
}

// PlanInvitation returns the message that offers the times, the first one or, with
// nudge, the one that recalls it. It expires when the service sets a time.
func (r Rules) PlanInvitation(i Invited, nudge bool, service Service, now time.Time) Notification {
	n := Notification{
		Key:        fmt.Sprintf("%s/per-%s/first", KindInvitation, i.PersonID),
		Kind:       KindInvitation,
		Class:      Routine,
		Lane:       LaneConvocation,
		PersonID:   i.PersonID,
		Template:   "invitation.first.choose",
		Facts:      Facts{Phone: service.Phone, Service: service, By: r.opening(i.ConvokeOn)},
		PromptKind: PromptSlot,
		DueAt:      r.NextOpen(now),
		ExpiresAt:  r.opening(i.ConvokeOn),
		State:      NotificationPending,
		CreatedAt:  now,
	}
	if nudge {
		n.Key, n.Template = fmt.Sprintf("%s/per-%s/nudge", KindInvitation, i.PersonID), "invitation.again.choose"
	}
	for at, s := range i.Slots {
		offered := OfferedSlot{StartsAt: s.StartsAt, Place: s.Place.Name, Address: s.Place.Address}
		n.Facts.Slots = append(n.Facts.Slots, offered)
		n.Choices = append(n.Choices, Choice{Action: fmt.Sprintf("slot%d", at+1), Label: "choice.slot", SlotID: s.ID, Slot: &offered})
	}
	n.Choices = append(n.Choices, Choice{Action: "none_fits", Label: "choice.none_fits"})
	return n
}
