package understand

// wrongPersonPhrases say that somebody else is written to.
const wrongPersonPhrases = `
(c est|est) pas a moi (que|qu|ce|ces|le)
(message|sms|rdv|courrier) * (s adresse|adresse|destine|envoye) [pas] (a|pour) (un autre|une autre|quelqu un d autre|pas moi)
(nouveau|nouvelle|actuel|actuelle) (proprietaire|titulaire|detenteur|detentrice|utilisateur|utilisatrice|abonne) (de|du) [ce|cette|le] (numero|ligne|portable|telephone)
(y a|ya) personne (du nom de|de ce nom|a ce nom|qui s appelle|qui se nomme) * (ici|chez nous|a ce numero|a cette adresse|dans la famille)
(y a|ya) (pas|plus|aucun|aucune) [de|d] (madame|monsieur|mme|mr|m|mlle|dame|personne|gens) * (ici|chez nous|a ce numero|a cette adresse|dans la famille)
(y a|ya) (pas|plus|aucun|aucune) * (a ce numero|a cette adresse|dans la famille)
(appartient|appartenait) a (une|un|quelqu un|ma|mon|notre) (entreprise|societe|autre|association|magasin|cabinet|personne|famille)
(tromper|trompe|trompes|trompez|trompé|planter|plante|goure) (de|d) (numero|num|personne|destinataire|contact|tel|portable)
(t|tu|vous|te) [es|etes|t es|vous etes] (trompe|trompes|tromper|goure|plante|gourez)
(jamais|pas) (demande|touche|percu|fait|eu) [de|le|au|du|une demande de] (rsa|demande|dossier|allocation)
personne (de|du) (ce nom|tel nom|nom)
(attribue|donne|recupere|herite|eu) (ce numero|cette ligne|ce portable) [recemment|depuis|il y a]
(ai|j'ai|possede|detiens) (ce|cette) (numero|num|ligne|portable|telephone) (depuis|que depuis)
(est|a) [bien] [a] (moi|mon numero|le mien) depuis
(telephone|numero|portable|ligne|num) * (plus a lui|plus a elle|plus le sien|plus la sienne|plus son numero|pas le sien|pas a lui|pas a elle)
(c'est|ce|cest) pas (moi|lui|elle|nous) [c'est] [mon|ma] [frere|soeur|voisin|mari|femme|fils|fille|pere|mere]
(c'est|est) pas (mon|ma|notre) (rdv|rendez vous|numero|nom|message)
(c'est|est) pas (le|un) (telephone|numero|portable|num) (de|a)
jamais (demandé|touché|eu|ete|percu) [le|au|du] rsa
(pas|plus) a moi qu
(vous|tu) (confondez|confonds)
personne [ne] (s appelle|s'appelle|porte ce nom)
[je] m appelle * pas
(personne|dame|monsieur|madame|il|elle|mme) * habite (plus|pas) (ici|la|chez)
inconnu (ici|au bataillon)
(suis|est) pas (celle|celui|beneficiaire|allocataire|inscrit|inscrite|au rsa|concerne par le rsa|la concernee)
[je] (sais|connais|vois) pas [du tout] qui (c'est|est|ca peut etre)
c'est (le|un) (telephone|numero|portable) (de|du|d) (mon|ma|mes|quelqu)
(appartient|appartenait) (a|plus|pas)
(devez|faites|faire|fait) [une] erreur
m est (pas|plus) [du tout] (destine|adresse)
(pas|plus) a moi (ce|le|les|ces) (message|messages|sms)
(telephone|numero|ligne|portable) [est] (a moi|le mien) (depuis|maintenant)
(il y a|y a|ya) [une|surement une] erreur
[je] m appelle (pas|plus) (comme ca|ainsi|comme cela)
[je] m appelle pas
(erreur|trompe|trompé) (sur|de) la personne
(suis|est) pas (concerne|concernee) [par] [ce|cette|votre|ces|le] [message|sms|messages|rdv]
(suis|est|c'est) (pas|plus) (la|le|cette|ce|l) (dame|monsieur|femme|homme|bon|bonne|bonne personne|bon destinataire|bon interlocuteur|interesse|interessee|proprietaire du numero)
(suis|est|c'est|c) (pas|plus) (madame|monsieur|mme|mr|m|lui|elle|moi|le mari|son numero|le sien|la sienne|la bonne|celui de|celle de)
(numero|num|portable|telephone|tel|ligne) (erroné|incorrect|faux|mauvais|est pas|appartient pas|appartient plus|est plus|a change de)
(pas|plus) (chez|a|le numero de|au numero de) (la|le|cette|ce|madame|monsieur|mme) [bonne|bon] (personne|numero|riou|dame|destinataire)
(vous|tu) (devez|avez|etes) [vous|du|surement] [vous] (tromper|trompé|trompe|confondre|confondu|erreur|plante)
connais pas (ce|cette|de) [nom|personne|monsieur|dame]
(je|moi|la|le) [la|le|l|les] connais pas
(vous|tu) (vous|te) (trompez|trompe|trompé|etes trompé|etes trompe|vous etes tromper) [de|d]
(trompé|tromper|trompe|erreur) de (personne|numero|destinataire)
(message|sms|rdv) * (pas|plus) (pour|destiné|adressé) (moi|a moi)
(c'est|est|cest) (pas|plus) (pour|destiné|adressé) (moi|a moi) [ce|le] [message|sms|rdv]
(c'est|est|cest) [surement|surement|certainement|une|bien|je pense] [une] erreur
(s'agit|agit) (pas de moi|d'une erreur)
(not me|its not me|iam not him|iam not her)
vous (trompez|faites erreur)
(il y a|c'est|y a) (une|surement une) erreur de (numéro|personne|destinataire)
erreur de (numéro|personne|destinataire)
(mauvais|faux|errone) (numéro|destinataire|contact|interlocuteur|correspondant)
(mauvaise|pas la bonne) personne
(c'est|ce|cest) pas (moi|le bon numero|la bonne personne|mon nom|mon numero|elle|lui)
pas le bon numero
(je connais|connais) pas (cette personne|ce monsieur|cette dame|ce nom|de|d|monsieur|madame|mme|mr)
(je|j) suis pas (cette personne|ce monsieur|cette dame|mme|madame|monsieur|mr|m|la bonne personne|la personne)
(personne de ce nom|pas de ce nom|personne qui s'appelle)
ce numero est [plus|pas] (a|celui|le)
(ce n est|c'est) (plus|pas) (son|le) numero
wrong (number|person)
not the right (person|number)
you have the wrong
i (dont know|do not know) (this|that|any) (person|woman|man)
iam not (this person|mr|mrs|ms)
`
