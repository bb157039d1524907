package parcours

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// LetterReason says why somebody is written to on paper.
type LetterReason string

// Reasons of a letter.
const (
	// LetterListed: no other channel is left, or the person prefers letters.
	LetterListed LetterReason = "listed"
	// LetterUnreached: nothing proves that the convocation arrived, and the
	// person's deadline is near.
	LetterUnreached LetterReason = "unreached"
)

// LetterObstacle is why a letter that is wanted cannot be written.
type LetterObstacle string

// Obstacles.
const (
	LetterPossible LetterObstacle = ""
	// LetterNoAddress: the files give none; people without a fixed address are here.
	LetterNoAddress LetterObstacle = "no_address"
	// LetterNoTown: the address lacks its postcode or its town.
	LetterNoTown LetterObstacle = "no_town"
	// LetterTooLate: the post would bring it after the appointment.
	LetterTooLate LetterObstacle = "too_late"
	// LetterCameBack: the last one to this address was returned.
	LetterCameBack LetterObstacle = "came_back"
)

// LetterState is how far a letter went; each state includes those before.
type LetterState string

// States of a letter.
const (
	LetterPrepared LetterState = "prepared"
	LetterPrinted  LetterState = "printed"
	LetterPosted   LetterState = "posted"
	LetterReturned LetterState = "returned"
)

// ReturnCause is what the post says of a letter that it brings back.
type ReturnCause string

// Causes of a return, as the French post prints them.
const (
	ReturnUnknown    ReturnCause = "unknown_at_address" // NPAI: no longer lives there
	ReturnIncomplete ReturnCause = "incomplete_address"
	ReturnRefused    ReturnCause = "refused"
	ReturnUnclaimed  ReturnCause = "unclaimed"
)

// ReturnCauses lists them, the most frequent first.
func ReturnCauses() []ReturnCause {
	return []ReturnCause{ReturnUnknown, ReturnIncomplete, ReturnRefused, ReturnUnclaimed}
}

// DueLetter is a letter that somebody should get, and why.
type DueLetter struct {
	NotificationID string
	// Kind of the message: convocation, or cancellation by the service.
	Kind     string
	PersonID string
	// Name, Territory and Referent are for the console only.
	Name      string
	Territory string
	Referent  string
	Deadline  Date
	Colour    ClockColour
	// StartsAt is when the appointment that it speaks of begins.
	StartsAt time.Time
	Reason   LetterReason
	// Loss is why no automatic channel reaches the person; LossNone when one does
	// and brought no proof.
	Loss     LossCause
	Obstacle LetterObstacle
}

// LetterSelection says which of the letters that are due go into a batch.
type LetterSelection struct {
	// TerritoryID narrows the batch to a territory; empty: all of them.
	TerritoryID string
	// NotificationIDs chooses among them; empty: all of them.
	NotificationIDs []string
	// Links asks for a one-time Telegram code in each letter.
	Links bool
}

// MadeLetters is what became of a selection.
type MadeLetters struct {
	// BatchID is empty when no letter could be written.
	BatchID string
	Letters int
	// Refused could not be written: an incident names the person of each.
	Refused int
}

// LetterOrder is what a letter is to say: it is composed from nothing else.
type LetterOrder struct {
	NotificationID string
	Kind           string
	Template       string
	Facts          Facts
	Reference      string
	To             Recipient
	// Address is the postal block after the name, the town last.
	Address []string
	// Fund and Number are the household's file at the CAF or MSA; empty when unknown.
	Fund   Fund
	Number string
	// Token is a one-time code that opens the bot as this person; empty when there
	// is no Telegram here, or when they use it already.
	Token string
	// Until is the last whole day on which the code works; zero without a code.
	Until Date
	// On is the day the letter is written.
	On Date
}

// LetterText is a letter in one language, paragraph by paragraph.
type LetterText struct {
	Language Language `json:"language"`
	// Place is "Rennes, le 13 janvier 2026".
	Place string `json:"place"`
	// File is the household's number, as the letter prints it; may be empty.
	File    string `json:"file,omitempty"`
	Subject string `json:"subject"`
	// Opening greets; Body follows, then Details as a small table, then Answer.
	Opening string         `json:"opening"`
	Body    []string       `json:"body"`
	Details []LetterDetail `json:"details,omitempty"`
	// Bring says what to bring; one line each. The first introduces them.
	Bring []string `json:"bring,omitempty"`
	// Answer says how to answer, one way a paragraph.
	Answer  []string `json:"answer"`
	Closing string   `json:"closing"`
	// Signature is who signs, one line each.
	Signature []string `json:"signature"`
	// Scan says what the square code is for; empty without a link.
	Scan string `json:"scan,omitempty"`
	// Reference is "Réf K7F29"; may be empty.
	Reference string `json:"reference,omitempty"`
}

// LetterDetail is one line of the table: "Quand", "mardi 13 janvier à 14h30".
type LetterDetail struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Letter is one letter exactly as it is printed. It is kept sealed, so that what
// is proved is what was sent, and printing again gives the same pages.
type Letter struct {
	Order LetterOrder `json:"order"`
	// From is the sender's block, one line each.
	From []string `json:"from"`
	// To is the address block: the name, then the address, six lines at most.
	To []string `json:"to"`
	// Texts hold the person's language first, and French last.
	Texts []LetterText `json:"texts"`
	// Link is what the square code holds; may be empty.
	Link string `json:"link,omitempty"`
}

// Words returns the letter as plain text: what the journal proves.
func (l Letter) Words() string {
	var b strings.Builder
	write := func(lines ...string) {
		for _, line := range lines {
			if line != "" {
				b.WriteString(line)
				b.WriteByte('\n')
			}
		}
	}
	write(l.To...)
	for _, t := range l.Texts {
		b.WriteByte('\n')
		write(t.Place, t.File, t.Reference, t.Subject, t.Opening)
		write(t.Body...)
		for _, d := range t.Details {
			write(d.Name + " : " + d.Value)
		}
		write(t.Bring...)
		write(t.Answer...)
		write(t.Closing)
		write(t.Signature...)
	}
	return strings.TrimSpace(b.String())
}

// LetterBatch is what is printed and posted together.
type LetterBatch struct {
	ID     string
	MadeAt time.Time
	// MadeBy is a name, empty when a command made it.
	MadeBy    string
	Territory string
	// Letters counts those of the batch that the reader may see; the other figures
	// count among them. Withdrawn ones are not to be posted.
	Letters, Printed, Posted, Returned, Withdrawn int
}

// BatchedLetter is one letter of a batch as the console shows it.
type BatchedLetter struct {
	ID       string
	Position int
	PersonID string
	Name     string
	Kind     string
	Reason   LetterReason
	StartsAt time.Time
	State    LetterState
	// PrintedAt, PostedOn and ReturnedOn are zero until then.
	PrintedAt  time.Time
	PostedOn   Date
	ReturnedOn Date
	Cause      ReturnCause
	// Withdrawn is a word for why it is not to be posted any more, empty otherwise:
	// "proved_elsewhere", "appointment_over", "person_exited", or the word of
	// whoever cancelled it.
	Withdrawn string
}

// Words for why a letter is not to be posted any more.
const (
	WithdrawnProved = "proved_elsewhere"
	WithdrawnOver   = "appointment_over"
	WithdrawnExited = "person_exited"
	WithdrawnOther  = "cancelled"
)

// PostArrives returns the day on which a letter posted at now is in the box.
func (r Rules) PostArrives(now time.Time) Date {
	return DateOf(r.AddWorkdays(now, r.PostDays), r.Zone)
}

// PostalBlock returns the lines of a postal address after the name, the town last
// and in capitals, as NF Z10-011 asks; lines are at most 38 characters, cut
// between words. The obstacle says what the address lacks.
func PostalBlock(address, postcode, city string) ([]string, LetterObstacle) {
	var lines []string
	for line := range strings.Lines(strings.ReplaceAll(address, "\r", "\n")) {
		lines = append(lines, wrapped(printable(line))...)
	}
	town := strings.TrimSpace(printable(postcode) + " " + strings.ToUpper(printable(city)))
	switch {
	case len(lines) == 0:
		return nil, LetterNoAddress
	case printable(postcode) == "" || printable(city) == "":
		return nil, LetterNoTown
	}
	if len(lines) > postalLines {
		lines = append(lines[:postalLines-1], strings.Join(lines[postalLines-1:], " "))
	}
	return append(lines, town), LetterPossible
}

const (
	// postalLines and postalWidth are those of NF Z10-011: six lines of 38
	// characters, of which the first is the name and the last the town.
	postalLines = 4
	postalWidth = 38
)

// printable returns a value as one line without control characters.
func printable(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return ' '
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

func wrapped(line string) []string {
	var lines []string
	current := ""
	for _, word := range strings.Fields(line) {
		switch {
		case current == "":
			current = word
		case utf8.RuneCountInString(current)+1+utf8.RuneCountInString(word) <= postalWidth:
			current += " " + word
		default:
			lines, current = append(lines, current), word
		}
	}
	if current != "" {
		lines = append(lines, current)
	}
	return lines
}
