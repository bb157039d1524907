package understand

import "strings"

// reportsHours recognises a message that declares hours nobody asked for: "16h",
// "j'ai fait 12 heures", "lundi 3h mardi 4h", "2x4h de bénévolat". An hour of the
// day is not one: "14h30", "à 14h", "rdv 9h". How many they are is for Hours to say.
func reportsHours(t *message) bool {
	amounts, bare, doing, other := 0, 0, false, 0
	named, numbers, days := false, 0, 0 // "mes heures : 14", "mes heures : lundi 4 mardi 3"
	words := t.folded
	for i := 0; i < len(words); i++ {
		w := words[i]
		before := ""
		if i > 0 {
			before = words[i-1]
		}
		n, precise := hoursAt(words, i)
		switch {
		case n > 0 && clockWords[before]:
			other++
			i += n - 1
		case n > 0:
			amounts++
			if precise {
				bare++
			}
			i += n - 1
		case named && isSmall(w):
			numbers++
		case doingWords[w]:
			doing = true
		case w == "heures":
			named = true
		case weekdayWords[w]:
			days++
		case !besideHours[w] && !smallNumbers[w] && !isSmall(w):
			other++
		}
	}
	switch {
	case amounts == 0:
		return named && (numbers == 1 || numbers == days && days > 0) && other == 0
	case doing:
		return other <= 6
	case amounts == bare:
		return amounts > 1 && other == 0
	}
	return other == 0
}

// hoursAt returns how many words an amount of hours at words[i] takes, and whether
// it may as well be an hour of the day, with its minutes.
func hoursAt(words []string, i int) (n int, precise bool) {
	w := words[i]
	if _, times, ok := strings.Cut(w, "x"); ok && times != "" && isSmall(strings.TrimSuffix(times, "h")) {
		w = times
	}
	if head, tail, ok := strings.Cut(w, "h"); ok && isSmall(head) {
		if tail == "" {
			return 1, false
		}
		if isSmall(tail) {
			return 1, true
		}
	}
	for _, unit := range [...]string{"heures", "heure", "hours", "horas"} {
		if head, ok := strings.CutSuffix(w, unit); ok && isSmall(head) {
			return 1, false
		}
	}
	if isSmall(w) || smallNumbers[w] {
		switch {
		case i+1 < len(words) && hourUnits[words[i+1]]:
			return 2, false
		case i+2 < len(words) && words[i+1] == "d" && hourUnits[words[i+2]]:
			return 3, false // "une dizaine d'heures"
		}
	}
	return 0, false
}

func isSmall(w string) bool { _, ok := smallNumber(w); return ok }

var hourUnits = foldedSet("h heures heure heurs heur hours hour hrs horas hora hs ساعات ساعة ساعه часов часа час годин години година saat sa3at sa3a sa3ate swaya3")

var clockWords = foldedSet("a vers rdv entre des jusqu jusque avant apres at las les as rendez vous pour")

var doingWords = foldedSet("restos coeur secours croix asso association jardin hier couture vestiaire epicerie mediatheque aide fait fais faits faite fe fai effectue effectuer effectues realise travaille travailler bosse bosser taffe declare declarer total totalise cumule semaine formation stage benevolat atelier ateliers demarches demarche recherche recherches cours sport immersion activite activites mes did worked week hice hize trabaje trabajado semana fiz trabalhei hafta calistim yaptim bu درت عملت اشتغلت عندي dert drt khdemt khdamt відпрацював відпрацювала цього тижня работал работала отработал отработала неделю неделе")

var besideHours = foldedSet("bjr bsr slt fois x d dizaine j ai jai g je cette la le l de d du des en et puis plus environ a peu pres par jour jours semaine lundi mardi mercredi jeudi vendredi samedi dimanche bonjour salut merci svp i esta de voila mes heures pour au ce ma c est soit dont chez avec ok oui en tout moi avoir this the of about around bir bu")

var weekdayWords = foldedSet("lundi mardi mercredi jeudi vendredi samedi dimanche")

var smallNumbers = foldedSet("un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt zero dizaine quinzaine vingtaine dos tres cuatro cinco diez doce quinze veinte dez doze on oniki yirmi bes")
