package sandbox

import (
	"math/rand/v2"

	"relais/parcours"
)

// vocabulary is what somebody writes, in the language in which they are written to.
type vocabulary struct {
	come, cannot, other, none, reason, thanks []string
	// asks is nil for French, whose questions have their answers.
	asks []string

	yes                       string
	hours, hindered, halfDays []string // {h} is a number of hours
	job, jobDay, jobHours     []string
	fine, hard, over          []string
}

// words returns what the person writes with. Who reads French in one way or another
// writes French.
func (p *persona) words() vocabulary {
	if v, ok := abroad[p.Language]; ok {
		return v
	}
	return vocabulary{
		come: saysCome, cannot: saysCannot, other: saysOther, none: saysNoneFits, reason: saysReason, thanks: saysThanks,
		yes: "oui", hours: saysHours, hindered: saysHindered, halfDays: saysHalfDays, job: saysJob, jobDay: saysJobDay, jobHours: saysJobHours, fine: saysFine, hard: saysHard, over: saysOver,
	}
}

func (v vocabulary) question(r *rand.Rand) string {
	if v.asks != nil {
		return pick(r, v.asks)
	}
	return pick(r, questions).ask
}

// taking says that a time is fine.
func (v vocabulary) taking(label, fine string) string {
	if v.asks != nil {
		return label
	}
	return label + fine
}

var abroad = map[parcours.Language]vocabulary{
	parcours.English: {
		come: []string{"yes i will come", "ok i'll be there", "yes"}, cannot: []string{"i can't come that day", "cannot, i work"}, other: []string{"another day please"},
		none: []string{"none of these"}, reason: []string{"my daughter is sick", "i have no car", "i work that day"}, thanks: []string{"thanks", "thank you very much"},
		asks: []string{"what papers do i need to bring?", "can i come with my son?"},
		yes:  "yes", hours: []string{"{h}", "{h} hours", "i did {h} hours"}, hindered: []string{"i couldn't, i was sick", "my daughter was sick"}, halfDays: []string{"3 half days"},
		job: []string{"i found a job", "i start work on monday"}, jobDay: []string{"monday", "tomorrow"}, jobHours: []string{"35", "20 hours"},
		fine: []string{"all good"}, hard: []string{"it is hard"}, over: []string{"it is over"},
	},
	parcours.Spanish: {
		come: []string{"si, voy", "vale, allí estaré", "sí"}, cannot: []string{"no puedo ese dia", "no puedo, trabajo"}, other: []string{"otro dia por favor"},
		none: []string{"ninguna"}, reason: []string{"mi hija está enferma", "no tengo coche", "trabajo ese dia"}, thanks: []string{"gracias", "muchas gracias"},
		asks: []string{"¿qué papeles tengo que llevar?", "puedo ir con mi hijo?"},
		yes:  "sí", hours: []string{"{h}", "{h} horas", "he hecho {h} horas"}, hindered: []string{"no pude, estaba enferma", "mi hija estaba enferma"}, halfDays: []string{"3 medios dias"},
		job: []string{"he encontrado trabajo", "empiezo a trabajar el lunes"}, jobDay: []string{"el lunes", "mañana"}, jobHours: []string{"35", "20 horas"},
		fine: []string{"todo bien"}, hard: []string{"es dificil"}, over: []string{"ha terminado"},
	},
	parcours.Portuguese: {
		come: []string{"sim vou", "ok estarei la", "sim"}, cannot: []string{"não posso nesse dia", "nao posso trabalho"}, other: []string{"outro dia se possivel"},
		none: []string{"nenhum"}, reason: []string{"o meu filho está doente", "nao tenho carro", "trabalho nesse dia"}, thanks: []string{"obrigada", "obrigado"},
		asks: []string{"que papéis tenho de levar?", "posso levar a minha filha?"},
		yes:  "sim", hours: []string{"{h}", "{h} horas", "fiz {h} horas"}, hindered: []string{"nao consegui, estava doente", "a minha filha estava doente"}, halfDays: []string{"3 meios dias"},
		job: []string{"encontrei trabalho", "começo a trabalhar segunda"}, jobDay: []string{"segunda", "amanhã"}, jobHours: []string{"35", "20 horas"},
		fine: []string{"tudo bem"}, hard: []string{"é dificil"}, over: []string{"acabou"},
	},
	parcours.Arabic: {
		come: []string{"نعم سآتي", "نعم", "إن شاء الله"}, cannot: []string{"لا أستطيع المجيء", "لا استطيع اعمل في هذا اليوم"}, other: []string{"يوم آخر من فضلكم"},
		none: []string{"لا شيء"}, reason: []string{"ابنتي مريضة", "ليس لدي سيارة", "أعمل في ذلك اليوم"}, thanks: []string{"شكرا", "شكرا جزيلا"},
		asks: []string{"ما هي الأوراق التي يجب أن أحضرها؟", "هل يمكنني أن أحضر مع ابني؟"},
		yes:  "نعم", hours: []string{"{h}", "{h} ساعة"}, hindered: []string{"لم أستطع كنت مريضا", "ابنتي كانت مريضة"}, halfDays: []string{"3 أيام"},
		job: []string{"وجدت عملا", "سأبدأ العمل يوم الاثنين"}, jobDay: []string{"يوم الاثنين", "غدا"}, jobHours: []string{"35", "20 ساعة"},
		fine: []string{"بخير", "الحمد لله"}, hard: []string{"العمل صعب"}, over: []string{"انتهى العمل"},
	},
	parcours.Ukrainian: {
		come: []string{"так, прийду", "добре", "так"}, cannot: []string{"не можу в цей день", "не зможу, працюю"}, other: []string{"можна інший день?"},
		none: []string{"нічого не підходить"}, reason: []string{"дитина хвора", "немає машини", "працюю в цей день"}, thanks: []string{"дякую", "дуже дякую"},
		asks: []string{"які документи треба взяти?", "можна прийти з дитиною?"},
		yes:  "так", hours: []string{"{h}", "{h} годин"}, hindered: []string{"не змогла, хворіла", "дитина хворіла"}, halfDays: []string{"3 дні"},
		job: []string{"знайшла роботу", "починаю працювати в понеділок"}, jobDay: []string{"понеділок", "завтра"}, jobHours: []string{"35", "20 годин"},
		fine: []string{"усе добре"}, hard: []string{"важко"}, over: []string{"робота закінчилася"},
	},
	parcours.Russian: {
		come: []string{"да, приду", "хорошо", "да"}, cannot: []string{"не могу в этот день", "не смогу, работаю"}, other: []string{"можно другой день?"},
		none: []string{"ничего не подходит"}, reason: []string{"ребёнок болеет", "нет машины", "работаю в этот день"}, thanks: []string{"спасибо", "большое спасибо"},
		asks: []string{"какие документы взять?", "можно прийти с ребёнком?"},
		yes:  "да", hours: []string{"{h}", "{h} часов"}, hindered: []string{"не смогла, болела", "ребёнок болел"}, halfDays: []string{"3 дня"},
		job: []string{"нашла работу", "начинаю работать в понедельник"}, jobDay: []string{"понедельник", "завтра"}, jobHours: []string{"35", "20 часов"},
		fine: []string{"всё хорошо"}, hard: []string{"тяжело"}, over: []string{"работа закончилась"},
	},
	parcours.Turkish: {
		come: []string{"evet geliyorum", "tamam", "evet"}, cannot: []string{"o gün gelemem", "gelemem çalışıyorum"}, other: []string{"başka gün olur mu"},
		none: []string{"hiçbiri"}, reason: []string{"çocuğum hasta", "arabam yok", "o gün çalışıyorum"}, thanks: []string{"teşekkürler", "sağ olun"},
		asks: []string{"hangi belgeleri getireyim?", "oğlumla gelebilir miyim?"},
		yes:  "evet", hours: []string{"{h}", "{h} saat"}, hindered: []string{"yapamadım, hastaydım", "çocuğum hastaydı"}, halfDays: []string{"3 gün"},
		job: []string{"iş buldum", "pazartesi işe başlıyorum"}, jobDay: []string{"pazartesi", "yarın"}, jobHours: []string{"35", "20 saat"},
		fine: []string{"iyi"}, hard: []string{"zor"}, over: []string{"iş bitti"},
	},
}
