package understand

// Cues of what a text thinks of the times that it names.
const (
	cueSuits     = "suits"
	cueRefused   = "refused"
	cueBusy      = "busy" // "j'ai cours": refuses what it is told of
	cueBarring   = "except"
	cueTurn      = "turn"      // "mais": another thought
	cueOtherwise = "otherwise" // "sinon": another thought, beside the first
	cueFrees     = "frees"     // "je finis à": free from then on
	cueTakes     = "takes"     // "je récupère les enfants à": free until then
	cueBack      = "back"      // "je rentre de vacances": free from that day on
	cueAway      = "away"      // "je pars": free until then
	cueCorrects  = "corrects"  // "lundi euh non mardi"
	cueAny       = "any time"  // "quand vous voulez"
	cueNothing   = "nothing"   // shadows other cues: "je sais pas"
)

// stanceCues tell what is meant of a time. Those that refuse it without saying so,
// such as an illness, are in impedimentCues.
var stanceCues = newLexicon(map[string]string{
	cueSuits: `
(oui|ok|daccord|parfait|nickel|possible|jouable|faisable|volontiers|disponible|dispo|libre|dispos|libres)
(c'est|c|ce serait|ca serait|serait) (bon|bien|mieux|ok|possible|parfait|jouable|faisable)
(c'est|c) mieux
ca (va|me va|marche|irait|m'irait|ira|convient|me convient|m'arrange|roule|joue|le fait)
(me|m) (va|convient|arrange|irait)
je (peux|pourrai|suis la|suis disponible|suis dispo|suis libre|prefere|prefererais)
je suis (entierement|totalement|toujours) (dispo|disponible|libre)
je (travaille|bosse) (pas|plus)
(j'ai|jai) (rien|pas cours|pas ecole|pas les enfants|pas la petite|pas le petit|pas mes enfants|pas de rdv|pas formation)
(pas|aucun) (de|d) (souci|soucis|probleme|problemes|pb|pbs|contrainte|contraintes)
(pas|aucune|aucun) (souci|soucis|probleme|problemes|pb|pbs)
pourquoi pas
pas (mal|grave|occupe)
(works|fine|good|ok|free|available)
`,
	cueRefused: `
(non|impossible|indisponible|occupe|occupee|pris|prise|complique|difficile|absent|absente|indispo)
je (peux|pourrai|suis la|viens|viendrai) [vraiment|malheureusement|jamais|absolument|surtout] (pas|plus|jamais)
je (peux|pourrai) [vraiment|malheureusement|absolument] (pas|jamais) [venir|me deplacer|etre la]
je vais pas pouvoir [venir]
(peux|pourrai) pas [venir]
je suis [vraiment|malheureusement] (pas|jamais|plus) [la|dispo|disponible|libre|present|presente|en ville]
(pas|jamais) (dispo|disponible|libre|possible|jouable|faisable|present|presente|dispos|bon)
(c'est|c) [vraiment] (pas|jamais) (bon|possible|jouable|faisable)
(c'est|c) (mort|chaud|tendu|compromis)
ca [me] (va|marche|convient|arrange) (pas|jamais)
ca (m'arrange|m arrange) (pas|jamais)
(m|me) (arrange|va|convient) pas
(cannot|wont|busy|not available)
`,
	cueBusy: `
je (travaille|bosse|dors)
je suis (en cours|en formation|au travail|en conge|en conges|prise|pris|occupe|occupee|en stage)
(j'ai|jai) (cours|ecole|formation|stage|rdv|un rdv|du travail|deja un rdv|deja quelque chose|un truc|autre chose|piscine|sport|kine|match|entrainement|les enfants|mes enfants|les petits|la petite|le petit|mon fils|ma fille|mon bebe|les gosses|la garde)
(je garde|je m'occupe) [de|des|mes|les|la|le|mon|ma] (enfants|enfant|petits|petite|petit|fils|fille|bebe|neveux|mere|pere)
`,
	cueBarring: `
(sauf|hormis|excepte|ni|hors|sans)
en dehors (de|du|des)
a part
(eviter|evitez|evite)
surtout pas
(tout|n'importe quand) sauf
(not|no)
`,
	cueTurn: `
(mais|but|donc|alors|par contre|en revanche|cependant|plutot|car|puis)
et apres
`,
	cueOtherwise: `
(sinon|ou alors|ou bien alors)
ou (sinon|eventuellement)
a defaut
`,
	cueFrees: `
je (finis|fini|finirai|termine|sors|debauche|finit) [le travail|de travailler|du travail|le boulot|l'ecole|la formation|mon service|les cours|ma formation|mon travail]
(fin|sortie) (du travail|de l'ecole|du service|de service|des cours)
je (depose|emmene|amene|accompagne|conduis) [mes|les|la|le|mon|ma|l'] (enfants|petits|petite|petit|fils|fille|gosses|bebe|enfant) [a l'ecole|a la creche|chez la nounou]
je me (leve|reveille)
`,
	cueBack: `
je (finis|fini|finirai|termine) (ma|la|mon|le|mes) (formation|stage|contrat|mission|cours|conges|travail)
(je|suis|serai) (rentre|rentree|de retour|reviens|reviendrai|rentrerai) [de|des] [vacances|conges|voyage]
(retour|rentre|rentree|reviens) (de|des) (vacances|conges|voyage)
`,
	cueAway: `
je (pars|partirai|serai parti|serai partie|m'en vais) [en] [vacances|conges|voyage]
je (commence|reprends|demarre) [ma|la|une|mon|le|un] (formation|stage|contrat|mission|cours)
`,
	cueTakes: `
je (commence|embauche|attaque|reprends|prends) [le travail|a travailler|mon service|le boulot|mon travail|la formation|mon poste|les cours]
(je|dois|vais|doit|aller) (recupere|recuperer|chercher|cherche|prendre|reprendre) [mes|les|la|le|mon|ma|l'] (enfants|petits|petite|petit|fils|fille|gosses|bebe|enfant) [a l'ecole|a la creche|chez la nounou|de l'ecole]
(sortie|sortir) (de|des|d) (ecole|classe|l'ecole|creche)
je (dois|vais|doit) (partir|y aller|repartir)
[je] (dois|doit|faut que je) (etre|sois|rentrer|filer) [a|au|chez|devant|a la] [l|la|le|mon|ma] (ecole|creche|travail|boulot|gare|maison|college|hopital|medecin|garage)
je repars
(je dois|il faut que j'|je vais|faut que j') (aille|aller) (chercher|recuperer|recupere)
`,
	cueCorrects: `
(pardon|euh non|heu non|ah non|non pardon|enfin non|erreur|oups)
(pardon|non|euh) je (veux|voulais|voulai) dire
je (veux|voulais|voulai) dire
`,
	cueAny: `
quand (vous|tu|vou) (voulez|voudrez|pouvez|veux|voule|souhaitez|preferez)
(quand|comme) (ca|cela) vous (arrange|va|convient|chante)
comme (vous|tu) (voulez|preferez|souhaitez|pouvez|le souhaitez|le sentez|veux)
a votre [entiere|totale|complete] (convenance|disposition|guise)
n'importe (quand|quel|quelle|lequel|laquelle|quels) [jour|moment|heure|creneau|date|jours|quand]
nimporte (quand|quel|quelle|lequel) [jour|moment|heure|creneau|date]
n'importe
peu importe [le jour|l'heure|le moment|la date|l'horaire|quand]
peu m'importe
(tous|chaque|tout) [les] jour
(tous|tout) les jours
chaque jour
tout le temps
(a|de|en) (toute|toutes) (heure|heures)
(toute|en) la journee
toute (la|les) (journee|semaine|journees)
dans la journee
en journee
(pas|aucun|aucune|sans) [de|d] (preference|preferences|contrainte|contraintes)
(c'est|c|ca) m'est egal
(m'est|m est) egal
ca m'est egal
(des|le plus tot|au plus vite) que possible
des que possible
le plus (tot|vite|rapidement) possible
(au plus|le plus) (vite|tot)
(asap|24h 24|rapidement)
dans les (prochains jours|jours a venir|jours qui viennent)
je m'adapte
(tout|toutes) (me|les) (va|convient|dates|horaires|creneaux)
tout me (va|convient)
vous (choisissez|decidez|voyez)
a vous de (voir|choisir)
je suis [toujours|totalement|entierement|completement] (dispo|disponible|libre) (tout|tous|toute) (le temps|la semaine|les jours)
toujours (dispo|disponible|libre)
je suis (dispo|disponible|libre)
(any time|anytime|any day|whenever|whenever you want)
`,
	cueNothing: `
(je sais|sais|compris|compren|comprends|recu) pas [encore]
pas (encore|loin|recu|compris|que|sur|de voiture|de permis)
(si|est ce que) (c'est|c) possible
si possible
s'il vous plait
(ca|cela) va pas (bien|trop|fort)
je (dois|doit) (travaille|travailler)
je (prefere|prefererais)
je peux (quand|quel jour)
je (travaille|bosse) (a|au|chez|comme|en)
`,
})
