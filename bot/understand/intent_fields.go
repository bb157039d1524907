package understand

// intentFields are the words of what messages are about, field by field, beside the
// turns of phrase of intentFrench.
var intentFields = phrases{
	string(Deceased): `
[mon|ma|mes|notre|votre|la|le|l|un|une] <kin> * (est mort|est morte|est decede|est decedee|est deceder|nous a quittes|nous a quitte|vient de mourir|vient de deceder|s'est eteint|s'est eteinte|est parti rejoindre|est partie rejoindre|n'est plus de ce monde|n'est plus)
(monsieur|madame|mr|m|mme|il|elle|celui|celle|allocataire|beneficiaire|titulaire|defunt|defunte|locataire) * (est mort|est morte|est decede|est decedee|est deceder|nous a quittes|nous a quitte|vient de mourir|vient de deceder|s'est eteint|s'est eteinte|n'est plus de ce monde)
(deces|mort|disparition) (de|d|du) (mon|ma|notre|votre|la|le|l|mr|monsieur|m|mme|madame|celui|celle|beneficiaire|allocataire)
(est|etait|sont) (decede|decedee|decedes|mort|morte|inhume|inhumee|enterre|enterree|incinere|incineree) (le|en|depuis|il y a|hier|dimanche|cette|ce|la semaine|dans|d'un|d'une|des suites)
(j|je|nous|on) [l] [ai|avons|a] (enterre|inhume|incinere|enterree) (le|la|hier|<day>|semaine|mon|ma|notre)
(avis|acte|certificat|faire part) de deces
(feu|defunt|defunte) (monsieur|madame|mr|mme|mari|femme|pere|mere)
(suis|sa|son) (veuve|veuf) [de|depuis]
(plus|pas) de ce monde
(deceased|passed away|died|is dead|was buried)
`,
	string(DataAccess): `
(savoir|voir|connaitre|lire|consulter|recevoir|obtenir) (ce qui|ce que|ce qu|tout ce|quoi|qu est ce|qu il y a) * [dans|sur] [mon|ma|mes|le|la] (dossier|fiche|fichier|sur moi|a mon sujet|me concernant|sur mon compte|mes donnees)
(copie|exemplaire|duplicata|export|extrait|releve) (de|d|des|du) [toutes|l ensemble] [mon|mes|ma|les|la] (dossier|donnees|informations|infos|fiche|messages|echanges|historique)
(donnees|infos|informations|renseignements|fichier|fiche|elements) * (me concernant|sur moi|a mon sujet|sur ma personne|a mon nom|que vous detenez|que vous avez sur moi|conservees|stockees|que vous possedez)
(droit|demande|exercer) (d'acces|d acces|acces|de consultation|de communication)
(qui|combien de personnes) * (acces|voit|lit|consulte|regarde) [a|aux] (mes|mon|ma) (donnees|infos|informations|dossier|messages|fiche)
(veux|voudrais|souhaite|demande|aimerais|donnez moi|envoyez moi|transmettez moi|peux avoir|puis je avoir) [avoir|voir|consulter|recevoir|obtenir|recuperer] [tout] (mon dossier|mes donnees|mes infos|mes informations|ma fiche|l historique) [complet|complete|entier|entiere|personnel|personnelles|perso]
(ou|comment|combien de temps) * (sont|gardez|conservez|stockez|stockees|conservees) [mes|les] (donnees|infos|informations)
(what|which) * (you have|do you have|you hold|you keep) (on|about) me
(copy of|access to|see) my (file|data|record|records|information)
`,
	string(DataErasure): `
(veux|souhaite|voudrais) (plus|pas) (etre|rester|figurer|apparaitre) (dans|sur) [vos|votre|la|les|cette] (fichier|fichiers|liste|listes|base|systeme|registre)
(effacer|supprimer|detruire|effacement|suppression) [l] (ensemble|totalite|integralite) (de|d|des) [mes|toutes] *
(supprimer|suppression|effacer|effacement|enlever|retirer|detruire|radier|virer|oublier|effacez|supprimez|enlevez|retirez|detruisez|radiez) [moi|mon|ma|mes|tout|toutes|toute|le|la|les|de] * (donnees|infos|informations|coordonnees|fichier|fichiers|fiche|dossier|numero|nom|base|registre|compte|systeme|trace|traces|profil|ordinateur|ordinateurs)
(effacez|supprimez|enlevez|retirez|detruisez|effacer|supprimer|detruire) [moi] (tout|toutes mes|ce que vous avez|ce qui me concerne|moi de)
(droit|demande) (a|de|d) [l] (oubli|effacement|suppression)
(veux|souhaite|voudrais|exige|demande) (etre|que je sois|qu on) (oublie|oubliee|efface|effacee|supprime|supprimee|radie|radiee|m efface|m oublie|me supprime) [de]
(gardez|garder|conservez|conserver|gardiez|conserviez) (plus|pas|rien) [plus] [de|mes|mon|sur|rien]
(delete|erase|remove|forget) (me|my|everything|all)
`,
	string(Stop): `
(refuse|accepte pas|accepte plus) (de|d) [recevoir|avoir|lire] * (messages|sms|msg|textos)
(veux|voudrais) plus de [tous] [vos|ces|tes] (messages|sms|msg|textos)
`,
	string(JobLost): `
(mis|mise|foutu|foutue|jete|jetee) (a la porte|dehors) (par|de|du|chez) [mon|ma|le|la|l] (employeur|patron|patronne|entreprise|boite|chef|travail|boulot|direction|societe|usine)
(patron|patronne|employeur|boite|chef|cheffe|ils|agence|il|elle) [me|m] (garde|gardent|reprend|reprennent|renouvelle|prolonge|rappelle|rappellent) (pas|plus)
(perdu|perdre|perds|perte) [de] [mon|le|ma|son|notre|un|d] (boulot|travail|taf|job|emploi|poste|place|cdi|cdd|contrat|mission|gagne pain)
(vire|viree|licencie|licenciee|licenciement|congedie|congediee|lourde|lourder|evince|evincee|mis a pied|mise a pied|mis a la porte du travail) [de|du|au|par|hier|ce matin|la semaine|sans|pour|apres|a la fin]
(ete|suis) [ete] (remercie|remerciee|renvoye|renvoyee|degage|degagee)
[me|m] [suis] (fait|faire|fais) (virer|licencier|lourder|degager|jeter du boulot|jeter du travail|renvoyer|congedier|remercier)
(on|ils|il|elle|patron|patronne|chef|cheffe|boite|employeur|direction|entreprise|agence) * (m|me|nous) [a|ont] (vire|viree|licencie|licenciee|remercie|remerciee|renvoye|renvoyee|congedie|congediee|lourde|degage|lache|lachee|foutu dehors du boulot|mis a pied|mise a pied|pas garde|pas gardee|pas renouvele|pas reconduit|pas prolonge|pas repris)
(fin|rupture|non renouvellement|terme|interruption) (de|du|d) [mon|ma|la|l|ce] (contrat|cdd|cdi|mission|interim|periode d'essai|essai|travail|emploi|chantier|saison|remplacement|alternance)
(contrat|cdd|cdi|mission|interim|essai|periode d'essai|saison|remplacement|chantier|boulot|travail|job|poste) * (fini|finie|finis|termine|terminee|terminer|rompu|rompue|stoppe|stoppee|expire|echu|pas renouvele|pas renouvelee|pas reconduit|pas reconduite|pas prolonge|pas prolongee|supprime|supprimee|tombe a l eau)
(demissionne|demission|demissioner|demissionner|quitte mon boulot|quitte mon travail|quitte mon poste|pose ma demission|abandon de poste)
(boite|usine|entreprise|societe|resto|restaurant|restau|magasin|boutique|atelier|patron|abattoir|garage|association) * (ferme|fermee|fermer|fermeture|coule|coulee|faillite|liquidation|redressement|depot de bilan|plan social|licencie tout le monde|ferme ses portes|met la cle sous la porte)
(suis|me retrouve|retrouve|retour|retourne|revoila|re|encore|redevenu) [de nouveau|a nouveau|encore] (au chomage|au chomdu|sans emploi|sans boulot|sans travail|sans taf|chomeur|chomeuse|demandeur d emploi|inactif)
(plus|pas) (de|d) (boulot|travail|taf|job|emploi|mission|missions|contrat) [pour moi|depuis|du tout|en ce moment]
(laid off|got fired|was fired|been fired|lost my job|contract ended|no longer working|got sacked|made redundant|i quit)
`,
	string(JobFound): `
(ca y est|bonne nouvelle|enfin) * (bosse|travaille|embauche|boulot|taf|cdi|cdd)
(passe|passent) en (cdi|cdd|temps plein)
[me|m] (mets|mis|mettre|lance|installe|lancer|installer) (a|en) (mon compte|mon propre compte|auto entreprise|auto entrepreneur|micro entreprise|freelance|liberal|independant)
(agence|interim|adecco|manpower|randstad|mission locale|pole emploi|france travail|amie|ami|cousin|voisin|conseiller|conseillere) * (trouve|degote|propose|eu|decroche) [moi|un|une] (mission|boulot|travail|taf|job|emploi|poste|cdd|cdi|contrat)
(ai|j ai|eu) (le|mon) (poste|job|boulot|cdi|contrat)
(trouve|retrouve|decroche|degote|obtenu|eu|signe|chope|accepte|trouver|retrouver|decrocher|obtenir|signer) [enfin|moi|un|une|du|le|mon|la|ce|cette|deux] [petit|nouveau|nouvelle|vrai|super] (boulot|travail|taf|job|emploi|poste|cdi|cdd|contrat|interim|mission|place|alternance|remplacement|embauche|temps plein|mi temps|temps partiel|contrat pro|contrat aide)
(embauche|embauchee|embaucher|recrute|recrutee|engage|engagee|titularise|titularisee) [en|a|chez|comme|par|dans|depuis|ce matin|hier|pour|cdi|cdd|definitivement|officiellement|au|aux]
(ils|on|patron|patronne|chef|cheffe|boite|employeur|agence|il|elle|restaurant|resto|mairie|ehpad|usine|entreprise|magasin) * (m|me) [ont|a|vient de|viennent de|vont|va] (prend|prennent|pris|prise|embauche|embauchent|embauchee|embaucher|recrute|recrutent|recruter|engage|engagent|engager|garde en cdi|gardent|fait signer|propose un cdi|propose un cdd|propose un contrat|offre un poste|offert un poste)
(suis|etre|serai) [enfin|bien|donc] (embauche|embauchee|recrute|recrutee|engage|engagee|salarie|salariee|en cdi|en cdd|en poste|a mon compte|auto entrepreneur|autoentrepreneur)
(suis|ai ete) [enfin] (pris|prise|retenu|retenue|selectionne|selectionnee|accepte|acceptee) (a|au|chez|comme|en|pour|dans|par)
(je|j) (commence|commencerai|demarre|demarrerai|debute|debuterai|attaque|reprends|reprendrai|recommence) [le|un|mon|a|la|chez|en|comme|au|dans] [nouveau] (boulot|travail|taf|job|emploi|poste|bosser|travailler|interim|mission|usine|cdi|cdd|chez|comme|demain|<day>|le <n>)
(vais|va) (bosser|travailler|commencer|taffer) (a|au|chez|dans|en|comme|pour|a la|le|<day>|demain)
(essai|periode d'essai) (valide|validee|concluant|concluante|confirme|confirmee|reussi|ok)
(cree|creer|ouvert|ouvrir|monte|monter|lance|lancer|immatricule) [ma|mon|une|un|notre] [propre|micro|auto] (boite|entreprise|micro entreprise|auto entreprise|societe|commerce|affaire|boutique|restaurant|food truck|activite)
(promesse d'embauche|contrat de travail signe|contrat signe|signature de mon contrat|premier jour de boulot|premier jour de travail)
(hired|found a job|got a job|got the job|new job|start work|starting work|signed a contract|i work now)
`,
	string(Moved): `
(quitte|quitter) [le|la|mon|ma|notre] (foyer|logement|appart|appartement|maison|chambre|studio|centre|cada|chrs|residence) * [studio|appart|appartement|logement|maison|maintenant|desormais]
(abite|habite|habitons|loge|vis) plu[s] (a|rue|avenue|au|impasse|allee|place|la|chez)
(reside|residons|demeure|domicilie|domiciliee) * (dorenavant|desormais|maintenant|rue|allee|avenue|impasse|place)
(demenage|demenager|demenagement|emmenage|emmenager|amenage|amenager|deminage|demenagement fait) [a|au|en|chez|de|dans|hier|ce|le|la|depuis|pour|vers|sur|enfin]
(nouvelle|nouveau|changement|modification|maj|mise a jour) [d|de] [mon|mes|l] (adresse|domicile|logement|appartement|appart|maison|coordonnees postales|residence|commune)
(adresse|domicile) * (change|changer|changee|modifiee|plus la meme|plus bonne|maintenant|desormais|est le|est au|c'est|est maintenant)
(habite|habitons|vis|vivons|loge|logeons|reside|residons|heberge|hebergee|installe|installee|installes) [chez|a] (maintenant|desormais|dorenavant|a present)
(me suis|s est|suis|nous sommes|on s est|viens de m) (installe|installee|installer|installes) [chez|a|au|en|dans|sur|rue]
[je|on|nous|suis] [suis|est|sommes] [re] (parti|partie|partis|retourne|retournee|reparti|repartie|venu|venue|rentre|rentree) (vivre|habiter|m'installer|s'installer|chez mes parents|chez ma mere|chez mon pere|chez ma soeur|dans le sud)
(suis|habite|vis|loge|habitons|est|sommes) plus (a|sur|dans|au) (redon|rennes|pipriac|guichen|bain|nantes|vitre|fougeres|saint|la ville|le departement|la commune|l appartement|l adresse|mon ancien|cette adresse|chez)
(suis|habite|vis|loge) plus (a|sur) * (parti|partie|maintenant|demenage|desormais)
[on a|j ai|avons|vient d|viens d] (eu|obtenu|avoir|recu) [le|un|mon|notre] [logement|appart|appartement|hlm] * (emmenage|emmenager|demenage|cles)
(change|changer|changeons|changement) (d|de) [appart|appartement|maison|logement|coin|region|ville|quartier|adresse|commune|departement|domicile|residence]
(quitte|quitter|quittons|quittons) (le departement|la region|la ville|mon logement|mon appartement|la bretagne|mon appart|la commune|ma maison|la maison)
(moved house|moved to|new address|changed address|we moved|i moved)
`,
	string(PhoneChange): `
(plus|pas) [le|mon] (meme|ancien) (numero|num|tel|telephone|portable)
(moi|mon numero|mon num|mon tel|le mien) [c est|c|est] [le] (06|07)
(nouveau|nouvelle|nouvo|nouvau|autre|bon|vrai) [mon] (numero|num|tel|telephone|portable|ligne|06|07)
(numero|num|tel|telephone|portable|ligne) * (change|changer|changee|nouveau|nouvelle|desormais le|desormais|est maintenant|maintenant le|dorenavant|plus valable|plus bon|marche plus|fonctionne plus|va etre coupe|sera coupe|resilie|resiliee|desactive|suspendu|coupe)
(change|changer|changement|changerai|perdu|vole|casse|bloque) [de|d|mon|ma|le|la] [mon] (numero|num|tel|telephone|portable|ligne|operateur|puce|sim|forfait|mobile)
(ecrivez|ecrire|contactez|contacter|appelez|appeler|joindre|joignez|envoyez|repondez|ecris|appelle|joignable|textez) [moi|me] [plutot|desormais|maintenant] (au|sur|a) [le|ce|mon|un|cet|celui] * (06|07|numero|num|portable|tel|ci|celui ci|suivant)
(prenez|notez|note|enregistrez|utilisez|gardez|noter|voici|voila) [plutot|bien|moi] [mon|le|ce|cet|celui|sur] [nouveau|bon|vrai|autre|nouvo] (celui ci|celui la|numero|num|06|07|portable|tel)
(coupe|coupent|couper|resilie|suspendu) [ma|mon|la|le] (ligne|telephone|tel|portable|numero|forfait)
(ancien|ancienne|vieux) (numero|num|tel|telephone|portable|ligne) [est|ne|a|marche|fonctionne]
(new number|new phone number|changed my number|my number is now|number changed|different number)
`,
	string(Sick): `
(au|dans mon|dans le) lit (avec|depuis|malade|a cause|39|40)
(operation|intervention|chirurgie) (du|de la|de|des|de l) (genou|hanche|dos|epaule|pied|main|oeil|yeux|coeur|ventre|dents|canal carpien|vesicule|appendice|hernie|cataracte|estomac)
(suis|moi|me sens|est|tombe|tres|trop|bien|toujours|encore|gravement|reste) (malade|malad|souffrant|souffrante|fievreux|fievreuse|hospitalise|hospitalisee|alite|alitee|grippe|grippee|enrhume|enrhumee|positif au covid|positive au covid|en arret|contagieux|contagieuse|blesse|blessee|epuise|epuisee)
(j ai|ai|avec|chope|attrape|eu|fais|fait|une|la|le|grosse|ma) (grippe|covid|gastro|angine|bronchite|pneumonie|otite|sinusite|fievre|migraine|sciatique|lumbago|hernie|tendinite|entorse|fracture|infection|abces|cystite|zona|varicelle|crise d'asthme|crise de foie|rechute|depression|burn out|cancer|phlebite|pancreatite|appendicite|calculs|embolie|avc)
[mon|le] (medecin|docteur|generaliste|toubib|psychiatre) * (arrete|arretee|arret|prolonge|hospitalise|repos|interdit)
(arret|arrete|arretee) (maladie|de travail|de <n>|<n> jours|pour|de deux|de trois|d'une|d'un|prolonge|jusqu)
[je] [me|m] (fais|fait|suis fait|ai ete|ete|vais etre|serai) (opere|operee|operer|hospitalise|hospitalisee|hospitaliser)
(sors|sortie|sorti|rentre|suis|entre|reste) (a|de|des|aux|en) (l hopital|l hosto|la clinique|urgences|hopital|clinique|reanimation|psychiatrie|cure|chimio)
(dos|genou|epaule|cheville|jambe|bras|pied|hanche|poignet|cervicales|cou|ventre|tete|dents|dent|estomac) * (bloque|bloquee|coince|casse|cassee|foule|foulee|en vrac|fait mal|fracture|opere|operee|plus marcher|dechire)
(bloque|bloquee|casse|cassee|foule|foulee|fracture|tordu|dechire) (le|la|les|un|mon|ma|du) (dos|genou|epaule|cheville|jambe|bras|pied|hanche|poignet|cou|doigt|main|coude|clavicule|tibia|cotes)
mal (au|a la|aux|de|partout) (dos|ventre|tete|gorge|dents|dent|genou|jambe|partout|oreille|estomac|reins)
(37|38|39|40|41) [de|d] [<n>] (fievre|temperature)
[je] (vomis|grelotte)
(pas|plus) [bien|en forme] (bien du tout|en forme du tout)
`,
	string(Insult): `
(bande|bandes|tas|espece|especes|ramassis) (de|d) [gros|grosses|sales|vieux|petits] (rats|rates|voleurs|voleur|escrocs|nazes|nuls|cons|connards|connasses|salauds|batards|menteurs|incapables|incompetents|feignants|faineants|flemmards|profiteurs|racistes|fachos|vautours|charognes|hyenes|pourris|ordures|merdes|clowns|guignols|branleurs|glandeurs|abrutis|debiles|idiots|imbeciles|hypocrites|porcs|chiens|parasites|bouffons|tocards|laches|salopes|putes|pd)
(t|tu|vous|es|etes|vs) [es|etes] [que|qu|vraiment|tous|toutes|tellement|trop|rien que] [des|un|une|de|trop] [gros|grosse|grosses|sale|sales|vrai|vraie|petit|petite] (con|conne|cons|connes|connard|connards|connasse|debile|debiles|abruti|abrutis|nul|nuls|nulle|nulles|naze|nazes|minable|minables|merde|merdes|idiot|idiote|idiots|imbecile|imbeciles|incapable|incapables|incompetent|incompetents|raciste|racistes|menteur|menteurs|voleur|voleurs|escroc|escrocs|pourri|pourris|salaud|salauds|batard|batards|bouffon|bouffons|porc|porcs|ordure|ordures|degueulasse|degueulasses|lamentable|lamentables|pathetique|pathetiques|ridicule|ridicules|honte)
(gros|grosse|sale|sales|pauvre|pauvres|vieux|vieille|petit|petite|grande) (con|conne|cons|naze|nazes|merde|debile|pute|putain|salope|tache|batard|porc|truie|vache|chien|chienne|raciste|fou|folle de merde|nul|nuls|type|clown|clowns|abruti|bouffon|rat|rats|raclure|ordure|crevard|enflure|pourriture|vermine)
(va|allez|vas|aller) [donc|tous|toutes|te|vous] [bien] (crever|crevez|creve|mourir en enfer|au diable|en enfer|chier|te faire|vous faire|te pendre|vous pendre|te faire voir|niquer|vous faire voir) [foutre|voir|mettre|enculer|f]
(je|j) (vous|t|te) (emmerde|chie dessus|pisse dessus|crache dessus|maudis|conchie|encule|hais|deteste|meprise)
(foutez|fous|fout) [moi|vous] (de ma gueule|de moi|de nous|du monde|de la gueule)
(fermez|ferme|fermer) (la|ta|vos|votre|vot) (gueule|bouche|mouille|claque merde|porte de votre bouche)
(nique|niquez|niker|nik) [ta|vos|sa|votre|bien] [mere|race|morts|daronne|sa mere]
(service|administration|conseiller|conseillere|boulot|organisme|rsa|caf|sms|messages) (de merde|pourri|a la con|de fou|de guignols)
`,
	string(Help): `
(besoin|cherche|faudrait|voudrais) [de|d] [quelqu un|une personne|qqn] [pour|qui] [me|m|peut m] (expliquer|explique|lire|traduire|remplir|accompagner|guider)
(sors|sort) (pas|plus) [tout|toute] [seul|seule]
[je|j] (y|m en|s en|en) (arrive|sors|sort|peux) (pas|plus) [du tout] [tout|toute] [seul|seule] [avec|a|pour]
[je|j] arrive (pas|plus) a (remplir|faire|comprendre|lire|m inscrire|me connecter|envoyer|declarer|acceder|trouver|utiliser|telecharger|scanner|imprimer)
(depasse|depassee|submerge|submergee|noye|noyee|perdu|perdue|paume|paumee|largue|larguee|bloque|bloquee|coince|coincee) (par|dans|avec|devant) [la|le|les|ce|cette|ces|mes|mon|tous|toutes|tout] (demarche|demarches|papier|papiers|paperasse|paperasses|dossier|dossiers|formulaire|formulaires|site|internet|administratif|administration|tout ca|ordinateur)
(quelqu un|qqn|une personne|vous|quiconque) (pourrait|peut|pourriez|pouvez|peux|pourra|pourai) [il|elle|on|t] (m|me|nous) (aider|aide|guider|accompagner|assister|depanner)
(besoin|demande|cherche|voudrais|veux|faudrait|faut) [d|de|une|un|l|qu on|que l on] [peu d] (aide|assistance|coup de main|coup de pouce|soutien|accompagnement|conseil|conseils|m aide|m explique|m accompagne)
(aidez|aide|aider|assistez|depannez|guidez) (moi|nous|svp|s il vous plait)
(a l aide|au secours|sos) [pour|avec|svp|mon|ma]
(sais|comprends|vois) (pas|plus) [du tout] [trop] (faire|comment faire|comment remplir|remplir|m en servir|me servir|utiliser|par ou commencer|quoi faire|vers qui me tourner|a qui demander|a qui m adresser) [la|le|les|un|une]
(comprends|comprend|pige|capte) (rien|pas|plus rien) (a|au|aux) (ce|cette|ces|formulaire|papier|papiers|dossier|document|courrier|demarches|demarche|internet|site)
(help me|need help|can you help|could you help|need assistance)
`,
	string(Thanks): `
(suis|sommes|serai) [tres|vraiment|fort] (reconnaissant|reconnaissante|reconnaissants)
(merci|mercis|remercie|remercier|remercions|remerciements|gratitude|reconnaissance|reconnaissant|reconnaissante) [beaucoup|infiniment|mille|de tout coeur|du fond du coeur|pour tout|a vous|d avance]
(c est|cest|vous etes|vraiment) [super|hyper|tellement|vraiment|tres|trop|bien|fort] (gentil|gentils|gentille|sympa|cool|aimable|aimables|adorable|adorables|top|genial) [de votre part|a vous|de m avoir]
(big up|bless|vous gerez|vous etes au top|chapeau|bravo)
`,
	string(Greeting): `
(bonne|bon|belle|excellente|tres bonne|agreable|joyeuse|joyeuses|joyeux|heureuse) (journee|soiree|matinee|apres midi|aprem|nuit|week end|weekend|semaine|fin de journee|fin de semaine|annee|annees|fete|fetes|noel|vacances|continuation|dimanche|samedi|ramadan|aid|paques|rentree) [a] [vous|toi|tous|toutes|et]
(bonjour|bonsoir|salut|hello|coucou|hey|yo|wesh|salam|slt|bjr|bsr|rebonjour|kikou|hola) [a] [vous|toi|tous|toutes|madame|monsieur|mme|la compagnie]
(meilleurs voeux|mes voeux|au revoir|a bientot|a plus|a la prochaine|bien a vous|bisous|cordialement)
(comment|vous|tu) (allez|va|vas) [vous|tu|bien]
`,
	guard: `
(c est|cest) mort
merci (de|d) [bien] [vouloir] (effacer|supprimer|detruire|retirer|enlever|cesser|ne plus|noter|changer|modifier)
(change|changera|changer) [mon|le|mes|quelque chose a] (rsa|droits|allocation|prime|calcul|dossier)
(prend|prends|prennent|prenez|pris) (pour|soin|le temps|rdv|contact|en charge|en stage|en compte|note|la tete|les|mon|ma|mes|du|des|un|une|de)
(va|vas|allez|vais) (te|vous|me) faire (opérer|soigner|vacciner|rembourser|couper|aider|parvenir|un|une|la|le|plaisir|signe|du|confiance)
(y a|ya|il y a) (pas|personne) (de|d) (bus|car|train|transport|transports|reseau|travail|boulot|souci|probleme|place|parking|wifi|internet|rdv|cours|medecin|dentiste|creche|garderie|magasin)
(change|changer|changement) (de|d) (rdv|date|heure|avis|jour|horaire|creneau|referent|conseiller|conseillere|vie|metier|voiture)
(malade|mort|decede|morte) (de|du) (rire|travail|inquietude|jalousie|stress)
(chien|chat|lapin|chienne|chatte|cheval|poisson|hamster|telephone|portable|batterie|voiture|ordinateur|ecran|frigo|chaudiere|moteur|forfait) * (est mort|est morte|est decede|a rendu l ame|nous a quittes)
(droit|congé|conge|pension|rente|pret|complement|reversion) (de|d|du) (deces|veuvage|reversion)
(suis|serai|reste) (mort|morte|morts) [de]
(effacer|supprimer|annuler|effacez|supprimez) (le|mon|ce|un) (rdv|rendez vous|message|sms)
(besoin|demande|cherche) (d|de) [une] (aide) (alimentaire|financiere|au logement|pour le permis|pour la garde|sociale)
(une|l|quelle|quelles|des|les) [est|sont] [l|les] (aide|aides) (pour|de|a|au) (le|la|les|l|mon|ma|mes|financer|payer)
(bonne|belle) (journee|soiree) [non|mais]
(suivi|formation|stage|cours|atelier) (fini|finie|termine|terminee)
(fini|finie|termine|terminee) (la|le|ma|mon|de) (formation|stage|atelier|demenagement|cours|chimio)
`,
}
