package sandbox

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The personas' understanding is not part of the package's contract, so this
// test stands inside.
func TestPersonasFindTheChoicesOfAMessage(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       map[string]meaning
	}{
		{
			"convocation", "Bonjour Mme LE GOFF. Vous avez rendez-vous mardi 13 janvier à 14h30 (1h) avec Anne MOREL (Département) et Paul RIOU (France Travail), CDAS, 8 rue du Port, Redon.\nRépondez 1 je viens, 2 je ne peux pas, 3 autre jour, QUI qui écrit.\nAppel : 02 61 91 01 02",
			map[string]meaning{"1": meansCome, "2": meansCannot, "3": meansOther},
		},
		{
			"reminder at number 1", "Rappel : rendez-vous jeudi 15 janvier à 14h30, CDAS, 1 rue du Port, Redon, avec Anne MOREL. 1 je viens, 2 je ne peux pas, 3 autre jour. 02 61 91 01 02 Réf K7F29",
			map[string]meaning{"1": meansCome, "2": meansCannot, "3": meansOther},
		},
		{
			"slots", "Autres dates possibles :\n1 mardi 20 janvier à 9h\n2 jeudi 22 janvier à 14h30\n3 lundi 26 janvier à 10h\n4 aucun ne convient",
			map[string]meaning{"1": meansSlot, "2": meansSlot, "3": meansSlot, "4": meansNoneFits},
		},
		{"one way", "Rappel : rendez-vous jeudi 15 janvier à 14h30, CDAS, 8 rue du Port, Redon. Pour confirmer ou changer : 02 61 91 01 02.", map[string]meaning{}},
		{"language", "Quelle langue ? 1 français, 2 English", map[string]meaning{"1": meansLanguage, "2": meansLanguage}},
	}
	for _, test := range tests {
		got := map[string]meaning{}
		for _, c := range understand(test.text, nil).choices {
			got[c.digit] = c.meaning
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func TestPersonasOpenDeepLinks(t *testing.T) {
	t.Parallel()
	if got := understand("Pour Telegram : https://t.me/RelaisBot?start=Ab_9-x puis Démarrer.", nil).link; got != "Ab_9-x" {
		t.Errorf("got %q", got)
	}
}

func TestProfessionalsTellAQuestionFromAReceipt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Maëlys QUILLIEN vous écrit :\n\n« faut amener quoi ? »\n\nRépondez à ce message : vos mots lui seront transmis.":                                            true,
		"Relais : un message attend votre réponse Bonjour,":                                                                                                          true,
		"Maëlys QUILLIEN : STOP demandé, plus de messages par ce moyen.":                                                                                             true,
		"Maëlys QUILLIEN : ce numéro serait celui d’une autre personne :\n\n« c pas moi »":                                                                           true,
		"C'est noté pour Maëlys QUILLIEN. Ce moyen est fermé : votre réponse part par un autre. S'il n'y en a pas, un message vous le dit, et l'appel vous revient.": false,
		"Ce message n’est pas arrivé à Maëlys QUILLIEN :\n\n« Oui, mardi. »\n\nMerci de joindre la personne autrement, par téléphone si possible.":                   false,
		"Votre réponse est transmise à Maëlys QUILLIEN.":                                                                                                             false,
		"Plusieurs messages attendent votre réponse. Répondez directement au message concerné.":                                                                      false,
		"Bonjour. C’est fait : les messages des personnes que vous suivez arriveront ici. Pour répondre…":                                                            false,
	} {
		if got := isQuestion(text); got != want {
			t.Errorf("isQuestion(%q) = %v", text, got)
		}
	}
}
