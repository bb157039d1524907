package understand

// discreetWords ask for texts that say less to whoever reads over a shoulder, or for
// the usual ones again: "mode discret", "mode normal".
var discreetWords = newLexicon(phrases{"discreet": `
mode discret
(messages|message|sms|textes) [plus] (discrets|discret)
(soyez|restez|rester|sois|être) [plus] (discrets|discret|discrete|discretes)
discreet mode
(be|stay) [more] discreet
discreet (messages|texts)
modo discreto
(mensajes|mensagens) (discretos|discretas)
وضع الخصوصية
رسائل سرية
прихований режим
скрытый режим
gizli mod
gizli mesaj
`})

var usualWords = newLexicon(phrases{"usual": `
mode normal
(messages|sms) normaux
normal mode
modo normal
وضع عادي
الوضع العادي
звичайний режим
обычный режим
normal mod
`})

var discreetWhole = newWholeSet("discret", "discrete", "discretion", "discreet", "discreto", "discreta", "خصوصية", "سري", "дискретно", "приховано", "скрытно", "gizli")

// Discreet reports whether text asks for discreet messages, or for the usual ones.
func Discreet(text string) (on, off bool) {
	t := listen(text)
	if discreetWhole.holds(t) {
		return true, false
	}
	off = len(usualWords.in(t.numbers)) > 0
	return !off && len(discreetWords.in(t.numbers)) > 0, off
}
