package understand

// dangerFields are the words of each danger, field by field, beside the turns of
// phrase of dangerFrench. Guards hold the same words said of harmless things.
var dangerFields = phrases{
	string(Suicide): `
(mort|mourir) [me] (semble|parait|reste|devient|est) [etre] [la|ma|le|mon|une] (seule|seul|derniere|unique|meilleure|delivrance|solution)
(pour|c'est) [la] (derniere fois|mon dernier message|mon dernier sms) * (pardon|pardonnez|adieu|enfants|vivre)
(veux|voudrais) [juste] (que tout|que ca) [s] (arrete|finisse|cesse) [pour] (toujours|definitivement|enfin pour de bon)
(life|vida|vie) * (not worth living|no vale la pena|nao vale a pena|pas la peine d etre vecue)
(deces|mort|morte|decede|decedee|perdu|enterre) * * * (rejoindre|retrouver la haut) [bientot]
(ce soir|cette nuit|demain) [c'est|ca sera|tout sera] (fini|termine) pour moi
(c'est|ce sera|tout sera) (fini|termine) pour moi (ce soir|cette nuit|demain)
(ecrit|laisse|poste|envoye) [une|ma|un|des|mes] (lettre|lettres|mot|message|messages|adieux) * (enfants|famille|fini|adieu|mort)
(scarifie|scarifier|scarifications|mutile|se mutile|s ouvre les veines)
(plus|pas|aucune|aucun) [de|d] [l|la|le] (envie|gout|raison|raisons|force|courage|interet|sens|joie) [de|d|a] [continuer] [a|de] (vivre|la vie|exister|rester en vie|ma vie|etre en vie|continuer a vivre)
(vivre|exister) (sert|servirait) [plus] a rien
(a quoi bon|a quoi ca sert|quoi bon|pourquoi) [de|d] [continuer] [a|de] (vivre|exister|rester|se battre contre la vie)
(tout le monde|le monde|famille|enfants|mari|femme|vous|ils|elle|on|parents) * (mieux|plus heureux|heureux|tranquille|soulages|soulagee) (sans moi|si je|si j)
(flinguer|flingue|pendre|pends|suicider|suicide|noyer|tuer|buter|tirer une balle|ouvrir les veines|tailler les veines|jeter sous|jeter par|jeter d|foutre en l air|supprimer|immoler) * (ce soir|demain|maintenant|plus rien|si ca|si vous|si rien|j ai decide|je suis a bout)
(vais|veux|voudrais|envie de|envie d|besoin de|pense a|songe a|pret a|prete a|decide de|reve de|parle de) [bientot|vraiment|souvent|encore|toujours] (me|se|m|s) (tuer|flinguer|buter|pendre|suicider|noyer|supprimer|immoler|ouvrir les veines|tailler les veines|jeter sous|jeter du|jeter d|jeter par|tirer une balle|foutre en l air|faire du mal|crever|mourir)
menace de (se|s) (tuer|suicider|pendre|jeter|flinguer|ouvrir les veines|foutre en l air)
[si] (je|j) (saute|me jette|me balance|sauterai|sauterais) (du|d un|d une|par|sous|de|depuis|dans) [le|la|un|une|l] (pont|toit|fenetre|balcon|immeuble|falaise|train|metro|seine|vilaine|riviere|eau|etage)
(achete|acheter|prepare|trouve|pris|cherche|attache|installe|regarde) [de|deja|une|la|ma|des|les|mes|du|de quoi] (corde|noeud coulant|lame de rasoir|lames de rasoir|mort aux rats|boites de medicaments|stock de medicaments|pilules pour mourir)
(dis|dites|dire|direz) [a|bien|leur|lui|aux] * (que je (les|l|le|la) aime[s]|je les aime) [*] (adieu|pardon|toujours)
(lettre|mot|message|video|texto) d'adieu
(adieu|dernier message|derniere lettre|dernieres volontes|testament) * (enfants|pardon|famille|tout le monde|tous|je pars|vivre|fini)
(veux|voudrais|voudrai|prefere|prefererais|aimerais) [juste|tellement|m'endormir|dormir|fermer les yeux] [et|pour] [ne] (plus|jamais) [jamais|plus] [me] (reveiller|exister|etre la|etre ici|souffrir|me lever)
(pensees|idees|pulsions|envies|crise|crises) (suicidaires|suicidaire|de mort|noires|de suicide|morbides)
(avale|avaler|pris|prendre|gobe|gober) [toute|toutes|tout|tous|plein de|trop de] [mes|les|des|la|ma|une|de|ses] [boite|boites|plaquette|plaquettes] [entiere|de|d] (pilules|cachets|comprimes|somniferes|medicaments|medocs|anxiolytiques|antidepresseurs|xanax|lexomil|valium)
(plus|pas) [de] (envie de rien|envie d etre la|envie d avancer) * (vivre|mourir|fini|en finir)
(mourir|crever|en finir|disparaitre) [c'est|est|serait|sera] (la seule|mieux|plus simple|un soulagement|ma seule)
(envie|envi|besoin|hate) (de|d) (mourir|crever|me tuer|en finir|disparaitre|plus vivre|partir pour toujours|me suicider|me pendre)
(kill myself|end my life|want to die|dont want to live|suicide|suicidal|no reason to live|better off without me|dont want to be alive)
`,
	string(Violence): `
(m a|ma|m|nous a) [encore] (jete|jetee|pousse|poussee|projete|projetee|plaque|plaquee|lance|bouscule|bousculee|traine|trainee) (contre|par|dans|au|sur|a) (le|la|l|les|terre|un|une) [mur|sol|porte|escalier|escaliers|terre|armoire|table]
(m|me|nous) (oblige|force|contraint|impose) [a] (des|coucher|avoir des|un|les) (rapports|relations|rapport|lui)
(mari|conjoint|copain|compagnon|ex|mec|homme|pere|frere|oncle|fils|beau pere|coloc|voisin|proprio|patron|type|concubin|fiance|petit ami|petit copain|il|elle|ils|femme|copine|mere) (m|me|nous|ma|mas) [a|ont] [encore|deja|souvent|toujours|tout le temps] (frappe|frappee|tape|tapee|battu|battue|bat|cogne|cognee|gifle|giflee|etrangle|etranglee|tabasse|tabassee|viole|violee|menace|menacee|maltraite|maltraitee|sequestre|sequestree|pousse dans|poussee dans|poussee contre|jete contre|jetee contre|jetee par terre|brule|brulee|poignarde|mordu|mordue|crache dessus|humilie et frappe|plaque contre|traine par)
(mari|conjoint|copain|compagnon|ex|mec|pere|frere|il|elle|beau pere|voisin|concubin|fils) * (leve|lever|levee|porte|met|mis) (la main|les mains|les poings) (sur|dessus) [moi|nous|elle|ma]
(je suis|suis|ai ete|etais|j etais|femme|etre) (battue|battu|frappee|frappe|violee|viole|sequestree|sequestre|tabassee|tabasse|etranglee|harcelee sexuellement|agressee|agresse|maltraitee|violentee|prostituee)
(subi|subis|subit|victime|victimes) [de|d|des|un|une] (viol|viols|coup|coups|violence|violences|agression|agressions|inceste|attouchement|attouchements|sequestration|harcelement)
(on|ils|quelqu un|des types|des hommes|un homme|un mec|des mecs|un type) [m|me] [a|ont] [encore] (agresse|agressee|tabasse|tabassee|viole|violee|frappe|frappee|menace|menacee|poignarde|braque|braquee|suivie et frappee|attaque|attaquee|passe a tabac|passee a tabac)
(ma|me) (tabasse|tabassee|viole|violee|agresse|agressee|etrangle|etranglee|frappe|frappee|cogne|cognee|sequestre|sequestree|poignarde)
(menace|menacer|menaces|menacee) (de|d) [me|nous|mort] (tuer|bruler|frapper|mort|buter|egorger|violer|defigurer|enlever|planter|tabasser|mettre le feu|tout casser sur moi)
(force|oblige|contraint) (a|de) (coucher|avoir des rapports|faire l'amour|me prostituer|me deshabiller)
(couteau|pistolet|fusil|arme|flingue|hache|machette|batte|barre de fer|cutter|acide) * (menace|attend|moi|me|gorge|en bas|devant chez moi|contre moi|sur moi|il|tuer)
(peur|terrorisee|terrorise|terrifiee) (de|d|que|qu) [rentrer|lui|mon|ma|il|mes|rentrer chez moi] * (mari|conjoint|ex|copain|compagnon|frappe|tape|taper|frapper|tue|tuer|violent|bat|pere|frere)
(casse|cassait|detruit|balance|jette|lance) tout * (menace|peur|crie|frappe|hurle|maison) [moi|me]
(enferme|sequestre|surveille|confisque|prive|controle|empeche de sortir) * (telephone|maison|papiers|argent|cle|cles|sortir|passeport)
(tire|tirer|traine|trainer|attrape|attraper) (par|les) [les] cheveux
(coups et blessures|coquard|oeil au beurre noir|nez casse par|ecchymoses|hematomes|traces de coups|violences conjugales|feminicide|ordonnance de protection|telephone grave danger)
(my|his|her|the) (husband|boyfriend|partner|ex|father|brother|dad|man) * (hit|hits|beat|beats|beating|punched|strangled|choked|raped|threatens|threatened|hurts|abuses)
`,
	string(Hunger): `
(vole|vol|voler|mendie|mendier|fais la manche) [a|dans] [de] [la nourriture|au magasin] [pour|a] (manger|nourrir|bouffer|me nourrir)
no food
(rien|pas|plus rien|jamais rien) [a|d|de quoi] (mange|manger|bouffe|bouffer|avale|grailler|becter) (depuis|de la|hier|aujourd hui|cette semaine|dans les placards|ce soir|pour les|pour mes)
(plus|pas|rien) [rien|de quoi] [a] (donner|mettre) [a|au|aux] * (manger|bouffer|assiette|table|biberon)
(plus|rien|pas) * (donner|servir) a (mes|mon|ma|aux|au|la|ma) (enfants|petits|fils|fille|bebe|petit|petite|gosses)
(plus|pas|rien) [de|d|du] (lait|couches|petits pots|nourriture|bouffe|pain|riz|pates|farine) [en poudre|infantile|maternise] * (bebe|petit|petite|enfants|argent|sous|euro|euros|acheter|payer|fille|fils)
(enfants|petits|bebe|gosses|fille|fils|famille|on|nous) [se|va|vont|a|ont|avons] [coucher|couche|couchent|dormir|dorment|tres|trop|vraiment] [le|l] (ventre vide|estomac vide|faim)
(saute|sautons|sauter|zappe|prive|privons|privee) (des|les|de|mes|nos) repas
(mange|mangeons|mangent|manger) [que|qu] (une|1|un) (fois|jour|repas) (par|tous|sur|tout) * (jour|jours|deux|2|trois)
(frigo|frigidaire|placard|placards|congelateur|cuisine|garde manger) [est|sont|completement] [totalement] (vide|vides|a sec|desespérement vide)
(frigo|placards|placard|frigidaire) vide[s]
(moyen|moyens|argent|sou|sous|euro|euros|rond|ronds|thune|fric|quoi) [de|pour|d] [me|nous|se|s|acheter a|acheter] (nourrir|manger|bouffer|alimenter|nourriture)
(bon|bons|colis|panier|aide|secours|cheque|cheques|carte) (alimentaire|alimentaires|nourriture) [urgent|svp|possible|vite|pour|d urgence|s il vous plait]
(fais|faire|fouille|fouiller|cherche|chercher) [dans] (les|des) (poubelles|bennes) * [manger|nourriture]
(j ai|jai|on a|nous avons|ai) [tres|trop|vraiment|tellement] faim * (rien mange|pas mange|argent|sous|rien|jours|aide|aidez)
faim [je|j|j ai|on|on a] (pas|rien) mange
(creve|crevons|crever|meurt|meurs|mourir) (la dalle|de faim|la faim) * (depuis|enfants|rien|argent|aide|jours)
(manque|manquons|besoin|penurie) (de|d) (nourriture|quoi manger|lait pour|lait infantile|denrees|manger)
(starving|nothing to eat|no food|hungry kids|my kids are hungry|cannot feed|no money for food)
`,
	string(Homeless): `
(dors|dort|dormons|dormir|couche|couchons|dormi|passe la nuit|passe mes nuits) (dans|sous|sur|au|a|derriere) [le|la|l|un|une|les] (local|cave|hall|escalier|escaliers|cage|palier|laverie|parking|garage|entree|couloir|grenier|porche|sas|abri|toilettes|wagon|chantier|container|benne|jardin public|cabanon|remise)
(campe|campons|camper|installe une tente|plante ma tente) (dans|sous|sur|a cote|au bord) [d] (un|le|la|une) (bois|pont|parc|parking|foret|rue|champ|terrain|square|riviere|talus)
(vis|vit|vivons|vivre|dors|dort|dormir|dormons|dorment|dormi|couche|couchons|coucher|loge|logeons|squatte|squattons|passe la nuit|passons la nuit|nuit) * (dehors|rue|voiture|caisse|bagnole|camion|camionnette|fourgon|utilitaire|caravane|tente|gare|parc|parking|squat|hall|cave|garage|trottoir|banc|abribus|pont|porche|cage d escalier|laverie|hopital|urgences|foret|bois|cabane|box|metro|chantier)
(dehors|a la rue|sans toit|sans abri|sdf) (ce soir|cette nuit|depuis|avec|demain|maintenant|avec les|avec mes|avec mon|et|sans)
[suis] (sdf|sans abri|sans domicile|sans toit|sans logement)
(plus|pas|aucun|sans|ni) [de|d|le|un|nulle] (toit|toi|logement|logis|chez moi|hebergement|endroit|lit|domicile|maison) [pour|ou] (dormir|la nuit|ce soir|cette nuit|vivre|mes|mon|nous|les|moi|aller|me loger)
(ai|avons|a|plus|sans|j ai) plus [de|d] (toit|toi|logement|hebergement|chez moi|domicile)
(nulle part|nul part|nul par|aucun endroit|pas d endroit|aucune solution|pas de solution|personne) [ou|pour|a|d] (aller|dormir|loger|me loger|nous loger|heberger|vivre|m heberger|nous heberger|hebergement|passer la nuit)
(sais|savons|sait|savoir) (pas|plus) [du tout] ou (dormir|aller|loger|passer la nuit|on va dormir|je vais dormir|vais dormir|aller dormir|on dort|mettre mes enfants)
(mis|mise|mettre|met|fout|foutu|foutue|foutre|jete|jetee|jeter|vire|viree|virer|chasse|chassee|expulse|expulsee) [dehors|a la porte|de chez] * (dormir|aller|dehors|a la porte|chez elle|chez lui|chez eux|logement|chez moi|nuit)
(proprio|proprietaire|bailleur|mere|pere|parents|mari|copain|ex|belle mere|soeur|frere|conjoint|huissier|huissiers|police|foyer|hotel) * (ma|m a|m ont|nous a|nous ont|ma|me|nous) [a] (vire|viree|foutu|foutue|mis|mise|jete|jetee|chasse|chassee|expulse|expulsee|virer) [dehors|a la porte|de chez]
(on|ils|huissier|huissiers|proprio|police|bailleur) (nous|me|m) (expulse|expulsent|vire|virent|met dehors|mettent dehors) [demain|ce matin|lundi|la semaine|aujourd hui|dans]
(115) * (repond|complet|place|places|appelle|plus|pas|sature)
(heberge|hebergee|hebergement|loge) [chez|a] [des|un|une|droite|gauche] * (plus|fin|ce soir|sais pas|demain je|jusqu a demain|derniere nuit|nulle part)
(homeless|sleeping outside|sleeping rough|on the street|nowhere to sleep|nowhere to go|sleep in my car|living in my car|evicted tomorrow)
`,
	string(Medical): `
(contraction|contractions) * (toutes les|rapprochees|minutes|min|perdu les eaux|seule|maintenant)
(se ha|ha|tem|esta|desmaiou|desmayo|desmayado|desmaiada) (desmayado|desmayada|desmaiou|inconsciente|desmaiado)
(pris|avale|gobe|ingere|bu) (10|15|20|25|30|40|50|60|80|100|dix|quinze|vingt|trente|quarante|cinquante|une vingtaine de|une dizaine de|une trentaine de) (cachets|comprimes|pilules|somniferes|medicaments|medocs|dolipranes|xanax|lexomil)
(je|j|elle|il|femme|soeur|fille|mere) * (enceinte|grossesse) * (saigne|saignement|saignements|perds du sang|perd du sang|contractions|perdu les eaux|mal au ventre)
(saigne|saignes|saignement|saignements|perds|perd|pisse|crache|vomis|tousse|vomit) [beaucoup|enormement|tout|plein|mon|du|le|de] [de|du] (sang|beaucoup|enormement|arrete pas|partout|fort)
(mari|femme|mere|pere|fils|fille|bebe|frere|soeur|voisin|voisine|coloc|copain|copine|ami|amie|il|elle|enfant|grand mere|grand pere|mamie|papi|collegue) * (respire (plus|mal)|reagit (plus|pas)|repond (plus|pas)|bouge (plus|pas)|reveille (plus|pas)|convulse|convulsions|inconscient|inconsciente|perdu connaissance|perd connaissance|evanoui|evanouie|tombe inconscient|s etouffe|etouffe|fait une overdose|fait un malaise|fait un avc|bave et tremble|bouche de travers|bouche tordue|bouche qui tombe|parle plus|tout bleu|toute bleue)
(sens|sent|bouge|bouger) [plus|pas] [de] (mon|ma|mes|la moitie|tout le|le|les|sa|son|ses) (bras|jambe|jambes|cote|visage|corps|main) [gauche|droit|droite]
[peux|arrive] plus (bouger|a bouger|sentir) [les|mes|la|mon|ma] (jambes|bras|jambe|corps)
(douleur|douleurs|mal|serre|serrement|pression|brulure|poids|oppression) [tres|trop|horrible|atroce|forte|vive|intense|fort|terrible] [a|au|dans|sur|qui] [la|le|ma|mon|me|l] [serre] (poitrine|thorax|torse|sternum) [et|qui|depuis|dans|aidez|j|je]
(m|s|je m|il s|elle s|j) (etouffe|etouffes|asphyxie|suffoque) [aidez|vite|je|svp|plus]
(peux|arrive|peut) (plus|pas|mal) [a|bien] respirer
(appelez|appeler|envoyez|faut|besoin|vite) [d|vite|moi|une|un|les|le|du|des|l] (ambulance|samu|pompiers|secours|urgences|medecin vite)
(overdose|surdose|coma|arret cardiaque|avc|infarctus|hemorragie) (vite|aidez|en cours|maintenant|svp)
(intoxique|intoxiquee|electrocute|electrocutee|noye|brule vif|empoisonne) * (vite|aidez|fils|fille|bebe|enfant|urgence|respire|secours)
(heart attack|cannot breathe|cant breathe|unconscious|bleeding|overdose|stroke|call an ambulance|not breathing|chest pain)
`,
	string(Medical) + " weak": `
(fait|fais|fesait|en train de faire|a fait|vient de faire) [un|une|son] (malaise|avc|infarctus|crise cardiaque|arret cardiaque|crise d'epilepsie|convulsion|convulsions|overdose|coma ethylique|choc allergique|oedeme|hemorragie|embolie)
`,
	string(ChildDanger): `
<child> * [ans|mois] (a|avait|porte|avec) (des|les) (traces|marques) (de|d) (ceinture|coups|coup|brulures|brulure|doigts|morsures|morsure|fouet|cigarette)
(leur|son|sa|leurs) (pere|mere|beau pere|belle mere|papa|maman|oncle|grand pere) [les|le|la|l|lui] [a] (enferme|attache|prive|brule|etrangle|gifle|fouette|humilie|menace|insulte|terrorise|laisse seul|laisse seule)
(violente|violenter|brutalise|tabasse|maltraite|frappe) [encore|souvent] [mon|ma|mes|nos|notre|les|leur|leurs|ses|son|sa] [propre|propres] <child>
<child> * (enferme|enfermee|attache|attachee) (sur|dans|au|a) (le|la|les|un|balcon|placard|cave|voiture|chambre) *
[je] (l|les) [ai|a] (tape|frappe|secoue|cogne|battu) [trop|tres|si] [fort] * <child>
<child> * (pas rentre|pas rentree|pas revenu|pas revenue|introuvable|introuvables|disparu|disparue|fugue|fuguee|plus de nouvelles|parti sans|partie sans)
(menace|menacer|peur qu|essaie|veut|tente) [de|d|qu] (enlever|kidnapper|prendre de force|emmener de force|tuer|noyer) [mon|ma|mes|nos|le|la|les] <child>
<child> * (est|sont|se fait|se font|a ete|ont ete|s'est fait|se sont fait) [encore|toujours] (frappe|frappee|frappes|tape|tapee|tapes|battu|battue|battus|maltraite|maltraitee|maltraites|viole|violee|abuse|abusee|secoue|secouee|enleve|enlevee|kidnappe|kidnappee|racketter|racket|racketté|harcele|harcelee|tabasse|tabassee|agresse|agressee|touche par|touchee par|brule par|brulee par|menace de mort|enferme par|prostitue|prostituee|disparu|disparue|fugue|fuguee)
(pere|mere|beau pere|belle mere|oncle|tante|frere|cousin|grand pere|voisin|nounou|nourrice|assistante maternelle|instituteur|instit|prof|professeur|maitre|educateur|animateur|moniteur|entraineur|pretre|cure|mari|conjoint|copain|compagnon|ex|il|elle|papa|maman|famille d accueil) * (frappe|tape|bat|cogne|maltraite|viole|touche|tripote|secoue|enferme|attache|brule|gifle|etrangle|brutalise|insulte|terrorise|menace|prive de manger|laisse seul|laisse seule|laisse sans manger|drogue|fouette|humilie) [mon|ma|mes|le|la|les|son|sa|ses|leur|leurs|nos|notre|un|l] [petit|petite] (fils|fille|filles|enfant|enfants|bebe|petit|petite|petits|gamin|gamine|gosses|ado|niece|neveu|eleve)
(pere|mere|beau pere|oncle|mari|ex|copain|conjoint|nounou|compagnon) de (mes|mon|ma|nos) (enfants|fils|fille|bebe|petits) (les|la|le|l|lui) (frappe|tape|bat|cogne|maltraite|viole|touche|secoue|enferme|attache|brule|gifle|brutalise)
<child> (les|la|le|l|lui) (enferme|attache|brule|prive de manger|etrangle)
(fait|faisait|font|faire|subi|subit) [lui|leur|a] [fait] [des|un|d] (attouchement|attouchements|mal a|du mal a|choses sexuelles|caresses|bisous bizarres) * [<child>]
<child> * [a|revient|rentre|couvert|couverte|plein|pleine] [avec|de|des|plein de] (bleus|traces de coups|marques de coups|traces de ceinture|brulures de cigarette|hematomes|ecchymoses) * (pere|mere|beau pere|nounou|ecole|chez|oncle|papa|maman|coups|revient|ex)
<child> * (dit|raconte|avoue|explique) * (touche|viole|frappe|tape|bat|caresse|attouchement|attouchements|mal) * [oncle|pere|beau pere|cousin|voisin|papi|grand pere]
(ex|pere|mere|quelqu un|inconnu|il|elle) * (enleve|kidnappe|enlevee|kidnappee|disparu avec|parti avec|partie avec) [mon|ma|mes|nos|le|la|les] (fils|fille|enfants|bebe|enfant|petit|petite|petits)
(vais|peur de|peur que je|capable de|envie de|failli|finir par|faillir|bout de|risque de) [finir par] [le|la|les|lui|leur] (taper|frapper|secouer|cogner|faire du mal a|faire mal a|etrangler|tuer|jeter|noyer|battre) [sur] [mon|ma|mes|le|la|les] (bebe|enfants|fils|fille|enfant|petit|petite|petits|gosses)
(laisse|laissent|laisser|abandonne|abandonnent) [leur|leurs|son|sa|ses|mon|ma|mes|le|la|les|un|des] (bebe|enfant|enfants|fils|fille|petit|petite|petits|gosses) * (seul|seule|seuls|toute la nuit|sans manger|sans surveillance|dans la voiture|tout seul|tous seuls)
(child|kid|kids|son|daughter|children|baby) * (beaten|abused|missing|raped|molested|kidnapped|in danger)
(beats|hits|hurts|abuses|touches|molests) (my|our|the|his|her) (son|daughter|kid|kids|child|children|baby)
(mari|il|elle|ex|je|copain|nounou) [a] (secoue|secouer|secouee) (le|mon|notre|la|ma|son) (bebe|petit|petite|fils|fille|nourrisson)
`,
	string(ChildDanger) + " child": `
(touche|touchee|caresse|tripote|embrasse|montre|filme) [lui|a] [a] (la culotte|le sexe|son sexe|les fesses|les parties|le zizi|la zezette|entre les jambes|sous la jupe|la poitrine|nu|nue|des choses)
`,
	guard: `
(veux|souhaite|voudrais) (plus|pas) (etre|rester|figurer|apparaitre) (dans|sur) [vos|votre|la|les|cette] (fichier|fichiers|liste|listes|base|systeme|registre)
(mis|mise|mettre|foutu|foutue|jete|vire) [a la porte|dehors] par (mon|ma|le|la|l|un) (employeur|patron|patronne|entreprise|boite|chef|cheffe|direction|societe)
(a la porte|dehors) par (mon|ma|le|la|l|un) (employeur|patron|patronne|entreprise|boite|chef|cheffe|direction|societe)
(me|se|s est|te|nous) (fais|fait|faire|faisais) violence
(on|nous|equipe) [s est|sommes|est] [fait|faits] (battre|battus|battu) *
(battre|battu|battus|perdu|gagne) <n> [a|0] [<n>|0]
[voudrais|veux|envie de] disparaitre (sous|dans|au|a|six pieds|de honte|quelques|un moment|en vacances) *
(scouts|scout|colo|colonie|vacances|festival) * (campe|camper|tente)
(campe|camper|tente) * (scouts|scout|colo|colonie|vacances|festival|jardin|amis|enfants)
[pris|prend|recu|mis|mange] [une|des|la|sa|ma] (claque|gifle|raclee|branlee|deculottee|fessee|dérouillee|correction|baffe|patee|pile) [au|a la|a l|aux|en|par|<n>] (foot|match|examen|code|elections|jeu|loto|sport|tennis|rugby|belote|tarot|cartes|bourse|<n>|hand|basket|echecs|scrabble|concours)
(dormi|dors|dormir|dort|dormons|nuit|nuits|couche) * * (camping|vacances|festival|scouts|rando|randonnee|colo|colonie|gite|hotel|airbnb|chez|bivouac|refuge|week end|weekend|belle etoile)
(tente|caravane|camping car|van|mobil home) * (camping|vacances|super|genial|festival|weekend|ete|loue|louer)
(saigne|saigner|saignement) [du|des|de] (nez|gencives|doigt|genou)
(mort|morts|morte|mortes|crevé|creve|crevee|kaput|naze|lessive|lessivee) (de|d|apres) (fatigue|rire|trouille|honte|chaud|froid|faim|soif|sommeil|stress|peur|ennui|jalousie|la journee|le travail|boulot|cette journee)
(tue|tuer|tuent|tuait) (de rire|le temps|l ambiance|le cochon|le mouton|le lapin|des moustiques|les moustiques|un moustique|des rats|les cafards|mon forfait|mon budget|la journee|dans l oeuf|le game|le jeu)
[je|me|s|il|elle] [suis|ai ete|est|ont] [fait] (bat|battu|battue|battus|battre|battent|bats) [a|au|aux|contre|par|pour|son|mon|le|les] [l|le|la|les|des|un|mon|ma] (scrabble|belote|tarot|foot|tennis|record|match|echecs|elections|cartes|jeu|babyfoot|petanque|concours|ping pong|poste|droits|caf|administration|oeufs|blancs|tapis|pour avoir|pour obtenir|pour que|final|finale|demi finale|adversaire|eveque|fer)
me suis battu[e] (pour|contre|afin)
[achete|acheter|trouve|prepare|installe] [une|la|ma|de la] (corde|cordes) (a linge|a sauter|d'escalade|de guitare|vocale|vocales|raide)
[a|ont|avec] [plein|beaucoup] [de|des|un|quelques] (bleu|bleus) * (genou|genoux|velo|tombe|tombee|sport|foot|trottinette|chute|chutes|toboggan|tombant|jardin|skate)
(fils|fille|petit|petite|enfant|bebe|il|elle) * (judo|boxe|karate|foot|tennis|batterie|ballon|tambour|piano|rugby|hand|clavier|percussions) * (tape|frappe|cogne|bat)
(adieu) (les|la|le|l|aux|a la) (galere|galeres|chomage|vacances|dettes|tabac|cigarette|cigarettes|regime|weekend|kilos|rsa|problemes|soucis|retard|weekends)
(placard|placards|frigo|cuisine) [de|du|la] [cuisine|sont|est] (neuf|neufs|repare|en panne|a vendre|ikea|propre|plein|pleins|tombe en panne)
(vide|vider|sors|sortir|ramasse) [je|les] [les|des] (poubelles) * (immeuble|travail|boulot|ville|job|mairie|soir|matin)
(don|donneur|donneuse|collecte|groupe|prise|analyse|analyses|bilan|test|banque|prises) [de|du] sang
(formation|formations|stage|cours|atelier|prevention|examen|brevet|initiation|module|sst|psc1|benevole|benevoles|benevolat|association|asso|collecte|maraude|livre|film|serie|documentaire|reportage|expo|theatre) * (secourisme|premiers secours|arret cardiaque|violence|violences|suicide|alimentaire|sans abri|maltraitance|restos du coeur|resto du coeur|secours|sdf|faim|harcelement|sdf)
(restos|resto|restaurant|restaurants) du coeur * (benevole|benevolat|aide|travaille|bosse|stage)
(benevole|bosse|travaille|stage) * (restos du coeur|resto du coeur|secours populaire|secours catholique|banque alimentaire|epicerie solidaire|maraude|115|croix rouge)
(ex|pere|papa|mere|maman|grands parents) * (pris|prend|prends|garde|emmene|parti avec|partie avec) [les|mes|nos|mon|ma] (enfants|petits|fils|fille|gosses|bebe) * (vacances|week end|weekend|mercredi|noel|semaine|dimanche|ecole|parc|piscine|garde alternee|soir)
(froid|chaud|beau|mauvais|pluie|gris|noir|gele|fait) dehors
(ete|etais|etait|j ai fait|fait|eu|avais|a fait) * (malaise|avc|infarctus|overdose|hospitalise|agresse|agressee|depression|battue|violee|sdf|a la rue|dehors|tentative) * (l annee derniere|l an dernier|il y a (deux|trois|quatre|cinq|dix|2|3|4|5|10|15|20|longtemps) [ans|mois]|en (2010|2012|2015|2017|2018|2019|2020|2021|2022|2023|2024|2025)|plus jeune|petit|petite|a l epoque|dans le passe|enfant|avant)
(a bout|bout) de (souffle|nerfs|bras|champ|force apres le sport)
(plein|beaucoup|mort|envie|trop|faim) de (vie|loup|projets)
(coeur|coeurs) (brise|brisee|serre|gros|bat pour|d artichaut|sur la main)
(toit) (pour|de) (ma voiture|la voiture|garage|mon velo|l eglise|la maison|tuiles|ardoise)
(faut|il faut|va falloir|faudra) (tuer|abattre|egorger) (le|la|les|un) (mouton|cochon|poulet|lapin|bete|betes|chevre|coq)
(pont|route|rue|train|ligne) [est|sont] (ferme|fermee|barre|barree|coupe|coupee|en travaux|bloque)
(crie|cris|hurle|gueule) (de joie|beaucoup mais|sur le chantier|dans le micro|victoire)
(explose|exploser|explosee) (de rire|de joie|les ventes|le score)
(etouffe|etouffes|etouffer) (sous|de|dans) (la paperasse|les papiers|le travail|les factures|les dettes|le boulot|la chaleur|chaleur|ce bureau|les demarches|les demandes|les cartons)
`,
}
