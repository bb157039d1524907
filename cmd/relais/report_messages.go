package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"relais/locales"
	"relais/parcours"
	"relais/store"
)

// costSettings are what one SMS part costs. They change no message.
type costSettings struct {
	PartPrice string `name:"sms-part-price" env:"RELAIS_SMS_PART_PRICE" placeholder:"EUROS" help:"Price of one SMS part, such as 0.0725, to show estimated costs. Default: none are shown."`
}

// price is the price of one part; nil when none is set.
func (s costSettings) price(p *problems) *parcours.Euros {
	if s.PartPrice == "" {
		return nil
	}
	price, err := parcours.ParseEuros(s.PartPrice)
	if err != nil {
		p.add("RELAIS_SMS_PART_PRICE: %q is not a price in euros such as 0.0725", s.PartPrice)
		return nil
	}
	return &price
}

// messageReport is what the messages cost, the dearest first.
type messageReport struct {
	PartPrice *parcours.Euros        `json:"part_price,omitempty"`
	Rows      []parcours.MessageCost `json:"messages"`
	Total     parcours.MessageCost   `json:"total"`
}

// messages reports the messages that left between --from and --to, both included.
func (c *reportCommand) messages(ctx context.Context, db *store.Store, zone *time.Location, filter parcours.Filter) (messageReport, error) {
	var p problems
	report := messageReport{PartPrice: c.price(&p), Rows: []parcours.MessageCost{}}
	if err := p.err(); err != nil {
		return report, err
	}
	during := parcours.Departures{TerritoryID: filter.TerritoryID}
	if !filter.EnteredFrom.IsZero() {
		during.From = filter.EnteredFrom.At(0, 0, zone)
	}
	if !filter.EnteredTo.IsZero() {
		during.To = filter.EnteredTo.AddDays(1).At(0, 0, zone)
	}
	counts, err := db.MessageCounts(ctx, during)
	if err != nil {
		return report, err
	}
	for _, n := range counts {
		last := len(report.Rows) - 1
		if last < 0 || report.Rows[last].Template != n.Template || report.Rows[last].Channel != n.Channel || report.Rows[last].Language != n.Language {
			report.Rows = append(report.Rows, parcours.MessageCost{Template: n.Template, Channel: n.Channel, Language: n.Language})
			last++
		}
		add(&report.Rows[last], n)
		add(&report.Total, n)
	}
	for i := range report.Rows {
		report.estimate(&report.Rows[i])
	}
	report.estimate(&report.Total)
	slices.SortStableFunc(report.Rows, func(a, b parcours.MessageCost) int {
		return cmp.Or(cmp.Compare(b.Parts, a.Parts), cmp.Compare(b.Messages, a.Messages))
	})
	return report, nil
}

func add(to *parcours.MessageCost, n parcours.MessageCount) {
	to.Messages += n.Messages
	to.Parts += n.Parts * n.Messages
	if n.Encoding == parcours.UCS2 {
		to.UCS2 += n.Messages
	}
	if n.Channel == parcours.ChannelSMS && n.Parts > locales.Budget(n.Template, n.Encoding) {
		to.Over += n.Messages
	}
}

func (r messageReport) estimate(cost *parcours.MessageCost) {
	if r.PartPrice != nil && (cost.Channel == parcours.ChannelSMS || cost.Channel == "") {
		total := r.PartPrice.Times(cost.Parts)
		cost.Cost = &total
	}
}

func (r messageReport) write(w io.Writer, format string) error {
	switch format {
	case "json":
		return writeJSON(w, r)
	case "csv":
		out, err := newSpreadsheet(w, "modèle", "moyen", "langue", "messages", "parts", "unicode", "au-dessus du budget", "coût estimé")
		if err != nil {
			return err
		}
		for _, row := range r.Rows {
			cost := ""
			if row.Cost != nil {
				cost = strings.Replace(row.Cost.Decimal(), ".", ",", 1)
			}
			_ = out.Write([]string{
				row.Template, string(row.Channel), string(row.Language), strconv.Itoa(row.Messages), strconv.Itoa(row.Parts), strconv.Itoa(row.UCS2), strconv.Itoa(row.Over), cost,
			})
		}
		out.Flush()
		return out.Error()
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	head := "Modèle\tMoyen\tLangue\tMessages\tParts\tUnicode\tAu-dessus"
	if r.PartPrice != nil {
		head += "\tCoût estimé"
	}
	fmt.Fprintln(table, head)
	total := r.Total
	total.Template = "Total"
	for _, row := range append(slices.Clone(r.Rows), total) {
		fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%d\t%d\t%d", row.Template, row.Channel, row.Language, row.Messages, row.Parts, row.UCS2, row.Over)
		if row.Cost != nil {
			fmt.Fprintf(table, "\t%s", row.Cost)
		}
		fmt.Fprintln(table)
	}
	return table.Flush()
}
