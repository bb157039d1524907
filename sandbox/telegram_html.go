package sandbox

import (
	"fmt"
	"html"
	"regexp"
	"strings"
)

var htmlTag = regexp.MustCompile(`<(/?)([a-zA-Z-]+)([^<>]*)>`)

// telegramTags are the elements of parse_mode HTML (https://core.telegram.org/bots/api#html-style).
var telegramTags = map[string]bool{
	"b": true, "strong": true, "i": true, "em": true, "u": true, "ins": true, "s": true, "strike": true, "del": true,
	"span": true, "tg-spoiler": true, "a": true, "code": true, "pre": true, "blockquote": true,
}

// plainText returns what a person reads of a message in parse_mode HTML, or why
// Telegram would refuse it: an unknown or unbalanced element, a bare "<".
func plainText(text string) (string, error) {
	var open []string
	for _, tag := range htmlTag.FindAllStringSubmatch(text, -1) {
		name := strings.ToLower(tag[2])
		if !telegramTags[name] {
			return "", fmt.Errorf("unsupported start tag %q", name)
		}
		if tag[1] == "" {
			open = append(open, name)
			continue
		}
		if len(open) == 0 || open[len(open)-1] != name {
			return "", fmt.Errorf("unexpected end tag %q", name)
		}
		open = open[:len(open)-1]
	}
	if len(open) > 0 {
		return "", fmt.Errorf("can't find end tag corresponding to start tag %q", open[len(open)-1])
	}
	bare := htmlTag.ReplaceAllString(text, "")
	if strings.Contains(bare, "<") {
		return "", fmt.Errorf("unsupported start tag")
	}
	return html.UnescapeString(bare), nil
}
