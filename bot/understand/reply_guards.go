package understand

// replyGuards are phrases in the words of an answer that answer nothing.
var replyGuards = phrases{
	guard: `
quand (meme|mm|mem)
(no hablo|no entiendo|no comprendo|nao falo|nao entendo|non parlo) [el|bem|bien] *
qui (va|peut|pourra|pourrait) [me|les|le|la|l] (garder|surveiller|recuperer|chercher|emmener|s occuper) *
impossible (de|d) [le|la|les] (changer|deplacer|decaler|reporter|bouger|modifier|annuler) *
(me|m|nous) deplacer (ce|cette|le|a|jusqu|en|dans|chez|chaque) *
(y a|ya|il y a|a) (pas|plus|aucun|jamais) (de|d|un) (car|bus|train|trains|metro|tram|voiture|reseau|internet|connexion|transport|transports|taxi) * (chez nous|chez moi|ici|dans la famille)
(ex|pere|mere|papa|maman|mari|nounou|belle mere|soeur|frere|il|elle|on|ecole) (m|me|nous|les|la|le) (ramene|amene|rapporte|emmene|rend|depose|confie|laisse) *
(petit|ptit|peti) (travail|boulot|taf|job) [pour|de|d] * (bosse|travaille|travail|commence) <day>
(travaille|bosse) (en|dans|au|a|chez) * (planning|horaires|equipe|service|garde|poste|<day>)
(ca|cela|si|sinon) [ca|cela|vous|te|me] [vous|te|me] derange (pas|plus)
no (worries|worry|prob|problemo|pb)
(annule|annuler|decale|decaler|deplace|deplacer|reporte|reporter|pose|pris) [tout|mes|mon|ma|le|la|l|un|une|les] [rdv] [avec|chez|du|de|le|au] [le|la|mon|ma|l] (medecin|docteur|dentiste|kine|dermato|ophtalmo|psy|travail|conges|vacances|cours|voyage|banque|avocat|copine|copain|pediatre|matinee|journee|apres midi|chef)
(etre|jamais|sais|connais) pas [moi] qui
je viens (d|de)
(je|on|nous) (change|changeons) (d|de) (ville|logement|appart|appartement|maison|departement|adresse)
(pas|plus|rien|sans) [de] quoi (mettre|prendre|faire)
(on|nous) (change|changeons) de (ville|logement|appart|appartement|maison|departement|adresse)
j embauche a
je embauche a
(entretien|test|rdv|salon|forum|journee|promesse) [d] embauche [hier|chez|en|a|<day>]
(retard|retards) (de|dans) (reponse|paiement|loyer|dossier|courrier)
(jour|moment|semaine|mois) ou (je|on|il|elle|ma|mon|j)
[une] (heure|heures) de (conduite|code|menage|cours|travail|formation|colle|route|bus|train|soin|kine)
jusqu a (lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain)
(horaires|horaire|equipe|planning|emploi du temps) [ont|a|m ont] [ete|encore] (change|changé|modifié|bouge)
(heure|heures) de (conduite|code|menage|cours|travail|formation|colle|route|bus|train|soin|kine)
[je] suis (plus|pas) (au chomage|sans emploi|inscrit)
(deja|ai|j'ai) [deja] un autre (rdv|rendez vous|engagement)
[je] suis (plus|pas) concerne
ca va (durer|etre|faire|se passer|prendre|couter|servir)
(pas|plus|rien|sans|n'ai) [de] quoi (payer|venir|manger|acheter|nourrir|faire|prendre|vivre)
vous pouvez compter
de quoi (payer|manger|vivre|acheter)
n importe quoi
quoi qu
(il y a|y a) (pas|plus|aucun|une erreur|erreur|deux|trois|un mois|une semaine)
je sais pas quoi (faire|repondre|dire)
(si c'est|si) possible
(c'est|ce|est|sera|serait) [pas] possible
possible (pour|que|mardi|lundi|mercredi|jeudi|vendredi)
si (je|on|jamais) [je] [ne] (viens|peux|rate|vais|y vais|pourrai|suis) (pas|plus) [venir|la]
(merci|remercie) (d'avance|d avance|par avance)
(en|d|par|l) avance
avance (sur|de) (salaire|rsa|paiement)
je viens (d|de) (accoucher|mourir|sortir|rentrer|arriver|demenager|faire|subir|passer)
(suis|est) pas (la|le|cette) (dame|monsieur|personne|bonne|femme|mme|madame)
je viens (de|d) (perdre|apprendre|recevoir|lire|voir|avoir|finir|changer|demenager|signer|commencer|trouver|me)
(retard|retards) (caf|rsa|de paiement|courrier|virement)
(dispo|disponible) (pour|a) (travailler|l'emploi)
je peux pas (attendre|dire|repondre|savoir)
pas (oublié|recu|vu|lu|su|entendu|eu|de reponse)
(changer|changé|change) (de|d|mon) (numero|adresse|telephone|portable|vie|travail|situation)
(modifier|changer) (mon|ma|mes) (dossier|adresse|numero|situation|coordonnees)
(la semaine|le mois|semaine) (derniere|dernier|passee)
pas de (retard|probleme|souci)
(oui|ok) (non|et non)
je peux (pas|plus) (payer|manger|respirer|dormir|vivre|bouger|marcher|attendre|continuer)
jamais (de|eu|recu|vu|travaille)
(pas|jamais) trouve
cherche [un|du] travail
me (deplacer|deplace) [pour|jusqu|a|au]
(desole|pardon|excusez moi|excuse|excuses) (du|de mon|pour le|de ce|pour ce|pour mon) retard
retard (de|dans|a) (reponse|repondre|vous repondre|ma reponse)
retard (de|dans|sur) [le|la|mon|mes|ma|les] (paiement|loyer|versement|virement|papiers|dossier|courrier|facture|factures|caf)
pas (de|d) (souci|soucis|problème|problèmes|pb|nouvelle|nouvelles|reponse)
(pas|aucun) (grave|mal)
pas encore
(pourquoi pas|pas bien compris|pas tres bien|pas [le] choix|pas oublie|pas [me] [m] inquietez|pas rater)
pas compris
(je comprends|je comprend|je sais|je connais|j'ai|je me souviens|je trouve|je vois|je retrouve) pas
pas que je viens
(if|si) (je peux|je viens)
autre chose
no problem
see you later
(ihave|have) a [job] (interview)
(travail|job) interview
plus tard
`,
}
