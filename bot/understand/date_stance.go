package understand

import (
	"cmp"
	"slices"
	"strings"
)

// Cues of what a text thinks of the times that it names.
const (
	cueSuits     = "suits"
	cueRefused   = "refused"
	cueBusy      = "busy" // "j'ai cours": refuses what it is told of
	cueBarring   = "except"
	cueTurn      = "turn"      // "mais": another thought
	cueOtherwise = "otherwise" // "sinon": another thought, beside the first
	cueFrees     = "frees"     // "je finis à": free from then on
	cueTakes     = "takes"     // "je récupère les enfants à": free until then
	cueCorrects  = "corrects"  // "lundi euh non mardi"
	cueAny       = "any time"  // "quand vous voulez"
	cueNothing   = "nothing"
)

// stanceCues tell what is meant of a time. Those that refuse it without saying so,
// such as an illness, are in impedimentCues.
var stanceCues = newLexicon(map[string]string{
	cueSuits: `
(oui|ok|daccord|parfait|nickel|possible|jouable|faisable|volontiers|disponible|dispo|libre|dispos|libres)
(c'est|c|ce serait|ca serait|serait) (bon|bien|mieux|ok|possible|parfait|jouable|faisable)
(c'est|c) mieux
ca (va|me va|marche|irait|m'irait|ira|convient|me convient|m'arrange|roule|joue|le fait)
(me|m) (va|convient|arrange|irait)
je (peux|pourrai|suis la|suis disponible|suis dispo|suis libre|prefere|prefererais)
je suis (entierement|totalement|toujours) (dispo|disponible|libre)
je (travaille|bosse) (pas|plus)
(j'ai|jai) (rien|pas cours|pas ecole|pas les enfants|pas la petite|pas le petit|pas mes enfants|pas de rdv|pas formation)
(pas|aucun) (de|d) (souci|soucis|probleme|problemes|pb|pbs|contrainte|contraintes)
(pas|aucune|aucun) (souci|soucis|probleme|problemes|pb|pbs)
pourquoi pas
pas (mal|grave|occupe)
(works|fine|good|ok|free|available)
`,
	cueRefused: `
(non|impossible|indisponible|occupe|occupee|pris|prise|complique|difficile|absent|absente|indispo)
je (peux|pourrai|suis la|viens|viendrai) [vraiment|malheureusement|jamais|absolument|surtout] (pas|plus|jamais)
je (peux|pourrai) [vraiment|malheureusement|absolument] (pas|jamais) [venir|me deplacer|etre la]
je vais pas pouvoir [venir]
(peux|pourrai) pas [venir]
je suis [vraiment|malheureusement] (pas|jamais|plus) [la|dispo|disponible|libre|present|presente|en ville]
(pas|jamais) (dispo|disponible|libre|possible|jouable|faisable|present|presente|dispos|bon)
(c'est|c) [vraiment] (pas|jamais) (bon|possible|jouable|faisable)
(c'est|c) mort
ca [me] (va|marche|convient|arrange) (pas|jamais)
ca (m'arrange|m arrange) (pas|jamais)
(m|me) (arrange|va|convient) pas
(cannot|wont|busy|not available)
`,
	cueBusy: `
je (travaille|bosse|dors)
je suis (en cours|en formation|au travail|en conge|en conges|prise|pris|occupe|occupee|en stage)
(j'ai|jai) (cours|ecole|formation|stage|rdv|un rdv|du travail|deja un rdv|deja quelque chose|un truc|autre chose|piscine|sport|kine|match|entrainement|les enfants|mes enfants|les petits|la petite|le petit|mon fils|ma fille|mon bebe|les gosses|la garde)
(je garde|je m'occupe) [de|des|mes|les|la|le|mon|ma] (enfants|enfant|petits|petite|petit|fils|fille|bebe|neveux|mere|pere)
`,
	cueBarring: `
(sauf|hormis|excepte|ni|hors|sans)
en dehors (de|du|des)
a part
(eviter|evitez|evite)
surtout pas
(tout|n'importe quand) sauf
(not|no)
`,
	cueTurn: `
(mais|but|donc|alors|par contre|en revanche|cependant|plutot|car|puis)
et apres
`,
	cueOtherwise: `
(sinon|ou alors|ou bien alors)
ou (sinon|eventuellement)
a defaut
`,
	cueFrees: `
je (finis|fini|finirai|termine|sors|debauche|finit) [le travail|de travailler|du travail|le boulot|l'ecole|la formation|mon service|les cours|ma formation|mon travail]
(fin|sortie) (du travail|de l'ecole|du service|de service|des cours)
je (depose|emmene|amene|accompagne|conduis) [mes|les|la|le|mon|ma|l'] (enfants|petits|petite|petit|fils|fille|gosses|bebe|enfant) [a l'ecole|a la creche|chez la nounou]
je me (leve|reveille)
je (rentre|suis de retour|reviens|serai rentre|serai rentree)
`,
	cueTakes: `
je (commence|embauche|attaque|reprends|prends) [le travail|a travailler|mon service|le boulot|mon travail|la formation|mon poste|les cours]
(je|dois|vais|doit) (recupere|recuperer|chercher|cherche|prendre|reprendre) [mes|les|la|le|mon|ma|l'] (enfants|petits|petite|petit|fils|fille|gosses|bebe|enfant) [a l'ecole|a la creche|chez la nounou|de l'ecole]
(sortie|sortir) (de|des|d) (ecole|classe|l'ecole|creche)
je (dois|vais|doit) (partir|y aller|repartir)
je (pars|repars)
`,
	cueCorrects: `
(pardon|euh non|non pardon|enfin non|erreur)
je (veux|voulais|voulai) dire
`,
	cueAny: `
quand (vous|tu|vou) (voulez|voudrez|pouvez|veux|voule|souhaitez|preferez)
(quand|comme) (ca|cela) vous (arrange|va|convient|chante)
comme (vous|tu) (voulez|preferez|souhaitez|pouvez|le souhaitez|le sentez|veux)
a votre (convenance|disposition|guise)
n'importe (quand|quel|quelle|lequel|laquelle|quels) [jour|moment|heure|creneau|date|jours|quand]
nimporte (quand|quel|quelle|lequel) [jour|moment|heure|creneau|date]
n'importe
peu importe [le jour|l'heure|le moment|la date|l'horaire|quand]
peu m'importe
(tous|chaque|tout) [les] jour
(tous|tout) les jours
chaque jour
tout le temps
(a|de|en) (toute|toutes) (heure|heures)
(toute|en) la journee
toute (la|les) (journee|semaine|journees)
dans la journee
en journee
(pas|aucun|aucune|sans) [de|d] (preference|preferences|contrainte|contraintes)
(c'est|c|ca) m'est egal
(m'est|m est) egal
ca m'est egal
(des|le plus tot|au plus vite) que possible
des que possible
le plus (tot|vite|rapidement) possible
(au plus|le plus) (vite|tot)
(asap|24h 24)
je m'adapte
(tout|toutes) (me|les) (va|convient|dates|horaires|creneaux)
tout me (va|convient)
vous (choisissez|decidez|voyez)
a vous de (voir|choisir)
je suis [toujours|totalement|entierement|completement] (dispo|disponible|libre) (tout|tous|toute) (le temps|la semaine|les jours)
toujours (dispo|disponible|libre)
(any time|anytime|any day|whenever|whenever you want)
`,
	cueNothing: `
(je sais|sais|compris|compren|comprends|recu) pas [encore]
pas (encore|loin|recu|compris|que|sur|de voiture|de permis)
(si|est ce que) (c'est|c) possible
si possible
s'il vous plait
(ca|cela) va pas (bien|trop|fort)
je (dois|doit) (travaille|travailler)
je (prefere|prefererais)
je peux (quand|quel jour)
je (travaille|bosse) (a|au|chez|comme|en)
`,
})

// stance is what a text thinks of a moment.
type stance int

const (
	// free is the stance of times that are named without more, and of those that suit.
	free stance = iota
	refused
)

// event is a moment or a cue, in the order of the text.
type event struct {
	from, to int
	moment   int // index, or -1
	cue      string
	phrase   string
}

// said is a moment with what is thought of it.
type said struct {
	moment
	stance
	// thought numbers the pieces of the text between "mais", full stops and their
	// like; group, the moments that belong together in one of them.
	thought, group int
	// beside is set after "ou", "sinon": an alternative to what precedes.
	beside bool
	why    string
}

// heard is a text cut into what it names of time and what it thinks of it.
type heard struct {
	said []said
	any  string // cue of any time
}

// hear reads the moments of text and what it thinks of each. hindered makes the
// reasons not to come refuse the times that they are told of.
func hear(words []timeWord, hindered bool) heard {
	found := moments(words)
	var h heard
	if len(found) == 0 && len(words) == 0 {
		return h
	}
	events := stanceEvents(words, found, hindered)
	for _, e := range events {
		if e.cue == cueAny && h.any == "" {
			h.any = e.phrase
		}
	}
	r := reader{events: events, moments: found, oneByOne: !hindered}
	r.read()
	h.said = r.said
	return h
}

func stanceEvents(words []timeWord, found []moment, hindered bool) []event {
	plain := make([]string, len(words))
	for i, w := range words {
		plain[i] = w.word
	}
	for _, m := range found {
		for k := m.from; k < m.to; k++ {
			plain[k] = "(time)" // no cue reaches into the words of a time
		}
	}
	hits := stanceCues.find(plain)
	if hindered {
		for _, h := range impedimentCues.find(plain) {
			if !slices.ContainsFunc(hits, func(o hit) bool { return o.from < h.to && h.from < o.to }) {
				h.cue = cueBusy
				hits = append(hits, h)
			}
		}
	}
	inMoment := make([]bool, len(words))
	events := make([]event, 0, len(hits)+len(found)+4)
	for i, m := range found {
		for k := m.from; k < m.to; k++ {
			inMoment[k] = true
		}
		events = append(events, event{m.from, m.to, i, "", m.cue})
	}
	inCue := make([]bool, len(words))
	for _, h := range hits {
		for k := h.from; k < h.to; k++ {
			inCue[k] = true
		}
		switch h.cue {
		case cueBusy:
			h.cue = cueRefused
			fallthrough
		case cueFrees, cueTakes:
			if !hindered {
				continue
			}
		}
		events = append(events, event{h.from, h.to, -1, h.cue, h.phrase})
	}
	for i, w := range words {
		if inMoment[i] || inCue[i] {
			continue
		}
		cue := ""
		switch {
		case w.word == "pas" || w.word == "jamai" || w.word == "plus" && i > 0 && i+1 == len(words):
			cue = "pas"
		case w.name == "ou" || w.word == "soit":
			cue = "ou"
		case w.name == "et":
			cue = "et"
		case w.word == ",", w.word == "/":
			cue = ","
		case w.word == ".", w.word == "?":
			cue = "."
		}
		if cue != "" {
			events = append(events, event{i, i + 1, -1, cue, cue})
		}
	}
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to)) })
	return events
}

// reader gives each moment its stance. A cue that precedes moments governs them
// ("je peux pas lundi et mardi"), one that follows governs those named since the
// last ("lundi non, mardi oui").
type reader struct {
	events  []event
	moments []moment
	// oneByOne: "pas lundi mardi" refuses Monday only, as the answer to a question
	// that wants one day.
	oneByOne bool

	said    []said
	pending []int // said since the last cue, or the last cut
	linked  int   // first of pending after the last conjunction
	govern  string
	why     string
	thought int
	group   int
	beside  bool
	bound   bound // a bound that a verb puts on the next hour
	boundBy string
}

func (r *reader) read() {
	for i, e := range r.events {
		switch e.cue {
		case "":
			r.take(i, e)
		case "et", "ou", ",":
			r.conjunction(i, e)
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
		case cueFrees, cueTakes:
			if e.cue == cueFrees {
				r.bound = since
			} else {
				r.bound = before
			}
			r.boundBy = e.phrase
		}
	}
}

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
		case "et", "ou", cueNothing, cueAny:
		case cueFrees, cueTakes:
			return false
		default:
			return false
		}
	}
	return false
}

func (r *reader) conjunction(i int, e event) {
	prev, next := "", ""
	if i > 0 {
		prev = r.events[i-1].cue
	}
	if i+1 < len(r.events) {
		next = r.events[i+1].cue
	}
	if e.cue == "," && (i > 0 && prev != "" || i+1 < len(r.events) && next != "" && next != "et" && next != "ou") {
		// not a comma between two times of a list
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

func (r *reader) take(i int, e event) {
	m := r.moments[e.moment]
	s := said{moment: m, thought: r.thought, group: r.group, beside: r.beside}
	r.beside = false
	if r.bound != noBound && m.kind == atClock && !m.spansHours && m.bound == noBound {
		s.moment.bound = r.bound
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

func (r *reader) except(e event) {
	r.govern, r.why = cueBarring, e.phrase
	r.pending, r.linked = nil, 0
	r.group++
}

func (r *reader) predicate(i int, e event) {
	if e.cue == cueRefused && e.phrase == "non" && len(r.pending) == 0 && r.govern == "" {
		return // "non mardi": an interjection
	}
	follows := r.followed(i)
	refuses := e.cue != cueSuits
	var of []int
	switch {
	case len(r.pending) == 0:
	case r.govern == "":
		if !follows || !r.onlySpans() {
			of = r.pending
		}
	case !follows:
		of = r.pending[min(r.linked, len(r.pending)):]
		if r.govern == cueBarring && refuses {
			of = nil
		}
	}
	for _, k := range of {
		s := &r.said[k]
		s.stance, s.why = free, e.phrase
		if refuses {
			s.stance = refused
		}
	}
	if e.cue == cueCorrects {
		r.pending, r.linked, r.govern, r.why = nil, 0, "", ""
		r.group++
		return
	}
	if len(of) > 0 && r.govern == "" {
		// what follows is another time, unless it narrows the one refused:
		// "lundi je peux pas le matin"
		r.pending, r.linked = nil, 0
		if follows && refuses && r.narrows(i) {
			r.govern, r.why = cueRefused, e.phrase
			if r.nextBounded(i) {
				for _, k := range of {
					r.said[k].stance = free
				}
				r.group++
			}
			return
		}
		if !follows || !r.narrows(i) {
			r.group++
		}
		return
	}
	if follows {
		if !refuses {
			r.govern, r.why = cueSuits, e.phrase
		} else {
			r.govern, r.why = cueRefused, e.phrase
		}
		if len(r.said) > 0 && len(of) == 0 && len(r.pending) > 0 && (r.said[len(r.said)-1].stance == refused) != refuses {
			r.group++
		}
		r.pending, r.linked = nil, 0
	}
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

// narrows reports whether the next moment is a time of the day.
func (r *reader) narrows(i int) bool {
	m := r.next(i)
	return m != nil && !m.isDay()
}

func (r *reader) nextBounded(i int) bool {
	m := r.next(i)
	return m != nil && (m.bound != noBound || m.spansHours)
}

func (r *reader) next(i int) *moment {
	for _, e := range r.events[i+1:] {
		if e.cue == "" {
			return &r.moments[e.moment]
		}
	}
	return nil
}

func because(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ": ")
}
