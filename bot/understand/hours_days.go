package understand

import (
	"math/bits"
	"slices"
)

// dayWords gives the bit of a weekday by its canonical word: 1 is Monday, 64
// Sunday. Abbreviations that are words of their own count only beside a number
// or another day.
var dayWords = daySpellings([7]string{
	"lundi lundis lun lundie monday lunes segunda понедельник понеділок الاثنين الإثنين pazartesi",
	"mardi mardis mardie tuesday martes terca вторник вівторок الثلاثاء sali",
	"mercredi mercredis mercredie mecredi mercedi mercrdi wednesday miercoles quarta среда среду середа середу الاربعاء carsamba",
	"jeudi jeudis jeudie geudi thursday jueves quinta четверг четвер الخميس persembe",
	"vendredi vendredis vendredie vandredi vendrdi vendre friday viernes sexta пятница пятницу пятниця пятницю الجمعة cuma",
	"samedi samedis samdi saturday sabado суббота субботу субота суботу السبت",
	"dimanche dimanches dimanch sunday domingo воскресенье неділя неділю الاحد",
})

var dayShorts = daySpellings([7]string{"lun", "mar", "mer mercr", "jeu", "ven vend", "sam", "dim"})

func daySpellings(lists [7]string) map[string]uint8 {
	days := make(map[string]uint8)
	for i, list := range lists {
		for w := range stemSet(list) {
			days[w] = 1 << i
		}
	}
	return days
}

// countedDays and countedSessions are nouns that a number of days or of sessions
// is counted in.
var (
	countedDays     = stemSet("jour jours j jrs jr journée journées matin matins matinée matinées aprem aprems soir soirs soirée soirées jour. day days dia dias día gün день дня дней дні днів يوم أيام ايام nhar yam")
	countedSessions = stemSet("séance séances seance atelier ateliers cours session sessions rdv rendezvous entretien entretiens réunion réunions visite visites démarche démarches créneau créneaux leçon leçons stage stages formation formations rencontre rencontres fois consultation consultations sessions session class classes workshop workshops")
)

// dayAt returns the weekday that is named at token i, none being zero.
func (r *hoursReader) dayAt(i int) uint8 {
	if i < 0 || i >= len(r.toks) || r.toks[i].kind != tokenWord {
		return 0
	}
	if d := dayWords[r.toks[i].word]; d != 0 {
		return d
	}
	d := dayShorts[r.toks[i].word]
	if d == 0 {
		return 0
	}
	for _, k := range []int{i - 1, i + 1, i + 2} {
		if k >= 0 && k < len(r.toks) && (r.toks[k].kind == tokenNumber || dayShorts[r.toks[k].word] != 0 || dayWords[r.toks[k].word] != 0) {
			return d
		}
	}
	return 0
}

var partsOfDay = stemSet("matin matins matinée aprem aprems soir soirs midi après-midi morning afternoon evening")

// days reads the weekdays that are named together at token i: "lundi, mardi et
// jeudi", "du lundi au vendredi".
func (r *hoursReader) days(i int) (item, bool) {
	start := i
	if r.is(i, "du", "de", "from") && r.dayAt(i+1) != 0 {
		i++
	}
	first := r.dayAt(i)
	if first == 0 || i != start && !r.is(r.partOfDay(i+1), "a", "au", "to", "jusqu") {
		return item{}, false
	}
	it := item{kind: itemDays, at: start, mask: first, text: r.toks[i].word}
	last := first
	i = r.partOfDay(i + 1)
	for {
		next, through := i, false
		switch {
		case r.is(i, "a", "au", "to", "-"):
			next, through = i+1, true
		case r.is(i, "jusqu") && r.is(i+1, "a", "au"):
			next, through = i+2, true
		case r.is(i, "et", "&", ",", "/", "+", "puis", "and", "y", "e"):
			next = i + 1
			if r.is(i, ",") && r.is(i+1, "et") {
				next = i + 2
			}
		}
		if next > i && r.is(next, "le", "les", "l") {
			next++
		}
		day := r.dayAt(next)
		if day == 0 || through && bits.TrailingZeros8(day) <= bits.TrailingZeros8(last) || !through && it.mask&day != 0 {
			break
		}
		if through {
			it.through = true
			for d := last; d < day; d <<= 1 {
				it.mask |= d
			}
		}
		it.mask |= day
		last = day
		it.text += " " + r.toks[next].word
		i = r.partOfDay(next + 1)
	}
	it.to, it.n = i, bits.OnesCount8(it.mask)
	return it, true
}

// partOfDay skips "matin" after a weekday.
func (r *hoursReader) partOfDay(i int) int {
	if i < len(r.toks) && r.toks[i].kind == tokenWord && partsOfDay[r.toks[i].word] {
		return i + 1
	}
	return i
}

// count reads a number of days or of sessions at token i: "5 jours", "2 ateliers",
// "3 demi-journées".
func (r *hoursReader) count(i int) (item, bool) {
	n, ok := r.toks[i].whole()
	if !ok || n < 1 || n > 31 {
		return item{}, false
	}
	j := i + 1
	it := item{kind: itemCount, at: i, n: n}
	if r.is(j, "demi") {
		it.half = true
		j++
	}
	if j >= len(r.toks) || r.toks[j].kind != tokenWord {
		return item{}, false
	}
	word := r.toks[j].word
	switch {
	case countedDays[word]:
		it.isDay = true
		it.half = it.half || word != "jour" && partsOfDay[word]
	case word == "je" && (r.is(j+1, "/", "x", "sur", "par") || j+1 == len(r.toks)): // "5 j"
		it.isDay = true
	case countedSessions[word] && word != "fois":
	default:
		return item{}, false
	}
	it.text = r.toks[j].word
	j++
	// "5 jours sur 7", "5j/7"
	if r.is(j, "/", "sur") && j+1 < len(r.toks) && r.toks[j+1].word == "7" {
		j += 2
	}
	it.to = j
	return it, true
}

// daysAfterRate reads what multiplies hours a day: "4h par jour * 3", "2h par jour
// 3 fois".
func (r *hoursReader) daysAfterRate(i int) (item, bool) {
	if last := len(r.items) - 1; last < 0 || r.items[last].kind != itemCue || r.items[last].cue != cuePerDay {
		return item{}, false
	}
	at, to := i, i+2
	if r.is(i, "x", "fois", "times") {
		at = i + 1
	} else if !r.is(i+1, "fois", "times") {
		return item{}, false
	}
	if !r.number(at) {
		return item{}, false
	}
	n, ok := r.toks[at].whole()
	if r.is(to, "jour", "j") {
		to++
	}
	return item{kind: itemCount, at: i, to: to, n: n, isDay: true, text: "times"}, ok && n >= 1 && n <= 7
}

// dayWithoutHours returns what stands for a day or a part of one.
func (r *hoursReader) dayWithoutHours() (string, bool) {
	for _, it := range r.items {
		switch {
		case it.kind == itemCount && it.isDay, it.kind == itemDays,
			it.kind == itemCue && slices.Contains([]string{cueHalfDay, cueEvery, cueWholeWeek}, it.cue):
			if r.appointment {
				return "", false
			}
			return it.text, true
		case it.kind == itemWord && partsOfDay[it.text] && it.text != "midi":
			if r.appointment {
				return "", false
			}
			return it.text, true
		}
	}
	return "", false
}
