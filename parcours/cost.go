package parcours

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Euros is an amount in millionths of a euro: the price of one SMS part has four
// decimals, and thousands of them are added up.
type Euros int64

// oneEuro in millionths.
const oneEuro = 1_000_000

// ParseEuros reads "0.0725" or "0,0725": at most six decimals, and no sign. ErrInvalid
// for anything else.
func ParseEuros(text string) (Euros, error) {
	whole, decimals, _ := strings.Cut(strings.Replace(strings.TrimSpace(text), ",", ".", 1), ".")
	amount, err := strconv.ParseUint(whole, 10, 31)
	if err != nil || len(decimals) > 6 {
		return 0, fmt.Errorf("%w: %q is not an amount in euros such as 0.0725", ErrInvalid, text)
	}
	rest, err := strconv.ParseUint((decimals + "000000")[:6], 10, 31)
	if err != nil {
		return 0, fmt.Errorf("%w: %q is not an amount in euros such as 0.0725", ErrInvalid, text)
	}
	return Euros(amount*oneEuro + rest), nil
}

// Times returns the price of n.
func (e Euros) Times(n int) Euros { return e * Euros(n) }

// Decimal writes the amount as "0.0725", with at least two decimals.
func (e Euros) Decimal() string {
	text := fmt.Sprintf("%d.%06d", e/oneEuro, e%oneEuro)
	for strings.HasSuffix(text, "0") && len(text)-strings.Index(text, ".") > 3 {
		text = text[:len(text)-1]
	}
	return text
}

// String writes the amount as French texts do, rounded to the cent from one euro on:
// "0,0725 €", "12,30 €".
func (e Euros) String() string {
	if e >= oneEuro {
		cents := (e + oneEuro/200) / (oneEuro / 100)
		return fmt.Sprintf("%d,%02d\u00a0€", cents/100, cents%100)
	}
	return strings.Replace(e.Decimal(), ".", ",", 1) + "\u00a0€"
}

// MarshalText is the decimal form.
func (e Euros) MarshalText() ([]byte, error) { return []byte(e.Decimal()), nil }

// UnmarshalText is the reverse of MarshalText.
func (e *Euros) UnmarshalText(text []byte) (err error) {
	*e, err = ParseEuros(string(text))
	return err
}

// MessageCount is how many messages of one kind left: what their cost is made of.
type MessageCount struct {
	Template string
	Channel  Channel
	// Language is the person's, empty for professionals.
	Language Language
	Encoding Encoding
	// Parts of each of them; 0 outside SMS.
	Parts    int
	Messages int
}

// Departures narrows which messages are counted: those that left at or after From
// and before To; zero bounds nothing.
type Departures struct {
	From, To    time.Time
	TerritoryID string
}

// MessageCost is what the messages of one template, channel and language cost.
type MessageCost struct {
	Template string   `json:"template"`
	Channel  Channel  `json:"channel"`
	Language Language `json:"language"`
	Messages int      `json:"messages"`
	// Parts is how many SMS the carrier bills; 0 outside SMS.
	Parts int `json:"parts"`
	// UCS2 messages hold a sign that GSM-7 lacks, and cost more than twice the parts.
	UCS2 int `json:"ucs2"`
	// Over counts the messages with more parts than their template should cost.
	Over int `json:"over"`
	// Cost is an estimate: parts by the price of one; absent without a price.
	Cost *Euros `json:"estimated_cost,omitempty"`
}
