package locales

import (
	"regexp"
	"slices"
	"sync"

	"relais/parcours"
)

// frightening are words of threat in each language. Fear of losing an income is why
// letters stay unopened: no message may hold one, whoever writes it.
var frightening = map[parcours.Language]string{
	parcours.French:     `dernier avertissement|sanction|suspen|radi(?:ation|er)|risque|sinon|obligatoire|obligation|à défaut|(?:\(e\)|·e)|convoqu`,
	parcours.English:    `last warning|final notice|penalt|\brisk|otherwise|mandatory|compulsory`,
	parcours.Spanish:    `último aviso|sanci|suspen|riesgo|obligator|obligación|de lo contrario|multa`,
	parcours.Portuguese: `último aviso|sanç|suspens|risco|obrigat|obrigação|caso contrário|multa`,
	parcours.Turkish:    `son uyarı|yaptırım|ceza|\brisk|zorunlu|mecbur|aksi halde|aksi takdirde|sıkı`,
	parcours.Ukrainian:  `останнє попередження|санкц|штраф|покаран|ризик|обов[’']язков|інакше|припин`,
	parcours.Russian:    `последнее предупреждение|санкц|штраф|наказан|риск|обязат|иначе|приостан`,
	parcours.Arabic:     `إنذار|عقوب|عقاب|غرامة|مخاطر|إلزامي|إجباري|وإلا|تعليق`,
}

// revealing are words that name the allowance, its payers, a debt: a phone that lies
// on a table must not tell.
var revealing = map[parcours.Language]string{
	parcours.French:     `allocation|indu\b|dette`,
	parcours.English:    `allowance|benefit`,
	parcours.Spanish:    `deuda|subsidio|prestación`,
	parcours.Portuguese: `dívida|subsídio|prestação`,
	parcours.Turkish:    `borç|ödenek`,
	parcours.Ukrainian:  `борг|допомоги RSA`,
	parcours.Russian:    `долг|пособи`,
	parcours.Arabic:     `دين |منحة`,
}

const revealingEverywhere = `|\bRSA\b|\bCAF\b|\bMSA\b`

// commands are the words that people may write, as messages print them: the only
// ones in capitals.
var commands = map[parcours.Language][]string{
	parcours.French:     {"OUI", "NON", "AUTRE", "JOUR", "CDI", "CDD", "REPRENDRE", "AIDE", "QUI", "QUESTION", "LANGUE", "RENDEZ", "VOUS"},
	parcours.English:    {"YES", "ANOTHER", "DAY", "CDI", "CDD", "HELP", "WHO", "QUESTION", "LANGUAGE", "APPOINTMENTS"},
	parcours.Spanish:    {"OTRO", "DÍA", "CDI", "CDD", "AYUDA", "QUIÉN", "PREGUNTA", "IDIOMA", "CITAS"},
	parcours.Portuguese: {"SIM", "NÃO", "OUTRO", "DIA", "CDI", "CDD", "AJUDA", "QUEM", "PERGUNTA", "IDIOMA", "MARCAÇÕES"},
	parcours.Ukrainian:  {"ТАК", "НІ", "ДОПОМОГА", "ХТО", "ПИТАННЯ", "МОВА", "ЗУСТРІЧІ"},
	parcours.Russian:    {"ДА", "НЕТ", "ПОМОЩЬ", "КТО", "ВОПРОС", "ЯЗЫК", "ВСТРЕЧИ"},
	parcours.Turkish:    {"EVET", "HAYIR", "CDI", "CDD", "YARDIM", "KİM", "SORU", "DİL", "RANDEVULAR"},
}

var everywhereInCapitals = []string{"SMS", "STOP", "START"}

// tones holds the expressions above, compiled when first asked for.
var tones = sync.OnceValue(func() (t struct {
	frightening, revealing map[parcours.Language]*regexp.Regexp
	capitals, link         *regexp.Regexp
},
) {
	t.frightening, t.revealing = map[parcours.Language]*regexp.Regexp{}, map[parcours.Language]*regexp.Regexp{}
	for lang := range frightening {
		t.frightening[lang] = regexp.MustCompile(`(?i)` + frightening[lang])
		t.revealing[lang] = regexp.MustCompile(`(?i)` + revealing[lang] + revealingEverywhere)
	}
	t.capitals = regexp.MustCompile(`\p{Lu}{3,}`)
	t.link = regexp.MustCompile(`(?i)https?://\S*|www\.\S*|\b[\pL\d-]+\.(?:fr|com|net|org|eu|io|ly|me|info|gouv)\b\S*`)
	return t
})

// tone returns what a text to people may not say, in the words of one language.
// candid texts are those that exist to say that something is compulsory, or of what
// an absence may cost.
func tone(lang parcours.Language, text string, candid bool) []Fault {
	if lang == parcours.EasyFrench {
		lang = parcours.French
	}
	t := tones()
	var faults []Fault
	found := func(kind FaultKind, e *regexp.Regexp) {
		if word := e.FindString(text); word != "" {
			faults = append(faults, Fault{Kind: kind, Detail: word})
		}
	}
	if !candid {
		found(FaultFrightening, t.frightening[lang])
		found(FaultRevealing, t.revealing[lang])
	}
	found(FaultExclamation, exclamation)
	found(FaultLink, t.link)
	for _, word := range t.capitals.FindAllString(text, -1) {
		if !slices.Contains(everywhereInCapitals, word) && !slices.Contains(commands[lang], word) {
			if !candid || !slices.Contains([]string{"RSA", "CAF", "MSA"}, word) {
				faults = append(faults, Fault{Kind: FaultCapitals, Detail: word})
			}
		}
	}
	return faults
}

var exclamation = regexp.MustCompile(`[!¡]`)
