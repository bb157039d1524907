package understand

import (
	_ "embed"
	"slices"
	"strings"

	"relais/parcours"
)

// latinTongue is what tells a language of the Latin script.
type latinTongue struct {
	language parcours.Language
	// letters are those that it has and that the others lack or rarely use.
	letters string
	words   string
}

// weight makes words that are hardly ever anything else count double.
func (latinTongue) weight(w string) int {
	if len(w) >= 5 && languages[w] == "" {
		return 2
	}
	return 1
}

// arabizi is the place of Arabic in Latin letters and digits.
const arabizi = 5

var latin = [...]latinTongue{
	{parcours.French, "èœùîûë", `je tu il elle on nous vous ils elles le la les un une des du de et est suis es sont ai as a ont avez avons pas ne plus que qui quoi ou ce cet cette ces mon ma mes ton ta votre vos notre nos
		pour par avec sans dans sur chez mais donc car si au aux en y d l j c s n qu m t rdv rendez jour jours demain hier mardi lundi mercredi jeudi vendredi samedi dimanche bonjour bonsoir salut merci svp stp oui non ok
		peux veux viens vais dois fais fait faire venir travail boulot taf heure heures semaine mois quand comment pourquoi combien quel quelle jai jpeux jpeu jsuis chui jveux dsl slt bjr mrc bcp tjs pk
		madame monsieur enfants fille fils mari femme pere mere maladie malade numero adresse dossier aide sms message messages autre date changer trouve perdu nouveau nouvelle moi toi lui leur tout tous rien jamais encore
		prends prend sais etre avoir aller besoin probleme maison appartement rue donnees supprimer supprimez arret reprendre langue anglais francais arabe turc espagnol portugais ukrainien russe aussi tres trop bien mal
		sa se g c ki koi kan kel pr ds ts tt ac av ctait jetais jserai serai pourrai jpourai vien vient aurai jaurai cest jy jarrive embauche embauchee signe contrat cdi cdd demenage stage formation rsa caf prime arretez effacez connard merde gros bande cons nul nuls gentil gentille hein ah oh eh bah ben bof euh basta textos burn out hum cc pute sale sales coucou slt sympa coucou voleurs incapables taf tafe boulo jpe pe po pa`},
	{parcours.English, "", `i you he she we they the an is are am was were be been have has had do does did dont don not no yes my your his her our their this that these those and or but if of to in on at for from with without about
		what when where who why how which can cannot could will would should must please hello hi thanks thank sorry good morning evening afternoon appointment meeting job work working help need want know come coming
		today tomorrow yesterday monday tuesday wednesday thursday friday week hours number phone address message messages wrong person lost found new moved sick ill english french unsubscribe resume speak understand write data delete
		nothing anymore kids child children husband wife wants going time day date change got start stop texting me it there here m ll re ve im ive tired dying erase remove beaten beat breathe bleed unconscious eaten eat sleep street`},
	{spanish, "ñ¿¡", `yo el ella nosotros ustedes los las una unos es soy estoy esta estan estamos son tengo tiene tenemos no si que quien cual como cuando donde por para con sin mi mis su sus este ese esto eso pero porque muy mas
		gracias hola buenos buenas dias tardes noches cita dia fecha hora manana hoy lunes martes miercoles jueves viernes puedo quiero voy trabajo hijo hijos hija enfermo enferma ayuda numero hablo frances espanol nada
		otro otra cambiar he ha hice esta semana horas encontre perdi direccion favor mudado marido muero muerto fallecido puta datos borren recibir documentos necesito de la tarde llego claro vale allí alli
		basta mensajes mensaje despidieron equivoca persona gilipollas cabron cita vale buenas entiendo he tengo miedo hambre calle respirar pega golpea mude mudé cambié quiero ver mis`},
	{portuguese, "ãõâ", `eu ele ela nos voces os as uma uns umas sou estou esta estao estamos sao tenho tem temos nao sim que quem qual como quando onde por para com sem meu minha meus minhas seu sua este esse isto isso mas porque
		muito mais obrigado obrigada ola bom boa dia tarde noite consulta encontro data hora amanha hoje segunda terca quarta quinta sexta posso quero vou trabalho filho filhos filha doente ajuda numero falo frances portugues
		nada outro outra mudar fiz esta semana horas arranjei encontrei perdi morada endereco favor mudei marido morto morrer faleceu puta dados apaguem receber documentos preciso atrasado rua comida em um o e ao do da no na
		onde fica escritorio fui despedido despedida mudei telemovel errado errada consegui emprego comecei arranjei nao sou eu ja estou fome dormir respirar bate quero meus`},
	{turkish, "şğıİ", `ben sen o biz siz onlar bir bu su ve ile icin ama degil var yok mi mu ne zaman nerede nasil kim neden hangi cok evet hayir tamam lutfen merhaba selam tesekkur tesekkurler ederim sagol randevu randevum gun gunu
		tarih saat bugun yarin dun pazartesi sali carsamba persembe cuma hafta is isim calisiyorum gelecegim gelemem geliyorum hastayim doktor cocugum numara numaram kisi yardim turkce fransizca bilmiyorum anlamiyorum
		istiyorum ediyorum kocam beni dovuyor buldum cikarildim degisti tasindim yanlis baska degistirmek olmek olum sokakta kaliyorum yiyecek nefes alamiyorum oldum oluyorum adresim artik yeni iptal gec
		durdur durdurun mesaj mesajlar hastanedeyim vefat etti iyi gunler gunaydin aptal salak verilerimi silin bilgilerimi isimi kaybettim ise basladim sozlesme olur geliyorum gelmiyorum katilamam musait degilim gecikecegim
		yapiyorum kurs cocuk cocuklar cocuklarimi dovuyor acim evsizim intihar kriz krizi tehlikede sorum telefonum aksamlar`},
	{arabic, "", `salam slm choukran chokran shukran chukran wakha nji ghadi ana nta nti howa hiya hna makayn kayn kayna fin wach wech chno chnou kifach hamdoullah hamdullah inchallah nchallah inshallah bzf bzaf bezzaf bezaf khoya khouya
		mrid mrida khedma khdma l9it khdam khedam nekhdem wladi weldi benti bnti rajli mrati dar zen9a makla bghit nmout lkhir sba7 msa labas rani rana machi mashi chwiya daba dabba ghdwa lyoum nhar akhor alaykoum walikoum
		sbitar tbib jeddi baba yemma mama dyali dyal had hadi hada walo walou chhal dirham naam saha sahit barak allah afak 3afak kan ma f mn bach nas bel arabiya
		nemra jdida kanfhemch makanfhemch mafhemtch khoya ghalet m3atel sakn sken zamel kelb smhou lia smahli bghina khassni khasni waqt lwaqt lblasa mab9itch makaynch n3am`},
}

// newTongues lists, for each word, the places in latin of the languages that have it.
func newTongues() map[string][]int {
	words := make(map[string][]int)
	learn := func(i int, list string) {
		for w := range strings.FieldsSeq(list) {
			if w = Fold(w); w != "" && !neutral[w] && !slices.Contains(words[w], i) {
				words[w] = append(words[w], i)
			}
		}
	}
	for i, l := range latin {
		learn(i, l.words)
	}
	for line := range strings.Lines(tonguesText) {
		tag, list, _ := strings.Cut(line, " ")
		for i, l := range latin {
			if string(l.language) == tag {
				learn(i, list)
			}
		}
	}
	// Words of the kinds that frames are made of, and words written in a hurry, are
	// French unless another language has them.
	french := func(w string) {
		if w = Fold(w); len(words[w]) == 0 && !strings.HasSuffix(w, "*") && !neutral[w] {
			words[w] = []int{0}
		}
	}
	for _, of := range allKinds {
		for line := range strings.Lines(of.text) {
			_, list, _ := strings.Cut(line, ":")
			for w := range strings.FieldsSeq(list) {
				french(w)
			}
		}
	}
	for w := range shorthand {
		french(w)
	}
	return words
}

// neutral words are written in every language.
var neutral = foldedSet("ok stop start sms info menu contact week end weekend message messages")

// tonguesText lists the most frequent words of each language, folded.
//
//go:embed tongues.txt
var tonguesText string

func foldedSet(text string) map[string]bool {
	set := make(map[string]bool)
	for w := range strings.FieldsSeq(text) {
		set[Fold(w)] = true
	}
	return set
}

// digitsWithin recognises the digits that stand for Arabic letters: "n9der",
// "3afak", "la2" is too short to tell from "b2".
func digitsWithin(w string) bool {
	if len(w) < 4 || strings.HasPrefix(w, "2") || strings.HasPrefix(w, "6") || len(shorthand[w]) > 0 {
		return false
	}
	digits, letters := 0, 0
	for i := range len(w) {
		switch c := w[i]; {
		case c >= 0x80:
			return false
		case c == '3' || c == '7' || c == '9' || c == '2' || c == '5':
			digits++
		case digit(c):
			return false
		case c == 'h' && i > 0 && digit(w[i-1]) && digits == i:
			return false // "3h30", "9heures"
		default:
			letters++
		}
	}
	return digits > 0 && digits <= 2 && letters >= 3
}
