package understand

// allKinds are the tables of kinds that frames are written in.
var allKinds = []*wordKinds{dangerKinds, answerKinds}

// dangerKinds are what dangers are told with.
var dangerKinds = &wordKinds{text: `
not: 0 zero pas plus aucun aucune rien sans jamais impossible nul no not cannot dont
me: me m moi nous dessus
my: ma
il: il elle ils elles on quelqu type gars individu voisin voisine coloc colocataire hommes homme inconnu
partner: mari conjoint conjointe copain copine compagnon compagne ex mec concubin concubine epoux epouse cheri husband boyfriend partner
kin: pere mere papa maman frere soeur oncle tante cousin cousine parents famille beau belle grand tonton papi mamie tata mamy papy
life: vie
lock: enferm* séquestr*
host: héberg* accueillir
quit: arrêter quitter stopper terminer
need: besoin aidez colis secours
baby: bébé nourrisson baby
child: enfant enfants fils fille filles bebe bb gamin gamine gamins gosse gosses mioche mioches marmot loulou puce jumeaux nourrisson garcon garcons niece neveu ado petits petites kid kids child children son daughter baby
hit: frapp* tape taper tapes tapait tapent tapé cogn* tabass* bat bats battu battue battre battent battait gifl* gifle étrangl* viole violé violée violer violait violée maltrait* brutalis* poignard* séquestr* mord mordu molest* baffe baffes claques beat beats beaten punch* hits
threat: menac* threat* harcel* poursui* traque terroris* insulte insultes
weapon: couteau arme pistolet fusil hache machette marteau flingue
bruise: bleus ecchymose* hématome* coquard traces
sport: judo boxe karate foot tennis ballon batterie piano rugby porte nerfs système oeil record coeur main clavier cartes jeu jeux échecs sport match equipe esprit malchance soleil pluie froid vent
die: mourir crever suicid* pendre pends pendu die
want: souhaite veux voudrais envie pense pensé pensais vais besoin décidé préfère préférerais aimerais songe want wanna pensées idées
live: vivre vie exister vécu live
strength: force envie gout goût raison sens courage espoir
laugh: pneu pneus vacances rire rires mdr lol ptdr haha chaud froid faim soif fatigue ennui honte trouille sommeil impatience amour curiosité inquiétude boulot rsa fichier fichiers liste listes
eat: manger mange mangé mangeons bouffe nourriture nourrir nourris repas avalé eat eaten food
foodstuff: lait pain pâtes riz couches frigo frigidaire placards courses viande
poor: argent sou sous euro euros rond thune thunes fric payer acheter moyens quoi
long: depuis jours jour hier semaine days yesterday
diet: régime resto restaurant cantine médecin sang jeun ramadan opération anesthésie traiteur cuisine gluten porc légumes soupe cantine viande pause
sleep: dormir dors dort dormons dormi coucher couche nuit nuits loger loge vis vivons vivre reste héberg* sleep sleeping
outside: dehors rue voiture gare tente squat parking hall cave métro foret camping trottoir cabane cage pont abri abribus street
throw: met mets mettre mis mise jeté jette jetée jeter viré vire virée virer foutu fout foutre chassé chasse chassée expuls* évac* kick*
roof: toit logement hébergement abri domicile chambre foyer hotel hôtel appart appartement maison place
house: propriétaire proprio bailleur huissier mère père parents frère soeur mari conjoint copain ex compagnon belle beau on ils police hotel hôtel foyer
jobplace: travail taf boulot formation stage cours entreprise boîte usine magasin patron chantier atelier école classe
social: social sociaux sociale vacances location visite visiter cherche recherche ikea achat acheter
breathe: respir* étouff* souffle suffoqu* breath*
bleed: saign* hémorrag* bleed*
chest: poitrine thorax bras coeur
pain: mal douleur douleurs serre serré souffre
faint: malaise inconscient inconsciente évanoui évanouie évanouir évanouit connaissance convuls* épilepsie infarctus avc overdose unconscious
now: maintenant vite urgence urgent tout là aidez aide appelez vient venez fait fais heure heures instant répond réagit bouge help
calm: hier dernier dernière ans mois année années rdv suivi risque antécédent antécédents prévention formation stage secouriste peur film série livre
alone: seul seuls seule seules abandonn* enfermé enfermés
gone: disparu disparue fugu* introuvable introuvables enlevé kidnapp* parti partie partis
touch: touche touché touchée tripot* caress* attouch* abus*
shake: secoue secoué secouer secouait shake shakes
`}

// answerKinds are what answers, their reasons and unasked messages are made of.
var answerKinds = &wordKinds{text: `
not: pas plus aucun aucune rien sans jamais impossible
child: enfant enfants fils fille filles bébé gamin gamine gamins gosse gosses mioche mioches marmot loulou puce jumeaux nourrisson garçon garçons nièce neveu ado kid kids child children son daughter baby
vehicle: bus train trains ter tram tramway metro métro car cars voiture scooter moto vélo mobylette caisse auto véhicule trottinette covoit* covoiturage permis essence gasoil navette taxi covoitureur blablacar sncf bagnole camionnette
trouble: panne cassé casse crevé grève garage hs volé mort morte lâché rendu démarr* circul* roul* annulé supprimé raté rate loupé loupe manqué bloqué retard problème souci galère compliqué loin cher payer argent tombé rade planté suspendu coupé pas plus sans aucun
body: dos jambe bras pied genou cheville main ventre tête dent dents coeur épaule cou gorge oreille yeux oeil hanche cote poignet doigt nuque estomac
hurt: mal bloqué cassé foulé fractur* opér* douleur douleurs plâtr* coincé souffr* infect* gonfl* tordu déchir* points
childplace: garderie crèche nourrice nounou cantine périscolaire maternelle puériculture maîtresse
ill: lombalg* lombaire* prothès* allergi* angine* antibio* arthr* asthm* atel* béquil* biopsi* bronch* cardiolog* césarien* chirurg* contagieu* contraction* convalescen* cystite dermato* diabèt* dialys* diarrhé* échograph* écho endoscop* entors* épilep* fibromyalg* foulure gastr* glycémi* gynéco* hépatit* herni* hypertension infect* insomni* kyst* lumbago luxation mammograph* maternité méning* migrain* nausé* neurolog* oncolog* ophtalm* orthopéd* ostéo* otit* pansement pansements phlébit* pneumo* polyarthrit* psych* radiolog* rechute rééducation rhumat* rhume sciatiqu* scolios* sinusit* stomato* tendinit* thyroïde torticolis toux traumat* ulcèr* urolog* vaccin* varicel* vertig* vésicule virus vomi* zona malaise grossesse enceinte malad* fièvre fiévreux hôpital hosto hospitalis* urgences clinique médecin toubib dentiste opération anesthésie migraine grippe gastro covid angine bronchite enceinte accouch* cancer chimio radio scanner irm kiné infirmière ordonnance antibiotiques ambulance soins santé cardiologue chirurgien psychiatre psychologue dépression déprime burn
watch: scolaire orthophoniste accompagne accompagner biberon cantine garderie allaite garde garder seul seule malade fièvre école crèche nounou nourrice vacances hospitalisé hospitalisée récupérer récupère chercher maîtresse collège sieste vaccin pédiatre varicelle otite occuper occupe emmener emmène toux
workword: bosse bosser travaille travail taf patron patronne chef interim intérim usine horaires planning équipe poste shift service chantier employeur mission collègue client clients
dayword: lundi mardi mercredi jeudi vendredi jour matin aprem soir midi heure demain semaine nuit
seek: cherche chercher recherche trouver trouve sans emploi pole pôle
meet: entretien rencontre reçoit rdv convoque essai test embauche embaucher recrut* embauch*
boss: patron employeur directeur directrice recruteur recruteuse gérant agence poste embauche emploi boîte entreprise magasin restaurant
dead: enterr* obsèques funéraill* décès décéd* deuil crémation cimetière veillée incinér*
office: préfecture mairie tribunal caf cpam msa avocat notaire police gendarmerie consulat ambassade impôts carsat mdph ofii banque juge huissier audience commissariat passeport séjour titre naturalisation divorce
home: déménag* emménag* clés bail appart appartement logement locataire propriétaire expulsion loyer plombier inondation fuite chaudière visite
afraid: peur angoiss* stress* panique paniqu* phobi* honte ose anxieu* anxiét* effray* terrif* flipp* trouille gêné
course: formation stage cours examen concours afpa greta diplôme code permis cfa immersion apprentissage fle
hard: compliqué compliquée compliqués tendu tendue difficile difficiles délicat chaotique galère
homelife: maison famille couple foyer divorce séparation
feast: mariage baptême anniversaire vacances voyage fête ramadan pèlerinage imprévu empêchement famille bled étranger
come: venir viens vient viendr* serai serons présent présente passer passerai irai présenter rendre être honorer
am: suis étais
here: là présent présente rdv heure temps
cond: si sais possible pourquoi quand comment
job: cdi cdd contrat poste travail taf emploi intérim mission boulot job alternance extra saison
hire: embauch* recrut* signe signé commence commencé débute démarre décroch* pris prise prend prennent obtenu accepté attaque engagé retenu trouvé retrouvé dégoté
place: restaurant resto usine magasin entreprise boîte chantier supermarché ehpad mairie école hôtel carrefour leclerc lidl amazon intermarché boulangerie ferme agence cuisine caisse entrepôt
end: fini finie finit finis terminé terminée termine perdu viré virée licenci* arrêté arrêtée renouvel* gardé gardée reconduit rompu rupture démission* stoppé fin fermé faillite liquidation remercié
settle: habite habitons vis vivons loge déménag* emménag* install* adresse appart appartement logement domicile
fresh: maintenant désormais nouveau nouvelle changé change changement depuis dorénavant parti partie quitté
phone: numéro téléphone portable ligne sim smartphone mobile appareil
phonenews: nouveau nouvelle changé change changement perdu volé cassé ancien autre utilisez marche hs résilié coupé
wipe: effac* supprim* retir* enlev* radi* détrui* oubli* delete remove erase
record: donnée données info infos information informations fichier fichiers liste listes dossier coordonnées base compte système data logiciel
know: avoir voir savez sait savoir copie accès accéder consult* connaître gardez avez possédez détenez récupérer obtenir
mine: moi mes mon ma personnelles perso sur
halt: arrêt* stop* cess* plus marre ras basta assez fini
mails: sms message messages texto textos msg envoyer envoi écrire écrivez envois notifications mails
again: remet* repren* réactiv* recommenc* renvoy* réabonn* réinscri* nouveau finalement encore
tonguename: arabe anglais espagnol portugais turc russe ukrainien kurde dari pachto albanais somali lingala bambara chinois roumain géorgien tamoul bengali
tongueverb: parle parler comprends comprendre lire lis écrire écrivez traduire traduction traduit traducteur interprète version langue dispo existe
person: monsieur madame mari femme père mère papa maman personne dame oncle tante frère soeur conjoint époux mme mr allocataire bénéficiaire
gone: décéd* mort morte décès obsèques enterr* défunt* inhum*
please: besoin moi m me nous urgent demande peut pouvez
assist: aide aider aidez secours assistance pouce soutien
`}
