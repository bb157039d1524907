package main

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func TestRecordsAreWrittenForWhoReadsThemAndKept(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, now := t.Context(), time.Now()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		day := parcours.DateOf(now.AddDate(0, 0, 10), time.UTC)
		_, err := s.ImportProfessionals(ctx, now, parcours.ImportBatch{ID: "b-1", Kind: "referents"}, []parcours.ProfessionalRow{
			{Email: "anne@exemple.fr", FirstName: "Anne", LastName: "Morel", Structure: "Tremplin", Territory: "Redon", Role: parcours.RoleReferent},
			{Email: "yves@exemple.fr", FirstName: "Yves", LastName: "Caradec", Structure: "Département", Territory: "Redon", Role: parcours.RoleReferent},
		}, false)
		must(err)
		_, err = s.ImportSlots(ctx, now, parcours.ImportBatch{ID: "b-2", Kind: "slots"}, []parcours.SlotRow{{
			StartsAt: day.At(9, 0, time.UTC), Minutes: 60, Place: "CDAS", Address: "8 rue du Port, 35600 Redon", Phone: "02 61 91 01 02", Territory: "Redon",
			Kind: parcours.FollowUp, Capacity: 2, ProfessionalEmails: []string{"yves@exemple.fr"},
		}}, false)
		must(err)
		_, err = s.ImportPeople(ctx, now, parcours.ImportBatch{ID: "b-3", Kind: "people"}, []parcours.PersonRow{
			{FirstName: "Maëlys", LastName: "=QUILLIEN", InternalID: "I-1", NIR: "285053599999883", ReferentEmail: "anne@exemple.fr", Territory: "Redon"},
			{FirstName: "Yann", LastName: "TANGUY", InternalID: "I-2", ReferentEmail: "yves@exemple.fr", Territory: "Redon"},
		}, false)
		must(err)
		_, err = s.PlacePeople(ctx, now)
		must(err)
		slots, err := s.FreeSlots(ctx, parcours.FollowUp, now)
		must(err)
		all, err := s.People(ctx, commandActor("test"), "", 10)
		must(err)
		for _, p := range all {
			_, err := s.SetAppointment(ctx, now, commandActor("test"), parcours.AppointmentOrder{PersonID: p.PersonID, SlotID: slots[0].ID})
			must(err)
		}

		written := func(c reportCommand, f parcours.Filter) (string, error) {
			t.Helper()
			var out bytes.Buffer
			err := c.records(ctx, &output{stdout: &out, stderr: io.Discard}, s, time.UTC, f, now)
			return out.String(), err
		}
		period := parcours.Filter{From: day, To: day}
		command := func(format, who, structure string, nir bool) reportCommand {
			return reportCommand{Format: format, recordSettings: recordSettings{For: who, Structure: structure, WithNIR: nir}}
		}
		text, err := written(command("csv", "FT", "", false), period)
		must(err)
		if !strings.HasPrefix(text, "\ufeffid;date;duree;statut;") || !strings.Contains(text, ";'=QUILLIEN;") || !strings.Contains(text, ";TANGUY;") || strings.Contains(text, "2850535") {
			t.Errorf("got %s", text)
		}
		text, err = written(command("json", "FT", "", true), period)
		must(err)
		var records []parcours.AppointmentRecord
		must(json.Unmarshal([]byte(text), &records))
		if len(records) != 2 || records[0].Statut != "PRIS" || records[0].Motif != "ACC" || records[0].Organisme.Code != "CD" || !strings.Contains(text, `"nir": "285053599999883"`) {
			t.Errorf("got %s", text)
		}
		text, err = written(command("csv", "SIAE", "Tremplin", false), period)
		must(err)
		if !strings.Contains(text, "QUILLIEN") || strings.Contains(text, "TANGUY") {
			t.Errorf("a structure is told of others than its people, or not of them: %s", text)
		}
		for what, c := range map[string]reportCommand{"SIAE of everybody": command("csv", "SIAE", "", false), "the NIR to a SIAE": command("csv", "SIAE", "Tremplin", true)} {
			if text, err := written(c, period); err == nil || text != "" {
				t.Errorf("%s: got %q, %v", what, text, err)
			}
		}
		for what, f := range map[string]parcours.Filter{"no days": {}, "a channel": {From: day, To: day, Channel: parcours.ChannelSMS}} {
			if text, err := written(command("csv", "FT", "", false), f); err == nil || text != "" {
				t.Errorf("%s: got %q, %v", what, text, err)
			}
		}
		if text, err = written(command("csv", "FT", "", false), parcours.Filter{From: day.AddDays(1), To: day.AddDays(2)}); err != nil || strings.Count(text, "\n") != 1 {
			t.Errorf("the day after: got %q, %v", text, err)
		}
		log, err := s.AccessLog(ctx, parcours.AccessFilter{Kind: parcours.AccessExport, Limit: 20})
		must(err)
		if !slices.ContainsFunc(log, func(e parcours.Access) bool { return e.Account == "relais report" && e.Action == "export_records" }) {
			t.Errorf("the export is not kept: %+v", log)
		}
	})
}
