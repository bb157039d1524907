package understand

// dangerGuards are figures of speech, addresses and small things said in the words
// of a danger.
const dangerGuards = `
(perdu connaissance|fait un malaise|evanoui|evanouie) * (l an dernier|l annee derniere|l annee passee|autrefois|il y a longtemps|il y a <n> ans|il y a <n> mois)
(s est|se sont|me suis|sommes|s etait|nous|on|ils) [s est|se sont] [fait|faits|fais] (tabasser|massacrer|demolir|battre|taper|exploser|ecraser|humilier|tuer|frapper|cogner|defoncer) [au|a la|a l|en|dans|par|pendant|lors] [le|du|la|l] (tournoi|match|foot|jeu|partie|finale|derby|coupe|basket|rugby|hand|petanque|belote|tennis|concours|<n>)
(stage|formation|benevole|benevolat|travaille|travailler|bosse|mission|emploi|poste|service civique|immersion) * * (femmes battues|femme battue|enfants battus|maltraites|sans abri|sdf|sans logis)
(ce|cet|cette|ces|le|la|les|l|mon|ma|mes|votre|vos) (dossier|dossiers|demarche|demarches|boulot|travail|taf|job|chaleur|administration|caf|paperasse|papiers|stress|attente|fatigue|bruit|rhume|formation|trajet|trajets|escalier|escaliers|regime|sport|examen|code|permis|logiciel|site|ordi|ordinateur|humidite|froid|canicule|dos|tete|dent|dents|courrier|courriers|formulaire|formulaires|suspense) * (va|vont|vas|veut|finira par|finir par) [me|m|nous] (tuer|tue|tues|achever|rendre)
battu[e|s|es] a plate[s] couture[s]
(tape|taper|tapes|tapait|retape|frappe) [encore|toujours] (son|le|mon|ma|un|une|la|sa|ses|mes|les|l|votre|vos) (mot|mots|code|codes|message|messages|numero|sms|texte|textes|lettre|lettres|adresse|nom|pin|cv|courrier|rapport|rapports|clavier|recherche|url|identifiant|dossier|compte|comptes|musique)
(stage|benevole|benevolat|travaille|travailler|bosse|bosser|formation|mission|job|poste|contrat|embauche|service civique|immersion) (en|dans|au|a|chez|avec) [un|une|le|la|l|des] (foyer|centre|accueil|structure|hotel|maison|association) [d] (hebergement|accueil|urgence|sociale|social) *
[je] [ai] dormi dans (le|un) (train|avion)
(voiture|chien|chat|camion|moto|velo|chiens|scooter) dort *
[je] [j] [ai] faim de (nouveaute|nouveautes|connaissance|changement|justice|travail|reussite)
[je] [vais|veux] me jeter sur (les|la|le|des|l|mon|ma)
[on|il|elle|vous] [m|me] [a|avez] frappe a [la|ma|votre|sa] porte
[je] veux plus vivre (chez|ici|a|dans|en|avec)
[j] [je] [ai] (pas|rien) mange * [pour] [la|une] (prise de sang|analyse|analyses|a jeun|operation|examen|echo)
(dort|dors|dormir) dehors * (scouts|camping|festival|chien|etoiles)
[il|elle|ca] me frappe par (sa|son|la|le|leur)
[je] [j] etouffe (avec|de|sous) [cette|la|les|le|ces] (chaleur|boulot|demarches|papiers|dettes|travail|stress)
[besoin] [de] manger (plus|mieux|moins) (equilibre|sainement|sain|bio|varie|gras|sucre)
(patron|chef|cheffe|boss|prof|referent|referente|conseiller|conseillere|femme|mere|mari) va me tuer [si|quand]
(donné|distribué|prepare|préparé|trié|livré|benevolat|benevole|distribution) [de|des|les|pour|aux] (colis|paniers|repas|aide|banque) [alimentaire|alimentaires]
[a] un bleu (au|a la|sur|a)
[fils|enfants|fille|il|elle] (s est|se sont|me suis|nous sommes|s'est) battu[s|e] (a|avec|au|contre|pour|a la|en)
[mis|donne|pris|recu] [une|un|des] (claque|gifle|coup|coups) * (film|match|concert|livre|facture|prix|loyer|nouvelle)
[je] [ai] faim [je|on] (vais|va|allons) (manger|dejeuner|diner)
[perdu] [les] eaux (du|de la|de) (bain|vaisselle|piscine)
(rue|avenue|impasse|allee|boulevard|chemin|square|quai|place|residence|bd|av) (de|du|des|d) [la|l|le|les] *
vie chere
(faim|soif) de (nouveaute|nouveautes|connaissance|changement|justice)
me jeter sur (les|la|le|des|l|mon|ma) (offres|offre|travail|lit|bouffe|nourriture|canape|occasion)
[je] (me suis|suis) battu[e] (pour|contre la|contre les|contre l)
(judo|boxe|karate|foot|tennis|batterie|ballon|tambour|piano|rugby|hand|volley|clou|clavier) [il|elle] * frappe
(mis|mise|foutu|viré|jeté) a la porte (de|du) [mon|ma|la|l] (travail|boite|entreprise|formation|poste|cours|stage)
[on m a] (mis|mise|foutu|viré|jeté) a la porte (de|du) [mon|ma|la|l] (travail|boite|entreprise|formation|poste|cours|stage)
[plutot|prefere|mieux] mourir que (de|retourner|revenir|travailler|rater|retravailler|reprendre)
[il|elle|on] [me] frappe dans le dos
violence (de|des|du) (demarche|demarches|propos|mots|choc|courrier|reponse|systeme)
[fils|fille|enfants|enfant] [a|ont] faim (a la|en rentrant|apres|au retour|le matin|le soir apres)
(appelé|appele|appeler) le (15|18|112) (l'an|l an|hier|il y a|la semaine|en)
[je] me sens mourir d ennui
eau de javel (pour|et|dans le seau|a acheter)
(mort|morte|mourir|meurs|mort e|crever|creve) d (ennui|envie|impatience|inquietude|amour|attente)
(veux|vais) disparaitre (de|des) (vos|votre|la|cette) (fichier|fichiers|liste|listes|base|systeme|radar|radars)
(bon|panier|colis) alimentaire (recu|bien recu|merci)
(vent|film|sport|jeu|orage|choc) violent
(prévention|formation|benevole|stage|travaille) * (alimentaire|violence|violences|suicide|sans abri)
(pense|penser) a la mort de
(plus|pas) me reveiller (tot|tard|le matin|a|avant|en retard)
un repas par jour (est|offert|inclus|compris)
[veux|vais|envie d|voudrais|besoin d|hate d] en finir avec (le|la|les|ces|ce|cette|mes|mon|vos|vous|l|tous|ca)
(je suis|suis|est) dans la rue (je cherche|et je cherche|devant|du|de|d|a cote|principale)
(on|enfants|ils|fille|fils) * faim (de|d)
(is|is there|any) * lunch
(me fait|me fais) (rire|plaisir|chaud)
(dos|jambe|dent|dents|ca|genou|ventre|tete|bras|pied|epaule|main) * me (fait|fais|font) [tres|trop] mal
vous me (harcelez|menacez|suivez)
me suit (pour|dans mon|dans ma|depuis le debut|regulierement|tres bien)
(referent|referente|conseiller|conseillere|medecin|psy|docteur|educateur|assistante) * me (suit|menace|surveille)
(referent|referente|conseiller|conseillere) * me (frappe|bat)
(mange|mangeons) plus (de|que|tard|tot|avant|souvent|sainement)
(pas|plus) (de|d) (logement|hebergement|endroit) (vacant|dispo|proche|accessible|correct)
frappe a
frappe [fort|bien|dans] (au|dans le) (ballon|judo|sac|foot)
(touche|touché) (le|mon|la|ma) (rsa|prime|salaire|allocation|paie|aides)
(bat|battre|bats) (mon|le|son) (record|temps|plein)
me suis fait (mal|opere|vacciner|rembourser|voler)
urgences (dentaires|veterinaires)
menace de (me couper|couper|suspendre|radier|me radier|pluie|greve)
rien (avale|mange) (de|d) (special|bon|mauvais|lourd)
passe (la nuit|mes nuits) (chez|au travail|a travailler)
[j'ai|on a] faim (de|d) (reussir|apprendre|savoir|travailler|vivre|loup)
frappe a [la|ma|votre|sa] porte
je me tue (a|au|pour)
je suis dehors (pour|en|avec le chien|au soleil)
(mort|morte|mourir|meurs|mort e|crever|creve|pleurer) de (rire|rir|chaud|froid|soif|honte|ennui|fatigue|trouille|jalousie|curiosite|sommeil|peur)
(me|m|te|nous) (tue|tuer) (de rire|a la tache|au travail)
(travail|chaleur|fatigue|bruit|transport|attente|dos) me (tue|tuer|frappe)
(ce qui|cela qui|ca qui|chose qui|ca|ce qui nous) (me|nous) frappe
(coup|coups) de (main|fil|pouce|coeur|tel|telephone|chance|soleil)
(il|elle) me bat (au|aux|a la|toujours aux|a)
(il|elle|ca) me tape (sur|dans) (les nerfs|le systeme|l oeil)
me battre (pour|contre)
(vais|suis) pas (me suicider|suicidaire|me tuer)
pas envie de (mourir|me tuer|me suicider)
(s'est|c'est|se sont) (suicide|pendu|tue)
(prevention|risque|numero|journee|film|livre|suicide squad) [du|de|sur|le] suicide
[veux|vais|envie d|voudrais|besoin d] en finir avec (ces|ce|cette|les|mes|ma|mon|les papiers|vous|la caf) (papiers|demarches|histoire|histoires|dossier|dossiers|probleme|problemes|dettes|recherche|situation|galere|formulaires)
(rien|quelque chose|a boire et) a manger (sur place|la bas|au centre|a midi|au bureau|pendant)
(pas|plus) (de|d) (logement|maison|hebergement|appartement) (social|a visiter|adapte|disponible)
(mis|mise|vire|viree|jete|met|mettre) (dehors|a la porte) (du|de la|de ma|de mon|par mon|par le) (travail|formation|cours|stage|entreprise|patron|boite|chantier|atelier)
(expulse|expulsee) (du|de la|de ma) (cours|formation|stage)
(chien|chat|chats|chiens) (dort|dors|vit) dehors
(a|dans) la rue (de|du|des|d|saint|sainte|st|general|jean|victor|emile|jules|principale|pasteur)
(travailler|travaille|marche|marchais|croise|rencontre|joue|perdu|tombe|vu|arrete) dans la rue
(vivre|vit|vis) * voiture de fonction
(passer|passe) (le|mon) permis
aux urgences
violence (a l'ecole en general|dans les films)
(mal|peine) a respirer (quand je cours|au sport)
(stage|formation|atelier|exposition|film|prevention) * (violence|violences|violences conjugales|maltraitance|suicide)
`
