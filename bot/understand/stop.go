package understand

// stopWords close the channel when they are the whole message. "Mon contrat
// s'arrête en mai" is not one of them. The list is the one Relais publishes,
// with the words that carriers and Twilio obey by themselves.
var stopWords = newWholeSet(
	"stop", "stoop", "stopp", "stop sms", "stop svp", "stop s il vous plait", "stop merci", "sms stop", "stop tout", "stop all", "stopall",
	"stopper", "arret", "arrets", "arret sms", "arreter", "arretez", "arrete", "arreter svp", "arretez svp", "arretez les sms", "arreter les sms", "arret svp",
	"desabonner", "desabonnement", "desabonne", "me desabonner", "desinscription", "desinscrire",
	"unsubscribe", "optout", "opt out", "revoke",
)

var startWords = newWholeSet(
	"start", "unstop", "reprendre", "reprise", "reprendre svp", "reprendre sms", "redemarrer", "reactiver", "reabonner", "reabonnement", "opt in", "optin", "subscribe",
)

// IsStop reports whether the whole message asks to be left alone on this
// channel: "STOP", "Arrêt.", "stop svp".
func IsStop(text string) bool { return stopWords[Fold(text)] }

// IsStart reports whether the whole message asks to be written to again:
// "REPRENDRE", "START".
func IsStart(text string) bool { return startWords[Fold(text)] }
