package understand

import "slices"

// reader gives each moment its stance. A cue that precedes moments governs them
// ("je peux pas lundi et mardi"), one that follows governs those named since the
// last ("lundi non, mardi oui").
type reader struct {
	events  []event
	moments []moment
	// oneByOne: "pas lundi mardi" refuses Monday only, as the answer to a question
	// that wants one day.
	oneByOne bool

	said      []said
	pending   []int // said since the last cue, or the last cut
	linked    int   // first of pending after the last conjunction
	govern    string
	why       string
	thought   int
	group     int
	beside    bool
	bound     bound // a bound that a verb puts on the next hour
	boundBy   string
	boundDays bool
}

func (r *reader) read() {
	for i, e := range r.events {
		switch e.cue {
		case "":
			r.take(i, e)
		case "et", "ou", ",":
			r.conjunction(i, e)
		case "euh":
			// "lundi euh mardi": the second stands for the first
			if n, next := len(r.said)-1, r.next(i); len(r.pending) > 0 && next != nil && next.isDay() == r.said[n].isDay() && next.kind == r.said[n].kind {
				r.predicate(i, event{e.from, e.to, -1, cueCorrects, e.phrase})
			}
		case ".", cueTurn, cueOtherwise:
			r.cut()
			r.beside = e.cue == cueOtherwise
		case cueSuits, cueRefused, cueCorrects:
			r.predicate(i, e)
		case "pas":
			if r.followed(i) {
				r.except(e)
			} else if len(r.pending) > 0 {
				r.predicate(i, event{e.from, e.to, -1, cueRefused, e.phrase})
			}
		case cueBarring:
			if r.followed(i) {
				r.except(e)
			}
		case cueFrees, cueTakes, cueBack, cueAway:
			r.verb(i, e)
		}
	}
}

// verb puts the bound of "je finis à", "je rentre le" on the time that goes with
// it: the next one, or the one just before.
func (r *reader) verb(i int, e event) {
	b := since
	if e.cue == cueTakes || e.cue == cueAway {
		b = before
	}
	days := e.cue == cueBack || e.cue == cueAway
	if m := r.next(i); m == nil || !bindable(*m, days) || !r.followed(i) {
		if n := len(r.said) - 1; n >= 0 && r.said[n].thought == r.thought && bindable(r.said[n].moment, days) {
			s := &r.said[n]
			s.moment.bound, s.stance, s.why, s.verb = b, free, e.phrase, true
			r.pending, r.linked = nil, 0
		}
		return
	}
	r.bound, r.boundBy, r.boundDays = b, e.phrase, days
}

// bindable reports whether a verb may bound m: an hour, or a day if days is set.
func bindable(m moment, days bool) bool {
	if m.bound != noBound || m.last != nil {
		return false
	}
	return m.kind == atClock && !m.spansHours || days && m.isDay() && m.kind != onWeekdays
}

// merge reads "je commence à 8h et je finis à 12h" as a time that is taken.
func (r *reader) merge() {
	for i := 0; i+1 < len(r.said); i++ {
		s, next := &r.said[i], r.said[i+1]
		if s.verb && next.verb && s.kind == atClock && next.kind == atClock && s.bound == before && next.bound == since && s.lo < next.lo {
			s.moment.bound, s.hi, s.spansHours, s.to = noBound, next.lo, true, next.to
			s.stance, s.why = refused, s.why+", "+next.why
			s.cue += ", " + next.cue
			r.said = slices.Delete(r.said, i+1, i+2)
		}
	}
}

// cut ends a thought.
func (r *reader) cut() {
	r.pending, r.linked, r.govern, r.why = nil, 0, "", ""
	r.bound = noBound
	r.thought++
	r.group++
	r.beside = false
}

// followed reports whether a moment comes after event i before anything that
// would govern it or end the thought.
func (r *reader) followed(i int) bool {
	for _, e := range r.events[i+1:] {
		switch e.cue {
		case "":
			return true
		case "et", "ou", "euh", cueNothing, cueAny:
		default:
			return false
		}
	}
	return false
}

// conjunction notes what joins two moments; a comma between other things parts
// them.
func (r *reader) conjunction(i int, e event) {
	prev, next := "", ""
	if i > 0 {
		prev = r.events[i-1].cue
	}
	if i+1 < len(r.events) {
		next = r.events[i+1].cue
	}
	if e.cue == "," && (i > 0 && prev != "" || i+1 < len(r.events) && next != "" && next != "et" && next != "ou") {
		// no list of times goes on
		if next != cueBarring && next != "pas" || prev != "" {
			r.pending, r.linked = nil, 0
			if r.govern != cueBarring {
				r.govern, r.why = "", ""
			}
			r.group++
		}
		return
	}
	r.linked = len(r.pending)
	if e.cue == "ou" {
		r.beside = true
	}
}

// take adds a moment with the stance that governs it.
func (r *reader) take(i int, e event) {
	m := r.moments[e.moment]
	s := said{moment: m, thought: r.thought, group: r.group, beside: r.beside}
	r.beside = false
	if r.bound != noBound && bindable(m, r.boundDays) {
		s.moment.bound, s.verb = r.bound, true
		s.why = r.boundBy
		r.bound = noBound
		r.said = append(r.said, s)
		return
	}
	if r.oneByOne && r.govern == cueBarring && len(r.pending) > 0 && m.isDay() && (i == 0 || r.events[i-1].cue == "" || r.events[i-1].cue == ",") {
		r.govern, r.why, r.pending, r.linked = "", "", nil, 0
		r.group++
	}
	if r.govern == cueRefused || r.govern == cueBarring {
		s.stance, s.why = refused, r.why
	}
	r.pending = append(r.pending, len(r.said))
	r.said = append(r.said, s)
}

// except refuses the moments that follow.
func (r *reader) except(e event) {
	r.govern, r.why = cueBarring, e.phrase
	r.pending, r.linked = nil, 0
	r.group++
}

// predicate gives the stance of cue e to the moments that it governs.
func (r *reader) predicate(i int, e event) {
	if e.cue == cueRefused && e.phrase == "non" && len(r.pending) == 0 && r.govern == "" {
		return // "non mardi": an interjection
	}
	follows := r.followed(i)
	stance := map[string]stance{cueSuits: free, cueRefused: refused, cueCorrects: retracted}[e.cue]
	if stance == retracted && !follows {
		return
	}
	of := r.governed(follows, stance)
	for _, k := range of {
		r.said[k].stance, r.said[k].why = stance, e.phrase
	}
	switch {
	case stance == retracted:
		r.govern, r.why = "", ""
		r.group++
	case len(of) > 0 && r.govern == "":
		r.afterwards(i, e, of, stance)
	case follows:
		if n := len(r.said) - 1; len(of) == 0 && len(r.pending) > 0 && r.said[n].stance != stance {
			r.group++
		}
		r.govern, r.why = e.cue, e.phrase
	default:
		return
	}
	r.pending, r.linked = nil, 0
}

// governed returns the moments that a cue speaks of among those pending: all of
// them where nothing else governs them, otherwise, at the end of a thought, the
// last of the list ("je peux pas mardi, jeudi ça va").
func (r *reader) governed(follows bool, s stance) []int {
	switch {
	case len(r.pending) == 0, follows && (r.govern != "" || r.onlySpans()):
		return nil
	case r.govern == "":
		return r.pending
	case r.govern == cueBarring && s != free:
		return nil
	}
	return r.pending[min(r.linked, len(r.pending)):]
}

// afterwards settles what comes after a cue that spoke of the moments before it:
// another time, unless it narrows the one refused ("lundi je peux pas le matin").
// "Mardi je peux pas avant 10h" refuses the hours only.
func (r *reader) afterwards(i int, e event, of []int, s stance) {
	narrows := r.followed(i) && r.narrows(i, of)
	switch {
	case narrows && s == refused:
		r.govern, r.why = cueRefused, e.phrase
		if m := r.next(i); m.bound == noBound && !m.spansHours {
			return
		}
		for _, k := range of {
			r.said[k].stance = free
		}
	case narrows:
		return
	}
	r.group++
}

// onlySpans reports whether what is pending is the frame of what follows: "la
// semaine prochaine je peux pas lundi".
func (r *reader) onlySpans() bool {
	for _, k := range r.pending {
		if r.said[k].kind != onSpan {
			return false
		}
	}
	return true
}

// narrows reports whether the next moment is a time of the days that are
// governed.
func (r *reader) narrows(i int, of []int) bool {
	m := r.next(i)
	return m != nil && !m.isDay() && !slices.ContainsFunc(of, func(k int) bool { return !r.said[k].isDay() })
}

// next returns the next moment after event i.
func (r *reader) next(i int) *moment {
	for _, e := range r.events[i+1:] {
		if e.cue == "" {
			return &r.moments[e.moment]
		}
	}
	return nil
}
