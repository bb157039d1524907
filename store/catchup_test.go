package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

func TestWhatWasMissedIsKeptOnceWithHowFarItIsKnown(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		raw := func(sid string) parcours.RawInbound {
			return parcours.RawInbound{Provider: parcours.ProviderTwilio, ProviderID: sid, ReceivedAt: monday, Payload: []byte("Body=" + sid)}
		}
		if _, err := s.RecordInbound(ctx, raw("SM1")); err != nil {
			t.Fatal(err)
		}
		if c, err := s.CaughtUp(ctx, "twilio:38000"); err != nil || c != (parcours.CatchUp{}) {
			t.Errorf("before the first listing: %+v, %v", c, err)
		}
		for _, c := range []struct {
			mark  parcours.CatchUp
			found []parcours.RawInbound
			want  []string
		}{
			{parcours.CatchUp{Until: monday, Begun: monday.Add(time.Hour), Page: "Page=1&PageToken=PA1"}, []parcours.RawInbound{raw("SM1"), raw("SM2"), raw("SM3")}, []string{"SM2", "SM3"}},
			{parcours.CatchUp{Until: monday.Add(time.Hour)}, []parcours.RawInbound{raw("SM3"), raw("SM4")}, []string{"SM4"}},
			{parcours.CatchUp{Until: monday.Add(2 * time.Hour)}, nil, nil},
		} {
			missed, err := s.RecordCatchUp(ctx, "twilio:38000", c.mark, c.found)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, in := range missed {
				got = append(got, in.ProviderID)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("missed (-want +got):\n%s", diff)
			}
			if mark, err := s.CaughtUp(ctx, "twilio:38000"); err != nil || !cmp.Equal(c.mark, mark) {
				t.Errorf("the mark is %+v, %v; want %+v", mark, err, c.mark)
			}
		}
		if c, err := s.CaughtUp(ctx, "twilio-second:38000"); err != nil || c != (parcours.CatchUp{}) {
			t.Errorf("the other sender's mark: %+v, %v", c, err)
		}
		if fresh, err := s.RecordInbound(ctx, raw("SM4")); err != nil || fresh {
			t.Errorf("its webhook, later: fresh %v, %v", fresh, err)
		}
		if pending, err := s.PendingInbound(ctx, 10); err != nil || len(pending) != 4 {
			t.Errorf("%d messages wait, %v; want 4", len(pending), err)
		}
	})
}
