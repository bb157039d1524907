package understand

// stopPhrases ask for no more messages, within a sentence.
const stopPhrases = `
(retirez|enlevez|supprimez|enlever|retirer) moi (de|des) [la|votre|vos] (liste|listes|envois|envoi) [de|des|d] [sms|messages|msg|envoi|envois|diffusion]
(arretez|arreter|stoppez|cessez) (tout|ca)
(liste|listes) (d envoi|de diffusion|d envois)
(veux|souhaite|voudrais) plus rien (recevoir|de vous)
(fini|finis|assez|marre|basta|ca suffit) [de|avec|les|des|vos] [les|vos|ces|tous] (sms|messages|msg|textos)
stop (a|de|avec|aux) [tous] [ces|vos|les] (messages|sms|msg|textos)
(arreter|arretez|arrete|cessez|stoppez|stop) [de|d|svp|merci de|immediatement] [m|me|nous|lui] (envoyer|ecrire|embeter|deranger|harceler|contacter|spammer) 
(arreter|arretez|cessez|stoppez) (les|vos|ces) (sms|messages|msg|textos)
(veux|voudrais|souhaite|desire) (plus|pas) [du tout] [de|recevoir|avoir|être|etre] (messages|sms|msg|textos|contacte|vos sms|vos messages|vos msg|de vos|de messages|de sms|aucun message|aucun sms)
(veux|souhaite) plus (recevoir|avoir|de) * (sms|messages|msg|textos)
(envoyez|ecrivez|contactez|envoie|ecris|envoyer|derangez) [moi] (plus|pas) [jamais|rien|de] [sms|messages|message|msg]
(plus|pas) (m'ecrire|m'envoyer|me contacter|me deranger) 
(laissez|laisser|foutez|fichez|lachez) moi [tranquille|la paix|avec] [vos] [sms|messages]
(stop|quit) (texting|messaging|writing|contacting|sending)
(dont|not) (text|write|contact|message) me
`
