package understand

import "strings"

// Words that make something else of a number without an hour unit.
var (
	monthWords = monthSpellings()
	priceWords = stemSet("euro euros eur e balles balle dh dhs dirhams dinars da da. euros. pound pounds dollars lira tl рублей грн гривень يورو")
	otherUnits = stemSet(`an ans années année annee age mois semaine semaines km kms kilometre kilometres kg kilo kilos gr gramme grammes m metre metres
		enfant enfants fille filles fils garcon personne personnes degre degres etage eme e ere er nd ieme bis ter go giga mo cm pieces piece years old лет года рік років سنة عام yas`)
	streetWords = stemSet("rue avenue av bd boulevard place chemin allée allee impasse route quai square lotissement residence résidence hameau lieu")
	beforeOther = stemSet(`le au du numéro numero num no n° rue avenue bus ligne bat batiment appartement appart apt porte salle bureau niveau étage page code dossier matricule
		semaine sem annee chambre box lot place option groupe article né née tel téléphone téléphoné departement dept dep the chapitre module tram t taille pointure calle rua street apartment room`)
	placeTalk = stemSet("habite habit habites adresse telephone appeler appelle numero num rue avenue loyer paye payé payer coute coûte gagne touche age agé euros euro né née appartement")
)

func monthSpellings() map[string]bool {
	set := stemSet("janv fev févr avr juil oct nov déc january february march april may june july august september october november december января февраля марта апреля мая июня июля августа сентября октября ноября декабря")
	for m := range monthNames {
		set[stem(m)] = true
	}
	return set
}

// otherNumber tells what the number at token i is when it is no hours for sure:
// part of a phone number, of a date, of a price, of an address, and where that
// ends.
func (r *hoursReader) otherNumber(i int) (why string, to int) {
	if to := r.phone(i); to > i {
		return "a phone number", to
	}
	if to := r.date(i); to > i {
		return "a date", to
	}
	t := r.toks[i]
	next := r.wordAt(i + 1)
	_, hour := hourWords[next]
	switch {
	case r.is(i+1, "%"), next == "pourcent", next == "pour" && r.wordAt(i+2) == "cent":
		return "a percentage", i + 2
	case r.is(i+1, "€"), priceWords[next] && !hour, r.is(i-1, "€"):
		return "a price", i + 2
	case next == "rue", streetWords[next] && !hour:
		return "an address", i + 2
	case r.is(i-1, "°"):
		return "a number of something", i + 1
	case otherUnits[next] && !hour && !minuteWords[next]:
		return "a number of " + next, i + 2
	case len(t.word) >= 4 && !t.spelled && t.places == 0 && !hour:
		return "a year or a code", i + 1
	case t.places == 0 && r.around(i):
		return "round the clock", i + 4
	}
	return "", i
}

// around reads "24h/24".
func (r *hoursReader) around(i int) bool {
	return r.number(i+3) && r.is(i+2, "/", "sur") && r.toks[i].word == "24" && r.toks[i+3].word == "24"
}

// phone returns where the phone number that starts at token i ends.
func (r *hoursReader) phone(i int) int {
	digits, j, groups := 0, i, 0
	for r.number(j) && !r.toks[j].spelled {
		digits += len(strings.ReplaceAll(r.toks[j].word, ",", ""))
		groups++
		j++
		if r.is(j, ".", "-", "/", ")", ",") && r.number(j+1) {
			j++
		}
	}
	if r.is(j-1, ".", "-", "/", ")", ",") {
		j--
	}
	if _, hour := hourWords[r.wordAt(j)]; hour && groups > 1 {
		return i
	}
	switch {
	case digits >= 9 && (groups <= 2 || r.toks[i].word[0] == '0' || r.toks[i].word == "33" || r.is(i-1, "+")):
		return j
	case groups == 1 && digits >= 5:
		return j
	}
	return i
}

// date returns where the date that starts at token i ends.
func (r *hoursReader) date(i int) int {
	day, ok := r.toks[i].whole()
	if !ok {
		if t := r.toks[i]; t.places == 2 && strings.Contains(t.word, ",0") && len(t.word) == 5 && hourWords[r.wordAt(i+1)] == "" {
			return i + 1 // 15.06
		}
		return i
	}
	// 12/05, 12/05/2025, 12-05-2025, 2025-05-12
	if r.is(i+1, "/", "-", ".") && r.toks[i+1].glued && r.number(i+2) && r.toks[i+2].glued {
		month, _ := r.toks[i+2].whole()
		sep := r.toks[i+1].word
		three := r.is(i+3, sep) && r.number(i+4) && r.toks[i+4].glued
		unit := r.quarterHour(i + 3) // 12/15h, 3/4 d'heure
		switch {
		case three && (day > 31 || len(r.toks[i+4].word) >= 4 || sep != "-" && month <= 12):
			if _, ok := r.toks[i+4].whole(); ok && !(hourWords[r.wordAt(i+5)] != "") {
				return i + 5
			}
		case unit || day < 1 || day > 31 || month < 1 || month > 12:
		case sep == "/" && !r.is(i+3, "/") && !r.byDayClock(day, month), r.toks[i+2].word[0] == '0' && day > month && r.toks[i].word[0] != '0':
			return i + 3
		}
	}
	if day < 1 || day > 31 {
		return i
	}
	j := i + 1
	if w := r.wordAt(j); w == "er" || w == "e" {
		j++
	}
	if monthWords[r.wordAt(j)] {
		j++
		if r.number(j) && len(r.toks[j].word) == 4 {
			j++
		}
		return j
	}
	unit := hourWords[r.wordAt(i+1)] != "" || minuteWords[r.wordAt(i+1)]
	switch {
	case unit:
	case r.is(i-1, "le"), r.dayAt(i-1) != 0 && r.is(i-2, "le", "ce"):
		return i + 1
	case r.is(i-1, "du") && r.is(i+1, "au") && r.number(i+2) && hourWords[r.wordAt(i+3)] == "": // du 5 au 11
		if monthWords[r.wordAt(i+3)] {
			return i + 4
		}
		return i + 3
	case r.is(i-1, "semain", "sem") && !r.is(i+1, "de"):
		if r.is(i-2, "la", "en", "de") || r.is(i+1, ":") {
			return i + 1
		}
	case r.dayAt(i-1) != 0 && !r.toks[i].spelled && r.datesDay(i):
		return i + 1
	}
	return i
}

// byDayClock reports whether 9/12 is on the clock rather than the ninth of
// December: a weekday stands before it.
func (r *hoursReader) byDayClock(from, to int) bool { return r.byDay && from >= 6 && to > from }

// datesDay reports whether the number after a weekday is its date: hours follow,
// "lundi 12 : 3h", or a time does, "jeudi 15 à 9h".
func (r *hoursReader) datesDay(i int) bool {
	j := i + 1
	for r.is(j, ":", "a", "de", "(", "=") {
		j++
	}
	return j > i+1 && r.number(j) && (hourWords[r.wordAt(j+1)] != "")
}

// bare reports whether the number in toks[i:to], which has no unit, can be hours
// by the words around it.
func (r *hoursReader) bare(i, to int) bool {
	t := r.toks[i]
	if t.hundredths == 0 && (i == 0 || r.toks[i-1].kind == tokenMark) && len(t.word) == 1 {
		return true // "0 activité", "zéro atelier"
	}
	n, whole := t.whole()
	if whole && n > 999 || len(t.word) > 2 && t.places == 0 && t.word[0] == '0' {
		return false
	}
	prev := r.wordAt(i - 1)
	if beforeOther[prev] && !(prev == "semain" && r.is(i-2, "cet")) {
		return false
	}
	switch prev {
	case "a":
		if !r.is(i-2, "suis", "estim") {
			return false
		}
	case "de", "d":
		if !r.is(i-2, "plus", "autour", "loin", "moin", "alentour", "total", "lieu", "cerca") {
			return false
		}
	}
	if t.spelled && prev != "" && !spelledAfter[prev] && r.dayAt(i-1) == 0 && !activityWords[prev] {
		return false
	}
	for k := max(0, i-8); k < min(len(r.toks), to+6); k++ {
		if r.toks[k].kind == tokenWord && placeTalk[r.toks[k].word] {
			return false
		}
	}
	return r.bareBefore(to)
}

// bareBefore reports whether what follows a bare number leaves it hours.
func (r *hoursReader) bareBefore(to int) bool {
	if to >= len(r.toks) {
		return true
	}
	switch t := r.toks[to]; t.kind {
	case tokenMark:
		switch t.word {
		case "%", "€", "°":
			return false
		case "/", "-", ",", ":", "+", "&":
			return !r.number(to+1) || r.followerFine(to+1)
		}
		return true
	case tokenNumber:
		return false
	default:
		if r.is(to, "et", "ou", "a", "y", "e", "and", "or") {
			if r.number(to + 1) {
				return r.followerFine(to + 1)
			}
			return true
		}
		if r.is(to, "l") && r.partOfDay(to+1) > to+1 { // "5 l'après-midi", no litres
			return true
		}
		return bareAfter[t.word] || r.dayAt(to) != 0 || hourWords[t.word] != "" || minuteWords[t.word]
	}
}

// followerFine looks at the number after a bare one: "3 et 5 ans" are two ages.
func (r *hoursReader) followerFine(i int) bool {
	if i+1 >= len(r.toks) {
		return true
	}
	if why, _ := r.otherNumber(i); why != "" && why != "a date" {
		return false
	}
	w := r.wordAt(i + 1)
	return w == "" || bareAfter[w] || hourWords[w] != "" || minuteWords[w] || r.dayAt(i+1) != 0 || countedDays[w] || countedSessions[w]
}

// Words that may stand after a bare number of hours, and before one in letters.
var (
	bareAfter = stemSet(`environ env environs approx approximativement a à cette ce en au et merci bonne cordialement par pour pendant seulement max maximum maxi mini minimum
		je c mais with on and or y car parce puisque plus this in total hein voila svp bonjour depuis avec donc soit ca ça finalement non pardon euh heu de d des du dans chaque chez pas desole dsl
		la le les ou peut peux plutot plutôt enfin madame monsieur bonsoir cdt quoi fait faites max aussi puis sur environs tout all on today week
		часов години`)
	spelledAfter = stemSet(`fait faites ai est environ finalement entre plutot près pre pres non pardon dirais pense crois peut-être etre env soit total fais donc euh heu que juste seulement
		et ou a avec moins plus bonjour oui ok dis réponds reponse cest mis avoir eu bonne petite grosse bon une un ces`)
	activityWords = stemSet(`atelier ateliers formation formations démarche démarches stage bénévolat benevola recherche recherches travail ménage chantier jardin cours sport permis code cv
		bénévole réunion entretien français caf rdv immersion insertion aide papiers`)
)
