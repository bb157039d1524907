package understand

import "strings"

// piece is a part of a phrase: words one after the other, or alternatives.
type piece struct {
	words  []string
	either [][]piece
}

// parsePhrase reads a phrase: words, "(a|b)", "[a]", "*". Alternatives may hold
// others; one that touches a word belongs to it: "vide[s]".
func parsePhrase(text string) []piece {
	var all [][]piece
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
