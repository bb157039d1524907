package understand

import (
	"slices"
	"strings"
)

// timeSpellings lists, for words of time in full, how they are typed in a hurry, by
// ear or in English. Unlike those of shorthand, they are matched before endings
// are cut: "mer" is a Wednesday, "mère" is not.
var timeSpellings = parseSpellings(`
lundi = lun lundis lindi lundit lundie lundy monday lunes понедельник понеділок понеділка pazartesi الاثنين الإثنين tnin ltnin
mardi = mar mardis mardit mardie mardy tuesday tues martes вторник вівторок вівторка sali الثلاثاء tlata tlat
mercredi = mer mercredis mercredie mecredi mecredie mercrdi merc mercr mcredi wednesday wed miercoles среда среду середа середу çarşamba الأربعاء larb3a l3arba
jeudi = jeu jeudis jeudie jeudit jeudy thursday thu thurs jueves четверг четвер persembe الخميس lkhmis khmis
vendredi = ven vendredis vendredie vandredi vendr vend vdd vendrdi friday fri viernes пятница пятницу п'ятниця п'ятницю cuma الجمعة jem3a ljem3a joumou3a
samedi = sam samedis samdi samdie saturday sabado суббота субботу субота суботу cumartesi السبت sebt
dimanche = dim dimanches dimench dimenche dimanch sunday domingo воскресенье неділя неділю pazar الأحد lhed
janvier = jan janv january
fevrier = fev fevr fevrie february
mars = march
avril = avr april
mai = may
juin = jui june
juillet = juil juill juillé juille july
aout = aou august ouut
septembre = sep septembr september
octobre = oct october
novembre = nov november
decembre = dec decembr december
demain = dem dem1 2m1 2min 2mins dmin dmain demains tomorrow mañana amanha завтра yarin غدا ghedda ghada ghadda ghdwa gheda bukra boukra
apres demain = послезавтра післязавтра apresdemain apred aprdem
aujourd hui = hoy hoje сегодня сьогодні bugun اليوم lyoum lyouma today aujourdhui ojourdhui aujourd'hui
hier = ier yesterday ayer ontem вчера вчора dun أمس البارح lbareh
avant hier = avanthier
matin = mat mat1 matain matins maten mattin matein morning manhã утром вранці утра sabah صباحا صباح sbah
matinee = matine matinee matinees
l aprem = laprem lapresmidi lapremidi laprmidi laprems
le matin = lematin lmatin
aprem = aprems apremidi aprm aprmidi apmidi apresmidis afternoon tarde днем öğleden مساء l3chiya
soir = soirs swar evening
soiree = soirees
journee = journe journees
midi = midis noon
apres = apre aprs apr after
avant = avan av avent before
jusqu a = jusqua juska jusk jusqa jusque until till jusquau jusko jusquo
a partir = apartir appartir
partir = partire partirs
depuis = depui dpuis dpui depuit since
semaine = sem semn semaines semain week
prochain = pro proch prochin prochains prochaine prochaines prochene procaine next
dernier = derniere dernieres derniers last
mois = moi month
jour = jours jr jrs day
heure = hr hrs heur heures
minute = min mins mn minutes
weekend = weekends wkend wk
sauf = sof sauff except
entre = between
et = and
ou = or
tous les jours = tlj tlj tljs
debut = debu debuts
fin = fins
noel = noël christmas
maintenant = now
a = to at
ce = this
`)

// timeNames are words of time in full, by the form that Words gives them.
var timeNames = func() map[string]string {
	names := make(map[string]string)
	for _, w := range strings.Fields(`lundi mardi mercredi jeudi vendredi samedi dimanche
		janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
		demain aujourd hui hier matin aprem soir nuit journee midi minuit apres avant partir depuis des
		semaine prochain suivant dernier mois annee an jour heure minute weekend huit quinze quinzaine huitaine dizaine noel
		entre et ou debut milieu mi fin tot dans ici vers environ demi quart moins du au le la les ce cet cette`) {
		names[stem(w)] = w
	}
	names[stem("matinee")], names[stem("soiree")] = "matin", "soir"
	names[stem("prochaine")], names[stem("suivante")], names[stem("derniere")] = "prochain", "suivant", "dernier"
	names[stem("demie")], names["h"] = "demi", "heure"
	return names
}()

// nearNames are words of time long enough to be known with one slip.
var nearNames = strings.Fields(`lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier avril juillet septembre
	octobre novembre decembre demain semaine prochain prochaine derniere weekend aujourdhui matinee`)

var nearByEar = func() []string {
	heard := make([]string, len(nearNames))
	for i, n := range nearNames {
		heard[i] = byEar(n)
	}
	return heard
}()

var ear = strings.NewReplacer("eau", "o", "aui", "oui", "au", "o", "ain", "in", "ein", "in", "ai", "e", "ei", "e", "en", "an", "em", "an", "ph", "f", "qu", "c", "k", "c", "y", "i", "ss", "s", "z", "s")

// byEar writes together what is said alike: "semene" and "semaine".
func byEar(word string) string { return ear.Replace(word) }

// near returns the word of time that a longer word is, but for one slip.
func near(word string) (string, bool) {
	if len(word) < 5 || digit(word[0]) {
		return "", false
	}
	heard := ""
	for i, name := range nearNames {
		if name[0] != word[0] || len(name) > len(word)+2 || len(word) > len(name)+2 {
			continue
		}
		if oneSlip(word, name) {
			return name, true
		}
		if heard == "" {
			heard = byEar(word)
		}
		if len(word) >= 6 && oneSlip(heard, nearByEar[i]) {
			return name, true
		}
	}
	return "", false
}

// oneSlip reports whether a and b differ by one letter at most: one more, one
// less, another, or two that changed places.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b) > len(a)+1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch {
	case i == len(a):
		return true
	case len(a) < len(b):
		return a[i:] == b[i+1:]
	case a[i+1:] == b[i+1:]:
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// glued are verbs that "je" is typed onto: "jcommence".
var glued = func() map[string]bool {
	set := make(map[string]bool)
	for _, v := range strings.Fields("commence commencerai attaque debute demarre embauche fini finis finirai termine reprends garde depose recupere emmene bosse travaille prefere prefererais serai suis peux pourrai dois vais sors rentre") {
		set[stem(v)] = true
	}
	return set
}()

// timeWord is a word of a text, or one of its marks.
type timeWord struct {
	// word is as Words gives it, or the mark: one of , . ? - /
	word string
	// name is the word of time that it is, if any.
	name string
}

func (w timeWord) mark() bool { return w.word != "" && strings.Contains(",.?-/", w.word) }

// timeWords cuts text into its words and the marks that matter to times.
func timeWords(text string) []timeWord {
	text = clip(text)
	var words []timeWord
	start := 0
	flush := func(end int, mark string) {
		if end > start {
			words = appendTimeWords(words, text[start:end])
		}
		if mark != "" {
			words = append(words, timeWord{word: mark})
		}
	}
	for i, r := range text {
		mark := ""
		switch r {
		case ',', ';', '(', ')', '+', '&':
			mark = ","
		case '!', '\n', '\r':
			mark = "."
		case '?':
			mark = "?"
		case '.':
			if !abbreviated(lastTyped(text[start:i])) { // "jeu. 21 janv."
				mark = "."
			}
		case 'T':
			if i > 0 && i+1 < len(text) && digit(text[i-1]) && digit(text[i+1]) { // "2027-01-21T14:30"
				flush(i, "")
				start = i + 1
			}
		case '/':
			mark = "/"
		case '-', '–', '—', '~', '>':
			// between words a hyphen joins ("après-demain"), between times it spans
			if head := lastTyped(text[start:i]); head == "" || digit(head[0]) || isWeekday(head) {
				mark = "-"
			}
		}
		if mark == "" {
			continue
		}
		flush(i, mark)
		start = i + len(string(r))
	}
	flush(len(text), "")
	return withoutPhones(words)
}

// abbreviated reports whether folded is the beginning of the name of a day or of
// a month.
func abbreviated(folded string) bool {
	full, ok := timeSpellings[folded]
	if !ok || len(full) != 1 || !strings.HasPrefix(full[0], folded) {
		return false
	}
	_, weekday := weekdayNames[full[0]]
	_, month := monthNames[full[0]]
	return weekday || month
}

func lastTyped(piece string) string {
	piece = strings.TrimRight(piece, " ")
	return Fold(piece[strings.LastIndexAny(piece, " '’")+1:])
}

func isWeekday(folded string) bool {
	if full, ok := timeSpellings[folded]; ok && len(full) == 1 {
		folded = full[0]
	}
	_, ok := weekdayNames[folded]
	return ok
}

func appendTimeWords(words []timeWord, piece string) []timeWord {
	fields := strings.Fields(Fold(piece))
	full := make([]string, 0, len(fields)+4)
	for i, w := range fields {
		switch {
		case w == "week" && i+1 < len(fields) && (fields[i+1] == "end" || fields[i+1] == "ends"):
			continue
		case (w == "end" || w == "ends") && i > 0 && fields[i-1] == "week":
			full = append(full, "weekend")
			continue
		case w == "we" && i > 0 && slices.Contains([]string{"ce", "le", "les", "du"}, fields[i-1]):
			full = append(full, "weekend")
			continue
		case w == "moi" && !monthAt(fields, i), w == "may", w == "march" && i == 0, w == "av" && i+1 == len(fields):
			full = append(full, w)
			continue
		case w == "sept" && i > 0 && (allDigits(fields[i-1]) || fields[i-1] == "1er"): // "6 sept", not "sept heures"
			full = append(full, "septembre")
			continue
		case strings.HasPrefix("passees", w) && len(w) >= 5 && len(full) > 0 && spansDays(full[len(full)-1]):
			full = append(full, "dernier")
			continue
		case w == "manana" && i > 0 && fields[i-1] == "la": // Spanish for a morning, and for tomorrow
			full = append(full, "matin")
			continue
		case w == "manana" && i > 0 && fields[i-1] == "pasado":
			full = append(full[:len(full)-1], "apres", "demain")
			continue
		case w == "mar" && i > 0 && fields[i-1] == "en", w == "jeu" && i > 0 && fields[i-1] == "un":
			full = append(full, w)
			continue
		}
		if spelled, ok := timeSpellings[w]; ok {
			full = append(full, spelled...)
			continue
		}
		if _, short := shorthand[w]; !short && timeNames[w] == "" {
			if head, tail, ok := splitNumber(w); ok {
				full = append(full, head)
				if spelled, ok := timeSpellings[tail]; ok {
					full = append(full, spelled...)
				} else {
					full = append(full, tail)
				}
				continue
			}
			if len(w) > 4 && w[0] == 'j' && glued[stem(w[1:])] {
				full = append(full, "je", w[1:])
				continue
			}
			if name, ok := near(w); ok {
				full = append(full, timeFull(name)...)
				continue
			}
		}
		full = append(full, w)
	}
	for _, w := range canonical(full) {
		words = append(words, timeWord{word: w, name: timeNames[w]})
	}
	return words
}

// spansDays tells "la semaine passée" from "je passe lundi".
func spansDays(word string) bool {
	_, weekday := weekdayNames[word]
	return weekday || slices.Contains([]string{"semaine", "mois", "an", "annee", "weekend"}, word)
}

func timeFull(name string) []string {
	if spelled, ok := timeSpellings[name]; ok {
		return spelled
	}
	return []string{name}
}

// monthAt tells "dans un moi" from "chez moi".
func monthAt(fields []string, i int) bool {
	if i == 0 {
		return false
	}
	b := fields[i-1]
	return digit(b[0]) || slices.Contains([]string{"un", "du", "ce", "le", "deux", "trois", "quatre", "six"}, b)
}

// splitNumber cuts "12janvier" in two; hours ("14h30") and ranks ("1er") stay whole.
func splitNumber(w string) (head, tail string, ok bool) {
	n := 0
	for n < len(w) && digit(w[n]) {
		n++
	}
	if n == 0 || n == len(w) || n > 2 {
		return "", "", false
	}
	tail = w[n:]
	switch {
	case tail == "h" || len(tail) > 1 && tail[0] == 'h' && digit(tail[1]):
		return "", "", false
	case slices.Contains([]string{"er", "ere", "e", "eme", "nd", "am", "pm", "d"}, tail):
		return "", "", false
	case digit(tail[len(tail)-1]) && !strings.HasPrefix(tail, "h"):
		return "", "", false
	}
	return w[:n], tail, true
}

// withoutPhones blanks what is dialled: "06 12 34 56 78" names no day.
func withoutPhones(words []timeWord) []timeWord {
	for i := 0; i < len(words); i++ {
		w := words[i].word
		if !allDigits(w) {
			continue
		}
		j, digits, pairs := i, 0, 0
		for j < len(words) && (allDigits(words[j].word) || (words[j].word == "." || words[j].word == "-" || words[j].word == "/") && j+1 < len(words) && allDigits(words[j+1].word)) {
			if n := len(words[j].word); allDigits(words[j].word) {
				digits += n
				if n == 2 {
					pairs++
				}
			}
			j++
		}
		if len(w) >= 9 || digits >= 9 && (w[0] == '0' || w == "33") && (pairs >= 4 || len(w) > 2) {
			for k := i; k < j; k++ {
				words[k] = timeWord{word: "phone"}
			}
		}
		i = j - 1
	}
	return words
}

func allDigits(w string) bool {
	for i := range len(w) {
		if !digit(w[i]) {
			return false
		}
	}
	return w != ""
}
