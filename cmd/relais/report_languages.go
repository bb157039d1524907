package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"relais/locales"
	"relais/parcours"
)

// languageReport is what each message costs in each language, by SMS that can be
// answered, before any leaves.
type languageReport struct {
	PartPrice *parcours.Euros `json:"part_price,omitempty"`
	Rows      []languageCost  `json:"languages"`
}

// languageCost is one language.
type languageCost struct {
	Language parcours.Language `json:"language"`
	Name     string            `json:"name"`
	// Reviewed: somebody whose language it is has read the texts.
	Reviewed bool                `json:"reviewed"`
	Messages []languageTextCount `json:"messages"`
	// Journey is the parts of the messages of one ordinary journey, and their price.
	Journey int             `json:"journey_parts"`
	Cost    *parcours.Euros `json:"journey_cost,omitempty"`
}

// languageTextCount is one message: its parts with usual names and with the longest.
type languageTextCount struct {
	Template string            `json:"template"`
	Encoding parcours.Encoding `json:"encoding"`
	Parts    int               `json:"parts"`
	Longest  int               `json:"longest_parts"`
	Budget   int               `json:"budget"`
}

// journey is what an ordinary person receives by SMS on the way to a first
// interview: the convocation, the answer to "I come", the reminder, and the answer
// to one question.
var journey = []string{"convocation.first.joint", "reply.confirmed.appointment", "reminder.before.appointment", "reply.question.received"}

// shownMessages are the columns of the table.
var shownMessages = []struct{ template, head string }{
	{"convocation.first.joint", "Convocation"},
	{"reminder.before.appointment", "Rappel"},
	{"cancellation.service.appointment", "Annulation"},
	{"reply.confirmed.appointment", "Confirmé"},
	{"reply.slots.offer", "Horaires"},
	{"reply.question.received", "Question"},
	{"reply.who.known", "Qui écrit"},
	{"reply.distress.suicide", "Détresse"},
	{"reply.language.ask", "Langue"},
}

func (c *reportCommand) languages(out *output) error {
	var p problems
	price := c.price(&p)
	rules, service := c.rules(&p)
	if err := p.err(); err != nil {
		return err
	}
	report, err := languages(price, service, rules.Zone)
	if err != nil {
		return err
	}
	return report.write(out.stdout, c.Format)
}

// languages measures every message that people read, in every language.
func languages(price *parcours.Euros, service parcours.Service, zone *time.Location) (languageReport, error) {
	words, err := locales.Load()
	if err != nil {
		return languageReport{}, err
	}
	report := languageReport{PartPrice: price}
	// The appointment falls on a Friday of September, whose names are long in every
	// language: the figures do not change from day to day.
	now := time.Date(2026, time.September, 17, 9, 0, 0, 0, zone)
	for _, lang := range words.Languages() {
		row := languageCost{Language: lang, Name: languageName(lang), Reviewed: locales.Reviewed(lang)}
		parts := map[string]int{}
		for _, template := range words.Templates() {
			if locales.ForStaff(template) {
				continue
			}
			sample := locales.Sample{Template: template, Language: lang, Channel: parcours.ChannelSMS, TwoWay: true, Zone: zone, Now: now, Service: service}
			usual, err := words.Render(sample.Request())
			if err != nil {
				return languageReport{}, err
			}
			sample.Long = true
			longest, err := words.Render(sample.Request())
			if err != nil {
				return languageReport{}, err
			}
			parts[template] = usual.Parts
			row.Messages = append(row.Messages, languageTextCount{
				Template: template, Encoding: usual.Encoding, Parts: usual.Parts, Longest: longest.Parts, Budget: locales.Budget(template, usual.Encoding),
			})
		}
		for _, template := range journey {
			row.Journey += parts[template]
		}
		if price != nil {
			cost := price.Times(row.Journey)
			row.Cost = &cost
		}
		report.Rows = append(report.Rows, row)
	}
	return report, nil
}

// languageName is how the console names a language, in French.
func languageName(lang parcours.Language) string {
	return map[parcours.Language]string{
		parcours.French: "français", parcours.EasyFrench: "français facile (FALC)", parcours.English: "anglais", parcours.Spanish: "espagnol",
		parcours.Portuguese: "portugais", parcours.Arabic: "arabe", parcours.Ukrainian: "ukrainien", parcours.Russian: "russe", parcours.Turkish: "turc",
	}[lang]
}

func (r languageReport) write(w io.Writer, format string) error {
	switch format {
	case "json":
		return writeJSON(w, r)
	case "csv":
		out, err := newSpreadsheet(w, "langue", "relue", "modèle", "codage", "parts", "parts, noms longs", "budget")
		if err != nil {
			return err
		}
		for _, row := range r.Rows {
			for _, m := range row.Messages {
				_ = out.Write([]string{string(row.Language), yesNo(row.Reviewed), m.Template, string(m.Encoding), strconv.Itoa(m.Parts), strconv.Itoa(m.Longest), strconv.Itoa(m.Budget)})
			}
		}
		out.Flush()
		return out.Error()
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, line := range r.lines() {
		fmt.Fprintln(table, strings.Join(line, "\t"))
	}
	return table.Flush()
}

// lines are the rows of the table, its head first: the parts of each message,
// then of the longest names where those cost more.
func (r languageReport) lines() [][]string {
	head := []string{"Langue", "Relue", "Codage"}
	for _, shown := range shownMessages {
		head = append(head, shown.head)
	}
	head = append(head, "Parcours")
	if r.PartPrice != nil {
		head = append(head, "Coût")
	}
	lines := [][]string{head}
	for _, row := range r.Rows {
		line := []string{row.Name, yesNo(row.Reviewed), ""}
		for _, shown := range shownMessages {
			for _, m := range row.Messages {
				if m.Template != shown.template {
					continue
				}
				if shown.template == journey[0] {
					line[2] = map[parcours.Encoding]string{parcours.GSM7: "GSM-7", parcours.UCS2: "UCS-2"}[m.Encoding]
				}
				cell := strconv.Itoa(m.Parts)
				if m.Longest != m.Parts {
					cell += " (" + strconv.Itoa(m.Longest) + ")"
				}
				line = append(line, cell)
			}
		}
		line = append(line, strconv.Itoa(row.Journey))
		if row.Cost != nil {
			line = append(line, row.Cost.String())
		}
		lines = append(lines, line)
	}
	return lines
}

func yesNo(yes bool) string {
	if yes {
		return "oui"
	}
	return "non"
}
