package web

import "relais/parcours"

// section is an entry of the navigation. A page whose entry is current gives its
// name to Server.page.
type section struct {
	// Name is what pages of the section call themselves.
	Name string
	Path string
	// Title is the key of its words.
	Title string
	Group sectionGroup
	// Roles see the entry; routes says who may open the page.
	Roles []parcours.AccountRole
	// Waiting: the entry shows how many open questions the reader has.
	Waiting bool
	// Needs reports whether the page exists in this deployment. Nil: always.
	Needs func(*Server) bool
}

// sectionGroup is where an entry stands: in the row, or in the menu after it.
type sectionGroup string

const (
	groupMain           sectionGroup = "main"
	groupLists          sectionGroup = "lists"
	groupAdministration sectionGroup = "administration"
)

// menuGroups are the groups of the menu, in order; their titles are layout.group_<group>.
var menuGroups = []sectionGroup{groupLists, groupAdministration}

// Roles that share entries.
var (
	steering  = []parcours.AccountRole{parcours.AccountCoordinator, parcours.AccountLead}
	following = []parcours.AccountRole{
		parcours.AccountCoordinator, parcours.AccountReferent, parcours.AccountProfessional, parcours.AccountNurse, parcours.AccountPartner,
	}
	listing      = []parcours.AccountRole{parcours.AccountCoordinator, parcours.AccountReferent, parcours.AccountPartner}
	auditing     = []parcours.AccountRole{parcours.AccountCoordinator, parcours.AccountAuditor}
	coordinating = []parcours.AccountRole{parcours.AccountCoordinator}

	exporters = []parcours.AccountRole{parcours.AccountCoordinator, parcours.AccountLead, parcours.AccountAuditor}
)

// sections is the navigation, in the order in which it is read.
var sections = []section{
	{Name: "pilotage", Path: "/", Title: "pilotage.title", Group: groupMain, Roles: steering},
	{Name: "todo", Path: "/a-faire", Title: "todo.title", Group: groupMain, Roles: listing},
	{Name: "desk", Path: "/file", Title: "desk.title", Group: groupMain, Roles: following, Waiting: true},
	{Name: "people", Path: "/personnes", Title: "people.title", Group: groupMain, Roles: following},

	{Name: "calls", Path: "/appels", Title: "calls.title", Group: groupLists, Roles: listing},
	{Name: "letters", Path: "/courriers", Title: "letters.title", Group: groupLists, Roles: listing},
	{Name: "leavers", Path: "/sorties", Title: "leavers.title", Group: groupLists, Roles: coordinating},
	{Name: "duplicates", Path: "/doublons", Title: "duplicates.title", Group: groupLists, Roles: coordinating},
	{Name: "upstream", Path: "/rdv-solidarites", Title: "upstream.title", Group: groupLists, Roles: coordinating},
	{Name: "slots", Path: "/creneaux", Title: "slots.title", Group: groupLists, Roles: coordinating},
	{Name: "places", Path: "/lieux", Title: "places.title", Group: groupLists, Roles: coordinating},
	{Name: "referents", Path: "/referents", Title: "referents.title", Group: groupLists, Roles: coordinating},

	{Name: "imports", Path: "/imports", Title: "imports.title", Group: groupAdministration, Roles: []parcours.AccountRole{parcours.AccountCoordinator}, Needs: func(s *Server) bool { return s.imports != nil }},
	{Name: "partners", Path: "/partenaires", Title: "partners.title", Group: groupAdministration, Roles: steering, Needs: func(s *Server) bool { return s.partners != nil }},
	{Name: "texts", Path: "/textes", Title: "texts.title", Group: groupAdministration, Roles: steering, Needs: func(s *Server) bool { return s.texts != nil }},
	{Name: "absences", Path: "/absences", Title: "absence.title", Group: groupAdministration, Roles: following},
	{Name: "accounts", Path: "/comptes", Title: "accounts.title", Group: groupAdministration, Roles: steering},
	{Name: "tokens", Path: "/jetons", Title: "tokens.title", Group: groupAdministration, Roles: coordinating},
	{Name: "exports", Path: "/exports", Title: "exports.title", Group: groupAdministration, Roles: exporters},
	{Name: "access", Path: "/acces", Title: "access.title", Group: groupAdministration, Roles: auditing},
}

// fitsRow is how many entries stand in the row of a phone, without a menu after it.
const fitsRow = 3

// sectionsFor returns the entries that an account of the role sees. So few that they
// fit the row all stand in it.
func (s *Server) sectionsFor(role parcours.AccountRole) []section {
	var seen []section
	for _, entry := range sections {
		if among(role, entry.Roles) && (entry.Needs == nil || entry.Needs(s)) {
			seen = append(seen, entry)
		}
	}
	if len(seen) <= fitsRow {
		for i := range seen {
			seen[i].Group = groupMain
		}
	}
	return seen
}

func among(role parcours.AccountRole, roles []parcours.AccountRole) bool {
	for _, r := range roles {
		if r == role {
			return true
		}
	}
	return false
}

// sectionMenu is one group of the menu.
type sectionMenu struct {
	// Title is the key of its words.
	Title   string
	Entries []section
}

// Row returns the entries of the navigation's row.
func (p page) Row() []section { return p.entries(groupMain) }

// Menu returns the groups of the menu after the row; a group without entries is left out.
func (p page) Menu() []sectionMenu {
	var menu []sectionMenu
	for _, group := range menuGroups {
		if entries := p.entries(group); len(entries) > 0 {
			menu = append(menu, sectionMenu{"layout.group_" + string(group), entries})
		}
	}
	return menu
}

// InMenu returns the title's key of the menu's entry that is current, or "".
func (p page) InMenu() string {
	for _, entry := range p.sections {
		if entry.Name == p.Section && entry.Group != groupMain {
			return entry.Title
		}
	}
	return ""
}

func (p page) entries(group sectionGroup) []section {
	var entries []section
	for _, entry := range p.sections {
		if entry.Group == group {
			entries = append(entries, entry)
		}
	}
	return entries
}
