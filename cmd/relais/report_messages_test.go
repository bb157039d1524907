package main_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"relais/parcours"
)

func TestMessagesAreCountedAndPriced(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	s := w.settings.with(sqliteFile(t)).with(settings{"SMS_PART_PRICE": "0,0725"})
	mustRelais(t, s, "import", referentsFile(t), slotsFile(t, 3))
	mustRelais(t, s, "import", file(t, "personnes.csv", table(
		t, peopleHeader(),
		[]string{"Mme", "QUILLIEN", "Maëlys", "14/02/1990", "C-1", "06 39 98 35 63", "35600 Redon", "Pays de Redon", anne, today(t)},
	)))
	service := serve(t, s)
	w.awaitSMS(t, "+33639983563", convocation, 1)
	until(t, "the parts are counted", func() string {
		answer, err := http.Get(service.address + "/metrics")
		if err != nil {
			return err.Error()
		}
		text := body(t, answer)
		if strings.Contains(text, "QUILLIEN") || strings.Contains(text, "9835") {
			t.Fatal("the metrics name somebody")
		}
		if !strings.Contains(text, `relais_sms_parts_total{template="convocation.first.joint",encoding="gsm7"} 2`) {
			return "not among the metrics"
		}
		return ""
	})
	var report struct {
		PartPrice parcours.Euros         `json:"part_price"`
		Messages  []parcours.MessageCost `json:"messages"`
		Total     parcours.MessageCost   `json:"total"`
	}
	e := mustRelais(t, s, "report", "messages", "--format", "json")
	if err := json.Unmarshal([]byte(e.stdout), &report); err != nil || report.PartPrice.Decimal() != "0.0725" || report.Total.Parts != 2 || report.Total.Cost.Decimal() != "0.145" {
		t.Errorf("%v: %v", err, e)
	}
	if e := mustRelais(t, s, "report", "messages"); !strings.Contains(e.stdout, "convocation.first.joint") || !strings.Contains(e.stdout, "0,145\u00a0€") {
		t.Errorf("table: %v", e)
	}
	if e := mustRelais(t, s.with(settings{"SMS_PART_PRICE": ""}), "report", "messages", "--format", "csv"); !strings.Contains(e.stdout, "convocation.first.joint;sms;fr;1;2;0;0;\n") {
		t.Errorf("csv: %v", e)
	}
	if e := mustRelais(t, s, "report", "messages", "--to", "2020-01-01"); strings.Contains(e.stdout, "convocation") {
		t.Errorf("before: %v", e)
	}
	if e := relais(t, s.with(settings{"SMS_PART_PRICE": "gratuit"}), "report", "messages"); e.status != 2 || !strings.Contains(e.stderr, "RELAIS_SMS_PART_PRICE") {
		t.Errorf("a price that is none: %v", e)
	}
}
