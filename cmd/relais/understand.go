package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"relais/bot/understand"
	"relais/parcours"
)

// understandCommand reads texts as the conversation does, so that whoever writes
// messages or evaluates them can see what is understood and why.
type understandCommand struct {
	Lang     string `default:"fr" help:"Language assumed of a text that shows none, such as \"1\"."`
	Timezone string `env:"RELAIS_TIMEZONE" default:"Europe/Paris" help:"Where days and hours are counted."`
	File     string `arg:"" optional:"" type:"existingfile" help:"JSON lines to read; the standard input when left out."`
}

// textLine is one line that comes in.
type textLine struct {
	// Text is kept as it is written, to be given back byte for byte.
	Text  json.RawMessage  `json:"text"`
	Asked understand.Asked `json:"asked"`
	Now   string           `json:"now"`
}

// understoodLine is the line that goes out for it.
type understoodLine struct {
	Text       json.RawMessage    `json:"text"`
	Understood understand.Reading `json:"understood"`
	Why        string             `json:"why"`
	Error      string             `json:"error,omitempty"`
}

// longestLine bounds the memory that one line takes, in bytes. A longer one is
// refused and the next ones are read.
const longestLine = 1 << 20

// Run answers each line by one line, in order. A line that cannot be read is
// answered by its error; the command then ends with status 1.
func (c *understandCommand) Run(out *output) error {
	zone, err := time.LoadLocation(c.Timezone)
	if err != nil {
		return &settingsError{problems: []string{fmt.Sprintf("RELAIS_TIMEZONE: %q is not a time zone; write it as Europe/Paris or Indian/Reunion", c.Timezone)}}
	}
	in := io.Reader(os.Stdin)
	if c.File != "" {
		f, err := os.Open(c.File)
		if err != nil {
			return fmt.Errorf("read texts: %w", err)
		}
		defer f.Close()
		in = f
	}
	lines := bufio.NewReaderSize(in, 64<<10)
	w := bufio.NewWriterSize(out.stdout, 64<<10)
	refused := false
	if mark, _ := lines.Peek(3); string(mark) == "\xef\xbb\xbf" {
		_, _ = lines.Discard(len(mark)) // a byte order mark: some programs write one
	}
	var line []byte
	for {
		var tooLong bool
		line, tooLong, err = nextLine(lines, line[:0])
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return errors.Join(fmt.Errorf("read texts: %w", err), w.Flush())
		}
		var answer understoodLine
		if tooLong {
			answer = refusal(nil, fmt.Errorf("longer than %d bytes", longestLine))
		} else {
			answer = c.understand(line, zone)
		}
		refused = refused || answer.Error != ""
		if err := writeLine(w, answer); err != nil {
			return fmt.Errorf("write what was understood: %w", err)
		}
		if lines.Buffered() == 0 { // whoever waits for an answer before the next text gets it
			if err := w.Flush(); err != nil {
				return fmt.Errorf("write what was understood: %w", err)
			}
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write what was understood: %w", err)
	}
	if refused {
		return errRefused
	}
	return nil
}

// nextLine appends the next line to line, without its end. Of one that is too long
// it keeps nothing. The last line may lack its end.
func nextLine(r *bufio.Reader, line []byte) (read []byte, tooLong bool, err error) {
	started := false
	for {
		piece, err := r.ReadSlice('\n')
		started = started || len(piece) > 0
		if len(line)+len(piece) > longestLine {
			tooLong, line = true, line[:0]
		} else if !tooLong {
			line = append(line, piece...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && started:
			err = nil
		}
		return bytes.TrimRight(line, "\r\n"), tooLong, err
	}
}

func refusal(text json.RawMessage, err error) understoodLine {
	if text == nil {
		text = json.RawMessage("null")
	}
	return understoodLine{Text: text, Why: "the line was not read", Error: err.Error()}
}

func (c *understandCommand) understand(line []byte, zone *time.Location) understoodLine {
	var in textLine
	if err := json.Unmarshal(line, &in); err != nil {
		return refusal(in.Text, err)
	}
	var text *string
	if err := json.Unmarshal(in.Text, &text); err != nil || text == nil {
		return refusal(in.Text, errors.New("text: not a string"))
	}
	if !in.Asked.Known() {
		return refusal(in.Text, fmt.Errorf("asked: %q is none of hours, reply, availability, date, none", in.Asked))
	}
	now, err := time.Parse(time.RFC3339, in.Now)
	dated := in.Asked == understand.AskedDate || in.Asked == understand.AskedAvailability
	if err != nil && (in.Now != "" || dated) {
		return refusal(in.Text, fmt.Errorf("now: %q is not written as 2026-01-13T14:30:00+01:00", in.Now))
	}
	reading, why := understand.Read(*text, understand.Context{
		Asked: in.Asked, Now: now.In(zone), Language: parcours.Language(c.Lang),
	})
	return understoodLine{Text: in.Text, Understood: reading, Why: why}
}

// writeLine writes a line whose text is what came in, byte for byte.
func writeLine(w *bufio.Writer, l understoodLine) error {
	// A RawMessage would be compacted and its signs escaped: it is written apart.
	understood, err := json.Marshal(l.Understood)
	if err != nil {
		return err
	}
	why, err := json.Marshal(l.Why)
	if err != nil {
		return err
	}
	for _, piece := range [...][]byte{[]byte(`{"text":`), l.Text, []byte(`,"understood":`), understood, []byte(`,"why":`), why} {
		if _, err := w.Write(piece); err != nil {
			return err
		}
	}
	if l.Error != "" {
		reason, err := json.Marshal(l.Error)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, `,"error":%s`, reason); err != nil {
			return err
		}
	}
	_, err = w.WriteString("}\n")
	return err
}
