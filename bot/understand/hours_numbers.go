package understand

import "strings"

// tongue is a language whose number words are read only beside one of its hour
// words, or alone: "dos" is two in Spanish and a back in French.
type tongue string

const (
	tongueFrench  tongue = "fr"
	tongueEnglish tongue = "en"
	tongueIberian tongue = "es" // Spanish and Portuguese: no word means two numbers
	tongueTurkish tongue = "tr"
	tongueOther   tongue = "ot" // other scripts, which no other language writes
)

// hourWords are the words for an hour, with their language.
var hourWords = tongueWords(map[tongue]string{
	tongueFrench: `h hr hrs hs hre hres heure heures heur heurs heurse heurres huere hueres ehure ehures heuure hheure oeure eures
		dheure dheures lheure dh heurees uheure`,
	tongueEnglish: "hour hours hous houres",
	tongueIberian: "hora horas",
	tongueTurkish: "saat saati saatlik",
	tongueOther: `час часа часов ч часик часиков година години годин годину год ساعة ساعات ساعه ساعت سوايع ساعتين ساعتان
		sa3a sa3at saa3a sa3ate sa3et saat3 swaye3 sway3 swaya3 sa3tin sa3tayn sa3teyn sa3ten sa3atin`,
})

// minuteWords are the words for a minute.
var minuteWords = stemSet("min mn mns mins minute minutes minut minuts dminute minuto minutos dakika минут минуты минуту мин хвилин хвилини хвилину دقيقة دقائق دقيقه d9i9a d9aye9")

// twoHours are duals: a number and its hours in one word.
var twoHours = stemSet("ساعتين ساعتان sa3tin sa3tayn sa3teyn sa3ten")

func tongueWords(lists map[tongue]string) map[string]tongue {
	words := make(map[string]tongue)
	for t, list := range lists {
		for w := range strings.FieldsSeq(list) {
			words[stem(Fold(w))] = t
		}
	}
	delete(words, "eur") // "eures" without its h is spelled like the money
	return words
}

func stemSet(words string) map[string]bool {
	set := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		set[stem(Fold(w))] = true
	}
	return set
}

// numberWords gives, for each language, the value of its number words.
var numberWords = map[tongue]map[string]int{
	tongueFrench: parseNumbers(`
zero=0 zéros=0 deux=2 deu=2 trois=3 troi=3 quatre=4 katre=4 quatres=4 cinq=5 cink=5 cinque=5 six=6 sis=6 sept=7 huit=8 uit=8 neuf=9 dix=10 dis=10
onze=11 onz=11 douze=12 treize=13 treze=13 quatorze=14 katorze=14 quatorz=14 quinze=15 kinze=15 quinse=15 seize=16 seze=16 saize=16
vingt=20 vint=20 vingts=20 trente=30 trante=30 quarante=40 karante=40 cinquante=50 cinkante=50 soixante=60 soissante=60
huitaine=8 dizaine=10 dixaine=10 dizene=10 douzaine=12 quinzaine=15 kinzaine=15 vingtaine=20 vintaine=20 trentaine=30 quarantaine=40 cinquantaine=50`),
	tongueEnglish: parseNumbers(`
zero=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 thirteen=13 fourteen=14 fifteen=15 sixteen=16
seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40 fourty=40 fifty=50`),
	tongueIberian: parseNumbers(`
cero=0 zero=0 una=1 uma=1 uno=1 un=1 um=1 dos=2 dois=2 duas=2 tres=3 cuatro=4 quatro=4 cinco=5 seis=6 siete=7 sete=7 ocho=8 oito=8 nueve=9 nove=9 diez=10 dez=10
once=11 onze=11 doce=12 doze=12 trece=13 treze=13 catorce=14 catorze=14 quatorze=14 quince=15 quinze=15 dieciseis=16 dezasseis=16 dezesseis=16
diecisiete=17 dezassete=17 dezessete=17 dieciocho=18 dezoito=18 diecinueve=19 dezanove=19 dezenove=19 veinte=20 vinte=20 veintiuno=21 veintiuna=21
veintidos=22 veintitres=23 veinticuatro=24 veinticinco=25 treinta=30 trinta=30 cuarenta=40 quarenta=40 cincuenta=50`),
	tongueTurkish: parseNumbers(`
sıfır=0 bir=1 iki=2 üç=3 dört=4 beş=5 altı=6 yedi=7 sekiz=8 dokuz=9 on=10 onbir=11 oniki=12 onüç=13 ondört=14 onbeş=15 onaltı=16 onyedi=17 onsekiz=18 ondokuz=19
yirmi=20 otuz=30 kırk=40 elli=50`),
	tongueOther: parseNumbers(`
ноль=0 нуль=0 один=1 одна=1 одну=1 два=2 две=2 дві=2 двух=2 три=3 трех=3 четыре=4 чотири=4 пять=5 пяти=5 п'ять=5 шесть=6 шість=6 семь=7 сім=7 восемь=8 вісім=8
девять=9 дев'ять=9 десять=10 десяти=10 одиннадцать=11 одинадцять=11 двенадцать=12 дванадцять=12 тринадцать=13 тринадцять=13 четырнадцать=14 чотирнадцять=14
пятнадцать=15 пятнадцати=15 п'ятнадцять=15 шестнадцать=16 шістнадцять=16 семнадцать=17 сімнадцять=17 восемнадцать=18 вісімнадцять=18 девятнадцать=19 дев'ятнадцять=19
двадцать=20 двадцати=20 двадцять=20 тридцать=30 тридцять=30 сорок=40 пятьдесят=50 п'ятдесят=50
صفر=0 واحد=1 واحدة=1 وحدة=1 اثنان=2 اثنين=2 اثنتين=2 جوج=2 زوج=2 ثلاث=3 ثلاثة=3 تلاتة=3 اربع=4 أربعة=4 خمس=5 خمسة=5 ست=6 ستة=6 سبع=7 سبعة=7 ثمان=8 ثماني=8 ثمانية=8 تمنية=8
تسع=9 تسعة=9 عشر=10 عشرة=10 عشرون=20 عشرين=20 ثلاثون=30 ثلاثين=30 اربعون=40 أربعين=40 خمسون=50 خمسين=50 خمسطاش=15 طناش=12 حداش=11
wahed=1 wa7ed=1 wa7da=1 jouj=2 tlata=3 rab3a=4 reb3a=4 arb3a=4 khamsa=5 settа=6 setta=6 seb3a=7 sab3a=7 tmenya=8 tmnya=8 tes3oud=9 tes3a=9 achra=10 3achra=10 3echra=10 khamstach=15 3echrin=20 3ichrin=20`),
}

// parseNumbers reads "word=value" fields. A word with an apostrophe is written
// without it.
func parseNumbers(table string) map[string]int {
	words := make(map[string]int)
	for field := range strings.FieldsSeq(table) {
		word, value, _ := strings.Cut(field, "=")
		n := 0
		for i := range len(value) {
			n = n*10 + int(value[i]-'0')
		}
		words[stem(Fold(strings.ReplaceAll(word, "'", "")))] = n
	}
	return words
}

// spell turns number words into numbers: "vingt et une heures" is 21 and a word.
func spell(toks []token) []token {
	if len(toks) > 0 && toks[0].word == "o" && (len(toks) == 1 || toks[1].kind == tokenMark || hourWords[toks[1].word] != "") {
		toks[0] = token{kind: tokenNumber, word: "0"} // the letter for the digit
	}
	heard := tonguesOf(toks)
	out := make([]token, 0, len(toks))
	for i := 0; i < len(toks); {
		n, next := spelled(toks, i, heard)
		if next == i {
			out = append(out, toks[i])
			i++
			continue
		}
		out = append(out, token{kind: tokenNumber, word: "#", hundredths: n * 100, spelled: true})
		i = next
	}
	return out
}

// tonguesOf lists the languages whose number words are to be read in toks.
func tonguesOf(toks []token) []tongue {
	heard := []tongue{tongueOther, tongueFrench}
	add := func(t tongue) {
		for _, h := range heard {
			if h == t {
				return
			}
		}
		heard = append([]tongue{t}, heard...)
	}
	for _, t := range toks {
		if t.kind == tokenWord {
			if tongue, ok := hourWords[t.word]; ok {
				add(tongue)
			}
		}
	}
	for _, t := range []tongue{tongueEnglish, tongueIberian, tongueTurkish} {
		if len(toks) > 0 && len(toks) <= 4 && onlyNumbers(toks, numberWords[t]) {
			add(t)
		}
	}
	return heard
}

// onlyNumbers reports whether toks has nothing but number words and marks. A
// lone "on" or "un" is no number.
func onlyNumbers(toks []token, words map[string]int) bool {
	seen := 0
	for _, t := range toks {
		if t.kind != tokenWord {
			continue
		}
		if _, ok := words[t.word]; !ok {
			return false
		}
		seen++
	}
	return seen > 0 && !(seen == 1 && (toks[0].word == "on" || toks[0].word == "un"))
}

// spelled reads the number that is written in words at toks[i], and where it ends.
func spelled(toks []token, i int, heard []tongue) (n, next int) {
	if toks[i].kind != tokenWord {
		return 0, i
	}
	if n, next := single(toks, i); next > i {
		return n, next
	}
	for _, t := range heard {
		words := numberWords[t]
		value, ok := words[toks[i].word]
		if !ok || toks[i].word == "cent" {
			continue
		}
		return compound(toks, i, value, words, t)
	}
	return 0, i
}

// single reads "un" and "une", which are articles unless hours follow.
func single(toks []token, i int) (n, next int) {
	switch toks[i].word {
	case "un", "une", "an", "a", "one", "cent", "vin", "vins":
	default:
		return 0, i
	}
	if i+1 >= len(toks) || toks[i+1].kind != tokenWord {
		return 0, i
	}
	after := toks[i+1].word
	_, hour := hourWords[after]
	switch {
	case toks[i].word == "cent":
		if hour {
			return 100, i + 1
		}
	case toks[i].word == "vin", toks[i].word == "vins":
		if hour {
			return 20, i + 1
		}
	case toks[i].word == "an", toks[i].word == "a":
		if after == "hour" {
			return 1, i + 1
		}
	case hour, after == "fois", after == "foi":
		return 1, i + 1
	case after == "ou" && i+2 < len(toks) && (toks[i+2].word == "deux" || toks[i+2].word == "2"):
		return 1, i + 1
	}
	return 0, i
}

// compound reads what follows the first word of a number: "vingt" "et" "une",
// "soixante" "dix", "on" "beş", "خمسة" "عشر".
func compound(toks []token, i, value int, words map[string]int, t tongue) (n, next int) {
	word := func(k int) (int, bool) {
		if k >= len(toks) || toks[k].kind != tokenWord {
			return 0, false
		}
		v, ok := words[toks[k].word]
		if !ok && (toks[k].word == "un" || toks[k].word == "une") {
			v, ok = 1, true
		}
		return v, ok
	}
	is := func(k int, w string) bool { return k < len(toks) && toks[k].word == w }
	if t == tongueOther {
		return compoundOther(toks, i, value, words)
	}
	next = i + 1
	if t == tongueFrench && value == 4 { // quatre-vingt
		if v, ok := word(next); ok && v == 20 {
			value, next = 80, next+1
		}
	}
	round := value >= 20 && value%10 == 0 && !strings.HasSuffix(toks[i].word, "tain")
	if t == tongueTurkish {
		round = value >= 10 && value%10 == 0
	}
	after := next
	if round && (is(after, "et") || is(after, "y") || is(after, "e")) {
		after++
	}
	switch v, ok := word(after); {
	case !ok:
	case round && v >= 1 && v <= 9 && (after == next || v == 1 || t == tongueIberian):
		value, next = value+v, after+1
	case t == tongueFrench && (value == 60 || value == 80) && v >= 10 && v <= 19:
		value, next = value+v, after+1
		if v == 10 {
			if u, ok := word(next); ok && u >= 7 && u <= 9 {
				value, next = value+u, next+1
			}
		}
	case t == tongueFrench && value == 10 && v >= 7 && v <= 9:
		value, next = value+v, after+1
	}
	return value, next
}

// compoundOther reads the compounds of Russian, Ukrainian and Arabic.
func compoundOther(toks []token, i, value int, words map[string]int) (n, next int) {
	next = i + 1
	if next >= len(toks) || toks[next].kind != tokenWord {
		return value, next
	}
	w := toks[next].word
	v, ok := words[w]
	switch {
	case ok && value >= 20 && value%10 == 0 && v >= 1 && v <= 9:
		return value + v, next + 1
	case ok && value >= 1 && value <= 9 && v == 10 && strings.HasPrefix(w, "عشر"):
		return value + 10, next + 1
	case value <= 9 && strings.HasPrefix(w, "و"):
		if v, ok := words[strings.TrimPrefix(w, "و")]; ok && v >= 20 {
			return value + v, next + 1
		}
	}
	return value, next
}
