package main_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
)

// markedKey is what a partner puts into its address so that nobody else posts there.
const markedKey = "cle-marquee-de-partenaire"

// partnersAndCalendars gives a partner's tool an address with a key in it, and a
// professional a calendar: both addresses are secrets that nothing may quote.
func (m *marked) partnersAndCalendars() {
	rude := m.rudePartner()
	m.forms[markedKey] = "partner's key"
	for _, shape := range []string{"rdv_insertion", "france_travail"} {
		page := body(m.T, m.b.post("/partenaires", url.Values{"name": {"Outil " + shape}, "url": {rude + "/" + markedKey + "?cle=" + markedKey}, "shape": {shape}, "kind": {"CD"}, "contacts": {"yes"}, "nir": {"yes"}}))
		found := regexp.MustCompile(`class="secret">([A-Z2-7]+)<`).FindStringSubmatch(page)
		if found == nil {
			m.Fatalf("no secret:\n%s", page)
		}
		m.forms[found[1]] = "partner's secret"
	}
	for _, wrong := range []string{"http://" + markedKey + ".exemple.fr/" + markedLast, "https://" + markedLast + ":" + markedKey + "@exemple.fr", "https://10.0.0.1/" + markedKey} {
		m.b.post("/partenaires", url.Values{"name": {"Autre"}, "url": {wrong}, "shape": {"rdv_insertion"}, "kind": {"CD"}}).Body.Close()
	}
	referent := signIn(m.T, m.s, m.v.address, anne, "referent")
	page := body(m.T, referent.post("/compte/agenda", nil))
	found := regexp.MustCompile(`/agenda/([A-Z2-7]+)\.ics`).FindStringSubmatch(page)
	if found == nil {
		m.Fatalf("no calendar:\n%s", page)
	}
	m.forms[found[1]] = "calendar"
	for path, status := range map[string]int{
		"/agenda/" + found[1] + ".ics": http.StatusOK, "/rdv/" + found[1] + ".ics": http.StatusNotFound, "/agenda/" + markedLast + ".ics": http.StatusNotFound, "/agenda/" + markedLast: http.StatusNotFound,
	} {
		answer, err := http.Get(m.v.address + path)
		if err != nil {
			m.Fatal(err)
		}
		text := body(m.T, answer)
		if answer.StatusCode != status {
			m.Errorf("%s answers %s", path, answer.Status)
		}
		if status != http.StatusOK {
			continue // a page that says so, with a link to its own address in another language
		}
		for _, word := range []string{markedLast, markedNumber, markedBirth, markedNIR, markedInternal, markedAddress} { // a first name and an initial are all that a calendar holds
			if strings.Contains(text, word) {
				m.Errorf("a calendar holds %q:\n%s", word, text)
			}
		}
	}
}

// rudePartner refuses whatever it is told, in each way, and quotes it. What it is told is
// for it; its address and headers are what its own proxy keeps.
func (m *marked) rudePartner() string {
	n := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		told, _ := io.ReadAll(r.Body)
		if !strings.Contains(string(told), "MARQUEROUGE") && strings.Contains(string(told), "participations") {
			m.Errorf("a partner is told of nobody: the test proves nothing")
		}
		r.URL.Path, r.URL.RawQuery = strings.ReplaceAll(r.URL.Path, markedKey, "KEY"), strings.ReplaceAll(r.URL.RawQuery, markedKey, "KEY")
		m.ears.request(r)
		m.mu.Lock()
		n++
		way := n % 4
		m.mu.Unlock()
		switch way {
		case 0:
			http.Redirect(w, r, "/ailleurs/"+markedLast+"?"+markedNumber, http.StatusFound)
		case 1:
			w.Header().Set("X-Error", markedLast)
			http.Error(w, fmt.Sprintf("cannot take %s %s %s", markedFirst, markedLast, told), http.StatusInternalServerError)
		case 2:
			http.Error(w, "422 "+markedLast, http.StatusUnprocessableEntity)
		default:
			panic(http.ErrAbortHandler)
		}
	}))
	server.Config.ErrorLog = nil
	m.Cleanup(server.Close)
	return server.URL
}

// partnersFail has every delivery given up, replayed and let go.
func (m *marked) partnersFail() {
	until(m.T, "deliveries are given up", func() string {
		// two days of tries in a moment
		change(m.T, m.s, "update partner_delivery set tries = 7, next_at = 0 where state = 'waiting'")
		change(m.T, m.s, "update partner_endpoint set rest_until = 0, failures = 0")
		if dead := ask(m.T, m.s, "select count(*) from partner_delivery where state = 'dead'")[0]; dead == "0" || dead == "1" {
			return dead + " were given up"
		}
		return ""
	})
	m.b.get("/partenaires")
	for _, id := range ask(m.T, m.s, "select id from partner_endpoint order by id") {
		for _, step := range []string{"essai", "secret", "ancien-secret", "arret", "reprise"} {
			page := body(m.T, m.b.post("/partenaires/"+id+"/"+step, nil))
			if found := regexp.MustCompile(`class="secret">([A-Z2-7]+)<`).FindStringSubmatch(page); found != nil {
				m.forms[found[1]] = "partner's secret"
			}
		}
	}
	for _, step := range []string{"essai", "abandon"} {
		m.b.post("/partenaires/envois/"+ask(m.T, m.s, "select id from partner_delivery where state = 'dead' order by id")[0]+"/"+step, nil).Body.Close()
	}
	m.command(true, "", "partners", "list")
	m.command(true, "", "partners", "dead")
	m.command(true, "", "partners", "replay", "--all")
	m.command(true, "", "partners", "drop", "inconnu")
	if n := strings.Count(m.v.log.String(), "partner not told"); n < 4 {
		m.Errorf("%d deliveries failed: the test proves nothing", n)
	}
}
