package understand

// Cues of declared hours.
const (
	cueZero      = "zero"
	cueTotal     = "total"         // stands beside the total, on either side
	cueSoit      = "makes"         // comes before the total
	cueFix       = "correction"    // what follows replaces the last hours said
	cueFixAll    = "finally"       // what follows replaces all hours said
	cueSaid      = "said before"   // hours that were given earlier
	cueBreak     = "break"         // hours taken off a clock interval
	cueBreakKept = "break counted" // a break that is already off
	cuePerDay    = "per day"
	cueEvery     = "every day"
	cueWholeWeek = "whole week"
	cueWeekly    = "per week"
	cueNext      = "not this week" // hours of another week, or of a month
	cueDue       = "due"           // hours that are to be done
	cueInstead   = "instead of"    // the next hours are not those done
	cueDone      = "done"          // ends what is due
	cueAskHours  = "question"
	cueOf        = "of which"
	cueUpper     = "less than"
	cueAbout     = "about"
	cueFree      = "availability" // times when the person can be met
	cueAccept    = "acceptance"   // of a time that was offered
	cueRdv       = "appointment"
	cueExcept    = "except"
	cueHinder    = "because"
	cueHalfDay   = "half day"
)

// hoursCues are the phrases that decide what the numbers of a text stand for. Its
// guards are phrases in which a cue says nothing of hours: "je n'ai rien compris".
var hoursCues = newLexicon(map[string]string{
	cueZero: `
rien [du tout|de fait|fait|a declarer|a signaler|pu faire]
(nada|nothing|walou|walo|walu|oualou|oualo|wallou|neant|ninguna|nenhuma)
(aucun|aucune) [heure|heures|activité|activites|h|demarche|demarches]
pas [pu|fait|eu|fais] [faire|fait] (de|d|une|une seule|aucune) (heure|heures|h|activité|activites|demarche)
pas fait (heure|heures)
[je|j|j'ai|on] pas pu [en faire|le faire|faire|travailler|bosser|cette semaine|bouger|faire grand chose]
[j'ai] pas (travaillé|bossé|travailler|bosser) [cette semaine]
pas [eu] (activité|activites)
pas fait
que dalle
que tchi
(no|zero) (hours|activity|activities)
(didnt|not) (do|work) [anything|this week]
did nothing
(no hice|fiz) nada
não fiz
(hiç|hicbir sey|yapmadım|çalışmadım|hic bir sey)
(ничего|нисколько|не работал|не работала|ни часа|ничего не делал|ничего не делала)
(нічого|не працював|не працювала|нічого не робив|нічого не робила)
(لا شيء|لاشيء|لا شي|والو|ولا شي|ولا شيء|ولا ساعة|لم افعل شيئا|لم أعمل|ما خدمتش|ماخدمتش|ما درت والو|ما عملت شي)
(ma drt|madrt|ma dert) (walou|walo)
(makhdemtch|makhdmtch|ma khdemtch|ma khdmtch)
`,
	cueTotal: `
(en tout|au total|total|en total|in total|altogether|all together|au complet|totalité|toplam|итого|всего|всього|разом|المجموع|tout compris|tout confondu|no total)
`,
	cueSoit: `
(soit|donc|ça fait|cela fait|ce qui fait|qui fait|ça me fait|ça nous fait|ça donne)
`,
	cueFix: `
(non|pardon|euh|heu|euuh|oups|oops|rectifie|rectif|rectification|corrige|correction|corrigé|plutôt|erreur|enfin|mal compté|perdon|i mean|desculpa|voulais dire|voulais mettre|voulais écrire)
(me suis|m'suis|suis) (trompé|gouré|planté|trompe)
(erreur|faute) de (ma part|frappe)
(ah|euh|oups|a) non
(enfin|oups|euh|heu|non) (non|plutôt|pardon|euh)
non pardon
enfin non plutôt
`,
	cueFixAll: `
(finalement|en fait|au final|enfin finalement|actually|en réalité|final)
`,
	cueSaid: `
(j'ai|j'avais|je vous ai|je vous avais) (dit|mis|écrit|marqué|noté|envoyé|déclaré|repondu)
`,
	cueBreak: `
[de] (pause|coupure|dejeuner|repas|break|lunch|descanso|перерыв|перерыва|перерва|перерви|استراحة|mola)
(pause|coupure) (midi|dejeuner|repas|du midi|de midi)
pour (manger|dejeuner|le repas|le dejeuner)
(de|une) pose
`,
	cueBreakKept: `
[de] (pause|pauses|repas) (comprise|incluse|inclus|compris|deduite|deduit|enlevee)
(sans|hors) [compter|la|les] [la|les] (pause|pauses|repas)
`,
	cuePerDay: `
(par|per|por|al) (jour|journée|jours|day|dia|j|matin|matinée|soir|soiree|aprem|demi journée|séance|atelier|cours|rdv|entretien|session|fois|rencontre)
a day
each [day]
(chacun|chacune)
(la|chaque) (séance|fois)
(в день|на день|в день|günde|gunde|في اليوم|fi nhar|f nhar|fel nhar|كل مرة)
`,
	cueEvery: `
(tous|tout|toute|toutes|tt|les) les (jours|matins|soirs|aprems|matinées|midis|apres midi)
chaque (jour|matin|soir|aprem|journée|matinée)
every (day|morning|afternoon)
(todos|todas) (los|os|las|as) (dias|mañanas|manhas)
cada (dia|mañana)
(her gün|her gun|каждый день|щодня|кожен день|кожного дня|كل يوم|kol nhar|koul youm|kol youm)
`,
	cueWholeWeek: `
(toute|tout|toutes|tte) (la|cette) semaine
all week
toda (la|a) semana
`,
	cueWeekly: `
(par|a la) semaine
(per week|a week|cette semaine|semaine|this week|esta semana|bu hafta|на этой неделе|цього тижня|هذا الاسبوع)
hebdo
`,
	cueNext: `
(semaine|mois) (prochaine|prochain|pro|suivante|suivant|d'après)
(lundi|mardi|mercredi|jeudi|vendredi) prochain
(next week|next month|tomorrow|demain|la proxima semana)
(par|du|le) mois
(per|a) month
mensuel
(prévu|prévue|prévus|prévues|a venir)
`,
	cueDue: `
(dois|devais|devrais|doit|devait|devrait|devons) [en] [faire]
(faut|fallait|faudrait|falait)
si (je|j|on) [fais|fait]
(ferai|ferais|aurai|vais faire|vais en faire|vais avoir|vais essayer|va faire|on va faire|pense faire|compte faire|veux faire|voudrais faire|peux faire|peux en faire|pourrai faire|essaie|essayer|aimerais)
(objectif|planning prévu)
(must|have to|has to|should|going to|iwill) [do]
`,
	cueInstead: `
(au lieu|a la place|instead) (de|des|d|of)
merci (pour|de) [les]
retard
(reste|restait|manque|manquait|manques|missing)
(contrat|mi temps|temps plein|temps partiel) (de|a)
(contrat)
(m'avez|avez|m'aviez) (dit|demandé|noté|mis)
`,
	cueDone: `
(j'ai|jai|on a|nous avons|j'en ai) [fait|travaillé|effectué]
fait
mais
i did
`,
	cueAskHours: `
(combien|quand|comment|pourquoi|obligatoire|obligé)
(c'est|ce sont|c) quoi
(quel|a quel|quelle) [heure|jour]
(est ce que|est ce qu)
(how many|how much|when|what time|cuantas|quantas|kac saat|kaç|сколько|скільки|كم|كم ساعة)
`,
	cueOf: `
(c'est a dire|cad|a raison de|a raison d)
(dont|including|incluant|y compris|parmi|en comptant|de los cuales)
`,
	cueUpper: `
(moins de|moins d|less than|under|menos de|меньше|менее|менше|اقل من|même pas|meme pas)
`,
	cueAbout: `
(environ|env|environs|approximativement|approx|à peu près|a peu pré|grosso modo|aux alentours de|aux alentours|autour de|autour des|autour d|dans les|peut être|presque|quasiment|quasi|au moins|minimum|mini|plus de|plus d|plus ou moins|pas loin de|pas loin d|pas loin des|je dirais|je pense|je crois|vue de nez|pas plus de|pas plus d|pas plus que|un peu moins de|un peu plus de|pas beaucoup|pas grand chose|pas bcp|pas enormement|about|around|roughly|at least|almost|más o menos|mais ou menos|unas|umas|cerca de|yaklaşık|около|примерно|где то|близько|приблизно|حوالي|تقريبا|ta9riban|taqriban|7awali|maximum|maxi|max)
`,
	cueRdv: `
(rdv|convocation|convoqué|convoquée|entretien|bus|train|appointment|cita|consulta|rendez|randevu|meeting)
(rappelez moi|rappeler|appelez moi|venir|viendrai|ouvre|ferme|ouvert|fermé)
`,
	cueAccept: `
(ok|daccord|oui) pour [le|lundi|mardi|mercredi|jeudi|vendredi]
(ça|cela) me (va|convient|arrange)
me convient
(c'est|c) (bon|ok|parfait) pour moi
(c'est|c) parfait
rdv (confirmé|noté)
je (viendrai|serai là|serai présent|serai présente)
`,
	cueFree: `
[je suis] (dispo|disponible|disponibles|libre|joignable)
je (suis|serai) la
(available|free) (from|at|between)
`,
	cueExcept: `
(sauf|sans|hormis|a part|except|excepté|apart|mis a part)
`,
	cueHinder: `
(car|parce|cause|pas pu|empêché|empêche|because|puisque|comme|vu que)
`,
	cueHalfDay: `
(demi|demie) (journée|journées|jour|jours)
(demijournée|demijournées)
(journée|matinée|matinées|journées|aprems|matins|après midis)
(half day|half days|full day|all day|one day|two days|three days)
(media jornada|medio dia|meio dia|yarım gün|полдня|пів дня|نصف يوم)
`,
	guard: `
(bonne|belle|excellente) (journée|matinée|aprem|après midi|soirée)
rien (compris|recu|reçu|a voir|de grave|de special|envoyé|dit|a dire|demandé|entendu|vu|a faire|changé|payer|touché|recevoir|trouvé|demander|signé|oublié)
(comprends|compris|sais|vois|connais|trouve|comprend) rien
(de|pour) rien
c'est rien
(ça|cela) (fait|sert|change) [a] rien
pas pu (venir|aller|repondre|appeler|lire|sortir|prendre|recevoir|me|vous|te|la|voir|ouvrir|envoyer|etre)
pas fait (expres|attention|le|la|les|ma|mon|signe|mes)
encore pas fait
pas encore
comme (la|d habitude|prevu|chaque|tous|convenu)
ça fait (longtemps|mal|plaisir|du bien|beaucoup)
mais (aussi|surtout)
carte (de|d|bancaire|vitale)
(bonjour|bonsoir) non
(en|a|de|mon) car
au revoir
a part ca
sans (probleme|souci|soucis|faute|doute|travail)
un peu de
non merci
enfin bref
`,
})
