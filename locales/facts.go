package locales

import (
	"strings"

	"relais/parcours"
)

// facts is what a message may print: cleaned, unescaped, in full.
type facts struct {
	parcours.Facts
	// person is how the text addresses the recipient.
	person string
	// choices holds the time and place of each choice that is a slot.
	choices map[int]parcours.OfferedSlot
	// onePlace: every slot offered is at the same place.
	onePlace bool
}

// clean reads the facts of a request, refusing those unfit to be printed.
func (s *spoken) clean(r Request) (facts, error) {
	f := facts{Facts: r.Facts, choices: map[int]parcours.OfferedSlot{}, onePlace: true}
	var err error
	fit := fitting(typed)
	if mustLeave(r.Template) {
		fit = defused
	}
	if f.person, err = s.greetingName(r.To, fit); err != nil {
		return facts{}, err
	}
	for _, value := range []struct {
		field   string
		value   *string
		longest int
	}{
		{"place", &f.Place, maxPlace},
		{"address", &f.Address, maxAddress},
		{"referent", &f.Referent, 2 * maxName},
		{"name of the person it is about", &f.About, 2 * maxName},
		{"activity", &f.Activity, maxActivity},
	} {
		if *value.value, err = fit(value.field, *value.value, value.longest); err != nil {
			return facts{}, err
		}
	}
	if f.ActivityKind == parcours.KindHealth || f.ActivityKind != "" && r.To.Discreet {
		f.Place, f.Address = "", "" // a place may tell as much as a name
	}
	f.With = nil
	for _, name := range r.Facts.With {
		if name, err = fit("professional", name, 2*maxName); err != nil {
			return facts{}, err
		}
		if name != "" {
			f.With = append(f.With, name)
		}
	}
	if f.Slots, err = cleanSlots(r.Facts.Slots); err != nil {
		return facts{}, err
	}
	if f.Appointments, err = cleanSlots(r.Facts.Appointments); err != nil {
		return facts{}, err
	}
	if err := f.cleanChoices(r.Choices); err != nil {
		return facts{}, err
	}
	if mustLeave(r.Template) {
		f.Text = excerpt(strings.ToValidUTF8(f.Text, "\uFFFD"), maxQuoted)
	}
	if f.Text, err = freeText(f.Text); err != nil {
		return facts{}, err
	}
	// The service's own words come from the configuration.
	f.Activity = s.activity(r.To, f.ActivityKind, f.Activity)
	f.Service.Name, f.Service.Site, f.Link = oneLine(f.Service.Name), oneLine(f.Service.Site), oneLine(f.Link)
	if f.Phone == "" {
		f.Phone = f.Service.Phone
	}
	if f.Phone, err = number(f.Phone); err != nil && mustLeave(r.Template) {
		f.Phone, err = "", nil
	}
	return f, err
}

// mustLeave reports whether no value may hold the message back: somebody is in
// danger, or somebody's words are to be read.
func mustLeave(template string) bool {
	return strings.HasPrefix(template, "question.") || strings.HasPrefix(template, "reply.distress.")
}

// cleanChoices reads the slots of the choices, and those of the facts when the
// choices have none.
func (f *facts) cleanChoices(choices []parcours.Choice) error {
	var offered []parcours.OfferedSlot
	for i, choice := range choices {
		if choice.Slot == nil {
			continue
		}
		slots, err := cleanSlots([]parcours.OfferedSlot{*choice.Slot})
		if err != nil {
			return err
		}
		f.choices[i] = slots[0]
		offered = append(offered, slots[0])
	}
	if len(f.Slots) == 0 {
		f.Slots = offered
	}
	for _, slot := range f.Slots {
		if slot.Place != f.Slots[0].Place || slot.Address != f.Slots[0].Address {
			f.onePlace = false
		}
	}
	return nil
}

func cleanSlots(slots []parcours.OfferedSlot) ([]parcours.OfferedSlot, error) {
	cleaned := make([]parcours.OfferedSlot, 0, len(slots))
	for _, slot := range slots {
		var err error
		if slot.Place, err = typed("place", slot.Place, maxPlace); err != nil {
			return nil, err
		}
		if slot.Address, err = typed("address", slot.Address, maxAddress); err != nil {
			return nil, err
		}
		cleaned = append(cleaned, slot)
	}
	return cleaned, nil
}

// values returns what a text may print, by name, in full. Every name is present;
// what is not known is empty.
func (s *spoken) values(r Request, f facts) (map[string]string, error) {
	values := map[string]string{
		"Person":   f.person,
		"Discreet": "",
		"Service":  f.Service.Name,
		"Site":     f.Service.Site,
		"Phone":    s.dialled(f.Phone),
		"Referent": f.Referent,
		"About":    f.About,
		"Link":     f.Link,
		"Text":     f.Text,
		"Activity": f.Activity,
		"Sentence": s.sentence(r),

		"When": "", "Where": "", "By": "", "Delay": "", "Duration": "", "Reason": "", "Brief": "", "With": "",
		"Choices": "", "ChoiceLines": "", "Slots": "", "SlotsWhere": "", "Appointments": "",
		"Week": "", "Day": "", "Hours": "", "Planned": "", "Others": "",
		"JobStart": "", "JobKind": "", "JobHours": "",
	}
	if err := s.weekly(r, f, values); err != nil {
		return nil, err
	}
	if r.To.Discreet {
		// Several people may read it: the first name says for whom it is, and the
		// institutions stay unsaid.
		values["Discreet"] = f.person
		if !tellsWho(r.Template) {
			values["Service"] = ""
		}
	}
	if strings.HasPrefix(r.Template, "question.") {
		values["Text"] = excerpt(f.Text, longestExcerpt(r.Channel))
	}
	calendar := s.calendarOf(r)
	var err error
	if values["Duration"], err = s.duration(f.Minutes); err != nil {
		return nil, err
	}
	if err := s.jobValues(calendar, f.Job, values); err != nil {
		return nil, err
	}
	if !f.StartsAt.IsZero() {
		if values["When"], err = calendar.when(f.StartsAt); err != nil {
			return nil, err
		}
	}
	if !f.By.IsZero() {
		if values["By"], err = calendar.when(f.By); err != nil {
			return nil, err
		}
	}
	if f.Reason != parcours.ImpedimentNone {
		if values["Reason"], err = s.text("label.impediment."+string(f.Reason), nil); err != nil {
			return nil, err
		}
	}
	if values["Delay"], err = s.delay(r, f); err != nil {
		return nil, err
	}
	_, err = s.shorten(r, f, values, inFull)
	return values, err
}

// shorten brings the values to a level of brevity and reports whether one changed.
func (s *spoken) shorten(r Request, f facts, values map[string]string, level brevity) (changed bool, err error) {
	set := func(name, value string) {
		changed = changed || values[name] != value
		values[name] = value
	}
	if level >= terse {
		set("Brief", "1")
	}
	set("Where", level.where(f.Place, f.Address))
	naming := level
	if r.To.Discreet {
		naming = max(level, withoutLabels)
	}
	with, err := s.people(naming.people(f.With))
	if err != nil {
		return false, err
	}
	set("With", with)
	if len(f.Slots) > 0 {
		comma, err := s.text("list.comma", nil)
		if err != nil {
			return false, err
		}
		slots, err := s.times(r, f.Slots, level, !f.onePlace, comma)
		if err != nil {
			return false, err
		}
		set("Slots", slots)
		if f.onePlace {
			set("SlotsWhere", level.where(f.Slots[0].Place, f.Slots[0].Address))
		}
	}
	if len(f.Appointments) > 0 {
		appointments, err := s.times(r, f.Appointments, level, true, "\n")
		if err != nil {
			return false, err
		}
		set("Appointments", appointments)
	}
	return changed, nil
}

// tellsWho reports whether a message names the service in discreet texts too: to
// somebody who asks who writes, or whom we do not know, for whom words that nobody
// signs are a bait.
func tellsWho(template string) bool {
	switch template {
	case "reply.who.known", "reply.who.unknown", "reply.unknown.sender", "reply.linked.hello", "number.claim.ask":
		return true
	}
	return false
}

// longestExcerpt is how much of a person's message a notice quotes, in
// characters: the rest is read in the console.
func longestExcerpt(channel parcours.Channel) int {
	if channel == parcours.ChannelSMS {
		return 100
	}
	return 3000
}

// people writes "Anne MOREL (Département) et Paul RIOU (France Travail)", or
// "Anne MOREL et 1 collègue" when others are left out.
func (s *spoken) people(named []string, others int) (string, error) {
	if others > 0 {
		colleagues, err := s.text("list.colleagues", map[string]any{"Count": others})
		if err != nil {
			return "", err
		}
		named = append(named, colleagues)
	}
	if len(named) < 2 {
		return strings.Join(named, ""), nil
	}
	comma, err := s.text("list.comma", nil)
	if err != nil {
		return "", err
	}
	last := len(named) - 1
	return s.text("list.last", fill(map[string]string{"Start": strings.Join(named[:last], comma), "Last": named[last]}))
}

// delay writes within what time an answer comes: "sous 2 jours ouvrés", else
// before a date, else without promise.
func (s *spoken) delay(r Request, f facts) (string, error) {
	switch {
	case f.Workdays > 0:
		return s.text("delay.workdays", map[string]any{"Count": f.Workdays})
	case !f.By.IsZero():
		parts, err := s.calendarOf(r).parts(f.By)
		if err != nil {
			return "", err
		}
		if parts["Date"], err = s.text("calendar.day", fill(parts)); err != nil {
			return "", err
		}
		return s.text("delay.date", fill(parts))
	}
	return s.text("delay.soon", nil)
}

// times writes a list of times, with their places when they differ.
func (s *spoken) times(r Request, slots []parcours.OfferedSlot, level brevity, places bool, between string) (string, error) {
	lines := make([]string, 0, len(slots))
	for _, slot := range slots {
		line, err := s.calendarOf(r).when(slot.StartsAt)
		if err != nil {
			return "", err
		}
		if where := level.where(slot.Place, slot.Address); places && where != "" {
			if line, err = s.text("list.where", fill(map[string]string{"When": line, "Where": where})); err != nil {
				return "", err
			}
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, between), nil
}
