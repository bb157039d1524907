package understand

// askPhrases open a question, written with or without its mark.
const askPhrases = `
(changer|change|changez|changement) (de|d) (conseiller|conseillere|referent|referente|assistante|accompagnateur|accompagnatrice|interlocuteur|interlocutrice)
(who|what|where|when|why|which|how) (is|are|do|does|can|will|should|was|did) (my|your|the|i|you|we|this|that|it) *
(do|does|should|must) (i|we|my) (have|need|must|come|bring|go) [to]
(peut|peux|pourrait) [on|t on] (avoir|obtenir|toucher|demander) [une|un|des|l|la|le] (avance|aide|prime|acompte|attestation|justificatif|rdv|carte|cheque|bon)
par (ou|quel|quelle)
(aussi|seulement|que|les deux|tous les deux) ou (juste|seulement|que|bien) *
(yora|y aura|yaura|aura) [t il] (du monde|qui|beaucoup)
(do|must|should) i (have|need) to
et si [je|on|j]
(perds|perd|garde|touche|aurai|gagne) [je|on] * (rsa|droits|allocation) (si|ou|aussi)
(c'est|est|sera|ce sera|serait|c) * ou (bien|au|a|le|la|en|un|une|dans|chez|<day>)
(vous|tu) (remboursez|payez|prenez en charge|indemnisez|etes ouvert|etes ouverts|recevez|fermez|acceptez) [l|le|la|les]
(c'est|est ce|cest|c) (oblige|gratuit|payant|accessible|serieux|une arnaque) [ou pas|ou non]
(ca|cela|ce rdv|il|elle) [me|m] (compte|comptera|est compte|est payee|est paye) [dans|pour|comme]
(quel|quelle|a quel|a quelle|le quel|dans quel|dans quelle|de quel) (bus|ligne|etage|porte|batiment|salle|bureau|arret|station|numero|personne|papier|papiers|document|documents|adresse|endroit|service|nom)
(vais|va|faut|dois) [je] (voir|rencontrer|avoir|demander) qui
ca va (durer|se passer|etre) (longtemps|combien|comment|ou|quoi)
qui vous (a|as|envoie|paye)
c'est pour * ou (le|la|du|pour|un)
(m a|ma) (dit|parle|raconte) * [c'est|est ce] vrai
(ca|me|quoi|qui|nous|te) concerne
(attends|attend|attendons) [toujours|encore|tjs] (une|la|votre|ma|vos) (reponse|reponses|nouvelle|nouvelles)
(y aura|il y aura|y a|ya) qui
on peut (le faire|faire ca|faire le rdv|venir|avoir|se voir) (par|en|au|sans|avec)
t (il|elle|on|ils|elles)
(peut|doit|va|sera|sont|faut|devra|pourra|pourrait) (il|elle|on|ils|elles)
(savez|pensez|connaissez|auriez|etes|seriez|voulez|allez|avez) vous
que se passe [t]
[ai] pas [bien|tres bien|trop] compris (ce que|pourquoi|comment|quoi|la|le|les|votre|si|de quoi|a quoi|ce qu)
vous (remboursez|payez|financez|donnez|acceptez|ouvrez|fermez|recevez|proposez|aidez|prenez en charge)
(voudrais|veux|souhaite|aimerais|peux|puis|besoin de|comment|faut que je) [je] (parler|joindre|voir|contacter|appeler|rencontrer) * (referent|referente|conseiller|conseillere|quelqu un|mme|madame|responsable|assistante|humain|personne)
(a|avec|chez|pour|par|de) qui
(y a|ya|il y a|y aura) [t il] (un|une|du|des) (parking|ascenseur|accueil|garderie|traducteur|interprete|bus pour|code|sonnette|toilette)
(retrouve|retrouver|rejoint|passe|vais|va|aller|trouve|declarer|declare|envoyer|envoie|venir|viens|voit|rdv|deposer|signer|poser|situe|arrive|rends|presenter|presente|c'est|faut|se) ou
(obligatoire|obligé|gratuit|payant|important|loin|long) ou (pas|non)
ou (pas|non) 
(quoi|koi)
qui (s'occupe|peut|peux|va|vas|sera|fait|gere|suit|decide|dois je|vais je|faut il|contacter|appeler|demander|prend|recoit)
(vous avez|avez vous|vous avez pas|avez vous bien) [bien] (mon|ma|mes|recu|eu|pu|regarde|traite|une|un|des|vu|trouve|les)
(vous pouvez|pouvez vous|pourriez vous|vous pourriez|tu peux|peux tu|est il possible|c'est possible|possible) [de|d]
(droit|droits) (a|au|aux) 
j'ai droit
(lequel|laquelle|lesquels|quels|quel|quelle) 
(veut dire|signifie|sert)
(vous etes|etes vous) (ou|ouvert|ouverts|qui|joignable|la)
il y a [t] [il|un|une|des|du|quelqu]
[je] (sais|comprends|vois|connais) pas (ou|quand|comment|qui|pourquoi|quel|quelle|ce que|si)
(c'est|c) [a] (ou|quand|qui|quoi|quel|comment|combien)
est ce (que|qu)
(y a t il|il y a t il|ya t il|ya til|y a til) 
(pouvez vous|vous pouvez|pourriez vous|peux tu|pouvez|tu peux) (m|me|nous) (expliquer|dire|rappeler|appeler|envoyer|renseigner|donner|preciser|indiquer)
(je|moi) pas (comprendre|comprends|compris)
(ou|comment|quand|combien|pourquoi) (on|je|est ce|il|est|sont|faut|vais|dois|doit)
(faut|faudra|dois je|doit on) [il|je|on] (apporter|amener|ramener|venir avec|prendre|fournir|porter|avoir)
(c'est|ce|sera) (obligatoire|payant|gratuit|normal)
qu est ce
(qui|quel|quelle) (est|sont|sera)
(peux je|puis je|peut on|pourrai je|dois je|ai je|suis je|vais je)
ou [est ce que] (c'est|dois je|faut il|je dois|il faut|on doit|ça se passe|se trouve|est le rdv)
(a|pour) quelle heure
quelle heure
quel jour
quelle (adresse|date|rue)
avec qui
avec quoi
(quand|comment|pourquoi|combien|lequel|laquelle)
est ce que
est ce qu
(qu est ce|que dois je|que faut il|dois je|faut il|puis je|peux on)
on (fait|doit faire) (quoi|comment)
(il faut|je dois|faut) (apporter|amener|ramener|emmener|prendre|venir avec) quoi
(apporter|amener|ramener|emmener) (quoi|quelque chose|un|une|des|mes|les)
(je voudrais|je veux|j'aimerais|je souhaite|j'aurais voulu|besoin de) savoir
savoir (si|comment|quand|ou)
(j'ai|j'aurai|j'aurais) [encore] (une|des) question
une question
(pouvez vous|vous pouvez|pourriez vous|tu peux) (me|nous) (dire|expliquer|renseigner|aider|rappeler|confirmer|envoyer)
(je|j) (comprends|comprend|compren) (pas|rien)
(c'est|sera) obligatoire
(je suis|suis je) oblige
(what|where|when|which|how|why)
(is it|is there|are there)
(do|can|should|must|could) (i|we|you)
i dont understand
i have a question
`
