package bot

import (
	"regexp"
	"slices"

	"relais/bot/understand"
	"relais/parcours"
)

// zeroWords say that nothing was done, whatever the reason. "J'ai pas pu" beside a day
// says it of that day.
var zeroWords = regexp.MustCompile(`\b(0|zero|rien|aucune?|nul|nothing|none|nada|nenhuma|ninguna|hicbir|hic|walo)\b|ничего|нічого|والو|لا شيء|لاشيء`)

// upcomingWords put what is said in a week that has not begun.
var upcomingWords = regexp.MustCompile(`\b(demain|prochaine?|tomorrow|next|manana|amanha|proxim[ao]|yarin|gelecek|bokra|ghedda|ghadda)\b|завтра|следующ|наступн|غدا|بكرة|القادم|المقبل`)

// hinderedAfterHours serves what stood in the way when it is told once the hours of a
// week that still takes answers were declared: the hours stay as they are, the reason
// is kept beside them, and the referent reads it. Reported false when the words are
// about something else: an appointment, a week to come, a question.
func (t *turn) hinderedAfterHours(intent understand.Understood) bool {
	w, ok := t.weekDeclared()
	if !ok || ofAnotherMatter(intent) || t.startsWork() || t.asks(intent) {
		return false
	}
	folded := understand.Fold(t.in.Text)
	said := understand.Hours(t.in.Text)
	switch {
	case said.Impediment == parcours.ImpedimentNone,
		said.Stated && (said.Minutes > 0 || zeroWords.MatchString(folded)), // a correction
		upcomingWords.MatchString(folded),
		!t.hinderedInWeek(said, nil):
		return false
	}
	t.because("week: reason after the hours; " + said.Why)
	said.Stated, said.Minutes = false, 0
	t.declared(nil, w, said, nil)
	return true
}

// asks reports whether the text is a question first: "garder ma fille malade, ça compte ?"
func (t *turn) asks(intent understand.Understood) bool {
	a := t.answerRead()
	return intent.Label == understand.Question || a.Says(understand.Question) && !a.Explicit && !pastWords.MatchString(understand.Fold(t.in.Text))
}

// weekDeclared is the open week whose hours were declared last, the one that the turn
// before was about first.
func (t *turn) weekDeclared() (parcours.AgreedWeek, bool) {
	declared := func(w parcours.AgreedWeek) bool { return w.Open(t.now) && w.Report != nil }
	if w, ok := t.week(t.corrects); ok && declared(w) {
		return w, true
	}
	for _, w := range slices.Backward(t.d.Weeks) {
		if declared(w) {
			return w, true
		}
	}
	return parcours.AgreedWeek{}, false
}

// elsewhen reports whether the text refuses days, and none of them is that of an
// appointment to come: "je peux pas mardi" says nothing of Thursday's.
func (t *turn) elsewhen() bool {
	free, _ := understand.Availability(t.in.Text, t.local())
	if !free.ExcludesDays() {
		return false
	}
	return !slices.ContainsFunc(t.toCome(), func(a parcours.Appointment) bool {
		zone := t.local().Location()
		return free.Refuses(a.StartsAt, zone) || free.Wants(a.StartsAt, zone)
	})
}

// otherDayThan reports whether the text refuses days, and not that of the activity.
func (t *turn) otherDayThan(activityID string) bool {
	free, _ := understand.Availability(t.in.Text, t.local())
	if !free.ExcludesDays() {
		return false
	}
	for _, w := range t.d.Weeks {
		for _, a := range w.Activities {
			if zone := t.local().Location(); a.ID == activityID {
				return !free.Refuses(a.Day.At(a.Start/60, a.Start%60, zone), zone)
			}
		}
	}
	return false
}
