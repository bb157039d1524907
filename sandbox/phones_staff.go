package sandbox

import (
	"net/http"
	"strconv"
	"strings"

	"relais/parcours"
)

type staffPage struct {
	page
	Rows []staffRow
	Open *openStaff
}

type staffRow struct {
	Path, Name, Role, Structure, Last, At string
	Unread                                int
	Chat, Current                         bool
}

type openStaff struct {
	Path, Name, Role, Structure, Email string
	Auto, OnChat                       bool
	Chat                               []bubble
	Mails                              []mailView
}

type mailView struct{ Subject, Text, At string }

var roleLabels = map[parcours.ProfessionalRole]string{
	parcours.RoleReferent: "accompagnement RSA", parcours.RoleProfessional: "emploi", parcours.RoleNurse: "soins",
	parcours.RoleCoordinator: "coordination", parcours.RolePartner: "partenaire",
}

func (s *Sandbox) showStaff(w http.ResponseWriter, r *http.Request) {
	p := staffPage{page: s.page(r, "Professionnels", "staff")}
	s.mu.Lock()
	defer s.mu.Unlock()
	if email := r.PathValue("email"); email != "" {
		pro := s.colleague(email)
		if pro == nil {
			http.Error(w, "Cette adresse n'est celle de personne.", http.StatusNotFound)
			return
		}
		messages, _, _ := s.Telegram.Chat(pro.Chat)
		pro.seen = len(messages) + len(s.Mail.For(pro.Email))
		p.Open = s.openStaff(pro, messages)
		p.Title = p.Open.Name
	}
	for _, pro := range s.staff {
		row := s.staffRow(pro)
		row.Current = p.Open != nil && p.Open.Email == pro.Email
		p.Rows = append(p.Rows, row)
	}
	render(w, "staff.html", p)
}

func (s *Sandbox) colleague(email string) *staffPhone {
	for _, pro := range s.staff {
		if pro.Email == email {
			return pro
		}
	}
	return nil
}

func (s *Sandbox) staffRow(pro *staffPhone) staffRow {
	row := staffRow{
		Path: "/professionals/" + pro.Email, Name: pro.Name(), Role: roleLabels[pro.Role], Structure: pro.Structure, Chat: pro.Chat != 0,
	}
	messages, _, _ := s.Telegram.Chat(pro.Chat)
	mails := s.Mail.For(pro.Email)
	row.Unread = max(0, len(messages)+len(mails)-pro.seen)
	if n := len(messages); n > 0 {
		row.Last, row.At = messages[n-1].Text, shortTime(messages[n-1].At)
	} else if n := len(mails); n > 0 {
		row.Last, row.At = mails[n-1].Subject, shortTime(mails[n-1].At)
	}
	return row
}

func (s *Sandbox) openStaff(pro *staffPhone, messages []ChatMessage) *openStaff {
	o := &openStaff{
		Path: "/professionals/" + pro.Email, Name: pro.Name(), Role: roleLabels[pro.Role], Structure: pro.Structure, Email: pro.Email,
		Auto: pro.auto, OnChat: pro.Chat != 0, Chat: chatBubbles(messages),
	}
	for _, m := range s.Mail.For(pro.Email) {
		o.Mails = append(o.Mails, mailView{Subject: m.Subject, Text: m.Text, At: shortTime(m.At)})
	}
	return o
}

func (s *Sandbox) useStaff(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	pro := s.colleague(r.PathValue("email"))
	if pro == nil {
		s.mu.Unlock()
		http.Error(w, "Cette adresse n'est celle de personne.", http.StatusNotFound)
		return
	}
	act := r.PathValue("act")
	pro.auto = act == "give"
	s.mu.Unlock()
	message, _ := strconv.Atoi(r.FormValue("message"))
	var err error
	switch act {
	case "give", "take":
		s.feed.publish(pro.Email)
	case "telegram":
		if text := strings.TrimSpace(r.FormValue("text")); text != "" {
			err = s.Telegram.Say(pro.Chat, text, message)
		}
	case "press":
		err = s.Telegram.Press(pro.Chat, message, r.FormValue("data"))
	default:
		http.NotFound(w, r)
		return
	}
	if err != nil {
		http.Error(w, "Ce geste n'est plus possible : le message a changé.", http.StatusConflict)
		return
	}
	back(w, r)
}
