package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"relais/parcours"
)

// FollowUps are how a person is written to, who follows them, and until when. Every
// method answers parcours.ErrNotFound outside the actor's scope.
type FollowUps interface {
	SetPreferences(ctx context.Context, now time.Time, actor parcours.Actor, personID string, p parcours.Preferences) error
	// AddNumber makes the other mobile numbers former when it is the main one.
	AddNumber(ctx context.Context, now time.Time, actor parcours.Actor, personID string, phone parcours.Phone, main bool) error
	UseNumber(ctx context.Context, now time.Time, actor parcours.Actor, personID, contactID string, used bool) error
	// Exit ends the follow-up and everything that is planned; Return takes it back.
	Exit(ctx context.Context, now time.Time, actor parcours.Actor, personID string, why parcours.ExitReason, on parcours.Date) error
	Return(ctx context.Context, now time.Time, actor parcours.Actor, personID string) error
}

const (
	accessPreferences = "set_preferences"
	accessExit        = "exit"
)

// preferredChannels are those a person may choose; "" is whichever reaches them.
var preferredChannels = []parcours.Channel{"", parcours.ChannelSMS, parcours.ChannelTelegram, parcours.ChannelCall, parcours.ChannelLetter}

func (s *Server) setPreferences(w http.ResponseWriter, r *http.Request, v *visit) error {
	p := parcours.Preferences{
		Language: parcours.Language(r.PostFormValue("language")), Channel: parcours.Channel(r.PostFormValue("channel")), Discreet: r.PostFormValue("discreet") == "yes",
	}
	if !slices.Contains(preferredChannels, p.Channel) {
		return fmt.Errorf("%w: choose a channel", parcours.ErrInvalid)
	}
	id := r.PathValue("id")
	was, err := s.store.Person(r.Context(), v.actor, id)
	if err == nil {
		err = s.store.SetPreferences(r.Context(), v.now, v.actor, id, p)
	}
	return s.follow(w, r, v, accessPreferences, "joindre", "flash.fact", preferred("/personnes/"+id+"/preferences", was.Person), err)
}

// preferred gives a person back the preferences that they had.
func preferred(path string, was parcours.Person) undo {
	back := undo{Path: path, Fields: []field{{"language", string(was.Language)}, {"channel", string(was.PreferredChannel)}}}
	if was.Discreet {
		back.Fields = append(back.Fields, field{"discreet", "yes"})
	}
	return back
}

func (s *Server) addNumber(w http.ResponseWriter, r *http.Request, v *visit) error {
	phone := parcours.ParsePhone(r.PostFormValue("number"))
	err := s.store.AddNumber(r.Context(), v.now, v.actor, r.PathValue("id"), phone, r.PostFormValue("main") == "yes")
	return s.follow(w, r, v, accessNumber, "joindre", "flash.number", undo{}, err)
}

func (s *Server) useNumber(w http.ResponseWriter, r *http.Request, v *visit) error {
	id, contact, used := r.PathValue("id"), r.PathValue("contact"), r.PathValue("use") == "reprise"
	back := undo{Path: "/personnes/" + id + "/adresses/" + contact + "/reprise"}
	if used {
		back = undo{}
	}
	return s.follow(w, r, v, accessNumber, "joindre", "flash.number", back, s.store.UseNumber(r.Context(), v.now, v.actor, id, contact, used))
}

func (s *Server) exit(w http.ResponseWriter, r *http.Request, v *visit) error {
	id := r.PathValue("id")
	on, err := parcours.ParseDate(r.PostFormValue("on"))
	if err == nil {
		err = s.store.Exit(r.Context(), v.now, v.actor, id, parcours.ExitReason(r.PostFormValue("why")), on)
	}
	return s.follow(w, r, v, accessExit, "suivi", "flash.exited", undo{Path: "/personnes/" + id + "/retour"}, err)
}

func (s *Server) comeBack(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.follow(w, r, v, accessExit, "suivi", "flash.returned", undo{}, s.store.Return(r.Context(), v.now, v.actor, r.PathValue("id")))
}

// follow ends an action on one person: err, or the record of who did it, what it did
// in words, how to undo it, and the page again where the action was.
func (s *Server) follow(w http.ResponseWriter, r *http.Request, v *visit, access, part, flash string, back undo, err error) error {
	id := r.PathValue("id")
	if err != nil {
		return fmt.Errorf("%s of person %s: %w", access, id, err)
	}
	if err := s.store.LogAccess(r.Context(), v.now, v.actor, access, id); err != nil {
		return fmt.Errorf("keep the author: %w", err)
	}
	to := "/personnes/" + id + "#" + part
	if from := r.PostFormValue("suite"); from != "" {
		to = localPath(from)
	}
	if back.Path == "" {
		return s.done(w, r, flash, to)
	}
	return s.doneUntil(w, r, flash, to, back)
}
