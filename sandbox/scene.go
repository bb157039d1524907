package sandbox

import (
	"net/http"
	"slices"
	"time"
)

// Scene is something that somebody else than a phone's owner does, or that would take
// long to come about: a visitor asks for it, and then plays the owner's part.
type Scene struct {
	// Name is for the program, Label for the visitor.
	Name, Label string
}

// sceneView is a button: a scene, and for whom of a shared phone.
type sceneView struct {
	Name, Key, Label string
}

func (s *Sandbox) scenes(f *phone) []sceneView {
	var views []sceneView
	for _, who := range f.owners {
		for _, scene := range s.options.Scenes {
			v := sceneView{Name: scene.Name, Key: who.Key, Label: scene.Label}
			if len(f.owners) > 1 {
				v.Label += " (" + who.FirstName + ")"
			}
			views = append(views, v)
		}
	}
	return views
}

// playScene makes a scene happen to one of the owners of a phone; 404 for one that is
// not on offer, 409 when it cannot happen now.
func (s *Sandbox) playScene(w http.ResponseWriter, r *http.Request, f *phone) {
	name, key := r.FormValue("scene"), r.FormValue("who")
	if !slices.ContainsFunc(s.scenes(f), func(v sceneView) bool { return v.Name == name && v.Key == key }) {
		http.NotFound(w, r)
		return
	}
	if err := s.options.Play(r.Context(), key, name); err != nil {
		s.options.Log.Info("scene not played", "scene", name, "err", err)
		http.Error(w, "Cela ne peut pas arriver maintenant à cette personne.", http.StatusConflict)
		return
	}
	s.feed.publish(f.number)
	back(w, r)
}

// rushDay is how long a day of the story lasts while the clock runs ahead.
const rushDay = 12 * time.Second

// aheadChoices are how far a visitor lets the clock run ahead.
var aheadChoices = []Scene{
	{"hour", "1 h"}, {"tomorrow", "demain 10 h"}, {"friday", "vendredi 10 h"}, {"monday", "lundi 10 h"},
}

// ahead returns the instant that a choice of the visitor names.
func ahead(choice string, now time.Time) (time.Time, bool) {
	local := now.In(paris())
	morning := func(days int) time.Time {
		y, m, d := local.Date()
		return time.Date(y, m, d+days, 10, 0, 0, 0, local.Location())
	}
	next := func(day time.Weekday) time.Time {
		days := int(day-local.Weekday()+7) % 7
		if days == 0 && !local.Before(morning(0)) {
			days = 7
		}
		return morning(days)
	}
	switch choice {
	case "hour":
		return now.Add(time.Hour), true
	case "tomorrow":
		return morning(1), true
	case "friday":
		return next(time.Friday), true
	case "monday":
		return next(time.Monday), true
	}
	return time.Time{}, false
}
