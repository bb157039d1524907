package understand

import "regexp"

// daysAbroad are the names of days, and of parts of one, in the languages in which
// people write, by what the reading of dates knows: French.
var daysAbroad = func() map[string]string {
	names := map[string]string{}
	for french, list := range map[string][]string{
		"lundi":       {"monday", "lunes", "segunda", "segundafeira", "الاثنين", "الإثنين", "اثنين", "понеділок", "понедельник", "pazartesi"},
		"mardi":       {"tuesday", "martes", "terça", "الثلاثاء", "ثلاثاء", "вівторок", "вторник", "salı"},
		"mercredi":    {"wednesday", "miércoles", "quarta", "الأربعاء", "الاربعاء", "أربعاء", "середа", "середу", "среда", "среду", "çarşamba"},
		"jeudi":       {"thursday", "jueves", "quinta", "الخميس", "خميس", "четвер", "четверг", "perşembe"},
		"vendredi":    {"friday", "viernes", "sexta", "الجمعة", "جمعة", "п'ятниця", "п'ятницю", "пятница", "пятницу", "cuma"},
		"samedi":      {"saturday", "sábado", "السبت", "субота", "суботу", "суббота", "субботу", "cumartesi"},
		"dimanche":    {"sunday", "domingo", "الأحد", "الاحد", "неділя", "неділю", "воскресенье", "pazar"},
		"demain":      {"tomorrow", "amanhã", "غدا", "غدًا", "بكرا", "завтра", "yarın"},
		"hier":        {"yesterday", "ayer", "ontem", "أمس", "امس", "البارحة", "вчора", "вчера", "dün"},
		"aujourd'hui": {"today", "hoy", "hoje", "اليوم", "сьогодні", "сегодня", "bugün"},
		"matin":       {"morning", "manhã", "صباحا", "الصباح", "вранці", "утром", "sabah"},
		"apres-midi":  {"afternoon", "tarde", "مساء", "المساء", "вдень", "днем", "öğleden"},
	} {
		for _, name := range list {
			names[Fold(name)] = french
		}
	}
	return names
}()

var wordForm = regexp.MustCompile(`[\p{L}\p{M}'’]+`)

// withDays writes the days that are named in another language in French.
func withDays(text string) string {
	return wordForm.ReplaceAllStringFunc(text, func(word string) string {
		if french, ok := daysAbroad[Fold(word)]; ok {
			return french
		}
		return word
	})
}
