package notifier_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"pgregory.net/rapid"

	"relais/parcours"
)

// soul is one of the people of the model, with the ways to reach them.
type soul struct {
	name, family           string
	mobile, chat, landline string
	home                   bool
	id                     string
	// was are the mobiles that they had before, the latest last.
	was []string
}

// cast are the people of the files of the beginning.
func cast() []*soul {
	all := []*soul{
		{name: "Yann", mobile: "+33639980110", home: true},
		{name: "Maëlys", mobile: "+33639980110", chat: "101", home: true}, // Yann's number too
		{name: "Erwan", mobile: "+33639980111", chat: "102", landline: "+33261910022", home: true},
		{name: "Nolwenn", mobile: "+33639980112", landline: "+33261910023"},
		{name: "Gaël", chat: "103", home: true},
		{name: "Awen", landline: "+33261910025"},
		{name: "Brieuc", home: true},
		{name: "Tifenn"},
	}
	for i, p := range all {
		p.family = "Tanguy" + strings.Repeat("i", i)
	}
	return all
}

// copies are the same people, whom a schedule may change.
func copies(souls []*soul) []*soul {
	var all []*soul
	for _, p := range souls {
		own := *p
		all = append(all, &own)
	}
	return all
}

// row is what a file says of somebody.
func (p *soul) row(line int) parcours.PersonRow {
	row := parcours.PersonRow{
		Row: parcours.Row{Line: line}, FirstName: p.name, LastName: p.family, InternalID: p.name,
		RightsOpenedOn: parcours.NewDate(2023, time.June, 28), Territory: "Redon",
	}
	if p.home {
		row.Address, row.Postcode, row.City = "3 rue du Port", "35600", "Redon"
	}
	if p.mobile != "" {
		row.Phones = append(row.Phones, parcours.Phone{E164: p.mobile, Kind: parcours.PhoneMobile})
	}
	if p.landline != "" {
		row.Phones = append(row.Phones, parcours.Phone{E164: p.landline, Kind: parcours.PhoneLandline})
	}
	return row
}

// imports reads a file of one row, and returns whom it was about; empty when the row was
// refused.
func (w *world) imports(p *soul) string {
	w.files++
	batch := parcours.ImportBatch{ID: fmt.Sprint("batch-", w.files), Kind: "people", FileName: "people.csv"}
	results, err := w.store.ImportPeople(context.Background(), w.now, batch, []parcours.PersonRow{p.row(2)}, false)
	w.expect(err, "import")
	if err != nil || len(results) == 0 {
		return ""
	}
	w.met["a row of a file is "+string(results[0].Outcome)]++
	return results[0].PersonID
}

// renumbers imports somebody again: with a new number, with one that they had before, with
// somebody else's, or with nothing changed.
func (w *world) renumbers(p *soul, which int) func() {
	return func() {
		numbers := append([]string{"+33639980120", "+33639980121"}, p.was...)
		for _, other := range w.cast {
			if other.mobile != "" {
				numbers = append(numbers, other.mobile)
			}
		}
		changed := *p
		changed.mobile = numbers[which%len(numbers)]
		about := w.imports(&changed)
		w.log("%s is imported with the number %s, which was %q", p.name, changed.mobile, p.mobile)
		if about != p.id {
			w.fault("the row of %s is about %q", p.name, about)
		}
		if w.truth.renumbered(p, changed.mobile); p.mobile != "" && p.mobile != changed.mobile {
			p.was = append(p.was, p.mobile)
		}
		p.mobile = changed.mobile
		w.look()
	}
}

// joins imports somebody new at somebody's number, and convenes them.
func (w *world) joins(host *soul, slot int) func() {
	names := []string{"Soizic", "Goulven"}
	return func() {
		joined := len(w.souls) - len(cast())
		if host.mobile == "" || joined == len(names) {
			return
		}
		p := &soul{name: names[joined], family: "Le Gall" + strings.Repeat("e", joined), mobile: host.mobile, home: true}
		p.id = w.imports(p)
		w.log("%s is imported at the number of %s", p.name, host.name)
		if p.id == "" {
			w.fault("the row of %s was refused", p.name)
			return
		}
		_, err := w.store.PlacePeople(context.Background(), w.now)
		w.expect(err, "place")
		w.souls, w.cast = append(w.souls, p), append(w.cast, p)
		w.plans(p, slot)()
	}
}

// renumbered notes that somebody has another mobile: what they had said at the one before
// holds at the new one.
func (o *truth) renumbered(p *soul, number string) {
	if number == p.mobile {
		return
	}
	at := o.next()
	if p.mobile != "" {
		o.former[p.id+" "+p.mobile] = at
		if o.shut["sms "+p.mobile] > 0 {
			o.closed("sms", number)
		}
	}
	delete(o.former, p.id+" "+number)
}

// words is what somebody writes, presses or does in their chat; by SMS sometimes with the
// phone that they had before, or that somebody else has by now.
func (w *world) words() func() {
	p := w.anyone("who")
	text := rapid.SampledFrom([]string{"STOP", "REPRENDRE", "1", "2", "3", "oui", "STOP"}).Draw(w.t, "text")
	way := rapid.IntRange(0, 4).Draw(w.t, "way")
	old := rapid.IntRange(0, 3).Draw(w.t, "old phone") == 0
	return func() {
		from := p.mobile
		if old && len(p.was) > 0 {
			from = p.was[len(p.was)-1]
		}
		switch {
		case p.chat != "" && way == 0:
			w.leavesChat(p)
		case p.chat != "" && way <= 2:
			w.presses(p, way)
		case p.chat != "" && (way == 3 || from == ""):
			w.says(p, "telegram", p.chat, w.saidTo(p.chat, text))
		case from != "":
			w.says(p, "sms", from, w.saidTo(from, text))
		}
	}
}
