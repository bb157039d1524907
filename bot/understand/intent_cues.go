package understand

var wholeIntents = []struct {
	label Label
	set   wholeSet
}{
	{Stop, stopWords},
	{Start, startWords},
	{Who, newWholeSet("qui", "qui?", "ki", "c qui", "c ki", "cki", "c est qui [ca|vous]", "cest qui", "qui c est", "qui est ce", "qui etes vous", "vous etes qui", "qui es tu", "t es qui", "tu es qui", "qui ecrit", "qui m ecrit", "qui parle", "qui est la", "who", "who is this", "who are you", "who s this", "contact", "vous etes ki", "c est ki", "cest ki",
		"(quien es|quienes son|quien eres)", "(quem e|quem fala|quem esta a escrever)", "(من انت|من أنتم|من معي|شكون|chkoun|chkon|chkoun nta|chkoun ntouma)", "(хто це|хто ви|хто пише)", "(кто это|кто вы|кто пишет)", "(kimsiniz|kim bu|bu kim)")},
	{Help, newWholeSet("aide", "help", "info", "infos", "menu", "aide svp", "(aide|aidez) moi", "a l aide", "[j ai] [besoin|demande] [d|de l|de] aide", "aider", "help me [please]", "commandes", "(que|quoi) faire", "que dois je faire", "qu est ce que je dois faire", "comment (ca marche|ca fonctionne|faire|on fait|je fais|fonctionne ce service)", "comment ca marche ce truc", "(au secours|sos)", "[vous|tu] [pouvez|peux|pourriez] (m aider|nous aider|m aidez)", "pouvez vous m aider", "je (sais|comprends) pas comment (ca marche|faire|repondre)", "i need help", "can you help me",
		"(ayuda|ayudame|socorro|necesito ayuda)", "(ajuda|ajude me|preciso de ajuda)", "(مساعدة|ساعدوني|ساعدني|عاونوني|النجدة)", "(3awnouni|3aweni|sa3douni|mousa3ada)", "(допоможіть|допомога|потрібна допомога)", "(помогите|помощь|нужна помощь)", "(yardim|yardim edin|yardim lutfen|yardima ihtiyacim var)")},
	{Appointments, newWholeSet("rdv", "rendez vous", "[mes|mon] (rdv|rendez vous)", "(rdv|rendez vous) (svp|quand)", "mon prochain rdv", "mon prochain rendez vous", "prochain rdv", "my appointment", "my appointments", "appointment", "appointments", "quand", "ou", "c est quand", "c quand", "c est ou", "c ou", "quelle heure", "a quelle heure", "when", "where", "adresse", "l adresse")},
	{Reschedule, newWholeSet("autre", "autre jour", "autre date", "autre rdv", "changer", "reporter", "deplacer", "decaler", "another day", "other")},
	{ChooseTongue, languageWords},
	{EmptyQuestion, newWholeSet("question", "(j ai|jai|g) (une|des|1) question[s]", "(j ai|jai|g) (une|1) question", "une question", "j ai une question a poser", "j aurais une question", "je voudrais poser une question", "je peux poser une question", "i have a question", "puis je poser une question", "(tengo una pregunta|tenho uma pergunta|عندي سؤال|لدي سؤال|у мене питання|у меня вопрос|bir sorum var)")},
	{Thanks, newWholeSet("merci", "merci beaucoup", "merci bcp", "mrc", "thanks", "thank you", "thx", "ok merci", "merci bonne journee", "c est gentil", "super merci", "d accord merci", "merci a vous", "(mille|grand) (merci|mercis)", "remerciements", "[c est] [tres|trop|vraiment] (gentil|sympa|cool) [a vous|de votre part]")},
	{Greeting, newWholeSet("(bonjour|bonsoir|salut|coucou|hello|hi|hey|salam|allo|re|rebonjour) [a] [tous|toutes|madame|monsieur|vous|re|bonjour]", "(bonjour|salut|bonsoir) [madame|monsieur] (ca va|comment allez vous|comment ca va|vous allez bien|comment vas tu)", "(comment allez vous|comment ca va|ca va bien|vous allez bien|ca va et vous)", "(bonne|bon) (journee|soiree|apres midi|week end|weekend|nuit|annee|fete|fetes|ete|vacances|appetit|fin de journee|semaine)", "(au revoir|a bientot|a plus|ciao|bye|bye bye|goodbye|good night|bonjour bonjour)", "(joyeux noel|bonnes fetes|meilleurs voeux|bonne annee [a tous])", "(how are you|hi there|hello there|good day)")},
}

var intentCues = newLexicon(intentFields, intentFrench, intentAbroad)

// intentFrench are messages in French and in English.
var intentFrench = phrases{
	string(WrongPerson): wrongPersonPhrases,
	string(Deceased): `
(papa|maman|pere|mere|mari|femme|frere|soeur|mamie|papi) est (parti|partie) * (toujours|ciel|anges|la haut|mois|semaine|hier)
(obseques|enterrement) (ont|sont|auront|a|aura|etait) [eu] lieu
je suis (sa|son) (fille|fils|femme|mari|soeur|frere|mere|veuve|veuf) * (decedé|partie|parti|mort|morte)
(monsieur|madame|mr|m|mme|il|elle|mon mari|ma femme|mon père|ma mère|mon fils|ma fille|mon frere|ma soeur|personne|beneficiaire|allocataire|papa|maman|mon conjoint|ma conjointe|mon compagnon|dame|locataire|mon oncle|ma tante|titulaire|epoux|epouse) [que vous cherchez|concernee] (est|est malheureusement|nous a|nous as|a) [deja] (décédé|décédée|décède|mort|morte|quitte|quittes|quitter|disparu)
(monsieur|madame|mr|m|mme) * est (décédé|décédée|mort|morte)
(mère|père|personne|femme|homme|soeur|frere|monsieur|dame) * est (décédé|décédée|decede)
(est|etait|etais) (decede|decedee) [le|en|depuis|il y a|hier]
(décès|deces) (de|d) (mr|monsieur|madame|mme|m|mon|ma|notre|la personne|votre)
[le|son|vous informe du|annonce le] (décès|deces) * (mari|père|mère|frère|soeur|fils|fille|epoux|epouse)
nous a [malheureusement] quitt[é|es|ée|er]
(est plus|plus) de ce monde
(has died|has passed|passed away|is dead|is deceased|he died|she died|have died)
`,
	string(DataErasure): `
(supprimez|effacez|enlevez|detruisez|supprimiez|effaciez|supprimer|effacer) tout
oubliez moi
(vous|que vous|de) (supprimiez|effaciez|supprimer|effacer|retiriez|detruisiez|enleviez) (mes|mon|ma|toutes) [mes] (donnees|infos|informations|numero|dossier|fiche)
(gardiez|gardez|conserviez|conservez|stockiez|stockez|utilisez|garder|conserver) (plus|pas) (mes|mon|de) (donnees|infos|informations|numero|dossier)
(plus|pas) que vous (gardiez|gardez|conserviez|conservez|ayez|utilisiez) (mes|mon) (donnees|infos|informations|numero|dossier)
(disparaitre|sortir|etre efface|etre supprime|retire|enleve) de (vos|votre|la|cette) (fichier|fichiers|liste|listes|base|systeme)
(effacer|supprimer|effacez|supprimez|suppression|effacement|suprimer|enlever|enlevez|retirer|retirez|détruire|détruisez|virez|radiez) [de|toutes|tout|moi] (mes données|mes donnees|mes infos|mes informations|mon numero|mon nom|mes messages|mon dossier|mon compte|ma fiche|mes coordonnees|tout ce que vous avez|mon profil)
(supprimer|effacer|suppression|effacement|supprimez|effacez|retirer|enlever) * (données|donnees|informations|infos|coordonnees|numero|dossier|fichier|fichiers|base|liste|systeme)
(effacez|supprimez|enlevez|retirez|supprimer|efface|virez|radiez|retirer) moi (de|du|des) [votre|vos|la|le|cette] (fichier|fichiers|base|liste|listes|registre|systeme|logiciel|repertoire)
(données|donnees|informations|infos|coordonnees|dossier|numero) [soient|soit] (effacées|supprimées|supprimées|effacé|supprimé|effaces|detruites|retire|enleve)
(être|etre) (effacé|supprimé|retiré|enlevé|oublié|radié) (de|des|du) [vos|votre|la|cette] (systeme|fichier|fichiers|base|liste|listes)
(droit|droits) (a l oubli|a l effacement|à l'oubli|de suppression|d'effacement)
(delete|erase|remove) [all] (my|me|the) [all|personal|phone] (data|number|information|info|details|file|account|from)
`,
	string(DataAccess): `
(veux|voudrais|demande|donnez moi) [toutes] mes donnees [personnelles|perso]
(savez|avez|gardez|connaissez|conservez) [vous] (sur|de) moi
(quelles|quel) (sont|est) mes (donnees|informations|infos)
mes (donnees|informations|infos) (enregistrees|stockees|personnelles que|conservees)
(acces|accéder|acceder|consulter|copie|voir|recevoir|obtenir|envoyer|envoyez|communiquer|connaitre|savoir|transmettre|transmettez) [moi|a|de|toutes|une copie de|quelles] (mes données|mes donnees|mes informations|mes infos|mon dossier informatique|mes donnees personnelles|mes données perso)
(acces|accéder|acceder|copie) (a|de|aux) [toutes] (mes|mon|informations|donnees) [données|donnees|dossier|infos|informations]
(quelles|quel|toutes les|quoi comme|les) (données|donnees|informations|infos) [personnelles|perso|que] (avez vous|vous avez|vous gardez|vous conservez|conservez vous|detenez vous|vous detenez|sont stockees|sont enregistrees|vous stockez|gardez vous)
(avez|gardez|conservez|detenez|enregistrez|savez) [vous] [comme|quoi|quelles] (infos|informations|donnees|données) [sur|concernant] [moi]
vous (savez|avez|gardez) [quoi|quelque chose] sur moi
(infos|informations|données|donnees) * (sur|concernant) moi
(droit|droits) (d'accès|d acces|d'acces|acces)
(rgpd|cnil|gdpr)
[copy of|access to|see|get|about] my [personal] data
(what|which) (data|information|info) [do] [you] (have|hold|keep|store) [on|about] [me]
`,
	string(Stop): stopPhrases,
	string(Start): `
(pouvez|peux|pourriez) (me|m) (reecrire|reecrivez)
veux bien [recevoir|avoir] [a nouveau] (vos|des|les) (sms|messages|msg)
(remettez|remettre|remet) moi (dans|sur) [la|votre|vos] (liste|listes|fichier|envois)
(me|veux|souhaite|voudrais) (reabonner|reinscrire|reactiver|me reabonner)
(renvoyer|renvoyez|reenvoyer|reenvoyez|recommencer|reprendre) [a] [m'envoyer] [moi|des|les|vos] (sms|messages|msg)
(me|m) (renvoyer|reenvoyer) (des|les|vos) (sms|messages|msg)
(recevoir|ravoir|avoir) [a|de] (nouveau|encore) * (sms|messages|msg)
(recevoir|ravoir) * (messages|sms|msg) (a nouveau|de nouveau|encore)
(a nouveau|de nouveau|a nouveaux) (recevoir|des|les|vos) * (sms|messages|msg)
(stop|arret) * (par erreur|par accident|pas expres|sans faire expres|une erreur)
(reactiver|reactivez|remettre|remettez|reprenez|relancez|reprendre|reactive|recommencez|redemarrer) [moi] [les|mes|vos|l envoi des] (sms|messages|msg|notifications)
(renvoyez|renvoyer|envoyez|remettez) moi (a nouveau|de nouveau|encore|les messages|les sms)
(recommencer|recommencez|reprendre) a (m'ecrire|m'envoyer|me contacter)
(resume|restart) * (messages|texts|sms)
start (again|sending|texting)
`,
	string(ReportHours): `
[j ai|ai] rien fait [cette|la] [semaine]
[j ai|ai] rien fait (cette|la) semaine
rien fait cette semaine
(aucune|pas d|zero) (activite|heure|heures) (cette|la) semaine
`,
	string(JobLost): `
(quitté|quitter|arrêté|abandonné|laché|lache) [de] (mon|le|ce) (travail|poste|emploi|cdi|boulot|job|cdd)
(patron|patronne|employeur|boite|chef|ils|entreprise) * (garde|gardent|renouvelle|renouvellent|reprend|reprennent|prolonge) (pas|plus)
essai * (concluant|validé|convaincant)
(arrêt) (de|du|d) [mon|ma] (contrat|mission|cdd|cdi|interim)
they fired me
(fired|sacked) (me|yesterday|today)
(contrat|cdd|cdi|mission|interim) [a|est] [ete] (pas|plus) [ete] (renouvelé|reconduit|prolongé|renouvelle)
mis fin (a|au) [mon|ma] (contrat|cdd|cdi|mission|periode d'essai|travail)
(ai|suis|j'ai) plus (de|d|en|mon|de contrat) (contrat|cdi|cdd|poste|emploi|interim|mission|travail|boulot)
plus (de|en) (contrat|cdi|cdd|poste|emploi|interim|mission)
(remercié|remerciée) par (mon|ma|le|la|l)
(ai ete|été) (remercié|remerciée|licencié)
(contrat|cdd|cdi|mission|essai|periode d'essai) * (pas|plus) (concluant|concluante|renouvelé|reconduit|prolongé|valide|validée|continue)
(retrouve|suis|retourne|retour) [de nouveau|a nouveau] (au|sans) (chomage|travail|emploi|boulot)
[suis] sans (travail|emploi|boulot)
(plus|pas) (garder|gardée|garde) (au travail|en poste|a la fin)
abandon de poste
(perdu|perdre|perds|perd) [mon|le|ma] (travail|emploi|poste|contrat|mission|place)
(viré|virée|licencié|licenciée|licenciement|licencier|licencie|congédié)
(ai ete|été|suis|etre) renvoyé
(on|ils|patron|il|elle|employeur|chef|boite) * (m|me|ma|mon) [a|ont] (viré|licencié|renvoyé|remercié|mis a la porte|jeté)
(fin|rupture|finit|termine) (de|du|d) [mon|ma] (contrat|periode d'essai|mission|interim|cdd|cdi|chantier|travail|emploi|periode essai)
(rupture|fin) (conventionnelle|de contrat)
(contrat|mission|cdd|interim|cdi|travail|chantier|remplacement|saison) (est|s'est|est deja|c'est|ce est|a ete|d'interim est|vient de|de|a) [deja|finir|se] (fini|finie|termine|terminée|arrête|arrete|rompu|pas renouvele|stoppe|finir|terminer|pas reconduit|pas renouvelee|finis)
(contrat|mission|cdd|interim) * (fini|terminé|rompu|pas renouvelé|pas reconduit|stoppée)
(ma période d'essai|periode d'essai|essai) * (arrete|rompue|pas validee|stoppee|pas concluant|pas concluante|rompu)
(demissionne|démissionné|demission|demissionner)
(pas|plus) (garde|gardé|gardée|renouvele|renouvelé|reconduit|prolonge) [apres|a la fin|dans]
(m|me|ma|nous) [ont|a|avez] (pas|plus) (gardé|renouvelé|reconduit|prolongé|repris)
(plus|sans) [de|d] (travail|emploi)
(je travaille|je bosse) plus
(au|re au) chomage
(entreprise|boite|restaurant|resto|magasin|usine|societe|patron) * (fermé|ferme|coulé|faillite|depot de bilan|liquidation)
(lost my travail|lost my job|got fired|laid off|was fired|been fired|my contract ended|contract is over|iam unemployed|i quit my travail|got sacked)
`,
	string(JobFound): `
(ai|a) [enfin|maintenant] du (travail|boulot)
(embauché|embauche) confirmee
premier jour (de|du|chez|au) [mon|nouveau] (travail|boulot|chantier|restaurant|magasin|usine)
embauche (confirmee|validée|ok|acceptee|prévue)
(نلت|حصلت على) (وظيفة|عمل)
(embauché|embauchée|recruté|recrutée) (en|chez|a|par|comme|dans|au|pour)
(me|m) (prend|prennent|embauche|embauchent|recrute|engage|engagent) (en|comme|a|dans|pour|lundi|au|des)
(got|found|have|started) (the|a|some|new|my) (job|travail|work)
(found|got) work
(ai ete|été|suis|a ete) (pris|prise|embauché|embauchée|retenu|retenue|recruté|recrutée|selectionné|engagé|accepté) [chez|a|en|dans|pour|au|comme]
(contrat|cdd|cdi|mission|poste) (commence|debute|demarre|signé|signe|demarre) [le|lundi|mardi|demain|chez|!]
(vais|va) (travailler|bosser|commencer|etre embauché|signer) [un|a|chez|dans|comme|en|au|le|mon] [lundi|mardi|mercredi|jeudi|vendredi|demain|travail|usine|restaurant|contrat|cdi|cdd|nouveau]
(suis|comme|devenu|devenue|poste de|embauché comme) (caissier|caissiere|serveur|serveuse|cuisinier|cuisiniere|vendeur|vendeuse|aide soignante|aide soignant|livreur|livreuse|chauffeur|macon|peintre|plombier|ouvrier|ouvriere|preparateur|magasinier|cariste|secretaire|auxiliaire de vie|boulanger|coiffeuse|femme de menage|agent d'entretien|agent de securite|jardinier|plongeur|commis|interimaire|saisonnier|assistante maternelle|nounou|animateur|animatrice|electricien|menuisier|manutentionnaire|aide a domicile) (maintenant|chez|a|au|depuis|en cdi|en cdd|dans|aux)
(enfin|ca y est) * (trouvé|trouver) [travail]
trouvé enfin
(accepté|accepte) (un|une|le|l) (cdi|cdd|poste|travail|emploi|offre|mission)
(commencé|commencer) a (travailler|bosser)
(fini|sorti) (du|le) chomage
(trouvé|trouver|trouve|retrouvé|retrouver|decroche|décrocher|eu|obtenu|signé|signer|obtenir|dégoté) [un|une|du|le|mon|enfin|ce|bien|petit|nouveau] [petit|nouveau|premier|bon] (travail|emploi|cdi|cdd|contrat|contrat de travail|poste|mission|interim|alternance|remplacement|job)
trouvé (du|un) (travaille|travai|travails)
(j'ai|jai) (un|une|deja un) [nouveau|petit] (travail|emploi|cdi|cdd|poste|contrat de travail|promesse d'embauche|embauche|contrat) [maintenant|depuis|chez|dans|a]
(je commence|je reprends|je démarre|je debute|je demarre|commence) [un|le|mon|a] (travail|travailler|emploi|cdi|cdd|poste|bosser|nouveau travail|lundi|mardi|mercredi|jeudi|vendredi|demain|chez|en cdi|en cdd|dans une|dans un|comme|en tant|la semaine|le mois|le premier|bientot un)
(ca y est|bonne nouvelle) [je suis|suis] (embauché|pris|prise|recruté|engagé)
(je suis|suis|etre|on est) [enfin|bien] (embauché|embauchée|recruté|recrutée|engagé|engagée|pris|prise|salarié|salariée|en cdi|en cdd|en poste|en emploi|en contrat|auto entrepreneur|a mon compte|en mission) [en|a|chez|dans|pour|au|comme|maintenant]
(on|ils|patron|il|elle|entreprise) [va|vont] (m|me|ma|mon) [a|ont] [enfin] (embauché|embauche|pris|recruté|engagé|embaucher|prise en cdi|gardé en cdi|pris en cdi|fait signer|proposé un cdi)
(gardé|passé|passée|passer|pris|prise|embauché|signé) en (cdi|cdd|contrat)
(eu|ai|obtenu) le (poste|travail)
nouveau (travail|emploi|poste|contrat de travail)
promesse d'embauche
(je travaille|je bosse) (maintenant|depuis|deja|en|chez|dans|comme|a la|au|de nouveau|a nouveau|pour)
(repris|reprends|reprendre|reprise) [le|du|de|d|une|un|mon] (travail|emploi|activite|poste)
(créé|ouvert|monté|lance) (ma|mon) (entreprise|boite|micro entreprise|societe|auto entreprise|affaire|commerce)
(found|got|have|ihave|having) [a] [new|part time|full time] (job|travail)
(starting|started|start) [a|my|new|work|working] (job|travail|work|working|on|monday)
(i was|i got|ihave been) hired
iam hired
`,
	string(Moved): `
(plus|pas) [a] la meme adresse
(change|changee|chang) [d|de] (adresse|domicile)
(suis|habite|loge|vis) (maintenant|desormais|dorenavant) (chez|a|dans|sur|en)
(viens|vient|venons) (de|d) (déménager|emménager|m'installer|changer d'adresse)
changé (d|de) (appart|appartement|maison|logement|coin|region|ville|quartier|adresse)
(vis|habite|loge|vivons|habitons) * (maintenant|desormais|dorenavant|a present)
adresse est (plus|pas) la bonne
(voici|voila|notez|note|prenez) [ma|mon|la|l] [nouvelle] adresse
(je|vais|on) (change|changer|changeons|changera) (d'adresse|de ville|d'appartement|de logement|de domicile|de departement|de commune)
(déménagement|demenagement) (fait|fini|termine|effectue|ok)
mon adresse [maintenant|desormais|actuelle|actuellement] (c'est|est|:|maintenant|desormais)
(adresse) (changée|changé|modifiée|a modifier|a changer|a mettre a jour)
(j'ai|jai|on a|nous avons|viens de|vient de|vais|va|on va) [tout juste] (déménagé|demenage|demenager|emménagé|emménager|changé d'adresse|change d'adresse|changer d'adresse|changé de ville|changé de logement|changé d'appartement|changé de domicile|changé de departement|changer de ville|changer de departement)
(je|on|nous) (déménage|demenage|emménage|demenageons)
(nouvelle|nouveau|changement|changement d|changement de) (adresse|domicile|logement|appartement)
(mon|notre|mes) (adresse|coordonnees postales) [postale] (a|est|c'est|a ete) [maintenant|desormais|plus|modifiee] [change|changé|changer]
(j'habite|je vis|habite|habitons|vivons|loge|je loge|réside) (maintenant|desormais|plus|dorenavant|a present|actuellement|depuis)
[je suis|on est] (parti|partie|partis) (vivre|habiter|m'installer|m'installe|s'installer)
(je|on) (pars|vais|part) (vivre|habiter|m'installer)
[je|j'ai|on] (quitte|quitté|quitter) (le departement|la region|la ville|mon logement|mon appartement|redon|la bretagne|l'ille et vilaine|mon appart|le 35)
installé a
(i|ihave|we) [have|just] (moved|changed address)
(new address|address changed|address has changed)
`,
	string(PhoneChange): `
(mon|le) (telephone|tel|portable|numero) a change
(mon|le|bon|nouveau) numero [c'est|est] [le|maintenant] 06
plus [mon|le|cet|ce] (ancien|vieux) (portable|telephone|numero|tel)
(appelez|appeler|contactez|contacter|joindre|joignez|ecrivez|repondez) [moi|me] (au|sur) [le|ce] 06
(tel|telephone|portable) [est|a ete] (casse|vole|perdu|hs|tombé dans l'eau)
(ancien|vieux|autre) (numero|tel|telephone|portable) [marche|fonctionne|est|a]
[c'est|est] (plus|pas) le bon numero * (nouveau|autre|donne)
changed [my] [phone] number
(changé|changer|change|changement|changer) (de|d|mon|le|du) [mon] (numéro|telephone|portable|tel|ligne|operateur|num)
(nouveau|nouvelle|nouvo|nouveaux) (numero|telephone|portable|ligne|num)
(mon|le) numero [de telephone|de portable|de tel] (a|va|c'est|est) (change|changer|changé|maintenant|desormais|plus)
(autre|bon|vrai) numero [est|c'est|pour|06|07]
(voici|voila|notez|noter|note|prenez|enregistrez|utilisez) (mon|le|un|ce|sur) [bon|vrai|autre|otre] numero
(j'ai|jai|ai|aurai) [bientot] plus (ce|mon|le|cette) (numero|telephone|ligne|portable)
(perdu|volé|cassé|vole|plus) mon (telephone|portable|ancien numero)
(on m a|m'a) volé [mon] (telephone|portable)
(écrivez|ecrire|contactez|contacter|appelez|appeler|joindre|joignez|joignable|ecris|envoyez) [moi|me] * (au|sur|a) [le|ce|mon|un] [nouveau|autre] (06|07|numero|0033)
ce numero (va|sera|ne) [plus|etre|marchera] (fonctionner|marche|valable|coupe|actif|changer|resilie)
(new number|new phone|changed my number|number has changed|number changed|my new phone number|change my phone number|lost my phone)
`,
	string(Who): `
qui (es tu|etes vous|est ce|c'est|sont ce)
(c'est|est) qui [vous|ca|la|svp|merci|exactement|au juste|ce numero]
(qui|ki) (etes vous|ecrit|m'ecrit|parle|me parle|m'envoie|envoie|vous etes|est a l'appareil)
qui est ce [qui|svp|la]
(vous etes|tu es|t es|vs etes) qui
(c'est|cest) quoi ce (numéro|message|sms|truc)
(d ou|comment) (vous avez|avez vous|tu as) [eu] mon numero
(arnaque|spam|phishing|escroquerie|hameconnage|scam)
(je connais pas|connais pas|inconnu) [ce|votre] numero
who (is this|are you|is it)
`,
	string(Appointments): `
(quand|a quelle heure|ou|quelle heure|quel jour|quelle date) (c'est|est|j'ai|c|a lieu|aura lieu|est mon|est le|se passe|se trouve|dois je venir|je dois venir|on a) [le|mon|ce|notre] [prochain] [rdv]
(c'est|c|est|cest) (ou|quand|a quelle heure|quelle heure|quel jour|a quel endroit|quelle adresse|avec qui) [le|mon|exactement|deja] [rdv]
(date|heure|adresse|lieu|endroit|jour) (du|de mon|de ce) rdv
(quelle est|quel est|c'est quoi|donnez moi|rappelez moi|vous avez|avoir|redonner|connaitre) (l'adresse|la date|l'heure|l'adresse exacte|le lieu)
(j'ai oublié|oublie|j'ai perdu|perdu) [la|le|l] (date|heure|adresse|jour|message|courrier)
(mes|mon prochain|prochain) rdv
(j'ai|on a|c'est) [un|mon|le] rdv (quand|ou|a quelle heure|quelle heure|quel jour)
(j'ai|est ce que j'ai|jai) (un|bien un|encore un|toujours un|toujours mon|encore mon|plus de|plus mon) rdv
(rappeler|rappelez|confirmer) [moi] [l|la|le|mon] (heure|date|rdv|adresse)
(when|where|what time) is (my|the) (appointment|meeting|interview)
my next appointment
`,
	string(Missed): `
pas pu (venir|me deplacer|etre la|y aller|me liberer|venir au rdv|me presenter|etre present|prevenir)
(raté|rate|manqué|manque|loupé|loupe|oublié|oublie) [de venir au] (le|mon|notre|ce) rdv
(desole|pardon) (pour|de) (hier|ce matin|mon absence|le rdv d'hier|mon oubli)
(absent|absente|pas venu|pas venue) (hier|ce matin|lundi dernier|au rdv|au dernier rdv)
(missed|forgot) (my|the|our) appointment
couldnt (come|make it)
`,
	string(Sick): `
arret (maladie|de travail)
(cloué|clouée|coincé|bloqué|bloquée|reste|alité) (au|le) lit
(arrêt|arret) (de|d) [7|8|10|15|une|deux|trois] (jours|jour|semaine|semaines|mois)
(mal partout|tres mal|trop mal|pas bien du tout)
(accident) (hier|ce matin|de voiture|de scooter|du travail|de travail|domestique)
(operation|opération|chirurgie) (la semaine|demain|lundi|mardi|mercredi|jeudi|vendredi|du|le|prevue)
(je suis|suis|je me sens|jsuis|moi|toujours|encore) [tres|trop|encore|toujours|tombe|bien|vraiment|gravement] (malade|souffrant|souffrante|hospitalise|hospitalisee|alite|grippe|grippé|fievreux|covid)
(je suis|suis|encore|sors|rentre) (a l'hopital|aux urgences|en arret|a la clinique|des urgences|de l'hopital|de l hosto)
(j'ai|jai|avec|attrapé|chopé) [toujours|encore|attrape|chope] (la grippe|grippe|le covid|covid|de la fievre|fievre|une gastro|la gastro|gastro|une angine|une bronchite|une pneumonie|une grosse grippe|la creve)
(arrêt|arret) (maladie|de travail)
(cassé|casse|foulé|fracturé|fracture|luxé) (la|le|un|mon|ma|du|de) (jambe|bras|pied|cheville|main|poignet|genou|doigt|epaule|dos|hanche)
(fait|ai) (opérer|operé|opéré|une operation|hospitaliser)
(ete|été|vais etre|fait) (opéré|opérée|operé|hospitalisé|hospitalisée|operer)
(entorse|gastro|lumbago|sciatique)
(39|40|38) (de|d) [de] fievre
(iam|i feel|feeling|still|i got|ihave) [very|too|a bit|in|in the|the] (sick|ill|unwell|hospital|flu|covid)
i (was|had) [in] (hospital|surgery)
`,
	string(Insult): `
(c nnard|c nnards|c nnasse|m rde|p tain|enc le|enc les|conn rd|batard|b tard|salop|sal pe|sal pes)
(c'est|est) [que] de la merde
(service|truc|systeme) (merdique|pourri|bidon)
(vous|tu) (etes|es) [vraiment|tous] (une|des|la|que des) (honte|pourriture|pourritures|merde|ordure|blague|plaie|catastrophe)
(gros|grosse|pauvre|pauvres|petit|sales|sale) (nul|nuls|naze|nazes|porc|porcs|debile|types|type|debiles|tache)
(mange|manges) (tes|vos|ta) (morts|mort|mere)
allez [tous] [vous] faire (foutre|voir|enculer)
(allez|va|crevez) [tous|toutes|donc] (crever|crevez|mourir)
(vous|tu) (etes|es) (des|un|une|que des|vraiment des) (guignols|charlots|clowns|incompetents|rigolos|branquignols|pourris|parasites|tocards|bouffons|ordures|salauds)
bande d[e] (incompetents|guignols|charlots|clowns|bouffons|tocards|pourris|parasites|sauvages|tarés)
(vous|tu) (servez|sers) [vraiment] a rien
(bons|bon|bonne) a rien
(casse|cassez|cassé|casses|cassent) les (couilles|pieds|c)
(vos|ta|votre|sa) (mere|race|morts|mort|bouche) [la|pute]
(ferme|fermez) (ta|vos|votre|la) (bouche|gueule)
(couilles|enfoirés|merdeux|merdeuse|tocards|tocard|crevard|crevards)
(connard|connards|connasse|salope|salaud|salauds|salopard|salopards|encule|encules|enculer|enfoire|enfoires|batard|batards|fdp|ntm|tg|pute|putes|abruti|abrutis|cretin|cretins|nique|niquez|debile|debiles|bouffon|bouffons|ordures|pourritures|raclure|clochards|baltringue|trou duc)
(ta|vos|votre) gueule[s]
(va|allez) (te|vous) faire (foutre|enculer|voir|mettre|f|cuire)
vtff
(merde a|espece de|espèce d|bande de|tas de) [gros|sales] [vous|cons|con|voleurs|nuls|idiot|idiots|incapables|merde|connards|escrocs|menteurs|branleurs|fainéants|bons a rien|guignols|charlots|racistes|rats]
(vous|tu|t) (etes|es|êtes) [que|qu|vraiment|tous|tellement] [des|un|une|trop|de] [gros|grosse|sale|sales] (con|cons|conne|connards|nul|nuls|nulle|incapables|incapable|idiot|idiots|voleurs|escrocs|menteurs|merdes|merde|betes|minable|minables|cons finis|degueulasses|fous|malades|racistes|pourris|imbeciles|imbecile)
(sale|sales|gros|pauvre|pauvres|petit|bande de|bande d|espece de|espece d) (voleurs|voleur|incapables|incapable|escrocs|escroc|nuls|menteurs|menteur|fainéants|cons|racistes|profiteurs|imbeciles|abrutis|hypocrites|assassins|ordures|branleurs|clowns)
(you re|you are|youre|are|r) [all|so] (stupid|idiots|idiot|useless|assholes|crooks|thieves|dumb|morons)
(sale|gros|pauvre|petit) (con|conne|cons|type|merde|chien|raciste|naze|mec)
(vous|je vous|tu|ils) * (emmerde|emmerdez|faites chier|fais chier|pisse)
(je|j) (vous|t) (emmerde|chie|encule|deteste|maudis)
(cassez|casse|barrez|foutez|tirez) (vous|toi|le camp)
(degagez|dégage|ferme la|fermez la|ferme ta|fermez vos)
servez a rien
(service|boulot|administration|application|rsa|gens) de merde
(allez|va) (crever|au diable|en enfer|chier)
(fuck|asshole|assholes|bastard|bastards|bitch|idiots|morons|stupid people|piece of shit|you suck|screw you|you are idiots|you are stupid|go to hell|motherfucker|dickhead)
`,
	string(Help): `
comprends (rien|plus rien|pas|plus) [du tout] [a] [vos|votre|ce|ces] [message|messages|sms|truc|trucs|questions] [svp|merci] [vous|tu] [pouvez|peux] (expliquez|expliquer|aidez|aider|m expliquer|m aider) [moi]
comment (ca marche|ca fonctionne)
quelqu un pour (m|nous) aider
[je] (m en|s en|en) (sors|sort) (pas|plus)
(quelqu un|on) (peut|pourrait|pourra) (m|nous) aider
coup de (pouce|main)
comment [on|je] (utilise|utiliser|se sert|me sers|fonctionne|marche) [de] (ce|le|cette|ca|votre) [service|truc|appli|numero]
(aide|aidez|aider) moi
(besoin|demande) (d|de l|de) (aide|assistance)
(pourriez|pouvez|peux|voulez) (vous|tu) (m|nous) (aider|aidez)
(vous|tu) (pouvez|pourriez|peux) (m|nous) (aider|aidez)
besoin d un coup de main
un coup de main
[je] (sais|comprends|vois) pas (quoi|comment) (faire|repondre|ca marche|m y prendre|on fait|utiliser)
[je] (suis|me sens) [completement|un peu] (perdu|perdue)
au secours
(need|want) [some|your] help
help me
`,
	string(Thanks): `
(c'est|cest) [super|hyper|tellement|vraiment] (gentil|sympa|cool) [de votre part]
(merci|remercie|remerciements|mercis)
thank you
(c'est|cest) [tres|trop|vraiment] (gentil|sympa)
`,
	string(Greeting): `
bonne[s] (année|fetes|fete|semaine|vacances)
joyeux noel
(bonjour|bonsoir|salut|hello|hi|hey|salam|allo|coucou)
good (morning|afternoon|evening)
`,
	string(ChooseTongue): `
(qui|pour) (parle|parler) (arabe|anglais|espagnol|portugais|turc|russe|ukrainien)
(comprends|parle|lis|comprendre|parler) (pas|mal|peu) [bien|tres bien|trop] (votre|la|cette) langue
(traduire|traduction|traduisez|traduit) [svp|s il vous plait|le message|en]
(un|une|avec) (interprete|traducteur|traductrice)
je (parle|comprends|comprend|lis|lit|sais lire|parles|connais) (pas|peu|mal|rien) [bien|tres bien|encore|trop|beaucoup|du tout] [le|en|au] francais
(parle|comprends|lis|parler|comprendre|lire|compris|connais) (pas|peu|mal|rien) [bien|tres bien|trop|beaucoup] [le|en|au] francais
(pas|peu) [bien|trop|beaucoup] (parler|parle|comprendre|comprends|lire|connaitre|ecrire) [bien] [le] francais
(moi|mon) [le] francais (pas|petit|difficile|mal|faible|pas bon)
francais (difficile|dur|pas bon|pas bien)
(dont|cannot|do not|not|no) (speak|read|understand|know|write) * french
`,
	guard: `
(entretien|test|rdv|salon|forum|journee) [d] embauche [chez|en|a|au|par|comme]
(pas|plus) (trouvé|eu|signé|embauché|pris|recruté) [de|le|un]
(trouvé|trouver) (pas|aucun|rien)
(pour|veux|voudrais|aimerais|dois|voudrai|afin de|cherche a|peux|espere|voulais|essaie de|aide a|aider a) (trouver|retrouver|avoir|decrocher|obtenir|signer|reprendre|demissionner|effacer mon ardoise) * (travail|emploi|poste|contrat|cdi|formation)
(comment|ou) (trouver|reprendre|avoir)
(si je|si je peux|quand je|si on|lorsque je) (trouve|trouver|reprends|signe|travaille|ai|demissionne|demenage|change|perds) * [travail|emploi|poste|adresse|numero]
(commence|démarre|débute|reprends|reprendre|debute) * (formation|stage|cours|ecole|etudes|immersion)
(je travaille|je bosse) plus (d|de|que|tot|tard|longtemps|vite|dur|le|a)
(pas|plus) au chomage
(viré|virée|mis|jete) (de chez|du logement|de mon appart|de la maison|de mon logement)
(perdu|perdre|perds) (mon temps|le fil|courage|patience)
(pas|jamais) (change|déménagé|changé) (de|d)
bande (passante|originale)
(nouveau|nouvelle) (rdv|date|message)
(droit|droits) (au|aux|a la|d'asile|et devoirs)
(gros|petit) (merci|bisous)
(je me) casse
deja eu un contrat
contrat (d'engagement|d engagement|de bail|d'assurance|edf|de location)
(mort|morte|mourir) de (rire|fatigue|faim|soif|froid|chaud)
(telephone|portable|batterie|voiture|ordinateur|pc) est (mort|morte)
merci (d'arreter|de ne plus|d arreter|de supprimer)
`,
}
