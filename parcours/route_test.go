package parcours_test

import (
	"testing"
	"time"

	"relais/parcours"
)

func mobile(id string) parcours.ContactPoint {
	return parcours.ContactPoint{
		ID: id, Channel: parcours.ChannelSMS, Address: "+33639980144", Kind: parcours.PhoneMobile, Status: parcours.ContactCurrent,
	}
}

func with(p parcours.ContactPoint, change func(*parcours.ContactPoint)) parcours.ContactPoint {
	change(&p)
	return p
}

func TestRouteFollowsThePreferenceThenTheLadder(t *testing.T) {
	t.Parallel()
	chat := parcours.ContactPoint{ID: "chat", Channel: parcours.ChannelTelegram, Address: "7", Status: parcours.ContactCurrent}
	email := parcours.ContactPoint{ID: "mail", Channel: parcours.ChannelEmail, Address: "a@exemple.fr", Status: parcours.ContactCurrent}
	second := with(mobile("second"), func(p *parcours.ContactPoint) { p.Position = 1 })
	landline := with(mobile("landline"), func(p *parcours.ContactPoint) { p.Kind = parcours.PhoneLandline })
	type points = []parcours.ContactPoint
	for _, tt := range []struct {
		name      string
		preferred parcours.Channel
		points    points
		tried     []parcours.Channel
		homeless  bool
		id        string
		want      parcours.Channel
	}{
		{name: "Telegram when linked", points: points{mobile("m"), chat}, id: "chat", want: parcours.ChannelTelegram},
		{name: "their preference before it", preferred: parcours.ChannelSMS, points: points{chat, mobile("m")}, id: "m", want: parcours.ChannelSMS},
		{name: "SMS to the first mobile", points: points{second, landline, mobile("m")}, id: "m", want: parcours.ChannelSMS},
		{name: "a preference without address gives way", preferred: parcours.ChannelTelegram, points: points{mobile("m")}, id: "m", want: parcours.ChannelSMS},
		{name: "a preferred call is a call", preferred: parcours.ChannelCall, points: points{mobile("m")}, id: "m", want: parcours.ChannelCall},
		{name: "e-mail only when preferred", preferred: parcours.ChannelEmail, points: points{email, mobile("m")}, id: "mail", want: parcours.ChannelEmail},
		{name: "e-mail not otherwise", points: points{email}, want: parcours.ChannelLetter},
		{name: "the next after Telegram", points: points{chat, mobile("m")}, tried: []parcours.Channel{parcours.ChannelTelegram}, id: "m", want: parcours.ChannelSMS},
		{name: "then a call", points: points{chat, mobile("m")}, tried: []parcours.Channel{parcours.ChannelTelegram, parcours.ChannelSMS}, id: "m", want: parcours.ChannelCall},
		{name: "then a letter", points: points{mobile("m")}, tried: []parcours.Channel{parcours.ChannelSMS, parcours.ChannelCall}, want: parcours.ChannelLetter},
		{name: "no letter without a fixed address", points: points{mobile("m")}, tried: []parcours.Channel{parcours.ChannelSMS, parcours.ChannelCall}, homeless: true, want: ""},
		{name: "a landline is called", points: points{landline}, id: "landline", want: parcours.ChannelCall},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			point, channel, _ := rules(t).Route(tt.preferred, tt.points, tt.tried, tt.homeless)
			if point.ID != tt.id || channel != tt.want {
				t.Errorf("got %q by %q, want %q by %q", point.ID, channel, tt.id, tt.want)
			}
		})
	}
}

func TestRouteTellsWhyNoAutomaticChannelExists(t *testing.T) {
	t.Parallel()
	stopped := with(mobile("m"), func(p *parcours.ContactPoint) { p.OptedOutAt = time.Unix(1, 0) })
	former := with(mobile("m"), func(p *parcours.ContactPoint) { p.Status = parcours.ContactFormer })
	stranger := with(mobile("m"), func(p *parcours.ContactPoint) { p.Status = parcours.ContactNotTheirs })
	landline := with(mobile("m"), func(p *parcours.ContactPoint) { p.Kind = parcours.PhoneLandline })
	foreign := with(mobile("m"), func(p *parcours.ContactPoint) { p.Kind = parcours.PhoneForeign })
	invalid := with(mobile("m"), func(p *parcours.ContactPoint) { p.Kind = parcours.PhoneInvalid })
	blocked := parcours.ContactPoint{
		ID: "chat", Channel: parcours.ChannelTelegram, Address: "7", Status: parcours.ContactCurrent, BlockedAt: time.Unix(1, 0),
	}
	for _, tt := range []struct {
		name    string
		points  []parcours.ContactPoint
		cause   parcours.LossCause
		channel parcours.Channel
	}{
		{"nothing", nil, parcours.LossNoNumber, parcours.ChannelLetter},
		{"a former number", []parcours.ContactPoint{former}, parcours.LossNoNumber, parcours.ChannelLetter},
		{"STOP forbids messages, not a call", []parcours.ContactPoint{stopped}, parcours.LossOptedOut, parcours.ChannelCall},
		{"landline", []parcours.ContactPoint{landline}, parcours.LossLandline, parcours.ChannelCall},
		{"foreign", []parcours.ContactPoint{foreign}, parcours.LossForeign, parcours.ChannelCall},
		{"invalid", []parcours.ContactPoint{invalid}, parcours.LossInvalid, parcours.ChannelLetter},
		{"somebody else's", []parcours.ContactPoint{stranger}, parcours.LossNotTheirs, parcours.ChannelLetter},
		{"Telegram blocked", []parcours.ContactPoint{blocked}, parcours.LossBlocked, parcours.ChannelLetter},
		{"Telegram blocked, landline too", []parcours.ContactPoint{landline, blocked}, parcours.LossBlocked, parcours.ChannelCall},
		{"STOP on SMS, Telegram linked", []parcours.ContactPoint{stopped, with(blocked, func(p *parcours.ContactPoint) { p.BlockedAt = time.Time{} })}, parcours.LossNone, parcours.ChannelTelegram},
	} {
		_, channel, cause := rules(t).Route("", tt.points, nil, false)
		if cause != tt.cause || channel != tt.channel {
			t.Errorf("%s: got %q by %q, want %q by %q", tt.name, cause, channel, tt.cause, tt.channel)
		}
	}

	r := rules(t)
	r.AllowForeign = true
	if _, channel, cause := r.Route("", []parcours.ContactPoint{foreign}, nil, false); channel != parcours.ChannelSMS || cause != parcours.LossNone {
		t.Errorf("foreign allowed: got %q by %q", cause, channel)
	}
	if _, channel, cause := r.Route("", []parcours.ContactPoint{mobile("m")}, []parcours.Channel{parcours.ChannelSMS}, false); channel != parcours.ChannelCall || cause != parcours.LossNone {
		t.Errorf("a tried channel is no loss: got %q by %q", cause, channel)
	}
}
