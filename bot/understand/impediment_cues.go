package understand

import "relais/parcours"

var impedimentCues = newLexicon(impedimentFields, impedimentFrench, impedimentAbroad)

// impedimentFrench are the reasons as they are given in French and in English.
var impedimentFrench = phrases{
	string(parcours.ImpedimentBereavement): `
mort de (mon|ma|mes|notre)
s'est (tué|éteint|éteinte|suicidé)
(maman|papa|mere|pere|mamie|papi|frere|soeur|mari|femme) est (parti|partie)
(enterrement|obsèques|obseques|funérailles|funerailles|deuil|condoleances|crémation|inhumation)
(décès|deces) [de|d|dans]
(mon|ma|mes|notre|un|une|son) (père|mère|frère|soeur|mari|femme|conjoint|oncle|tante|grand mere|grand pere|mamie|papi|papa|maman|cousin|cousine|fils|fille|ami|amie|beau pere|belle mere) * (décédé|décédée|mort|morte|parti|nous a quitté)
(est|viens d etre|vient d etre) (décédé|décédée)
(viens|vient|ai|avons|on a|vais) [de] (perdre|perdu|enterrer) (mon|ma|mes|notre|un|une) 
(on|nous|j|je) enterre * (père|mère|frère|soeur|mari|femme|oncle|tante|fils|fille|ami|amie|mamie|papi|cousin|grand)
(est|vient de|viens de) (mourir|deceder)
perdu (mon|ma|mes) (père|mère|frère|soeur|mari|femme|oncle|tante|papa|maman|cousin|fils|fille|ami|amie|grand mere|grand pere|mamie)
s'est suicide
(funeral|burial|passed away)
(my) (father|mother|brother|sister|husband|wife|uncle|aunt|grandmother) * died
`,
	string(parcours.ImpedimentJobInterview): `
agence [d] [interim] * (convoque|rdv|entretien|inscription)
(calé|décroché|proposé|obtenu|donné|fixé|eu|decroche) un [entretien|rdv] (entretien|d embauche)
(randstad|manpower|adecco|synergie|proman|crit) * (entretien|rdv|essai)
rdv pour [du|un|le] (travail|boulot|emploi|poste|job)
(avais|avait|eu|aurai|passe|passais) un (entretien|essai|test) [chez|avec|pour|d embauche]
(vois|rencontre|voir|rencontrer|avoir|ai) [un|le|mon|l] [futur|nouveau] (employeur|patron|recruteur)
(patron|patronne|employeur|directeur|directrice|boite|recruteur) * (recoit|rencontre|convoque|voit|rencontrer|recevoir)
(rdv|rendez vous) [a|avec|chez|dans] [l|la|une|mon|ma|un] (agence|boite|employeur) [d|de] [interim|travail]
(job dating|speed dating|forum emploi|forum de l emploi|salon de l'emploi|forum de recrutement|recruteur|recruteuse|recrutement|embauche)
(un|mon|en|fais un|jour d) essai [chez|dans|au|a]
essai (chez|dans|au|a la|en)
(test|tests) (d'embauche|pour un travail|pour un emploi|de recrutement|de selection)
entretien (chez|avec un employeur|avec une boite|au|a la) 
rencontre un (recruteur|employeur|patron)
entretien (d|pour un|de|pour une|d une) (embauche|travail|emploi|recrutement|poste|mission|interim|boulot|job)
(j'ai|jai) (un|deja un) (entretien|essai|rdv pour un travail|rdv d'embauche|test d embauche)
rdv (pour|avec) [un|une|mon|de] (travail|emploi|employeur|embauche|recruteur|agence interim|patron)
(journée|periode|jour) d'essai
(un essai|je fais un essai)
(job|work|travail) interview
an interview
`,
	string(parcours.ImpedimentChildcare): `
(la petite|le petit|bebe|les petits) * (dort|sieste|dorment)
(enfant|enfants|fils|fille|filles) (finissent|finit|sortent|sort|rentrent|rentre|mangent) (a|vers|de|tot|midi)
(nourrice|nounou|creche|garderie|atsem|halte garderie)
(amener|emmener|conduire|accompagner) (mon|ma|mes|les|la|le) * (pediatre|medecin|docteur|pmi|orthophoniste|dentiste)
(ai|avec|garde|garder|recois) (mes|les|nos|mon|ma) [petits|petit] (enfants|enfant|fils|filles|neveux)
(ainé|ainee|cadet|cadette|benjamin) * (garder|ecole|college|lycee|malade|renvoye)
(enfant|fils|fille) * handicap
(bebe|fils|fille|petit|petite) * (dents|pleure|pleurs|coliques|dort pas|nuits)
(sortie|sorties|voyage) scolaire[s]
(enfant|enfants|fils|fille|bebe|petit|petite|petits) * (hospitalisé|hospitalisée|aux urgences|opérée|fievre|plâtre|cassé|contagieux|points)
(reste|rester|dois rester) (avec|aupres de|a cote de) (lui|elle|eux) * [enfant|hopital]
(enfant|bebe|fils|fille|petit|petite) * (trop petit|trop petite|trop jeune|tout petit|pour le laisser|pour la laisser|tout seul|toute seule)
(laisser|laisse) (seul|seule|seuls|le petit|la petite|tout seul)
(ai|j'ai) pas [de] garde
pas de garde (pour|d'enfant|d'enfants|des|<day>)
(enfants|fils|fille|bebe|petit|petite) * (ecole|creche|maison|vacances|sortent|sort|recuperer|chercher|garder|surveiller|garderie|college|maternelle)
(ecole|creche|maternelle|nourrice|nounou|garderie|maitresse|instit|atsem) * (fermé|fermée|greve|absente|absent|malade|lache|annule|appelle|appelé)
(conseil d'ecole|reunion d'ecole|kermesse|reunion parents|rendez vous a l'ecole|convoqué par l'ecole|convoquee a l'ecole)
(ecole|college) de (mon|ma|mes) (fils|fille|enfants)
(maman|papa|mere|parent) (isole|isolee|celibataire|seule|seul)
(accompagne|accompagner|emmene|amene|depose|conduis|conduire) (mon|ma|mes|les|la|le) (fils|fille|enfant|enfants|petit|petite|bebe)
(laisser|garder|garde|m occuper de|m'occupe de|surveiller|recuperer|chercher|deposer|emmener|amener|recupere) (mon|ma|mes|la|le|les|l) (fils|fille|enfant|enfants|petit|petite|petits|bébé|bebe|puce|jumeaux|gamin|gamine|petites|garcon|neveu|niece|petit fils|petite fille)
(personne|quelqu un|qqun|pas de solution) (pour|qui peux) [me] [garder|la garde]
rien pour (garder|la garde)
(mode|moyen|solution) de garde
(je|j) (les|la|le) garde [seul|seule|mardi|tous les jours]
(maman|papa|mere) (solo|seule|celibataire|isolee)
seul[e] avec * (enfants|bebe|fils|fille|petits)
(vacances|conges|greve) * (garde|enfants|ecole|creche)
(enfants|fils|fille|bebe) * vacances
(garde|probleme de garde|souci de garde) (d|des|de) (enfant|enfants|petits)
(j'ai|avec|jai) (la petite|le petit|les petits|ma petite|mon petit|les enfants|mes enfants|mon bebe|bebe|mon fils|ma fille|les filles|les garcons|mes filles|mes fils)
(mon|ma|mes|la|le|les|l) (fils|fille|enfant|enfants|petit|petite|petits|bébé|bebe|puce|garcon|filles) * (malade|fièvre|fievre|hôpital|hopital|gastro|varicelle|grippe|rougeole|pas ecole|pas d ecole|pas creche|médecin|pediatre|operation|opere|otite|tousse)
(nounou|baby sitter|babysitter|assistante maternelle|pediatre|varicelle)
(la|ma) (creche|nourrice)
(crèche|creche|école|ecole) (fermé|fermée|ferme|en greve|est ferme)
(sortie|vacances) (d|de l|des) ecole
(vacances scolaires|sortie d'école|pas d'école|pas ecole|pas de creche|pas de nounou|pas de nourrice)
(jumeaux|allaite|j'allaite)
(childcare|child care|babysit|nursery)
(my) (kid|kids|child|children|son|daughter|baby) [is|are|has|have]
(look after|pick up|take care of) (my|the) (kid|kids|child|children|son|daughter|baby)
`,
	string(parcours.ImpedimentHealth): `
(brulé|brulée|coupé|ecrasé|tordu|luxé|dechiré|ouvert|pété|blessé) (la|le|les|un|une|mon|ma) (main|doigt|bras|jambe|pied|genou|cheville|poignet|epaule|dos|tendon|ligament|levre|tete)
(intoxication|empoisonnement|allergie) [alimentaire]
(suis|sens|vais) [trop|tres|vraiment|hyper] mal
(en|a l) (hp|psychiatrie|hopital psychiatrique)
(genou|dos|epaule|cheville|jambe|bras|pied|corps|cervicales) (en vrac|en miettes|en compote|en feu|hs|foutu)
au fond [du|de mon] lit
la creve
(rage|arracher|enlever|extraction|retirer) [de|d|des|les|une|deux|mes] dent[s]
(pas|plus) (en forme|la forme|trop la forme|top|au top|dans mon assiette|la grande forme)
malaise
(chute|platre|plâtrée|attelle|minerve|bequille)
[grosse|trop de|grande|enorme] fatigue
(cheville|genou|bras|jambe|dos|pied|poignet|epaule|main|doigt|cote|cotes) * (foulé|foulée|cassé|cassée|bloqué|blessé|platre|fracturé|tordu|tordue|luxé)
(tombé|tombée|chute) (dans|de|du|en|sur) [les|la|le|l] (escalier|escaliers|velo|scooter|verglas|douche|moto)
(asthme|oxygene|infection|infecte|diabete|diabetique|tension|allergie|sinusite|otite|rhume|cancer|perfusion|piqure|arthrose|rhumatisme|rhumatismes|sang|osteo|osteopathe|vaccin|vaccination|bequilles|bequille|attelle|diarrhee|nausees|nausee|chimiotherapie|radiotherapie|echographie|colique|coliques|calculs|insomnie|insomnies|contractions|zona|bipolaire|sevrage|desintox|reeducation|pneumonie|bronchiolite|laryngite|angioplastie|infarctus|avc|epilepsie|sclerose|fibromyalgie|endometriose|polyarthrite|apnee|hemorroides|abces|cystite|appendicite|luxation|dermato|dermatologue|gastrologue|pneumologue|neurologue|rhumatologue|podologue|addictologue|generaliste|ordonnance|antibiotiques|anesthesie|hospitalisation)
(je|la|une|grosse) (tousse|toux)
attrapé (froid|la creve|un virus|un truc|quelque chose|mal)
(cloué|clouée|coincé|bloqué|bloquée|alité|reste|rester|garder) (au|le) lit
(dos|cou|nuque) (bloqué|coincé)
(pas|mal|peu) dormi [de la nuit]
(suis|etre|me sens) (ko|hs|creve|crevé|epuisé|epuisée|a plat|patraque|faible|mal fichu|mal foutu)
(souffre|souffrant|souffert) [de|du|des]
(medecin|docteur) [m|me] [a] (interdit|arrete|dit de|veut pas)
(fauteuil roulant|sous perfusion|sous traitement|en convalescence|en observation)
(viens d|venir d|vient d) accoucher
(arrêt|arret) (de|d) [5|7|8|10|15|une|deux|trois] (jours|jour|semaine|semaines|mois)
(aux|les|sors des) urgences
(malade|maladie|souffrant|souffrante|hospitalisé|hospitalisée|hopital|clinique|medecin|dentiste|kine|infirmière|specialiste|chirurgien|gynéco|gyneco|ophtalmo|cardiologue|psychiatre|psychologue|psy|orthophoniste|radio|irm|scanner|operation|opéré|opérée|opere|chirurgie|chimio|dialyse|cure)
(fièvre|fievre|grippe|gastro|covid|angine|bronchite|migraine|sciatique|lumbago|tendinite|hernie|entorse|fracture|accident|vertiges|blesse|blessure|convalescence|dépression|depression|burn out|epuise)
rdv (médical|medical|de sante|hopital|chez le medecin)
(arrêt|arret) (maladie|de travail)
en arret
(je suis|suis) (enceinte|alité|alitée|alite|au lit|fatigué|fatiguée|fatigue|blesse|sous traitement|positif|positive|contagieux|immobilise|platre)
(mal|tres mal|trop mal) (au|aux|a la|a l|partout|de|dans le) (dos|dent|dents|ventre|tete|gorge|jambe|pied|genou|epaule|poitrine|oreille|coeur|estomac|bras)
mal (au dos|au ventre|de dos|de tete|partout|aux dents)
(je me sens|je suis) (mal|pas bien) 
pas bien du tout
(problème|problèmes|souci|soucis|raison|raisons|pb|pbs) de sante
sante
(accouche|accouchement|accoucher|grossesse|fausse couche)
(cassé|casse|foule) (la|le|un|mon|ma) (jambe|bras|pied|cheville|main|poignet|genou)
[je] vomi
(sick|unwell|flu|doctor|surgery|medical|pregnant|injured)
(iam|feel|feeling|is|are|am|too) ill
`,
	string(parcours.ImpedimentTraining): `
(ai|j'ai) (classe|le code|l'exam|ecole)
ecole de la (2e|2eme|deuxieme|seconde|2) chance
(cours|heure|heures|lecon) de (conduite|code|francais|informatique|anglais)
(apprends|apprendre) le francais
(code|permis) (mardi|lundi|mercredi|jeudi|vendredi|de la route|ce jour|demain|de conduire|a passer)
(diplome|alternance|apprentissage|immersion|universite|fac|bts|licence|bac|cap|titre professionnel|certificat|evaluation|bilan de competences|remise a niveau|habilitation|caces)
(heure|heures|lecon|lecons) de (conduite|code)
(atelier|module|session) [de] (formation|cv|numerique|informatique)
(formation|stage|apprentissage|alternance)
(en cours|j'ai cours|cours de francais|cours de fle|mes cours|cours ce jour)
(examen|concours|exam|delf|tcf)
(passe|passer) (mon|le|un) (permis|code|examen|diplome|titre)
(auto ecole|lecon de conduite|heure de conduite)
(immersion|pmsmp|afpa|greta)
(training|my course|my class|french class|internship)
`,
	string(parcours.ImpedimentTransport): `
(chez le|au) (mecano|garagiste|garage|mecanicien)
(devait|doit|devais|pouvait) (m|me) (amener|emmener|conduire|deposer)
accident de (voiture|scooter|moto|velo|la route|bus)
voiture (est|c'est) [a|pour|prise|avec] (mon mari|ma femme|mon copain|mon conjoint|mon fils|mon pere|ma mere)
quoi mettre [de|d] [l] essence
(permis) [est|a ete|etait] (suspendu|retiré|annulé|perdu|confisqué)
(ai|j'ai|on a) crevé [un pneu|sur|en]
(route|routes|pont|rue) [est|sont] (coupé|barré|bloqué|inondé|ferme|coupée|inondée) [par les inondations]
(m|me|nous) a planté
(bouchons|bouchon|embouteillages|embouteillage|circulation|trafic|bus * retard|train * retard|retard de bus|retard de train|retard du train|retard du bus)
(personne|quelqu un|pas) * (emmener|amener|conduire|deposer|vehiculer)
(pris|prend|prends|garde|a) (la|ma|notre) voiture
(car|bus) scolaire
(pas|plus|aucun|aucune|sans) [de|d|le|la|mon|ma] (voiture|bus|train|ter|tram|metro|car|transport|transports|essence|permis|moyen|vehicule|velo|scooter|trottinette|moto|mobylette|covoiturage|covoit|taxi|gasoil|carburant|locomotion|chauffeur|navette)
(voiture|velo|scooter|moto|mobylette|trottinette|bus|train|ter|tram|metro|car|camion|pneu|pneus|batterie|embrayage|moteur) * (panne|casse|cassé|crevé|creve|hs|laché|lache|vole|volé|accident|demarre|morte|mort|plat|garage|reparation|supprime|supprimé|annule|annulé|greve|rate|louper|complet|roule|fourriere|controle|passe plus|en rade|au garage)
(pneu|pneus) (crevé|creve|a plat)
(volé|vole|casse|cassé) [moi] (ma|mon|le|la) (voiture|velo|scooter|moto|trottinette)
(argent|sous|sou|quoi|rien|moyens) * (bus|train|ticket|essence|transport|taxi|gasoil|billet)
(peux|arrive|pas|plus) * (payer|acheter) [le|un|mon|l|de|du|les] (bus|train|ticket|essence|transport|taxi|billet|gasoil)
(suis|viens|venir|marcher) a pied
(trop|tres) (loin|long a pied)
(heure|heures|km|kilometres) (de route|de bus|de train) (c'est|trop|pour|je)
peux pas (rouler|conduire)
(permis) (suspendu|retiré|annulé|perdu)
(bus|train|car) (passe|roule|circule) (pas|plus)
(pas|plus|aucun) [de|d] (voiture|bus|train|car|transport|transports|essence|permis|moyen|vehicule|velo|scooter|gasoil|carburant|locomotion)
(voiture|scooter|bus|train|moto|camion) * (panne|casse|cassé|garage|hs|accident|supprime|demarre pas|vole|controle technique|en reparation)
(en panne|panne de voiture|garagiste|au garage)
(moyen|moyens|probleme|problemes|souci|pb) de (transport|locomotion|deplacement|voiture|bus|mobilite)
(pas|aucun) moyen (de venir|de me deplacer|d y aller|de transport|de locomotion)
(loin|trop loin|tres loin)
(personne pour|qui peux) (m emmener|m'emmener|me conduire|m amener|me deposer|me vehiculer)
(bus|train|trains|tram|metro|cars|car|transports) * (greve|panne|supprimé|annulé|bloqué|passe plus|roulent pas)
(greve|perturbation) (de|des|du|sncf) (bus|train|trains|transport|transports|sncf)
(louper|loupé|rate|raté|rater|manque) (le|mon) (bus|train|car)
(bus|train) (passe pas|ne passe pas|en greve|supprime|en retard)
(neige|verglas|tempete|routes bloquees|route bloquee|route coupee|routes coupees) * (sortir|rouler|conduire|venir|bouger|passer|circuler|bloque|bloquee|impossible|chez nous|chez moi|partout)
plus (le|mon) permis
(retrait|suspension) de permis
(no car|no bus|no transport|car broke|bus broke|too far|broken down)
my car
`,
	string(parcours.ImpedimentWork): `
pris un remplacement
(quitter|laisser) (mon|le) (poste|service|chantier)
besoin de moi (au|a la|a l|sur|dans|en) (magasin|resto|restaurant|travail|boulot|usine|chantier|ferme|boutique)
(finis|termine|sors|debauche) [le|du|de|mon] (boulot|travail|service|poste)
garde (une|des|la) [personne|dame|mamie|papi] (agee|agees|personnes)
(fais|faire) (les|des) (pommes|fraises|raisins|poires|legumes|huitres|marches|livraisons|chambres)
je (travaillais|bossais|taffais|travaillerai|bosserai)
(appelé|appeler|rappelé) pour (bosser|travailler|remplacer|une mission)
(saison|saisons|cueillette|ramassage|maraichage|plonge|intérimaire)
(absenter|quitter|partir|liberer) (du|de mon|au|le) travail
(suis|serai) au travail
(en|une) mission interim
(chantier|vendanges|vendange|recolte|recoltes|collegue|patron|patronne|interim|extras|usine|manager|employeur|livraisons|menages|astreinte|saisonnier)
(mon|ma|au|par le|le) (chef|cheffe|boss|responsable)
(suis|de) (de nuit|de matin|d'apres midi|d'equipe|de jour|du matin|du soir)
(nuit|matin|soir) au travail
(horaires|planning|heures) * travail
(heures sup|heures supplementaires|double journee)
(fais|faire|ai) (des menages|un extra|un remplacement|une mission|des livraisons|mon service)
(je|vais|dois) (remplace|remplacer|livre|livrer|bosser|travailler)
je (travaille|bosse) 
(travail|boulot) (lundi|mardi|mercredi|jeudi|vendredi|ce jour|demain|ce matin|cet aprem|toute la journee)
(sur un|au|le) chantier
(embauche|commence|reprends|prends) [le travail] [a] (8h|9h|10h|12h|13h|14h|15h|16h|17h|18h|midi)
(horaires|planning) (de travail|changé|modifié)
(suis|serai) (de garde|de service|d'equipe|d'astreinte|de permanence)
(au|a mon|mon|par le) travail
(j'ai|jai) (du travail|trop de travail|beaucoup de travail)
(au boulot|mon patron|mon employeur|mon chef|mes horaires|mon planning|ma boite|mon entreprise)
(en mission|mission interim|en interim|une mission|de service|je suis de garde|d astreinte|de nuit ce jour)
(je commence|je reprends|j'embauche) (a|le travail|tot|un travail|demain|lundi)
(i work|iam working|at work|my boss|my shift|on shift)
`,
	string(parcours.ImpedimentAdministrative): `
(rdv|convocation|convoqué|convoquée) [a|avec|chez|de] [la|le|l|les] (secu|police|gendarmerie|banque|caf|impots|msa|mairie|juge|commissariat|opj)
(jugement|divorce|garde a vue|consulat|ambassade|huissier|tutelle|curatelle|naturalisation|passeport|visa|ofpra|surendettement)
(aller|passe|passer|vais|dois|rdv|suis) [aller] (a|au|aux|chez|avec) (la|le|l|les|mon|ma) (banque|mairie|caf|cpam|impots|poste|notaire|prefecture|consulat|tribunal|police|avocat|avocate|carsat|mdph|assistante|conseillere|secu|tresor|banquier|gendarmerie)
(chez|avec) (le|un|mon) (notaire|avocat|banquier|juge)
(refaire|renouveler|faire|recuperer) [mes|mon|ma|les] (papiers|carte d'identite|passeport|titre|recepisse|carte vitale)
rdv (ofii|caf|cpam|banque|impots|mairie|avocat|notaire|prefecture|consulat|tribunal|mdph|carsat|police|gendarmerie)
(le juge|la juge|devant le juge)
(prefecture|préfecture|sous prefecture|consulat|ambassade|tribunal|audience|avocat|notaire|huissier|gendarmerie|commissariat|mairie|ofpra|cnda|ofii|spip|prison)
(titre de sejour|carte de sejour|recepisse|passeport|naturalisation|demande d'asile)
rdv (a la|avec la|au|avec l|a l|avec) (caf|cpam|impots|banque|msa|secu|carsat|mdph|assistante sociale|mairie|prefecture)
(rdv administratif|demarche administrative|demarches administratives)
(prefecture|court|embassy|immigration) appointment
`,
	string(parcours.ImpedimentHousing): `
(remise|recuperation) des (clefs|cles)
(change|changeons|changer|changé) de (ville|logement|appart|appartement|maison|departement)
(huissier|tribunal|jugement|avocat) * (expulsion|logement|loyer|bail)
expulsion [locative]
(rends|rendre|visite|visiter|signe|signer|recupere|recuperer|quitte|quitter|libere|vide|vider) * (appartement|appart|logement|cles|clefs|bail|maison|studio)
(electricien|chauffagiste|serrurier|bailleur|proprio|syndic|expert|fuite d'eau|fuite|coupure)
(demenager|emmenager|demenageurs|demenageur)
(déménage|demenage|déménagement|demenagement|demenager|emménage|emmenage|emménagement)
(etat des lieux|visite d'appartement|visite d un appartement|visite d'un logement|visite de logement|visiter un appartement|visiter un logement|remise des cles|remise de cles)
(expulsion|expulsé|expulsee|expulse)
(dégât|degat|degats) des eaux
(plus|pas) de (logement|domicile|chez moi)
(probleme|problemes|souci) de logement
(inondation|chaudiere|plombier|proprietaire)
(moving house|moving out|evicted|eviction)
`,
	string(parcours.ImpedimentFear): `
[je|me] (suis|sens|trop|tellement) (mal a l'aise|gene|timide|renferme)
(trop|tres|super|hyper) timide
boule au ventre
(fait|font|faire|donne) (peur|angoisser|stresser|flipper|paniquer)
(flippe|flipper|panique|paniquer|paniquee|tetanise|terrifie|terrorise|intimide|timide)
peur (d|de|du|des|qu|que) 
(suis|trop|tellement) (mal a l'aise|gene|timide|renferme)
(peur|angoisse|angoissé|angoissée|anxieux|anxieuse|anxieté|stress|stresse|stressé|stressée|phobie|panique|honte|agoraphobe|agoraphobie)
(j'ose|ose|oser) pas [sortir|venir|y aller]
(peur|crise|crises) (d|de|des) (angoisse|panique|gens|monde|sortir|venir|foule)
pas (la force|le courage|le moral) 
(sortir|sors) (pas|plus) de (chez moi|la maison)
(scared|afraid|anxious|anxiety|ashamed|panic)
`,
	string(parcours.ImpedimentOther): `
(suis|serai) pas la (cette semaine|la semaine|ce mois|jusqu)
[je] pars (chez|dans|voir) (ma|mon|mes)
(week|weekend|we) [end] (prolonge|en famille|a)
(parti|partie|vais|suis|serai|reste) [parti|partie] (chez|dans|voir|avec) ma famille
suis (pas|plus) (en|dans|a|sur) (bretagne|france|redon|rennes|ville|departement)
[je] pars [pour] (2|3|deux|trois|une|quelques|plusieurs) (semaine|semaines|jours|mois)
autre (engagement|obligation|priorite)
ramadan *
[j ai] de la famille (a|chez|qui)
(trop|plein|beaucoup) de (choses|trucs|problemes|soucis) [a] (regler|faire|gerer|en ce moment|penser)
(suis|serai|serais|sommes) [pas|plus|hors|loin] (dans|de|en) la (region|ville|commune)
(pas|plus|hors) (dans|de) [la|le] (region|departement|secteur|coin)
autre chose (ce|de|a|le|d|prevu|lundi|mardi|mercredi|jeudi|vendredi)
[une] urgence [familiale|imprevue|de derniere minute]
(truc|chose|quelque chose|evenement|programme|autre chose) [de] (prevu|urgent|a faire)
(bled|pays|famille) (jusqu|pour|en ce moment|cette semaine)
(au bled|au pays|a l'etranger|en algerie|au maroc|en tunisie|au senegal|hors de france|pas en france|a paris|dans le sud)
(je marie|se marie|on marie|mariage|bapteme|communion|circoncision|fete|l aid|anniversaire|ceremonie|pelerinage|ramadan)
(pb|probleme|problemes|souci|soucis|ennui|ennuis|affaire|affaires) (perso|personnel|personnels|familial|familiaux|de famille|prive|imprevu|de couple)
(pris|prise|occupé|occupée|indisponible) (ce jour|mardi|lundi|mercredi|jeudi|vendredi|toute|par)
(visite|famille) [de] (famille|ma famille|qui arrive)
(raison|raisons|motif|motifs) (personnel|personnelle|personnelles|perso|familiale|familiales|prive)
(c'est|ce) (personnel|prive|familial|perso)
(perso|personnel)
(empechement|imprevu|imprévu|contretemps|urgence familiale|probleme familial|souci familial|problemes familiaux)
(vacances|en voyage|a l'étranger|a l etranger|en deplacement|en weekend|mariage|ramadan|priere)
(deja|ai un autre|ai autre) (pris|prise|rdv|un rdv|engagement|quelque chose)
deja un autre (rdv|engagement)
(j'ai|jai) (deja|un autre) (rdv|quelque chose|un rdv|engagement|un truc|truc|un empechement)
(personal reason|personal reasons|family reason|out of town|on holiday|abroad|another appointment)
`,
	guard: `
(sauf|hors|a moins d|a part) [un|gros|cas] [d] (imprevu|imprevus|empechement|contretemps|probleme|souci|accident|maladie|force majeure|pepin) [de derniere minute]
[mon|ma|le|la|notre] (patron|patronne|chef|cheffe|employeur|boss|directeur|responsable) [m|me] [a] (donne|donner|accorde|libere|laisse|autorise|arrange) [moi] [ma|la|une|le|mon|l|cette|un] (matinee|journee|apres midi|aprem|matin|jour|heure|temps|pause|conge|rtt|accord|autorisation)
(craint|crains|peur|redoute) (de|d) (pouvoir pas|pas pouvoir) *
pas moyen (<day>|pour|ce|desole|de decaler|d avoir)
pas moyen (de|d) (changer|decaler|reporter|deplacer|avoir|mettre|modifier|avancer|repousser|bouger|trouver)
(bien|tres bien|mal|pas bien) (recu|compris)
(pas|jamais) (peur|fatigue|malade|stresse)
(peur|honte) de rien
bonne sante
(rdv|entretien) (de|d) (diagnostic|orientation)
(contrat|prime) (d|de) (engagement|travail|activite)
(sans|plus de|pas de) (travail|emploi)
(aucun|sans|pas de|pas d) (imprevu|empechement|contretemps|probleme|souci)
(un|une|d) autre rdv [svp]
(peur|honte) de rien
(pas|plus) malade
pas [si|tres|trop|bien] loin
sans travail
travail (social|sociale)
assistante sociale
accident de parcours
pole emploi
france travail
(pas|plus) de (travail|boulot)
(cherche|recherche) [un|du] travail
(je travaille|je bosse) pas
je travaille plus
`,
}
