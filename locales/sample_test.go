package locales_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/locales"
	"relais/parcours"
)

func TestEveryTemplateCanBeShownBeforeItLeaves(t *testing.T) {
	t.Parallel()
	c := load(t)
	want := slices.Clone(templates)
	slices.Sort(want)
	if diff := cmp.Diff(want, c.Templates()); diff != "" {
		t.Errorf("templates (-asked for +in the catalogue):\n%s", diff)
	}
	for _, template := range c.Templates() {
		for _, lang := range c.Languages() {
			for _, long := range []bool{false, true} {
				for _, way := range []struct {
					channel parcours.Channel
					twoWay  bool
				}{{parcours.ChannelSMS, true}, {parcours.ChannelSMS, false}, {parcours.ChannelTelegram, true}, {parcours.ChannelEmail, false}} {
					if way.channel == parcours.ChannelEmail && !locales.ForStaff(template) {
						continue
					}
					s := locales.Sample{
						Template: template, Language: lang, Channel: way.channel, TwoWay: way.twoWay, Long: long, Zone: paris(t), Now: time.Date(2026, 1, 5, 9, 0, 0, 0, paris(t)),
						Service: parcours.Service{Name: "Département d'Ille-et-Vilaine", Phone: "02 61 91 01 02", Site: "ille-et-vilaine.fr"},
					}
					m, err := c.Render(s.Request())
					if err != nil || m.Body == "" {
						t.Errorf("%s, %s, %s, long %v: %v", template, lang, way.channel, long, err)
					}
				}
			}
		}
	}
}
