package understand

import "strings"

// piece is a part of a phrase: words one after the other, or alternatives.
type piece struct {
	words  []string
	either [][]piece
}

// groups are alternatives that many phrases share.
var groups = strings.NewReplacer(
	"<day>", "(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain)",
	"<hour>", "(8h|8h30|9h|9h30|10h|10h30|11h|11h30|12h|13h|13h30|14h|14h30|15h|15h30|16h|16h30|17h|17h30|18h|19h|20h|midi)",
	"<kin>", "("+kin+")",
	"<child>", "("+child+")",
	"<n>", "(1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27|28|29|30|31)",
)

// kin and child are those whose death or care keeps somebody away.
const (
	kin = "pere|mere|papa|maman|daron|daronne|frere|soeur|fils|fille|mari|femme|epoux|epouse|conjoint|conjointe|compagnon|compagne|oncle|tante|tonton|tata|tatie|cousin|cousine|neveu|niece|" +
		"grand pere|grand mere|grand parent|papi|papy|pepe|mamie|mamy|meme|arriere grand mere|beau pere|belle mere|beau frere|belle soeur|beau fils|belle fille|parrain|marraine|filleul|" +
		"ami|amie|pote|copain|copine|voisin|voisine|collegue|bebe|enfant|parent|parents|petit fils|petite fille"
	child = "fils|fille|filles|enfant|enfants|bebe|bebes|petit|petite|petits|petites|gosse|gosses|gamin|gamine|gamins|mioche|mioches|minot|minots|loulou|loulous|puce|choupinette|" +
		"garcon|garcons|jumeaux|jumelles|nourrisson|ado|ados|aine|ainee|cadet|cadette|benjamin|benjamine|neveu|niece|petit fils|petite fille|petits enfants|fiston|gars|dernier|derniere"
)

// parsePhrase reads a phrase: words, "(a|b)", "[a]", "*", and the groups above.
// Alternatives may hold others; one that touches a word belongs to it: "vide[s]".
func parsePhrase(text string) []piece {
	var all [][]piece
	text = groups.Replace(text)
	for _, text := range expandTouching(text) {
		pieces, rest := parsePieces(text)
		if rest != "" {
			panic("understand: stray " + rest + " in phrase " + text)
		}
		all = append(all, pieces)
	}
	if len(all) == 1 {
		return all[0]
	}
	return []piece{{either: all}}
}

// parsePieces reads up to the end of an alternative.
func parsePieces(text string) (pieces []piece, rest string) {
	for text != "" {
		i := strings.IndexAny(text, "([|)]*")
		if i < 0 {
			i = len(text)
		}
		if words := canonical(strings.Fields(Fold(text[:i]))); len(words) > 0 {
			pieces = append(pieces, piece{words: words})
		}
		if i == len(text) {
			return pieces, ""
		}
		sign := text[i]
		text = text[i+1:]
		switch sign {
		case '*':
			pieces = append(pieces, piece{words: []string{"*"}})
		case '|', ')', ']':
			return pieces, string(sign) + text
		default:
			var p piece
			p, text = parseEither(sign, text)
			pieces = append(pieces, p)
		}
	}
	return pieces, ""
}

// parseEither reads alternatives, after the sign that opens them.
func parseEither(sign byte, text string) (p piece, rest string) {
	closing := map[byte]byte{'(': ')', '[': ']'}[sign]
	p.either = [][]piece{}
	for {
		pieces, after := parsePieces(text)
		if after == "" || after[0] != '|' && after[0] != closing {
			panic("understand: unclosed alternative in phrase before " + after)
		}
		p.either = append(p.either, pieces)
		text = after[1:]
		if after[0] == closing {
			break
		}
	}
	if sign == '[' {
		p.either = append(p.either, nil)
	}
	return p, text
}

// expandTouching writes out the alternatives that touch the word before them.
func expandTouching(text string) []string {
	for i := 1; i < len(text); i++ {
		if text[i] != '[' && text[i] != '(' || strings.IndexByte(" ([|*'", text[i-1]) >= 0 {
			continue
		}
		end := strings.IndexAny(text[i:], ")]") + i
		choices := strings.Split(text[i+1:end], "|")
		if text[i] == '[' {
			choices = append(choices, "")
		}
		var out []string
		for _, c := range choices {
			out = append(out, expandTouching(text[:i]+c+text[end+1:])...)
		}
		return out
	}
	return []string{text}
}
