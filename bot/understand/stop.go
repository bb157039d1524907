package understand

// stopWords close the channel when they are the whole message. "Mon contrat
// s'arrête en mai" is not one of them. The list is the one Relais publishes,
// with the words that carriers and Twilio obey by themselves, and sentences that
// ask for nothing else.
var stopWords = newWholeSet(
	"stop [stop] [stop]", "stoop", "stopp", "sotp", "stpo", "sms stop", "stop [tout|tous|all|les sms|les messages|sms|messages|msg|pub]", "stopall",
	"stopper [tout|les sms|les messages]", "arret", "arrets", "arret [des] (sms|messages|envois)", "(arreter|arretez|arrete|arretes|cessez|cesser|stoppez|stopper) [svp]",
	"(arreter|arretez|arrete|arretes|cessez|stop|stoppez) [d|de] [m|me|nous] (envoyer|ecrire|embeter|deranger|harceler|contacter|spammer) [des|les|vos|ces] [sms|messages|msg|message|textos]",
	"(arreter|arretez|arrete|arretes|cessez|stoppez|stopper) (les|vos|ces|tous les|tout les|avec vos|avec les|avec ces) (sms|messages|msg|envois|textos|notifications)",
	"[je] (veux|voudrais|souhaite|desire) plus [de|recevoir|avoir] [de|des|vos|les|aucun] (sms|messages|message|msg|textos|notifications)",
	"[je] (veux|voudrais|souhaite|desire) (plus|pas) [etre] (recevoir|contacte|contactee|derange|derangee)",
	"[je] (veux|voudrais|souhaite) que vous (arretiez|arretez) [de m ecrire|les sms|les messages|de m envoyer des messages|de m envoyer des sms]",
	"(plus|pas) de (sms|messages|message|msg|textos)", "m (envoyez|envoyer|envoie|ecrivez|ecrire|ecris|ecris|contactez) plus [rien|de message|de messages|de sms|de msg|jamais]", "me (contactez|contacter|derangez|deranger|textez) plus [jamais]",
	"(laissez|laisser|laisse|foutez|fichez) moi (tranquille|la paix|en paix) [plus de sms|plus de messages|avec vos sms|avec vos messages]",
	"desabonner", "desabonnement", "desabonne", "(me|m) desabonner", "desabonnez moi", "je (me desabonne|veux me desabonner|souhaite me desabonner)", "desinscription", "desinscrire", "(me|m) desinscrire", "desinscrivez moi", "desinscris moi", "je (me desinscris|veux me desinscrire)",
	"unsubscribe [me]", "optout", "opt out", "revoke", "(stop|quit) (texting|messaging|writing|contacting|sending) [to] [me] [messages|texts|sms]", "[please] [do not|dont|don t] (text|write|contact|message) me (again|anymore|any more)", "no more (messages|texts|sms)", "leave me alone", "i (dont|don t|do not) want (to receive|to get|any) [any] [more|your] (messages|texts|sms) [anymore]",
	"(basta|pare|parar|parad|alto|baja|detener)", "no [me] (escriban|escriba|escribas|envien|manden) mas [mensajes|sms]", "no quiero [recibir] mas [mensajes|sms]", "no mas mensajes", "(deje|dejen) de (escribirme|enviarme mensajes)",
	"(pare|parem|pararem) de (escrever|enviar mensagens|mandar mensagens|me escrever)", "nao (quero|escrevam|enviem|mandem) mais [receber] [mensagens|sms]", "chega",
	"توقف", "اوقف", "أوقفوا", "توقفوا", "ايقاف", "إيقاف", "قف", "ستوب", "كفى", "(لا|ما) (ترسلوا|تكتبوا|تبعثوا|ترسلو) [لي|الي] [رسائل]", "لا اريد رسائل", "(توقفوا|كفوا) عن (المراسلة|الكتابة|ارسال الرسائل)", "(7bes|hbes|wa9fo|wa9ef|safi ma tsifto walo|baraka mn les messages|ma tsiftoch|matsiftoch)",
	"стоп", "зупинити", "зупиніть", "припиніть", "відписатися", "не пишіть [мені] [більше]", "(досить|годі)", "не надсилайте [мені] [більше] [повідомлень|повідомлення]", "(больше|більше) не (пишите|пишіть) [мне|мені]",
	"остановить", "остановите", "прекратите [писать|присылать сообщения]", "отписаться", "отпишите меня", "не пишите [мне] [больше]", "хватит", "не (присылайте|отправляйте) [мне] [больше] [сообщения|смс]",
	"dur", "durdur", "durdurun", "iptal et", "mesaj (istemiyorum|gondermeyin|atmayin|yazmayin)", "[bana] [artik] (yazmayin|mesaj gondermeyin|mesaj atmayin)", "artik mesaj istemiyorum",
)

var startWords = newWholeSet(
	"start [again]", "unstop", "[please] (resume|restart) [the|my] [messages|sms|texts]", "subscribe [me]", "opt in", "optin",
	"reprendre [les|mes] [sms|messages]", "reprise [des] [sms|messages]", "reprendre sms", "(redemarrer|reactiver|reactivez|recommencer|recommencez|reprenez|relancez|remettez|remettre) [moi] [les|mes|vos] [sms|messages|envois|notifications]",
	"(reabonner|reabonnement|reabonnez moi|reinscription|reinscrire|me reinscrire|me reabonner|reinscrivez moi|je me reabonne|je me reinscris)",
	"je (veux|voudrais|souhaite|aimerais) [bien] [a nouveau|de nouveau] (recevoir|ravoir) [a nouveau|de nouveau] (les|vos|des|mes) (sms|messages|msg) [a nouveau|de nouveau]",
	"(renvoyez|renvoyer) moi [les|vos|des] (sms|messages|msg)", "[vous pouvez|pouvez vous] (recommencer|reprendre|recommencez) [a] (m ecrire|m envoyer des messages|m envoyer des sms|les sms|les messages)",
	"(reanudar|reiniciar|empezar|volver a empezar|reactivar)", "(recomecar|retomar|reiniciar|comecar)", "(ابدا|ابدأ|استئناف|ابدؤوا)", "(почати|відновити|продовжити|старт)", "(начать|возобновить|продолжить|старт)", "(basla|baslat|yeniden basla|devam|devam et)",
)

// IsStop reports whether the whole message asks to be left alone on this
// channel: "STOP", "Arrêt.", "stop svp", "arrêtez de m'envoyer des messages".
func IsStop(text string) bool { return stopWords.holds(listen(text)) }

// IsStart reports whether the whole message asks to be written to again:
// "REPRENDRE", "START".
func IsStart(text string) bool { return startWords.holds(listen(text)) }
