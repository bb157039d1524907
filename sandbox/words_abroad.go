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
}

// words returns what the person writes with. Who reads French in one way or
// another, or English, writes French.
func (p *persona) words() vocabulary {
	if v, ok := abroad[p.Language]; ok {
		return v
	}
	return vocabulary{come: saysCome, cannot: saysCannot, other: saysOther, none: saysNoneFits, reason: saysReason, thanks: saysThanks}
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
	parcours.Spanish: {
		come: []string{"si, voy", "vale, allí estaré", "sí"}, cannot: []string{"no puedo ese dia", "no puedo, trabajo"}, other: []string{"otro dia por favor"},
		none: []string{"ninguna"}, reason: []string{"mi hija está enferma", "no tengo coche", "trabajo ese dia"}, thanks: []string{"gracias", "muchas gracias"},
		asks: []string{"¿qué papeles tengo que llevar?", "puedo ir con mi hijo?"},
	},
	parcours.Portuguese: {
		come: []string{"sim vou", "ok estarei la", "sim"}, cannot: []string{"não posso nesse dia", "nao posso trabalho"}, other: []string{"outro dia se possivel"},
		none: []string{"nenhum"}, reason: []string{"o meu filho está doente", "nao tenho carro", "trabalho nesse dia"}, thanks: []string{"obrigada", "obrigado"},
		asks: []string{"que papéis tenho de levar?", "posso levar a minha filha?"},
	},
	parcours.Arabic: {
		come: []string{"نعم سآتي", "نعم", "إن شاء الله"}, cannot: []string{"لا أستطيع المجيء", "لا استطيع اعمل في هذا اليوم"}, other: []string{"يوم آخر من فضلكم"},
		none: []string{"لا شيء"}, reason: []string{"ابنتي مريضة", "ليس لدي سيارة", "أعمل في ذلك اليوم"}, thanks: []string{"شكرا", "شكرا جزيلا"},
		asks: []string{"ما هي الأوراق التي يجب أن أحضرها؟", "هل يمكنني أن أحضر مع ابني؟"},
	},
	parcours.Ukrainian: {
		come: []string{"так, прийду", "добре", "так"}, cannot: []string{"не можу в цей день", "не зможу, працюю"}, other: []string{"можна інший день?"},
		none: []string{"нічого не підходить"}, reason: []string{"дитина хвора", "немає машини", "працюю в цей день"}, thanks: []string{"дякую", "дуже дякую"},
		asks: []string{"які документи треба взяти?", "можна прийти з дитиною?"},
	},
	parcours.Russian: {
		come: []string{"да, приду", "хорошо", "да"}, cannot: []string{"не могу в этот день", "не смогу, работаю"}, other: []string{"можно другой день?"},
		none: []string{"ничего не подходит"}, reason: []string{"ребёнок болеет", "нет машины", "работаю в этот день"}, thanks: []string{"спасибо", "большое спасибо"},
		asks: []string{"какие документы взять?", "можно прийти с ребёнком?"},
	},
	parcours.Turkish: {
		come: []string{"evet geliyorum", "tamam", "evet"}, cannot: []string{"o gün gelemem", "gelemem çalışıyorum"}, other: []string{"başka gün olur mu"},
		none: []string{"hiçbiri"}, reason: []string{"çocuğum hasta", "arabam yok", "o gün çalışıyorum"}, thanks: []string{"teşekkürler", "sağ olun"},
		asks: []string{"hangi belgeleri getireyim?", "oğlumla gelebilir miyim?"},
	},
}
