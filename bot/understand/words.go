package understand

import (
	"slices"
	"strings"
)

// shorthand lists, for one spelling in full, the ways it is written in a hurry,
// by ear or while learning French. Keys are folded words.
var shorthand = parseSpellings(`
je peux = jpeu jpe jpeux jpx jpeut jepeux jpeus
peux = peut pe pex peus
je pourrai = jpourai jpourrai jpourais jpourrais
pourrai = pourai pourrais pourrait pourais pouré poure pourré pourrez pouret
je = j
je ai = jai g jaie geai
je suis = jsui jsuis jss chui chuis chu jesuis
suis = sui
je viens = jvien jviens jvient
viens = vien vient
je viendrai = jviendrai jviendrais
viendrai = viendrais vindrai viendre viendrait viendrer
serai = serez seré sré serais sere sera cerai
je serai = jsrai jserai jserais jsere jesere
je y = jy
je y serai = jyserai
je vais = jvais jvai
vais = vai
je veux = jvé jvve jveux jveu jve
veux = veu veut
je sais = jsais jsai jse
je travaille = jtravaille jtravail jtaf jtaff jtaffe
je bosse = jbosse jboss
je connais = jconnais jconnai
connais = connai conais conait connait
je arrive = jarrive jarive
je ose = jose
je aurai = jaurai jaurais
je habite = jhabite
je dois = jdois jdoi jdoit jdoi
je fais = jfais jfai jfé jfait
je pars = jpars jpart jpar
je prends = jprends jprend jpren
je pense = jpense jpens
je crois = jcrois jcroi
je mets = jmets jmet
je reste = jreste jrest
je garde = jgarde jgard
je commence = jcommence jcomence
je etais = jetais jetai jétai jetait
pas = pa po aps
plus = plu pluss
vous = vs vou
jamais = jms jamai
c est = cest
c etait = ct cetait
ca = sa cela
ca va = sava cava
qui = ki kii
quoi = koi kwa quoa
que = ke k q qe
quand = kan kand qd qand quan quant
comment = coment cmt cmnt koman commen comen
pourquoi = pk pq pkoi pourkoi prk pourqoi pourquoa prkoi pouquoi
quel = kel kelle quelle quels quelles qel qelle quell
est ce que = esk esque eske esce eskon
quelqu un = qqn kelkun quelquun
quelque chose = qqch qqchose
rdv = rdvs rv rendezvous rendevous randevou rendevou rdvous rendévous rendezvou
desole = dsl desoler desolee dsle desolée desolé sorry desolai
merci = mci msi merc mercii mrc mrci mercie 6merci mersi merki thx thanks thanx tks
oui = wé we wep wai oiu iou oue oué wi vi ui ouai ouais ouep ouaip yep yeah yes yess
ok = oki okey okay okè oke
daccord = dak dac dacc dakor dacor daccor dacord dakord daccords
non = nn nan no nop nope nonn
bonjour = bjr bonjours bjour bonjr
bonsoir = bsr
salut = slt coucou cc
s il vous plait = svp stp silvousplait sivouplait please plz
aujourd hui = aujourdhui auj ajd aujourdui ojd
manger = bouffer bouffé bouffe
faut = fau fo fot
demain = dem 2main demin
toujours = tjs tjrs toujour
beaucoup = bcp bocou boucoup
parce que = pck parceque psk pcq paske parske pasque
avec = avk
pour = pr
dans = ds dan dns
tout = tt
tous = ts
besoin = bsn besoins
message = msg mess
numero = num
telephone = tel telefon telephon portable
personne = persone perssonne
trop = tro trp trops
malade = maladd maladde malad
medecin = medcin medssin medecins docteur toubib dr doc
hopital = hosto hosp hopitale hospital lhopital
voiture = voitur bagnole vehicule voitures
travail = taf taff taffe boulot boulo job
bebe = bb
l air = lair
enfants = gosses gamins mioches enfans
dors = dort dor
dormir = dormire
mourir = mourire mourrir
suicider = suissider suisider suicidé
tue = tuer tué tuée
chez = ché
chaud = cho
aprem = apresmidi aprèm apm
cannot = cant
i am = im
because = bcz bc cuz
you = u
are = r
tomorrow = tmrw tmr
appointment = appt apt appointement
`)

// pairs are two words that are one.
var pairs = map[[2]string]string{
	{"rendez", "vous"}: "rdv", {"rendez", "vou"}: "rdv", {"rende", "vous"}: "rdv", {"rende", "vou"}: "rdv",
	{"rendes", "vous"}: "rdv", {"randez", "vous"}: "rdv",
	{"d", "accord"}: "daccord", {"d", "acord"}: "daccord", {"d", "accor"}: "daccord",
	{"apres", "midi"}: "aprem",
	{"can", "t"}:      "cannot", {"can", "not"}: "cannot",
	{"don", "t"}: "dont", {"do", "not"}: "dont", {"won", "t"}: "wont", {"will", "not"}: "wont",
	{"isn", "t"}: "isnt", {"didn", "t"}: "didnt",
	{"i", "ll"}: "iwill", {"i", "will"}: "iwill", {"i", "m"}: "iam", {"i", "am"}: "iam", {"i", "ve"}: "ihave", {"i", "have"}: "ihave",
}

// parseSpellings reads lines "meaning = spelling…"; a spelling that folds to several
// words is met as one.
func parseSpellings(table string) map[string][]string {
	words := make(map[string][]string)
	for line := range strings.Lines(table) {
		full, short, found := strings.Cut(line, "=")
		if !found {
			continue
		}
		for _, s := range strings.Fields(short) {
			words[strings.ReplaceAll(Fold(s), " ", "")] = strings.Fields(full)
		}
	}
	return words
}

// Words returns the words of text in one spelling: folded, shorthand written in
// full, the "ne" of negations left out, and the endings that sound alike cut
// off, so that "jpeu pas", "je ne peux pas" and "Je peut pas" are the same.
func Words(text string) []string { return listen(text).words }

func canonical(folded []string) []string {
	full := make([]string, 0, len(folded)+4)
	for i, w := range folded {
		switch {
		case w == "ne" || w == "n":
		case tempers[w] && i > 0 && i+1 < len(folded) && denies[folded[i+1]]:
		case len(w) == 10 && w[0] == '0' && isDigits(w):
			full = append(full, "06") // a phone number
		case minutesIn(w) > 0: // "5min"
			full = append(full, w[:minutesIn(w)], w[minutesIn(w):])
		case w == "c" && i+1 < len(folded) && !strings.HasPrefix(folded[i+1], "e"):
			full = append(full, "c", "est")
		case w == "ce" && isVerb(folded[i+1:]):
			full = append(full, "c")
		case w == "file" && i > 0 && folded[i-1] == "je":
			full = append(full, "vais") // no daughter
		case w == "o" && i+1 < len(folded) && placesOf[folded[i+1]]: // "o boulot"
			full = append(full, "au")
		case w == "ve" && i > 0 && (folded[i-1] == "je" || folded[i-1] == "j"):
			full = append(full, "veux")
		case (w == "es" || w == "et") && i+2 < len(folded) && folded[i+1] == "ce" && folded[i+2] == "que":
			full = append(full, "est")
		case w == "peu" && quantity(full):
			full = append(full, w)
		case w == "peu":
			full = append(full, "peux")
		default:
			if words, short := shorthand[w]; short {
				full = append(full, words...)
			} else if words, short := shorthand[strings.TrimPrefix(w, "j")]; short && len(w) >= 4 && w[0] == 'j' {
				full = append(append(full, "je"), words...) // "jpourré"
			} else {
				full = append(full, w)
			}
		}
	}
	words := full[:0:0]
	for i := 0; i < len(full); i++ {
		if i+1 < len(full) {
			if one, ok := pairs[[2]string{full[i], full[i+1]}]; ok {
				words = append(words, stem(one))
				i++
				continue
			}
		}
		words = append(words, stem(full[i]))
	}
	return words
}

// tempers are adverbs that stand between a verb and its negation, and change neither:
// "je ne pourrai malheureusement pas".
var tempers = wordSet("donc", "malheureusement", "malheureusment", "helas", "vraiment", "absolument", "certainement", "franchement", "honnetement", "forcement", "decidement", "apparemment",
	"evidemment", "surement", "probablement", "finalement", "toujours", "bien", "meme", "clairement", "carrement", "tout", "trop", "hlas", "serieusement", "actuellement")

// placesOf are places that "au" leads to.
var placesOf = wordSet("lit", "boulot", "boulo", "taf", "travail", "medecin", "docteur", "toubib", "dentiste", "bureau", "resto", "foyer", "bled", "chomage", "rdv", "rendez", "tribunal", "commissariat", "magasin", "garage", "jardin", "chantier", "college", "lycee")

var denies = wordSet("pas", "pa", "plus", "plu", "jamais", "po")

// minutesIn returns where the unit begins in a number of minutes written in one, 0 for
// other words.
func minutesIn(w string) int {
	for i := range len(w) {
		switch {
		case digit(w[i]):
		case i > 0 && (w[i:] == "min" || w[i:] == "mn" || w[i:] == "mins" || w[i:] == "minutes"):
			return i
		default:
			return 0
		}
	}
	return 0
}

// isVerb reports whether "ce" stands for "c'": "ce n'est pas".
func isVerb(after []string) bool {
	if len(after) > 0 && after[0] == "n" {
		after = after[1:]
	}
	return len(after) > 0 && (after[0] == "est" || after[0] == "etait")
}

// quantity tells "un peu" from "je peu".
func quantity(before []string) bool {
	return len(before) > 0 && slices.Contains([]string{"un", "tres", "trop", "si", "a", "petit"}, before[len(before)-1])
}

// stem cuts plural marks and the endings that sound like "é", and writes double
// consonants once. It keeps at least three letters.
func stem(word string) string {
	if word[0] >= '0' && word[0] <= '9' {
		return word
	}
	if len(word) >= 5 {
		for _, mute := range []string{"ees", "ee", "er", "ez", "es", "s"} {
			if short, ok := strings.CutSuffix(word, mute); ok {
				word = short
				break
			}
		}
	}
	if short, ok := strings.CutSuffix(word, "e"); ok && len(short) >= 3 {
		word = short
	}
	out := undoubled(word)
	if strings.HasSuffix(out, "pas") && strings.HasSuffix(word, "pass") {
		return word // "j'ai passé", "jpasse" are no negations
	}
	return out
}

func isDigits(w string) bool {
	for i := range len(w) {
		if !digit(w[i]) {
			return false
		}
	}
	return true
}
