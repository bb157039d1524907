package understand

import "relais/parcours"

// impedimentFields are the words of each reason, field by field: whoever names one of
// them in an answer gives that reason. impedimentFrench holds the turns of phrase.
var impedimentFields = phrases{
	string(parcours.ImpedimentBereavement): `
(enterre|enterrons|enterrer|inhume|inhumer|incinere|incinerer|veille|veillons|accompagne) * <kin> * [mort|morte|derniere demeure]
(enterre|enterrons|enterrer|inhumer|incinerer) [mon|ma|mes|notre|un|une|le|la] <kin>
[mon|ma|mes|notre|un|une|le|la] <kin> [est|a ete|vient d|nous a|vient de nous] (mort|morte|decede|decedee|quitte|quittes|eteint|eteinte|inhume|inhumee|enterre|enterree|mourir|disparu|disparue)
<kin> * (est mort|est morte|est decede|est decedee|sont morts|sont decedes|est mourant|est mourante|nous a quittes|s'est eteint|s'est eteinte|vient de mourir|vient de partir|vient de nous quitter)
(mort|deces|perte|disparition) (de|d) [mon|ma|mes|notre|un|une|la|l] <kin>
(perdu|perdre) [mon|ma|mes|notre|un|une|nos|deux] [meilleur|meilleure|petit|petite|tout petit] <kin>
(cercueil|pompes funebres|salle funeraire|chambre funeraire|funerarium|crematorium|mise en biere|levee du corps|rapatriement [du|de] corps|cimetiere|faire part|messe de|defunt|defunte|condoleance|crémation|incineration|cremation|inhumation|sepulture|veillee funebre)
(enterrement|enterement|enterment|funeraille|obseque)
(passed away|has died|funerals|burying|lost my (father|mother|dad|mum|mom|brother|sister|husband|wife|son|daughter|grandmother|grandfather|uncle|aunt|friend))
`,
	string(parcours.ImpedimentJobInterview): `
agence [d|de] [l] interim * (test|tests|essai|recrutement|passer|evaluation)
(un|une|futur|nouveau|nouvelle) (patron|patronne|employeur|employeuse|gerant|gerante|directeur|directrice|entreprise|boite) * (me voir|me rencontrer|me recoit|me recevoir|me propose|m attend|me convoque)
(agence|adecco|manpower|randstad|synergie|proman|crit|actual|samsic|temporis|interim|cap emploi|geiq|entreprise|boite|societe|magasin|usine|ehpad|mairie|restaurant|association) * (me voir|me rencontrer|me recoit|me recevoir|me convoque|m a convoque|m appelle|me rappelle|me propose) [pour|un|une] [un|une|le|l] [poste|embauche|entretien|contrat|mission|rdv|essai]
(entretien|entretient|rdv|rendez vous|convocation|convoque|convoquee) [professionnel] (chez|avec|pour|dans|a|au|a la) * (poste|embauche|emploi|recruteur|recruteuse|drh|rh|employeur|entreprise|interim|leclerc|carrefour|lidl|intermarche|amazon|super u|auchan|mcdo|burger king|decathlon|ikea|adecco|manpower|randstad|synergie|proman|la poste|ehpad)
(embauche|recrutement|recruteur|recruteuse|recrutements|preselection|prequalification|job dating|jobdating|speed dating)
(drh|rh|ressources humaines) * (poste|voir|recoit|rdv|entretien)
(test|tests|epreuve|epreuves|journee|seance) (de|d) (recrutement|selection|embauche|preselection)
(rencontre|rencontrer|rencontrerai|voir|vois|recoit|recu|recue) [par] [un|une|le|la|mon|l|futur|future|des] (employeur|employeurs|patron|patronne|recruteur|recruteuse|gerant|directeur|directrice|responsable du recrutement)
(passe|passer|ai|aurai|avoir|eu) [un|mon|deux] (entretien|entretiens|essai)
(hiring|recruiter|job fair|job interview|trial shift)
`,
	string(parcours.ImpedimentChildcare): `
(mon|ma|mes|la|le|les|nos) [petit|petite|petits] <child> * (temperature|fievre|tousse|vomi|boutons|rdv|rendez vous|orthodontiste|dentiste|pediatre|orthophoniste|blesse|blessee|tombe|tombee|examen|bac|brevet|spectacle)
(ramene|ramener|depose|rend|rends|prend|confie|laisse) [les|mes|la|le|ma|mon] <child> <day>
(ex|pere|papa|mere|maman|nounou|nourrice|soeur|frere|mari|grands parents|ecole|creche|voisine|belle mere) [il|elle] (m|me|nous) (ramene|rend|depose|amene|confie|laisse|rapporte) [les|mes|la|le|ma|mon|nos] <child>
(<n>|deux|trois|quatre|cinq|six) <child> (en bas age|a charge|petits|a la maison|de moins|a garder)
(a|ai|j ai) * <child> (en bas age|de <n> mois|de deux mois|nouveau ne)
(mon|ma|mes|la|le|les|nos) [petit|petite|petits|dernier|derniere|grand|grande|deux|trois] <child> * (fievre|malade|malades|brulant|brulante|varicelle|gastro|otite|vomit|hurle|pleure|poux|hopital|hospitalise|hospitalisee|urgences|platre|pediatre|sort a|sortent a|creche|nounou|seul|seule|seuls)
(college|ecole|lycee|creche|directrice|directeur|maitresse|cpe|principal|proviseur) * (convoque|convoquee|appelle|appele|convocation|veut me voir) [pour] [mon|ma|mes|<child>]
(personne|aucune solution|pas de solution) (pour|avec) (les|mes|la|le|mon|ma) <child>
(mode|moyen|solution|systeme|probleme|souci|pb) de garde
(mon|ma|mes|la|le|les|nos|notre|l|aux|du|des) [petit|petite|petits|dernier|derniere|grand|grande|deux|trois] <child> (est|sont|a|ont|etait|reste|fait|font) [tres|encore|toujours|tout|toute] (malade|malades|fievre|fievreux|fievreuse|contagieux|puni|exclu|exclue|exclus|renvoye|renvoyee|seul|seule|gastro|la gastro|la varicelle|varicelle|une otite|la grippe|angine|poux|des poux|ses dents|blesse|blessee|hospitalise|hospitalisee|petit|petite|petits)
(le|la|les|mon|ma|mes|nos|deux|trois|quatre) [petit|petite|petits|dernier|derniere|grand|grande] <child> * (a la maison|sur les bras|dans les pattes|avec moi|en vacances|pas ecole|pas d ecole|pas classe|pas creche|exclu|exclue|renvoye|renvoyee)
(garde|garder|recuperer|recupere|chercher|amener|emmener|deposer|conduire|surveiller|occuper|baigner|nourrir) [de] [mon|ma|mes|le|la|les|nos|deux|trois|quatre|son|ses|leur|leurs] [petit|petite|petits|dernier|derniere] <child>
(ai|avec|garde|garder|m occupe de) (les|mes) (deux|trois|quatre|cinq|2|3|4|5) [a la maison|sur les bras|avec moi|a moi]
(personne|pas|plus|aucune|sans) * (garder|garde|recuperer|surveiller) [de] [le|la|les|mon|ma|mes|nos|l] <child>
<child> * (personne|pas) * (garder|surveiller|recuperer)
(nourrice|nounou|nunu|assmat|ass mat|assistante maternelle|tata garderie|baby sitter|babysitter|babysitteur|garderie|periscolaire|centre aere|centre de loisirs|halte garderie|micro creche|creche|crece|cantine des enfants|pas de cantine|plus de cantine|cantine fermee|colonie|pmi|pediatre|pedopsy|orthophoniste [de|du] [mon|ma] (fils|fille)|ime|itep|sessad|ulis|camsp)
(ecole|creche|college|maternelle|primaire|classe|lycee|garderie|periscolaire|cantine|maitre|maitresse|instit|prof|atsem|nounou|nourrice|assmat|ass mat|assistante maternelle) * (ferme|fermee|fermes|greve|absent|absente|remplace|remplacee|conge|conges|malade|annule|annulee|pont|desiste|desistee|lache|lachee|en arret|appele|appelee|travaux|en greve)
[la] greve (des|a l|de l|dans les) (ecole|ecoles|prof|profs|enseignants|enseignantes|instits|atsem|cantine|creche|creches|maternelle|education nationale)
pas (ecole|d ecole|decole|classe|de classe|creche|de creche|college|de college|de cantine|de garderie|de nounou|de nourrice|de centre aere)
(conge|conges) (parental|maternite|paternite)
(enfant|enfants|fils|fille|ado|petit|petite|ainé|aine|cadet|cadette) * (exclu|exclue|renvoye|renvoyee|exclusion|colle|viré|puni|punie) [de|du|deux|trois|2|3] [l|college|ecole|jours|lycee]
(mon|le|leur|son) ex [devait|doit|devais|garde|prend|prendre|a] * <child>
(vacances|conges) (scolaires|des enfants|des petits|de la toussaint|de noel|de fevrier|de paques|d ete)
(je suis|suis|etant|en tant que) (seul|seule|toute seule|tout seul) [a] (avec|pour|a gerer|a m occuper) * <child>
(babysitter|childminder|daycare|nursery|kindergarten|no childcare|school is closed)
(kid|kids|child|children|son|daughter|baby) * (sick|ill|fever|school|home|hospital|look after|alone)
`,
	string(parcours.ImpedimentHealth): `
(symptome|symptomes|cas contact|contamine|contaminee|quarantaine|isolement)
(sous|prends des) (cachets|somniferes|antidepresseurs|anxiolytiques|morphine|antalgiques|neuroleptiques|calmants)
(arrive|peux) (pas|plus) a me lever [du lit]
(dors|dormi) (plus|pas) [de la nuit|depuis]
(suis|me suis|j ai) [fait|encore] (tombe|tombee|blesse|blessee|brule|brulee|coupe|coupee|cogne|cognee|renverse|renversee|fracture|fracturee|vautre|casse la gueule) [de|du|dans|en|la|le|les|sur|par|hier|ce matin|au|une|mal]
(pique|piquee|mordu|mordue|griffe|griffee) par (une|un|le|la|mon|des) (guepe|abeille|frelon|tique|chien|chat|serpent|araignee|moustique|aoutat)
(visage|oeil|yeux|levre|joue|main|pied|jambe|bras|gorge) * (gonfle|gonflee|enfle|enflee|rouge|brule|infecte|infectee)
(broke|sprained|twisted|hurt) my (leg|arm|ankle|foot|back|wrist|hand|knee)
(platre|platree|attelle|points|agrafes|fils|broches|broche) * (retire|enleve|enlever|retirer|pose)
(medecin|docteur|cardiologue|chirurgien|toubib|psychiatre) * (interdit|deconseille|defend|veut pas que|demande de rester|repos)
(convalescence|repos force|repos complet|rechute|desintox|postcure|cure)
(au|aux|a l|des|les) (urgence|urgences|hosto|chu|chr|samu|clinique|hopital|hospital)
[mon|un|en|l|son] arret (maladie|de travail|court|jusqu|prolonge|prolongation|de|est|va|se termine|d)
(prolonge|prolongation|prolonger|prescrit|mis|mise|arrete|arretee) * (arret|medecin|docteur)
(opere|operee|operer|operation|intervention|chirurgie|anesthesie|ambulatoire|post operatoire|convalescence) [de|du|des|le|la|au|mardi]
(genou|genoux|dos|epaule|epaules|cheville|chevilles|jambe|jambes|bras|pied|pieds|hanche|hanches|poignet|coude|cervicales|cou|nuque|lombaires|cotes|rein|reins|tendon|menisque|ligament|ligaments|machoire|oreille|oreilles|oeil|yeux|gorge|ventre|estomac|tete|dent|dents|poumon|poumons) * (bloque|bloquee|bloques|casse|cassee|coince|coincee|foule|foulee|fele|felee|fracture|tordu|opere|operee|infecte|infectee|enfle|gonfle|douleur|mal|platre|points|souffrir|dechire|arrache|inflammation)
(bloque|bloquee|casse|cassee|coince|foule|foulee|tordu|tordue|fele|felee|fracture|fracturee|brule|brulee|coupe|coupee|dechire|dechiree|demis|demise|opere|operee|ouvert|ouverte) [de|du|des] (le|la|les|un|une|mon|ma|mes|du|de la|des|au|a la) (genou|dos|epaule|cheville|jambe|bras|pied|hanche|poignet|coude|cou|nuque|doigt|doigts|main|orteil|tibia|femur|cote|cotes|clavicule|nez|machoire|oreille|oeil|menisque|ligaments|tendon|dents de sagesse|dent)
(maladie|maladies|malade|malades|souffrant|souffrante|fievre|fievreux|grippe|grippee|covid|corona|gastro|angine|rhume|enrhume|enrhumee|bronchite|pneumonie|otite|sinusite|laryngite|rhino|toux|virus|infection|abces|cystite|zona|varicelle|eczema|psoriasis|allergie|asthme|crise d asthme|migraine|migraines|vertige|vertiges|nausees|vomissements|vomi|vomis|vomir|diarrhee|colique|constipation|hemorroides|ulcere|hernie|lumbago|lombalgie|sciatique|tendinite|entorse|fracture|luxation|arthrose|arthrite|rhumatismes|fibromyalgie|endometriose|epilepsie|diabete|cholesterol|hypertension|insuline|cancer|tumeur|leucemie|metastases|chimio|rayons|radiotherapie|dialyse|greffe|transfusion|perfusion|cirrhose|hepatite|vih|sida|tuberculose|sclerose|parkinson|depression|depressif|depressive|burn out|burnout|bipolaire|schizophrenie|anorexie|boulimie|addiction|alcoolisme|desintox|sevrage|postcure|csapa|cmp|cure)
(rdv|rendez vous|consultation|consult|visite|controle|examen|bilan|suivi|seance|seances|analyse|analyses|chez|passer|passe|ai|j ai|voir|vois|vu) [de|d|chez|avec|le|la|l|mon|ma|un|une|du|au|pour|deux] (medecin|generaliste|specialiste|chirurgien|dentiste|orthodontiste|kine|kinesitherapeute|osteo|osteopathe|podologue|ophtalmo|ophtalmologue|opticien|orl|cardiologue|cardio|dermato|dermatologue|gyneco|gynecologue|sage femme|endocrino|endocrinologue|diabetologue|pneumologue|pneumo|neurologue|neuro|rhumato|rhumatologue|urologue|gastro enterologue|oncologue|psychiatre|psychologue|psy|addictologue|allergologue|anesthesiste|radiologue|infirmier|infirmiere|radio|irm|scanner|echo|echographie|mammographie|doppler|coloscopie|endoscopie|fibroscopie|biopsie|electrocardiogramme|electro|prise de sang|vaccin|vaccination|labo|laboratoire|orthophoniste|rhumatologue|hopital|clinique|medical|medicale|sante)
(prise de sang|prise sang|analyses de sang|bilan sanguin|irm|scanner|radio du|coloscopie|biopsie|fibroscopie|mammographie|echographie|echo de|colposcopie|arthroscopie|infiltration|ponction|depistage|vaccin|bequilles|bequille|attelle|platre|minerve|fauteuil roulant|corset|pansement|pansements|points de suture)
(enceinte|grossesse|accouche|accoucher|accouchement|contractions|fausse couche|ivg|ecographie|terme de ma grossesse|maternite|allaitement difficile)
(alite|alitee|hospitalise|hospitalisee|hospitalisation|patraque|mal en point|au plus mal|souffre|souffrir|contagieux|contagieuse|aphone|extinction de voix|voix cassee|insomnie|insomnies|epuise|epuisee|epuisement)
[pas|plus|tres|trop] (en etat|en etat de|en forme|bien du tout|la forme|d attaque|fichu de)
(probleme|problemes|souci|soucis|pb|pbs|ennui|ennuis|raison|raisons|motif|pepin|pepins) (de|d) (sante|dos|coeur|tension|peau|dents|estomac|genou|thyroide)
(motif|motifs|raison|raisons|probleme|problemes|souci|soucis) (medical|medicale|medicaux|medicales)
(sick|flu|fever|doctor|dentist|hospital|surgery|injured|migraine|pregnant|clinic|appointment with the doctor|food poisoning)
`,
	string(parcours.ImpedimentTraining): `
(ai|j ai|avoir) (conduite|code|classe|fac|lecon|examen|oral|ecrit|partiel|ecole) (a|<day>|ce jour|toute|le)
(formation|stage|alternance|apprentissage|immersion|pmsmp|poei|afpr|afpa|greta|cfa|cnam|clps|ecole de la deuxieme chance|e2c|epide|mfr|lycee pro|universite|fac|iut|bts|licence|master|daeu|vae|cpf)
(examen|exam|exams|exa|concours|partiel|partiels|soutenance|jury|epreuve|epreuves|rattrapage|rattrapages|certification|habilitation|titre pro|titre professionnel|diplome|brevet|bac|cap|bep|delf|dalf|tcf|tef|toeic|caces|sst|haccp|bafa|bafd|dea|deas|deaes|ssiap|fimo|fcos)
(examen|passage|passe|passer|repasse|repasser|lecon|lecons|heure|heures|cours|seance) (de|du|le|mon|l) (code|permis|conduite|examen|creneau|caces|cap|diplome|titre)
(cours|lecon|lecons|classe) (de|d|du|en|a|au|le|ce|toute|tous|mardi|lundi|jeudi|vendredi|mercredi) (francais|fle|alpha|alphabetisation|anglais|informatique|code|conduite|maths|jour|matin|aprem|mardi|lundi|jeudi|vendredi|mercredi|journee|les|l asso|la fac|soir)
(atelier|ateliers) (de|d|du|avec|a) (formation|francais|cv|informatique|pole emploi|france travail|remobilisation|linguistique)
[j] (ai|avoir|aurai) (cours|classe|formation|stage|exam|examen|partiel)
cours (<day>|ce jour|toute|tous)
(alphabetisation|auto ecole|autoecole|code de la route)
(my course|my class|my training|my exam|language class)
`,
	string(parcours.ImpedimentTransport): `
(voiture|auto|automobile|scooter|moto|bagnole|caisse|velo|mobylette|camionnette|vehicule|camion|trottinette|caravane) [elle|il|ca|ne|n|est] [veut|voulait|peut] (marche|marcher|demarre|demarrer|roule|rouler|fonctionne|fonctionner|avance|part|partir|tient|redemarre) [vraiment|du tout] (plus|pas|mal)
(voiture|auto|scooter|moto|bagnole|caisse|velo|mobylette|camionnette|vehicule) [elle|il|ne|est|ne] (veut|peut|voulait) (plus|pas) (demarrer|partir|rouler|avancer|rien savoir)
(plus|pas|sans|retrait) [de|du|mon|le] permis
(pas|plus|aucun|jamais) [de|d|un] (car|cars|bus|train|trains|tram|autocar|navette|taxi) * (chez|bled|campagne|village|coin|commune|ici|avant|apres|matin|aprem|<day>|vacances|dimanche)
(dans|avec) le (car|bus|train|tram|ter|metro) * (bloque|arrete|coince|immobilise|en panne|retard)
(retire|suspendu|confisque|enleve|perdu|annule|vole) [le|mon|son] permis
(besoin|prend|prendra|prends|garde|utilise) [de] [la|ma|notre|sa|l] (voiture|automobile|auto|vehicule|caisse|bagnole)
(manque|rare|rares|peu de|un) * (bus|car|cars|train|trains) (sur deux|par jour|le matin|le soir)
(pas|plus) (vehicule|vehiculee|motorise|motorisee|desservi)
(besoin|prend|prendra|prends|utilise|garde|a|emprunte) [de] [la|ma|notre|sa] (voiture|caisse|bagnole|scooter|vehicule) <day>
(desservi|desservie|desserte|dessert) * [bus|transport|car|pas|aucun]
(fourriere|enleve la voiture|enlever la voiture)
(voiture|auto|vehicule|caisse|bagnole|tuture|camionnette|fourgon|utilitaire|scooter|scoot|moto|mob|mobylette|velo|trottinette|bus|car|cars|train|ter|tgv|tram|metro|navette|ferry|bac|pneu|pneus|roue|batterie|moteur|embrayage|freins|boite de vitesse|alternateur|demarreur|joint de culasse|courroie|pare brise) * (panne|garage|casse|cassee|vole|volee|hs|mort|morte|crevé|creve|crevee|creves|a plat|rend l ame|rendu l ame|lache|lachee|lacher|claque|claquee|foutu|foutue|reparation|fourriere|vendu|vendue|accidente|accidentee|demarre pas|demarre plus|roule plus|supprime|supprimee|supprimes|annule|annules|greve|deraille|rade|controle technique|pas reparee)
(transport|transports|navette|navettes|cars|bus|trains|lignes|ligne|liaison|liaisons|correspondance) * (suspendu|suspendus|suspendue|suspendues|arrete|arretes|annule|annules|interrompu|interrompus|interrompues|perturbe|perturbes|perturbees|reduit|reduits|bloque|bloques|limites|inexistant)
(panne|pannes) [de|d] [voiture|mob|moto|scoot|scooter|essence|bus|train|batterie|moteur|caisse|vehicule|reveil]
(rate|loupe|manque|rater|louper) [le|mon|ma|la|l|notre] [seul|dernier] (bus|car|train|ter|tram|metro|correspondance|covoiturage|covoit|navette|tgv|co voit)
(greve|greves) (de|des|du|a|sncf|ter|star|tisur|illenoo|breizhgo|bus|tram|ratp|transport|transports|trains|cheminots|aujourd hui)
(covoiturage|covoit|covoitureur|covoitureuse|blablacar|co voiturage|chauffeur|taxi|conducteur) * (lache|annule|annulee|desiste|plante|cher|pas|plus|malade)
(personne|quelqu un|qqun) [n a|a] * (m emmener|m amener|me conduire|me deposer|me vehiculer|me ramener|m accompagner|emmener|amener|deposer|conduire)
(plus|pas|aucun|aucune|sans|ni) [de|d|le|la|mon|ma|un|une] (voiture|caisse|bagnole|vehicule|bus|car|train|ter|permis|essence|carburant|gasoil|gazole|diesel|scooter|velo|moto|mob|taxi|transport|transports|locomotion|deplacement|covoiturage|ticket|tickets|navette|vehicule)
(moyen|moyens|probleme|problemes|souci|soucis|galere|pb) (de|d|pour) (transport|transports|locomotion|deplacement|voiture|vehicule|bus|train|mobilite|venir|me deplacer|permis|route)
(retrait|suspension|annulation|invalidation|perte) (de|du) [mon] permis
(permis) (suspendu|retire|annule|invalide|confisque|perdu)
(route|routes|pont|voie|rocade|chemin|rue) * (coupe|coupee|coupees|barre|barree|barrees|bloque|bloquee|bloquees|inonde|inondee|inondees|fermee|fermees|impraticable|impraticables|verglacee|verglacees|enneigee)
(verglas|neige|inondations|crue|tempete|tracteurs|barrage|barrages|manifestation|blocage) * (route|routes|bus|train|venir|rouler|passe|circulation|bloque|bloquee|transports|cars)
(a|de) (pied|pieds) (c est|trop|loin|20|10|15|30|km)
(<n>|20|25|30|40|50) (km|kilometres|bornes) (sans|d ici|c est)
(sans permis|pas le permis|plus le permis|pas de permis|plus de permis)
(trop loin|c est loin|habite loin|hyper loin|super loin)
(car broke|no ride|missed the bus|missed my train|bus strike|train cancelled|flat tire|flat tyre|no car|no bus)
`,
	string(parcours.ImpedimentWork): `
(decharge|decharger|charge|livre|livrer|monte|taille|plante|seme|ramasse|trie|emballe|range) [les|le|la|des|du] * <day>
(tiens|tenir|monte|installe) [un|mon|le] (stand|etal|marche|buvette|caisse|bar|boutique|magasin)
(travaille|bosse) (en|dans|au|a|chez) * (planning|horaires|equipe|service|garde|poste|<day>)
(dois|doit|devoir|vais|va|faut que j|faut que je|oblige de|obligee de) [aller] (bosser|travailler|taffer|trimer|livrer|remplacer|conduire le camion)
(plein|gros) (rush|service|boulot|travail)
coup de feu
(quitter|laisser) (le|mon|la) (poste|caisse|service|chantier|ferme|boutique|magasin)
(intermittent|intermittente|saisonnier|saisonniere|vacataire|pigiste|interimaire|artisan) * (<day>|ce jour|concert|spectacle|marche|tournee)
(marche|brocante|foire|vide grenier|stand) * (vends|vendre|tiens|tenir|deballer)
(au|aux|dans les|dans le|des|les|a la|pour les|aux) (champ|champs|patates|pommes de terre|betteraves|foin|foins|moisson|moissons|traite|vignes|vendanges|serres|huitres|ensilage|recolte|recoltes|cueillette|semis|poulailler|abattoir|marais|criee) [jusqu|<day>|ce jour|toute|pour|cette]
(mission|missions|interim|interime|vacation|vacations|extra|extras|remplacement|remplacements|saison|vendange|vendanges|cueillette|recolte|chantier|chantiers|livraison|livraisons|tournee|menage chez|menages|astreinte|permanence|inventaire|mise en rayon|plonge)
(je suis|suis|serai|est) [de|en] (garde|service|poste|permanence|equipe|quart|nuit|matin|journee|astreinte|ouverture|fermeture|mission|deplacement pro|tournee) [mardi|ce jour|a|au|la|le]
(fais|fait|ferai|faire|assure|assurer) (l'ouverture|la fermeture|le service|le menage|les menages|des heures|une mission|des extras|un remplacement|les marches|le marche|les livraisons|la plonge|des extra|la nuit) 
(remplacement|remplace|remplacer|remplacante|remplacant) (a|au|dans|d|de|une|un|mon|ma|chez|collegue)
(patron|patronne|chef|cheffe|boss|employeur|employeuse|manager|responsable|direction|superieur|gerant) * (veut|veux|ve|refuse|dit non|libere|liberer|laisse|interdit|accepte|donne|besoin|appele|appelee|change|plannings|planning|oblige)
je (commence|commencerai|embauche|debauche|finis|termine|reprends|prends) [le travail|mon poste|mon service|le boulot|a travailler] (a|a partir de|vers|tot|tard) [<hour>|<n>|6h|5h|7h|21h|22h]
je (bosse|bosserai|travaille|travaillerai|taffe|turbine|trime|taff|boss)
(bosse|bosserai|travaillerai|taffe|turbine|trime|taff|boss) (de|la|le|ce|toute|tous|tout|a|au|chez|en|pour|jusqu|lundi|mardi|mercredi|jeudi|vendredi|demain|dans|avec)
(au|a mon|par mon) (boulot|taf|travail|job|poste|bureau)
(au|du|le|en|a l) (boulot|travail|job|poste|bureau|chantier|magasin|resto|restaurant|usine|entrepot|atelier|service|cuisine|salle|caisse|marche) (<day>|ce jour|toute|jusqu)
(planning|horaires|emploi du temps|roulement) * (change|changes|modifie|boulot|travail|bosse|travaille)
(heure|heures) (sup|supplementaires|de menage|chez une dame|chez un particulier|chez des particuliers|au black)
(routier|livreur|serveur|serveuse|caissier|caissiere|aide soignante|aide a domicile|femme de menage|macon|ouvrier|cuisinier|cuisiniere|vendeur|vendeuse|agent d entretien|veilleur) * (mardi|ce jour|toute la journee|jusqu|semaine|espagne|deplacement)
(working|at work|my shift|a shift|have shifts|have work|my boss|on shift|night shift|day shift|called in to work|overtime)
`,
	string(parcours.ImpedimentAdministrative): `
(tribunal|juge|avocat|avocate|audience|mediation|jaf|jugement) * garde (de|des|alternee|d) [mes|mon|ma|la|les] [<child>]
(bracelet|controle judiciaire|assigne|assignee|semi liberte|permission) * (sortir|sortie|horaires|pointer|droit)
(controle|controleur|controleuse|agent) * (caf|impots|urssaf|cpam)
(prefecture|pref|sous prefecture|mairie|consulat|ambassade|ofii|ofpra|cnda|tribunal|audience|audiences|jugement|avocat|avocate|notaire|huissier|greffe|prud hommes|prudhommes|gendarmerie|commissariat|police|pjj|spip|probation|mediateur|mediation|procureur|juge des|juge aux|juge d|conciliateur|assises|barreau|tresor public|banque de france|surendettement|naturalisation|passeport|visa|recepisse|titre de sejour|carte de sejour|titre sejour|carte sejour|carte d identite|carte identite|papiers d identite|etat civil|divorce|tutelle|curatelle|tuteur|curateur|pension alimentaire|garde a vue|bracelet|parloir|controle judiciaire|pointer au|deposition|plainte a deposer)
(rdv|rendez vous|convoque|convoquee|convocation|attendu|attendue) [deja|aussi|pris] (a|au|aux|chez|avec|par|de|d|pour) [la|le|l|les|mon|ma|un|une] (caf|cpam|secu|prefecture|mairie|banque|banquier|banquiere|conseiller bancaire|impots|tresor|tribunal|juge|police|gendarmerie|commissariat|consulat|ambassade|avocat|avocate|notaire|huissier|assistante sociale|as|assistant social|ccas|mdph|carsat|msa|ofii|ofpra|spip|papiers|carte|titre|passeport|poste|mission locale|pole emploi|france travail)
(demarche|demarches|papier|papiers|formalites|dossier) (administrative|administratives|a faire|a refaire|a la prefecture|a la mairie|urgent|urgents)
(court hearing|immigration office|residence permit|town hall|consulate|embassy|lawyer)
`,
	string(parcours.ImpedimentHousing): `
(maison|appart|appartement|logement|cuisine|immeuble|garage) * (brule|cramee|incendie|feu|inonde|inondee|detruit|effondre|cambriole|cambriolee)
(demenagement|emmenagement|travaux|desamiantage) [en] cours
(toit|toiture|plafond|mur|volet|volets|cheminee|fenetre|porte|porte d entree|serrure|ballon d eau chaude|arbre) * (envole|casse|cassee|effondre|effondree|fuit|arrache|arrachee|emporte|bloquee|tombe sur|tempete)
(desinsectisation|deratisation|punaises de lit|cafards|nuisibles|exterminateur)
(rends|rendre|quitte|quitter|libere|liberer) [les|le|mon|ma|notre] (logement|appart|appartement|maison|studio|chambre|foyer)
(demenage|demenager|demenagement|emmenage|emmenager|emmenagement|demenageur|demenageurs|carton|cartons|camion de demenagement)
(etat des lieux|remise des cles|remise des clefs|rendre les cles|rends les cles|rend les cles|rends les clefs|recupere les cles|signature du bail|signer le bail|signe le bail|signe mon bail|visite d appart|visite un appart|visite d un logement|visite logement|visiter un logement|visite un logement|visite d un appartement)
(plombier|electricien|chauffagiste|serrurier|couvreur|artisan|ramoneur|technicien|enedis|edf|engie|grdf|veolia|bailleur|proprio|proprietaire|expert|assureur|assurance|oph|hlm|neotoa|archipel|espacil|syndic|ouvriers|facteur|livreur|exterminateur|desinsectisation|fibre) * (passe|passent|vient|viennent|chez moi|a la maison|attends|attendre|rdv|chaudiere|fuite|coupure|degat|sinistre|appart|logement)
(fuite|fuites|inondation|inonde|inondee|degat des eaux|degats des eaux|incendie|sinistre|chaudiere|plafond|toiture|toit|moisissure|canalisation|canalisations|chauffage|chauffe eau|cumulus|compteur|punaises|cafards|coupure|disjoncte|electricite coupee|court circuit|degat) * (chez moi|maison|appart|appartement|logement|plafond|cassee|casse|panne|effondre|effondree|eau|electricite|coupe|coupee|expert|lit|attends|hlm)
(expulsion|expulse|expulsee|expulses|saisie|huissier|bail|preavis|fin de bail|conge locatif|vider l appart|vider mon appart|vider la maison|vider le logement|relogement|reloge|relogee|hebergement) [mardi|demain|vient|chez moi|du logement|de l appart]
(huissier|huissiers) * (vient|passe|chez|appart|logement|expulse|expulser|saisir)
(pas|plus) (d eau|d electricite|de chauffage|de courant|d eau chaude) [chez moi]
(moving out|moving house|plumber|landlord|flooded|eviction)
`,
	string(parcours.ImpedimentFear): `
(supporte|endure) (pas|plus) * (monde|gens|foule|bruit|fermes|endroits|salles|bureaux|regard)
[pas|plus] [capable|la force|le courage|l energie] (d|de) (affronter|sortir|voir du monde|faire face|parler a|me montrer)
(peur|peure|peurs|trouille|frousse|petoche|boule au ventre|crainte|craintes|honte|angoisse|angoisses|angoissant|angoissee|anxiete|anxieux|anxieuse|phobie|phobies|phobique|agoraphobe|panique|stress|stresse|stressee|stressant|traumatise|traumatisee|traumatisme|terrorise|terrorisent|terrorisee|terrifie|terrifient|terrifiee|effraie|effraient|paralyse par la peur|flippe|flippent|flippant|intimide|intimident|intimidee|mal a l aise|jugement des autres|ose pas|oser) [de|d|du|des|qu|que|a|pas]
(peux|arrive|arrivais|supporte|supportes) (pas|plus) [a] (affronter|sortir|prendre le bus|voir du monde|la foule|le monde|les gens|parler aux gens|sortir seul|sortir seule|mettre un pied dehors)
(humilie|humiliee|rabaisse|rabaissee|maltraite|maltraitee|mal recu|mal recue|mal parle|crie dessus|engueule) * (derniere fois|confiance|revenir|peur|accueil|retourner|agent|conseiller|conseillere)
(plus|pas) [du tout] confiance
(scared|afraid|anxious|anxiety|panic|panic attack|ashamed|terrified)
`,
	string(parcours.ImpedimentOther): `
(famille|parents|beaux parents|cousins|amis|belle famille|invites|belle mere) * (debarque|debarquent|arrive|arrivent|viennent|vient|visite|rendent visite)
(chien|chat|chienne|chatte|animal|cheval|poney|lapin|animaux) * (veto|veterinaire|malade|opere|operee|clinique|mort|morte|mettre bas)
(veto|veterinaire)
(mariage|bapteme|communion|circoncision|anniversaire|fete|fetes|noces|ramadan|eid|kippour|paques|noel|pelerinage|omra|hajj|ceremonie|fiancailles|cousinade|kermesse|concert|festival)
(c'est|pour|fete de|jour de|feter) l aid
(vacances|voyage|deplacement|week end|weekend|conges|camping|a l etranger|a letranger|au bled|au pays|en famille|chez mes parents|chez ma soeur|chez mon frere|chez ma mere|chez mon pere|chez des amis|chez de la famille|chez ma famille|dans le sud|a paris|en bretagne|en algerie|au maroc|en tunisie|en turquie|au senegal|au mali|au portugal|en espagne|en roumanie|en ukraine|en italie|en belgique|en allemagne)
(suis|serai|sommes|pars|part|rentre|reviens|reste) [pas|plus|encore|actuellement] (en|au|a|dans|de|chez|hors) * (vacances|voyage|region|departement|bretagne|france|pays|bled|famille|sud|paris|etranger|parents|secteur)
(imprevu|imprevus|contretemps|contre temps|empechement|empechements|empechee|urgence familiale|affaire de famille|obligation|obligations|engagement|priorite|priorites|autre chose de prevu|deja pris|deja prise|truc de prevu)
(pb|pbs|probleme|problemes|souci|soucis|ennui|ennuis|raison|raisons|motif|motifs|affaire|affaires|histoire|histoires) (perso|persos|personnel|personnels|personnelle|personnelles|prive|prives|privee|familial|familiale|familiaux|familiales|de famille|de couple|intime)
`,
	guard: `
(selon|suivant|en fonction de|en fonction d|a voir avec|depend de|depend d) [mes|mon|ma|les|le|la] *
(dans|l|dans l) obligation (de|d)
(souci|soucis|probleme) (de|du) (reseau|telephone)
(arret|arrets) (de|du) (bus|car|tram|metro)
(assurance|securite) (maladie|sociale)
(plus|pas) [du tout] (malade|malades|enceinte|fievre|peur|stresse|stressee|angoisse|souffrant|souffrante|en panne|en arret|en greve|de fievre|d angoisse)
(gueri|guerie|guerri|remis|remise|retabli|retablie) [de|d] [ma|mon|la|l]
(voiture|scooter|moto|velo|vehicule|mob|caisse) [est|a ete] (repare|reparee|revenu|revenue|prete|retrouve|retrouvee)
(mission|missions) (locale|locales)
(avec plaisir|bon courage|bonne sante|sante mentale france)
(trouve|trouver|ai|avons|j ai) [une|un|la|ma|mon] (nounou|nourrice|solution de garde|baby sitter|garde|chauffeur|covoiturage|covoit) [pour|c est bon|donc]
(demande|pose|prevenu|previens|averti|arrange|organise|negocie|vu|echange|libere) [tout|avec|de|d|mon|ma|le|la|l|un|une|des|mes] * (chef|cheffe|patron|patronne|employeur|boss|matinee|journee|conge|conges|rtt|nounou|nourrice|garde|collegue|ecole|creche|formateur|formatrice)
(pu|reussi a|arrive a) (m arranger|m organiser|me liberer|trouver une solution|faire garder) *
(garde|gardent|gardera|garder) [bien] [le|la|les|mes|mon|ma] <child> (donc|c est bon|je peux|pour que|comme ca|pendant)
(mari|femme|mere|soeur|pere|frere|ami|amie|copine|copain|voisine|ex|conjoint|nounou|maman|papa) [va|peut|peux|me|vas] (garde|garder|gardera|prend|prendra|prendre|recupere|recuperera|emmene|emmenera|depose|deposera|conduit|conduira|s occupe|s occupera) * (<child>|moi|me|m)
`,
}
