package understand

var dangerCues = newLexicon(dangerFields, dangerFrench, dangerAbroad)

// dangerFrench maps a kind of danger, with a strength after a space, to phrases, French and English.
// Weak ones are not read in a joking text; "street" and "figure" have conditions
// of their own.
var dangerFrench = phrases{
	string(Suicide): `
(voulait|voulais|voudrait|veut) [plus] (mourir|crever|se tuer|se suicider|se pendre|en finir|vivre plus)
(regarde|regarder|devant|bord|penche|penchee|monte|montee) [de|sur|du|vers|au dessus] (le|la|les|du|au|l) (pont|vide|rails|voies|balcon|falaise|fleuve) * (dis|pourquoi|envie|sauter|tentant|tente|appel|attire)
(prepare|redige|fini) [une|ma|mes|des|la|les] (lettre|lettres|mot|mots|video) (pour|a|aux) (mes|mon|ma|les) (enfants|enfant|fils|fille|famille|parents|proches)
plus [d|de|l|aucune] envie (d|de) (etre la|etre ici|etre|rester la|etre en vie|etre au monde)
serai plus (la|de ce monde) * adieu
plus la demain adieu
(peux|supporte|veux) plus de vivre
(aimerais|voudrais|veux|souhaite) (plus|pas) (exister|etre ne|etre nee|etre en vie)
(bon|bonne|bons) (a|qu a) (mourir|crever)
(plus|pas) [de|le|aucun] gout a rien
(ce soir|cette nuit|demain|bientot) [je] [j] en finis
(pris|avalé|prends|avale) (des|les|mes|tous|tout) [mes] (cachets|medicaments|comprimes|somniferes|pilules) pour (partir|mourir|en finir|dormir pour toujours|plus me reveiller)
me (supprime|supprimer)
(assez|marre|fatigué|fatiguée|ras le bol|lassé|lasse|plus capable) de (vivre|la vie|ma vie|cette vie|exister)
(essayé|tenté|voulu|menace|veut|parle) de se (tuer|suicider|pendre|jeter|foutre en l'air)
[veux|vais|envie de] rejoindre (mon|ma|mes|notre) * (ciel|paradis|la haut)
(sauter|me jeter|jeter) (sous|du|d'un|par|dans|devant) (un|le|la|une) (train|metro|pont|fenetre|camion|toit|balcon|bus|voiture)
que je (reste|vive|sois) [encore] en vie
de trop sur [cette] (terre|planete)
[une|la] corde (prete|preparee|au cou|autour du cou)
(suis|est|s'est|s|m) ouvert les veines
(avalé|pris|avale|prends) (une|la|toute la|toute une|des|plusieurs|deux) (boite|boites|plaquette|plaquettes|tablette|tablettes) [de|d] (medicaments|cachets|comprimes|somniferes|anxiolytiques|doliprane|lexomil|xanax)
veux (plus|pas) me reveiller [le matin|demain]
que je (disparaisse|meure|creve)
(peux|supporte|veux) plus [de] (cette|la|ma|vivre cette) vie
rien [plus] me retient [plus] (ici|plus|sur terre)
rien me retient
personne [me] (manquera|regrettera|pleurera|remarquera)
(pars|partir|partirai|m'en vais|en vais) * pour (toujours|de bon)
de quoi en finir
(can t|cannot|dont want to) go on
want to end (it|everything|my life)
vie [ca|elle] (vaut|valait) (plus|pas|rien) [la peine|le coup]
(avaler|avale|prendre|gober) * (medicaments|cachets|comprimes|somniferes) (pour|et) (en finir|mourir|partir|dormir pour toujours)
(vais|peur de|envie de|risque de|capable de|veux) faire une (betise|connerie|folie)
adieu * (pardon|enfants|famille|monde|vie)
pardon a (mes|ma|mon|tous) (enfants|famille|parents|mere|fils|fille|proches)
(en terminer|en finir|finir|terminer) avec (la vie|ma vie|tout ca|cette vie)
(pense|penser|pensais|songe|reve) [souvent|tout le temps|de plus en plus] (a la mort|a mourir|a en finir|de mourir|au suicide|de la mort)
(si je|quand je) (mourais|meurs|mourrais|disparais|disparaissais|serai mort|serai morte|serais plus la)
(mort|mourir) (serait|est|sera) [une|la|ma|le] [seule] (mieux|solution|delivrance|soulagement|issue)
(tirer|tire|mettre|colle) une balle [dans|dans la tete]
(m'endormir|dormir|endormir) et [ne] (plus|pas) [jamais] me reveiller
(plus|jamais) me reveiller
(pourquoi|a quoi sert de|a quoi ca sert de|sert a quoi de) [continuer a] (vivre|rester en vie)
(me|m) (foutre|jeter|mettre|balancer|lancer) (sous|du|par|dans|d) [un|une|le|la|haut] (train|metro|pont|fenetre|camion|toit|balcon|immeuble|rer|tram|eau|riviere|voie)
(sauter|saute) (du|d'un|par|de|d) [la|le|haut|un|mon] (pont|toit|fenetre|balcon|etage|immeuble|falaise)
(marre|fatigué|fatiguée|degouté|dégoutée|ras le bol) de (vivre|la vie|ma vie|cette vie|exister)
(taillade|taillader|entaille|coupe|couper|mutile|brule|lacere) [encore] les (veines|bras|poignets|cuisses|jambes)
(mieux vaut|vaut mieux|autant|préfère|plutot|mieux) (mourir|crever|etre mort|être morte)
lettre d'adieu
(preparé|acheté|trouvé|attaché|pris|sorti) * (corde|noeud coulant)
(envie|envies|pensée|pensées|idée|idées|projet) (de suicide|suicidaires|suicidaire|noires|noire|de mort|de mourir|d'en finir)
(partir|partir|m'en aller) pour (de bon|toujours)
(quitter|partir de|quitte) ce monde
(continuer|sert a rien|vaut pas la peine|servir a rien) [de|a] (vivre|que je vive|que je reste en vie)
(sert|servait) [plus] a rien que je vive
(me|m) (fais|fait|faire|faisais) [encore] du mal [a moi]
(pas|plus) (la force|le courage|l'envie|envie) (de|d') (vivre|continuer a vivre|rester en vie|me lever vivre)
(je|moi) [veux|veut|vouloir] (mourir|crever) (ce soir|maintenant|vraiment|demain)
moi (veut|veux|vouloir) (mourir|crever)
veux (mourir|crever)
(arrive|arrives) plus a vivre
(demain|bientot) je serai [plus la|mort|morte]
(tout le monde|famille|enfants|vous) * mieux sans moi
veux (plus|pas) (etre|rester) (la|ici|en vie)
(veux|vais|voudrais|envie de|envie d|pense a|préfère|prefere|préférerais|aimerais|besoin de|prêt a|pret a|décidé de|decide de|parle de|pensé a|songe a) (mourir|crever|me tuer|en finir|me suicider|me pendre|me foutre en l'air|foutre en lair|se suicider|se tuer|sauter par la fenetre|me jeter|m'ouvrir les veines)
(je vais|veux|envie de|envie d) * me (tuer|suicider|pendre|jeter sous|jeter du|foutre en l'air|foutre en lair|flinguer|buter)
je me (tue|suicide|pends|flingue|fous en l'air)
(veux|voudrais|envie de|preferais) disparaitre
(me|se|s) (suicider|suicide|pendre)
(suicidaire|suicidaires)
(suicide|suicider)
(mettre fin a|fin a) (mes|ses) jours
(en finir avec) (la vie|tout|moi|ma vie)
(veux|vais|envie d) en finir
(plus|pas|aucune) (envie|l'envie|la force|raison|de raison|gout|le gout) (de|a|d) (vivre|la vie|exister|continuer a vivre)
veux plus (vivre|exister|etre en vie|etre de ce monde)
(serai|serais|serait|seriez|seraient) mieux (mort|morte|sans moi|si j'etais mort|si je mourais)
mieux (mort|morte) que
mieux si je (serais|suis|etais|meurs) [plus|pas] (mort|morte|la)
idees (noires|suicidaires|de mort|sombres)
(faire|fait|ferai|fasse) une (betise|connerie) (grave|irreparable)
(a quoi bon|sert a rien de) vivre
(avaler|avale|prendre|pris) (tous|toutes|toute) [les|mes|la|ma] (medicaments|cachets|comprimes|boite|pilules)
(scarifie|scarification|me mutile|m'ouvrir les veines|tailler les veines)
(plus|pas) (vivre|me reveiller|etre la pour)
(vie|la vie) (vaut|a) plus (la peine|le coup|de sens|aucun sens)
(plus|pas) (de|aucun) sens a ma vie
tentative de suicide
adieu (pour toujours|a tous|a tout le monde)
(personne|qui) me (regrettera|pleurera)
(kill myself|killing myself|end my life|ending my life|end it all|take my own life|suicidal|want to die|wanna die|wish i was dead|better off dead)
dont want to (live|be alive|be here anymore)
no reason to live
`,
	string(Violence): `
(plainte|main courante) * (il|elle|ex|mari|copain|conjoint|compagnon|mec) * (m|me|nous) (attend|guette|suit|menace|retrouve|cherche|harcele|poursuit)
(il|elle|mari|ex|copain|conjoint|compagnon|mec|pere|frere|femme) * (m|me) (empeche|interdit|enleve|prive) (de|d|le) (sortir|parler|voir|travailler|telephoner|voir ma|partir)
(il|mari|ex|copain|conjoint|compagnon|mec|pere|frere) * (pris|confisque|casse|cache|surveille|fouille) [tout|tous] (mon|mes|ma) (telephone|papiers|passeport|carte|argent|portable|cles)
(cache|cachee|refugie|refugiee|planque|planquee|enfui|enfuie|sauve|sauvee|enferme|enfermee) * (il|elle|ex|mari|copain|conjoint|compagnon|mec|pere|frere) * (me|m|nous) (cherche|suit|retrouve|trouve|attend|poursuit|guette|traque)
(peur|peure|trouille|terrifiee|terrorisee) (de|d) (rentrer|retourner|revenir) * (il|elle|mari|ex|copain|conjoint|pere|frere) * (mal|frapper|taper|tuer|battre|cogner)
(mari|conjoint|copain|compagnon|ex|pere|frere|il) m a fait [tres|trop|vraiment] mal
(ex|mari|conjoint|copain|compagnon|il|elle|pere|voisin) * menace de (bruler|tuer|frapper|faire du mal|mettre le feu|venir)
(harcelé|menacé|suivi|frappé|insulté|battu|harcelee|tapee|cognee) * par (mon|un|le|ma|son|mes) (ex|mari|conjoint|copain|voisin|homme|pere|frere|compagnon|type|fils|mere|oncle)
(m a|ma) [encore] (jeté|lancé|balancé) (une|un|des|la|le|son) (chaise|verre|assiette|objet|objets|bouteille|telephone|table|couteau)
(me|se) (fais|fait) (taper|frapper|battre|cogner|tabasser|violer|harceler|menacer)
abusé (de|sexuellement de) (moi|nous|ma soeur)
me frapper
(levé|leve|porté|porte) la main sur (moi|elle|nous|ma mere)
(fui|fuir|quitté|echapper|échappé) (mon|a mon|un) (mari|conjoint|compagnon|ex|pere|copain) [violent]
(mis|donné|donne|foutu|recu|pris|prend|colle|fous) [moi] (une|des) (gifle|gifles|claque|claques|baffe|baffes|raclee|droite|beigne|correction|patate|coups)
(homme|mari|conjoint|compagnon|copain|ex|père|fils|frère|femme|voisin|coloc|concubin|beau pere) [tres|trop|est|devenu|devient] [tres|trop] (violent|violente|dangereux|agressif)
(plainte|main courante) * (violence|violences|coups|violent|frappe|viol|mari|conjoint|ex)
(vie|vivre|vis) un enfer * (tape|frappe|mari|violent|conjoint)
(me|m|nous) [a|ont] (frappe|frappé|tabasse|cogne|etrangle|viole|sequestre|gifle|maltraite|brutalise|poignarde|egorge)
(il|elle|mari|conjoint|ex|copain|compagnon|pere|fils|frere) * (m a|ma|m) [a] (jeté|poussé|lancé|plaqué|trainé|balancé) (contre|dans|par|au|sur|du|de)
(il|elle|mari|conjoint|ex|copain|compagnon|pere|fils|frere) * (m a|ma|m|me) [a] (cassé|casse|fracturé|ouvert) (le nez|le bras|une dent|la machoire|une cote|la levre|les dents|la main|le crane)
(beau pere|père|oncle|frère|patron|voisin|grand pere|cousin|collegue) * (m|ma) [a] (touché|touchée|tripoté|caressé|embrasse de force)
agressé[e] sexuellement
(agression|agressions|attouchements|harcelement) (sexuelle|sexuelles|sexuel)
(mari|conjoint|ex|copain|compagnon|il|elle|voisin|homme|mec) * me (harcele|harcèle|suit|traque|poursuit|surveille|menace|insulte et)
(mari|conjoint|ex|copain|compagnon|il|pere) * (boit|bourre|ivre|alcool) * (cogne|tape|frappe|violent|bat)
(il|mari|conjoint|copain|compagnon|ex) (cogne|me cogne|frappe|me frappe)
(il|elle|mari|conjoint|compagnon|ex|copain|père|fils|frere) * (me|m) (fait|fais) [du|tres|trop|souvent] mal
(force|forcé|forcée|oblige|obligé|obligée) (a|de) [me] (coucher|prostituer|marier|avoir des rapports|vendre mon corps)
(me|m) (force|oblige) (a|de) [me] (coucher|prostituer|marier|avoir des rapports)
(me|m) marier de force
marier de force
(couverte|couvert|plein|pleine|j'ai|marques) [de|des] bleus (partout|sur|a cause)
(couteau|arme|pistolet|fusil|hache|machette|batte) * (tuer|menace|gorge|frapper|planter)
(menace|menacé|menaces|menacée) (avec|de) (un|une|son) (couteau|arme|pistolet|fusil|hache|machette|batte|mort)
peur pour ma vie
(m a|ma|m ont|me suis fait|ai ete|nous ont|m) [a] (agressé|agressée|attaqué|attaquée|poignardé|violé|violée|tabassé)
(coups) (de poing|de pied|de poings|de ceinture|de couteau|et blessures)
(enferme|enfermé|sequestre|séquestrée|retient) [a|chez|dans] [la|lui|l] (maison|appartement|chambre|cave|clef|cle)
(mari|conjoint|copain|compagnon|ex|père|frère|frere|beau pere|mère|fils|femme|copine|voisin|il|elle|ils|homme|type|mec|quelqu un) * (me|m|ma|mas|nous) (frappe|tape|bat|battu|battue|tabasse|tabassée|cogne|etrangle|etranglee|viole|violée|viol|gifle|brutalise|maltraite|sequestre|enferme|agresse|agressée|poignarde|brule)
(mari|conjoint|copain|compagnon|ex|père|frère|beau pere|mère|fils|femme|voisin|il|elle|ils) * (me|m|nous) a [encore|deja] (frappe|tapé|battu|battue|tabasse|cogné|etrangle|violé|gifle|brutalise|sequestre|enfermé|agresse|poignarde|mordu|pousse dans l'escalier)
(il|elle|mari|conjoint|ex|copain) * (me|m) (menace|menacé) [de|avec] [un|me|mort|couteau|tuer|arme]
(me|m|nous) a menace (avec|de) (un|une|mort|me|nous) 
(il|elle|ils|on|mari|ex|conjoint|copain|pere|frere|voisin|compagnon) * (veut|veux|va|vais|vont) (me|nous) (tuer|buter|frapper)
(menace|menaces|menacé) de (mort|me tuer|nous tuer|me frapper|tuer)
(veut|veux|va|vont|essaye de|essaie de|a essaye de|menace de) (me|nous) (tuer|frapper|buter|egorger|crever|planter|violer|tabasser)
violence[s] [conjugale|conjugales|domestiques|familiales|a la maison|physiques]
violent avec (moi|nous|les enfants)
(mari|conjoint|copain|compagnon|ex|il|fils|pere) (est|devient) [tres|trop|de plus en plus] (violent|dangereux|agressif)
(femme|homme|mere|epouse) battu[e]
(victime de|subis des|subi des|subi) (violences|violence|coups|viol|agression)
(me|m) (donne|donné|met|mis) des (coups|gifles|claques)
(recu|pris|prends|recois) des (coups|gifles)
(je suis|suis|ai ete|etais) (battu|battue|violé|violée|frappé|frappée|sequestre|séquestrée|agressé|agressée|tabassée)
(fait|fais|faire) (violer|tabasser|agresser|frapper|battre|sequestrer)
(peur|terrorisee|terrifiee) (de|par) (mon mari|mon conjoint|mon ex|mon copain|mon compagnon|lui|mon pere|ma famille|mon frere)
peur qu (il|elle|ils) (me|nous|m) (tue|frappe|retrouve|tape|batte)
(mariage force|excision|traite des etres|sous emprise|exploite sexuellement)
(he|she|husband|boyfriend|partner|they|father) (beats|hits|beat|hit|hurts|hurt|raped|strangled|threatens|threatened|attacked|punched) (me|us)
(he|she|husband|boyfriend|partner) (is|keeps|has been|was) (beating|hitting|hurting|abusing|abusive|violent|threatening|threatened) [me|to kill]
(domestic violence|domestic abuse|i was raped|been raped|kill me|afraid of my husband|scared of my husband)
`,
	string(Hunger): `
(fini|finit|mange|termine|finis|reste) * (dernier|dernieres|derniere|derniers) (pates|riz|paquet|conserves|boite|boites|pain|oeufs|patates|semoule|provisions|reserves)
mange (qu|que) (un jour sur|une fois|le soir|un repas)
(mange|mangeons|mangent|nourrit|nourris|nourrissent) [que|qu] [de|du|des] (pain|pates|riz|eau) [depuis|tous|sec]
(rien|plus rien|pas assez) pour (manger|nourrir|nous nourrir)
(aide|colis|panier) alimentaire * [est] (urgent|urgence|vite|besoin)
(tengo|tenemos|hay) hambre
(ma|mandi|ma3andi) [3andi|andi] * nakol
reste * (euros|euro|sous|centimes|rien) * manger
(besoin|aide|aides) [d|de] [aide] pour (manger|nourrir|me nourrir|nous nourrir)
(me|se|nous) (prive|privons|privait) * (mange|mangent|manger|enfants|petits)
(havent|have not|haven t|hasn t|didn t|not) (eaten|eat) * [days|yesterday|anything]
(enfants|enfant|bebe|petits|fils|fille|on|nous) [a|ont|avons] (rien|pas) (mange|manger|avale)
(plus|pas) (un|d|de) (sou|sous|euro|euros|argent|rond) * (manger|pain|nourriture|courses|lait|couches)
(peux|arrive|pas|plus|rien) * (acheter|payer) [a|de|la|de la|de quoi] (manger|nourriture|courses|pain|repas)
(bon|bons|cheque|colis|panier) (alimentaire|alimentaires|nourriture)
(un|1) [seul] repas par jour
un repas tous les (deux|2|trois|3) jours
(rien|pas grand chose|de l'eau|que du pain|que des pates) (a manger|dans le ventre)
(fait|depuis) * (jours|jour|hier) * (rien|pas|plus) [mange|manger|avale]
(rien|pas) [a] (mange|manger|avale) * (jours|hier|lundi|dimanche|semaine|matin)
(besoin|manque) (de|d) (nourriture|manger|aide alimentaire|colis|lait pour|bouffe)
(bebe|fils|fille|enfant|enfants|petit) * (plus|pas) [de] (lait|a manger)
(fouille|fais|faire|fouiller|cherche dans|mange dans) les poubelles
(comment|quoi|peux plus|peux pas) [je] (nourris|nourrir|donner a manger) * (enfants|famille|fils|fille|bebe|petits)
(creve|crever|crevons) (la dalle|de faim|la faim) * (enfants|petits|fils|fille|bebe|depuis|jours|famille)
(prive|privons) de (manger|repas|nourriture)
sans manger
(mange|mangeons|mangent) [qu] (une|1) fois (tous|par|en|sur)
(urgent|urgence|vite|besoin) [d|de|une] (aide|aides|colis|bon|bons) (alimentaire|alimentaires)
ventre vide
(plus|pas) de quoi faire (les|mes) courses
moi (pas|rien) manger
(enfants|enfant|bebe|petits|fils|fille) * (pas|rien|plus) (mange|manger) (depuis|hier|aujourd hui|ce)
(rien|plus rien|pas|plus|plus de quoi|pas de quoi|de quoi|pas assez) a manger
(plus|pas|rien|jamais) (de|a) (nourriture|bouffe|bouffer|repas)
(plus|pas|trouve pas|sans) de quoi (manger|nourrir|faire a manger|bouffer|faire les courses)
(pas|plus|rien) (mange|manger) (depuis|de la journee|de puis|hier|aujourd hui|a ma faim|de la semaine)
(mange|mangeons|mangent) (plus|rien) [depuis]
(mange|mangent) (pas|plus) a (ma|sa|leur|notre) faim
(on|nous|enfants|enfant|bebe|ils|fille|fils|petits) * (ont|a|avons) [tres|trop|vraiment] faim
(frigo|frigidaire|placards|placard|refrigerateur) (est|sont) [completement] (vide|vides)
(frigo|placards) vide[s]
rien dans (le|mon|les|mes) (frigo|frigidaire|placards|placard)
(plus|pas|rien) * (argent|sou|sous|moyens|euros) * (manger|nourrir|nourriture|a manger|faire les courses)
(nourrir|nourir) (mes|mon|ma|ses|nos|les|la) (enfants|enfant|famille|bebe|fils|fille|petits)
(creve|crevons|crevent) (la|de) faim (avec|et|mes|depuis)
(saute|sauter|sautons) (des|les|nos|mes|plusieurs) repas
(plus|pas) de lait (pour|bebe)
(aide|colis|bon|urgence) (alimentaire|alimentaires) (urgent|urgence|vite|aujourd hui)
(faim|manger) (depuis|cela fait|ca fait) * (jours|jour)
(starving|nothing to eat|no food|not eaten|havent eaten|no money for food|empty fridge|kids are hungry|children are hungry|feed my kids|feed my children|feed my family)
`,
	string(Hunger) + " weak": `
(j'ai|jai) [tres|trop|vraiment] faim
`,
	string(Hunger) + " figure": `
(meurs|mourir|meurt|mort|morte|mourons|meur|creve|crève) de faim
(creve|creves) la dalle
iam hungry
`,
	string(Homeless) + " street": `
(a la rue)
`,
	string(Homeless): `
expulsion * (ou aller|ou dormir|demain|rue)
(personne|pas|plus|quelqu un) * (m|me|nous) (heberger|loger|accueillir) * [nuit|soir]
dehors depuis (deux|trois|quatre|2|3|4|hier|une|plusieurs|des)
(nuit|nuits|jours) dehors
(ai|avons|a|ont|suis) [ete] (expulse|expulsee|expulses)
(no place|nowhere|no where) (to sleep|to stay|to live|to go)
live[s] in (my|a|the) car
(dors|dormir|dormi|dormons|dort) (dans|a|sous) (le|la|un|une|les|l) (bus|train|gare|hopital|urgences|pont|cage|entree|hall|metro|halte|eglise|bois)
(place|places|hebergement) (au|a|du|avec le) 115
(vis|vit|vivons|vivre|vivent|dors|dort|dormir|dormons|dorment|dormi|loge|couche|couchons|coucher|squatte|squattons|nuit|nuits) * (dehors|voiture|gare|parking|squat|tente|cave|hall|camion|garage|camping|trottoir|banc|escalier|escaliers|foret|cabane|metro|porche|immeuble|abribus)
(vis|vit|vivons|vivre|vivent|dors|dort|dormir|dormons|dorment|dormi|couche) [a|dans|sur] [la] rue
(squatte|squatter|squattons) (une|un|dans|chez|la)
(proprietaire|proprio|bailleur|mere|père|mari|copain|huissier|parents|on|il|elle|ils|conjoint|police|soeur|frere|famille) * (m|me|nous|ma) [a|ont|vient|viennent|va|vont] (expulsé|expulse|expulser|chassé|mis dehors|mis a la porte|foutu dehors|jeté dehors|mis a la rue|mettre dehors|mise dehors|mise a la porte|foutre dehors)
huissier * expulser
(viré|virée|vire|virer|chassé) (de|du) [la|ma|chez|notre|mon] (maison|moi|logement|appartement|appart|foyer|chambre|domicile)
(nulle part|aucun endroit|null part|pas dendroit|pas d'endroit) [ou] (aller|dormir|loger|vivre|me poser)
(pas|plus|sans) (d|de|aucun|aucune) (hebergement|logement|toit|domicile|endroit|lit) [fixe|pour|ou|ce|cette|depuis|pour la nuit]
(retrouve|retrouver|retrouvons) (dehors|a la rue|sans logement|sans toit|sans domicile|sans abri|sans maison|sans chez moi|sans hebergement)
heberge nulle part
115 * (pas|plus|complet|place|places)
moi dormir (dehors|rue)
(perdu|perd|perdre) (notre|mon|ma) (logement|maison|appartement|appart|toit|domicile)
(dors|dort|dormir|dormons|dorment|dormi|passe la nuit|passer la nuit|vis|vivre|vivons) * (dehors|rue|voiture|gare|parking|squat|tente|cave|hall|camion|garage|camping|trottoir|banc)
(dors|dormir|dormons) [toujours|encore] dehors
(sans abri|sdf|sans domicile|sans toit|sans logement fixe|sans logement)
(plus|pas) (de|d) (toit|logement|chez moi|maison|appart|appartement|domicile|hebergement)
(mis|mise|mettre|met|jete|jetee|jeter|foutu|foutue|foutre|vire|viree|virer|fiche) (dehors|a la porte|a la rue)
(me|m|nous) (met|mets|mettre|mis|vire|virer) (dehors|a la porte|a la rue)
(expulse|expulsee|expulses|expulser) (de mon|de ma|de chez|de notre|de l|de mon logement|demain|aujourd hui|hier|ce matin|lundi|mardi|mercredi|jeudi|vendredi|du logement|de mon appart|dans|la semaine)
(je suis|on est|nous sommes|suis) dehors (depuis|sans|cette nuit|ce soir|avec (mes|mon|les|ma|bebe|deux|trois)|la nuit)
(vire|viree|mis|mise|jete|jetee) (de chez|dehors de chez) (moi|mes|ma|mon|lui|elle|eux|nous)
(je suis|on est|je me fais|on va etre|vais etre|nous sommes|etre|fait|me faire) (expulse|expulsee|expulses|expulser)
(sais|trouve|trouvé) (pas|plus|nulle part) ou (dormir|aller dormir|aller ce soir|aller cette nuit|loger|passer la nuit|vivre)
(nulle part|aucun endroit|pas d'endroit|aucune place|pas de place|pas d endroit|plus d'endroit|nul part) (ou|pour|a) (dormir|aller|loger|vivre)
(pas|plus|rien) ou (dormir|loger|aller dormir|vivre)
ou dormir (ce soir|cette nuit|demain|ce week)
(hebergement|logement) (d'urgence|en urgence)
(115 répond|115 repond|115 ne repond|le 115|appele le 115|appeler le 115)
(homeless|sleeping outside|sleep outside|sleeping rough|sleep in my car|sleeping in my car|sleeping in the street|on the street|on the streets|nowhere to sleep|nowhere to go|evicted|kicked out of my)
`,
	string(Medical): `
(visage|bouche|bras|jambe|cote|corps) [est|sont|a] [moitie] (paralysé|paralysée|tordu|tordue|engourdi|engourdie)
mal au coeur * bras
[mal] * ventre et [je|j] saigne
(je|elle) saigne * (enceinte|bebe|ventre)
(perds|perd|perdu|perdre) connaissance
(vite|besoin|urgence|urgent|envoyez) [d] [une] ambulance
ambulance (vite|svp|s'il vous plait|urgent|urgence)
(grosse|grave|graves|grosses|terrible) (brulure|brulures|hemorragie|plaie|blessure)
(bebe|il|elle|fils|fille|enfant) [est|devient] (tout|toute) (bleu|bleue|violet|blanc|mou|molle)
(tombé|tombée|tombe|chute) (du|d un|d une|de l|de|d) (toit|balcon|echelle|etage|fenetre|arbre|echafaudage|immeuble)
(urgence|vite|secours) [je|j|elle|femme] accouche
accouche (maintenant|la|tout de suite)
(tombé|tombée|chute) * (peux|arrive) plus (bouger|me lever|marcher)
(mal|douleur|douleurs|serre|serré) * bras gauche
mal au coeur et dans le bras
(avalé|bu|avale|ingéré|boire|avaler) [de|du|la|un peu de|toute] [l|la] [eau] [de] (javel|mort aux rats|antigel|destop|acide|essence|lessive|detergent|white spirit|alcool a bruler)
eau de javel
(tombé|tombée|chute|tombe) (du|d'un|de|dans) (toit|balcon|escalier|echelle|etage|fenetre|escaliers) * (bouge|saigne|secours|ambulance|mal|inconscient|samu)
(urgence|urgences) (medicale|vitale|absolue)
(surdose|convulse|convulser|convulsions|evanoui|évanouie|evanouie)
(vais|va|crois) [m|s|que je] (evanouir|evanouis|tomber dans les pommes|m'evanouir|perdre connaissance)
(pisse|vomis|vomi|vomir|crache|tousse) [du|le|de] sang
[mon|le|du|au] bras [gauche|droit] * (paralyse|engourdi|engourdie|bouge plus|sens plus)
(mal|douleur|douleurs) * bras gauche
(visage|gorge|levres|langue|je) [a|est|qui] (gonfle|gonflé|gonflent|enfle) * (respire|respirer|mal|etouffe|beaucoup)
(choc) (anaphylactique|allergique)
(bebe|fils|fille|mari|femme|mere|pere|il|elle|voisin|voisine|enfant) * (bouge|respire|repond|reagit|reveille) (plus|pas)
(reveille|reveiller) (pas|plus)
(renversé|renversée|percuté|fauché) par (une|un) (voiture|camion|moto|bus|train)
(brulé|brûlée|brulee) (gravement|au visage|partout)
(intoxiqué|intoxication|monoxyde|empoisonné|empoisonnée|electrocuté|noyé|noyee)
(pris|avalé|prend|avale) (trop de|plein de|beaucoup de) (medicaments|cachets|comprimes|somniferes|pilules)
(me sens|je me sens|se sent) (partir|mourir)
(appelle|appelez|appeler|appelé|envoyez|besoin) (vite|du|d'un|le|les|une|un|d'une) (samu|pompiers|pompier|secours|ambulance|15|18|112)
(respire|respirer) [tres|trop|vraiment] mal
(fais|en train de faire|en plein|crois que c'est|pense que c'est|fait la) (un|une) (infarctus|avc|arret cardiaque|crise cardiaque|overdose|crise d'epilepsie|convulsion|hemorragie|arrêt cardiaque)
(respire|respires) (plus|pas|tres mal|mal)
(arrive|arrives|peux) (plus|pas) (a respirer|respirer)
(mal|peine|difficulte|difficultes|du mal) a respirer
(j'etouffe|il etouffe|elle etouffe|s'etouffe)
(saigne|saignes|pisse le sang) (beaucoup|enormement|pas mal|trop|sans arret|toujours|partout)
(perds|perd|perdu) (beaucoup de|tout mon|trop de|du) sang
(hemorragie|overdose)
(est|tombe|tombee) (inconscient|inconsciente|sans connaissance)
(perdu connaissance|bouge plus|repond plus et|reveille plus|ne se reveille pas|se reveille pas|reagis plus|reagit plus)
(douleur|douleurs|mal|serre|pression) [atroce|forte|fort|terrible|tres fort|tres fortes|intense] (dans|a|au niveau de|sur) (la|ma) poitrine
(appelez|appeler|appelle|appelé|besoin|envoyez) (une|d une|les|le|des|l) (ambulance|pompiers|samu|secours)
besoin d'une ambulance
(avale|bu|ingere|ingéré) * (javel|produit|poison|pile|detergent)
(perds|perdu|perd) les eaux
(je vais|suis en train d|en train d) accoucher [maintenant|la]
(paralysé d|paralyse d|bouche tordue|visage paralyse|bras paralyse|parle plus)
(cant breathe|cannot breathe|chest pain|heart attack|unconscious|not breathing|bleeding a lot|bleeding heavily|call an ambulance|need an ambulance|having a stroke|passed out)
`,
	string(Medical) + " weak": `
(fais|fait|faire|en plein) (un|une) (infarctus|avc|arret cardiaque|malaise|crise d'epilepsie|crise d angoisse tres forte|reaction allergique|allergie grave|crise cardiaque)
(infarctus|crise cardiaque|avc) (en cours|maintenant|vite|urgent)
`,
	string(ChildDanger): `
(neveux|nieces|neveu|niece|cousins|cousine|eleve) * (sont|est|se font|se fait|ont ete|a ete) (battu|battus|maltraites|maltraite|frappes|frappe|abuses|violes)
(enfant|enfants|fils|fille|bebe|gamin|petit|petite) * (se fait|se font) (battre|taper|frapper|cogner|violer|tabasser|maltraiter)
(leur|son|sa|leurs) (pere|mere|beau pere|belle mere|papa|maman) [les|le|la|l|lui] [a] (frappe|tape|bat|viole|maltraite|cogne|touche|secoue|touchee)
(enfant|fils|fille|petite|petit|garcon) * [ans] a (fugué|disparu)
(a|ont) fugué
(frappe|tape|bat|maltraite|cogne|viole|secoue|secouer|secoué|brutalise|gifle|battre|battent|tapent|frappent|touche|touché|abuse|enferme|brule|brulé|violé|kidnappé|enlevé|humilie|etrangle|tabasse|menace|frapper|taper) [encore|souvent|toujours|de|sur|dessus] (mon|ma|mes|le|la|les|son|sa|ses|leur|leurs|nos|notre|un|l) [propre|petit|petite|belle|beau] (fils|fille|filles|enfant|enfants|bebe|soeur|niece|neveu|neveux|petits|petit|petite|gamin|gamine|frere|garcon)
(enfant|enfants|fils|fille|bebe|niece|neveu|petit|petite|soeur) * (est|sont|se fait|se font|a ete|ont ete|etait|s'est fait|s est fait) (battu|battue|battus|maltraité|maltraitée|maltraites|frappé|frappée|abusé|abusée|abuser|violé|violée|violer|secoué|touché|touchée|taper|frapper|agressé|agressée|kidnappé|enlevé|enlever|tabassé|toucher)
(enfant|fils|fille|enfants|bebe) * (pas rentré|pas rentrée|introuvable|introuvables|disparu|disparue|fugué|enlevé|kidnappé)
(laisse|laissent|laissé|laisser) (les|mes|ses|mon|ma|son|le|la|des) (enfants|petits|fils|fille|bebe) [tout|toute] (seul|seuls|seule) 
(tuer|buter|noyer|etouffer|egorger|enlever) (les|mes|mon|ma|nos|ses|notre|son) (enfants|enfant|fils|fille|bebe|petits)
(fais|fait|faire|ferai|faisais) du mal (a|aux) [mon|ma|mes|ses|les|son|sa] [propres] (fils|fille|enfants|enfant|bebe|petits|petit)
attouchements sur
(touche|touché|touchée) par (son|sa|un|le) (oncle|père|pere|beau pere|grand pere|voisin|cousin|frere|animateur|prof)
(ete|été) touché[e] par
(frappe|tape|bat|maltraite|cogne|viole|secoue|secouer|brutalise|gifle|battre|tapé|touche|abuse de|abuse|enferme|brule|humilie|violent avec) [encore|souvent|toujours] (mon fils|ma fille|mes enfants|les enfants|mon bebe|le bebe|le petit|la petite|son fils|sa fille|ses enfants|mes filles|mes fils|l enfant|un enfant|mon enfant|les petits|les gosses|notre fils|notre fille|mon petit)
(enfant|enfants|fils|fille|bebe|petit|petite|petits|gosses|mineur) (est|sont|serait) en danger
(mettre|met) (les|mes|ses|nos|l) (enfants|enfant) en danger
(peur|inquiet|inquiete) pour la (vie|securite) (de mon|de ma|de mes|des) (fils|fille|enfants|enfant|bebe)
(mon fils|ma fille|mon enfant|le petit|la petite|mon bebe|mes enfants) * (disparu|disparue|fugue|fugué|kidnappe|enleve|enlevee)
(enfant|bebe|enfants) (battu|battue|battus|maltraite|maltraites|secoue|frappe|abuse)
(attouchements|attouchement|inceste|pedophile|maltraitance)
(peur de|envie de|vais|failli) [lui|leur] (faire du mal a|frapper|taper|secouer|tuer|faire mal a) (mon bebe|mes enfants|mon fils|ma fille|mon enfant|le bebe|les enfants|mon petit)
(fait|fais|faisait|faire) du mal (a|aux) (mon|ma|mes|son|sa|ses|les|la|enfants|un|l) [fils|fille|enfants|enfant|bebe|petite]
(seul|seuls|seule) * (enfant|enfants|bebe) * (toute la nuit|depuis hier)
(ma fille|mon fils|mes enfants|mon enfant) * (ete|s'est fait|s est fait|se fait|se sont fait) (violé|violée|abusé|abusée|battu|battue|agressée|frappée|frappé|tape par|touchee par)
(hits|beats|hurts|abuses|abusing|hitting|beating|molested|touching) my (kid|kids|child|children|son|daughter|baby)
my (child|kids|son|daughter|children|baby) (is|are) (in danger|missing)
`,
	string(Homeless) + " outside": `
(suis|est|sommes|retrouve|retrouver|finir|fini|etre|serai|reste|resté|somme) dans la rue
`,
	string(ChildDanger) + " child": `
(enfants|fils|fille|bebe|petits) (les|la|le|l) (frappe|tape|bat|viole|maltraite|cogne|brutalise|tabasse|secoue)
(père|il|mari|ex|elle|mère|copain|conjoint|nounou|oncle) [ivre] (les|la|le|l) [a] (frappe|tape|bat|viole|maltraite|cogne|touche|brutalise|tabasse|secoue|enferme)
(revient|rentre|reviens|a) * (bleus|marques|traces de coups|coups)
`,
	guard: dangerGuards,
}
