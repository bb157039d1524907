package understand

// replyLate are the ways to say that one comes after the hour, in French and in English.
var replyLate = phrases{
	cueLate: `
(risque|risques|vais|peux|devrais) (de|d) (arriver|venir|etre) [la] [un peu] (vers|apres|plus tard|en retard|dans)
(bloque|bloquee|bloques|coince|coincee|coinces|ralenti|immobilise|arrete|accident|deviation|travaux|panne) * (serai la|serons la|arrive|arriverai|serai chez vous) (vers|a|dans|d ici|apres) (<hour>|<n>|une|un|dix|vingt|trente|quelques)
(arrive|la|serai la) (dans|ds) [un|1] (quart|4|1 4|demi|1 2) [d|de] [heure|h|dh]
(arrive|la) dans 1 4
[je] (serai|suis|arrive|arriverai|viens|viendrai|peux venir|peux etre|pourrai venir|pourrai etre) pas [la|present|dispo|libre] avant [les] (<hour>|<n>|le|la)
(j'arrive|je serai la|je suis la|arrive|la) [dans|avec|d'ici] (<n>|5|10|15|20|25|30|40|45|cinq|dix|quinze|vingt|trente) (min|mn|minute|minutes) [de]
(train|bus|car|ter|metro|tram) [en|a|a du|du] (retard) * [j'arrive|arrive]
(prenez|commencez) * sans moi
pas a l'heure [desole|dsl]
cherche [une|de|ou] [place|me] [pour] (garer|place|me garer|stationner)
(me garer|garer|parking|stationner) * (j'arrive|je arrive)
[je] (serai|suis) pas a l'heure
[je] (suis|serai) pas loin [j'arrive|du tout]
(suis|deja) (a la gare|devant|en bas|a l'arret|en route|en chemin|dans le bus|sur la route) [j'arrive]
(comptez|compte) [5|10|15|20|30] (min|minutes|mn) de plus
je (cours|fonce|speed) [j'arrive]
attendez moi
(retard|retars) [je|j] (arrive|j'arrive|arriv)
(suis|serai) pas loin [j'arrive|du tout]
(serai|arrive|arriverai|viendrai|viens) [la] (vers|a) * au lieu
(je|serai|suis|vais etre|on sera|serons) [un peu|peut etre|legerement] en retard
(retard|retards|retar) [de|d|desole|un peu]
(je|on) [serai] (arrive|arriverai|serai la|viens) [dans|avec|vers|ds|d'ici] [les] (5|10|15|20|25|30|40|45|quelques|cinq|dix|quinze|vingt|trente|un quart) [d] (min|minutes|mn|minute|heure)
(je suis|coince|bloqué|bloquée|coincé) [coince|bloque] dans les (bouchons|embouteillages|embouteillage)
(bouchons|embouteillages) [j'arrive]
(arrive|arriverai|serai) (en|un peu|legerement) (retard|plus tard)
quelques minutes de (plus|retard)
(ill|i will|iwill|iam|gonna) [be|running|a bit|a little] [10|15|20|5|minutes] [minutes] late
minutes late
(en retard|un peu en retard)
retard
(j'arrive|j'arriverai|je serai la|je viens) (dans|avec|vers) (quelques|5|10|15|20|25|30|45|cinq|dix|quinze|vingt|trente|un quart) [d] (min|minutes|mn|minute|heure)
(10|5|15|20|30) (min|mn|minutes) de retard
(running late|be late|late)
`,
}
