package store_test

import (
	"errors"
	"testing"
	"time"

	"relais/parcours"
	"relais/store"
	"relais/store/storetest"
)

// order is a joint interview at the place of the first slot, a week ahead at 10:00.
func (h *house) order() parcours.SlotOrder {
	h.Helper()
	return parcours.SlotOrder{
		PlaceID: h.all("select id from place order by id")[0], Kind: parcours.JointInterview, Day: parcours.NewDate(2023, time.July, 10), Hour: 14, Minutes: 60, Capacity: 2,
		ProfessionalIDs: []string{h.one("select id from professional where first_name = 'Anne'"), h.one("select id from professional where first_name = 'Paul'")},
	}
}

func (h *house) calendar() []parcours.CalendarSlot {
	h.Helper()
	slots, err := h.s.Calendar(h.Context(), "", monday, monday.AddDate(0, 3, 0))
	h.must(err)
	return slots
}

// open counts the slots that can be given.
func (h *house) open() int {
	n := 0
	for _, s := range h.calendar() {
		if s.ClosedAt.IsZero() && s.Free() > 0 {
			n++
		}
	}
	return n
}

func TestSlotsThatAreOpenedServeTheNextRound(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := waiting(t, s, maelys(), yann())
		territory := h.one("select id from territory")
		place := parcours.ManagedPlace{Place: parcours.Place{TerritoryID: territory, Name: "CDAS", Address: "8 rue du Port, 35600 Redon", Phone: "02 61 91 01 02"}, Meeting: parcours.MeetingOffice}
		_, err := s.SavePlace(t.Context(), monday, office, place)
		h.must(err)
		h.convene()
		h.wantWork(parcours.ListNotConvened, "Maëlys QUILLIEN no_slot", "Yann TANGUY no_slot")
		series, _, err := s.OpenSlots(t.Context(), monday, office, h.order())
		h.must(err)
		h.convene()
		h.wantWork(parcours.ListNotConvened, "Maëlys QUILLIEN on_its_way", "Yann TANGUY on_its_way")
		slot := h.calendar()[0]
		if slot.Booked != 2 || !slot.Staffed || slot.Series != series || slot.Territory != "Redon" || slot.Place.Name != "CDAS" {
			t.Errorf("%+v", slot)
		}
		if closed, kept, err := s.CloseSeries(t.Context(), monday, office, series); err != nil || closed != 0 || kept != 1 {
			t.Errorf("closed %d, kept %d, %v", closed, kept, err)
		}
	})
}

func TestAWeeklySeriesIsOpenedAsPlannedAndTakenBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		anne := h.order().ProfessionalIDs[0]
		h.must(s.SetAbsence(t.Context(), monday, office, parcours.Absence{ProfessionalID: anne, From: parcours.NewDate(2023, time.July, 24), Until: parcours.NewDate(2023, time.July, 25)}))
		order := h.order()
		order.Until, order.Except = parcours.NewDate(2023, time.August, 1), []parcours.Date{parcours.NewDate(2023, time.July, 17)}
		was := h.open()
		days, err := s.PlanSlots(t.Context(), monday, order)
		h.must(err)
		want := []parcours.Omission{parcours.OmitNone, parcours.OmitExcepted, parcours.OmitAbsence, parcours.OmitNone}
		for i, d := range days {
			if i >= len(want) || d.Omission != want[i] {
				t.Errorf("day %d: %+v", i, d)
			}
		}
		if h.open() != was {
			t.Error("the plan wrote")
		}
		series, _, err := s.OpenSlots(t.Context(), monday, office, order)
		h.must(err)
		if got := h.open(); got != was+2 {
			t.Errorf("%d open, want %d", got, was+2)
		}
		days, err = s.PlanSlots(t.Context(), monday, order)
		h.must(err)
		if days[0].Omission != parcours.OmitKnown {
			t.Errorf("again: %+v", days[0])
		}
		order.Minute = 30
		days, err = s.PlanSlots(t.Context(), monday, order)
		h.must(err)
		if days[0].Omission != parcours.OmitBusy || days[0].Who != "Anne MOREL" {
			t.Errorf("half an hour later: %+v", days[0])
		}
		if closed, kept, err := s.CloseSeries(t.Context(), monday, office, series); err != nil || closed != 2 || kept != 0 {
			t.Errorf("closed %d, kept %d, %v", closed, kept, err)
		}
		if days, err = s.PlanSlots(t.Context(), monday, order); err != nil || days[0].Omission != parcours.OmitNone {
			t.Errorf("once closed: %+v, %v", days[0], err)
		}
		for name, change := range map[string]func(*parcours.SlotOrder){
			"nobody":          func(o *parcours.SlotOrder) { o.ProfessionalIDs = nil },
			"one institution": func(o *parcours.SlotOrder) { o.ProfessionalIDs = o.ProfessionalIDs[:1] },
			"no place":        func(o *parcours.SlotOrder) { o.PlaceID = "x" },
			"no length":       func(o *parcours.SlotOrder) { o.Minutes = 0 },
		} {
			wrong := h.order()
			change(&wrong)
			if _, err := s.PlanSlots(t.Context(), monday, wrong); !errors.Is(err, parcours.ErrInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestACancelledSlotStaysClosedWhateverAFileSays(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		free := h.calendar()[1]
		h.must(s.CloseSlot(t.Context(), monday, office, free.ID, 0))
		was := h.open()
		importSlots(t, s, slotRow(monday.AddDate(0, 0, 8), 3))
		if got := h.open(); got != was {
			t.Errorf("%d open after the import, want %d", got, was)
		}
		if err := s.CloseSlot(t.Context(), monday, office, free.ID, 0); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("closed twice: %v", err)
		}
		h.must(s.ReopenSlot(t.Context(), monday, office, free.ID))
		if got := h.open(); got != was+1 {
			t.Errorf("%d open once back, want %d", got, was+1)
		}
		h.must(s.SetCapacity(t.Context(), monday, office, free.ID, 4))
		if got := h.calendar()[1]; got.Capacity != 4 {
			t.Errorf("for %d people", got.Capacity)
		}
		if err := s.SetCapacity(t.Context(), monday, office, free.ID, 0); !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("for nobody: %v", err)
		}
		series, err := s.MoveSlot(t.Context(), monday, office, free.ID, parcours.NewDate(2023, time.July, 12), 16, 0, "")
		h.must(err)
		moved := 0
		for _, slot := range h.calendar() {
			if slot.Series == series && slot.Capacity == 4 && slot.ClosedAt.IsZero() {
				moved++
			}
			if slot.ID == free.ID && slot.ClosedAt.IsZero() {
				t.Error("the slot is still where it was")
			}
		}
		if moved != 1 {
			t.Errorf("%d slots where it went, want 1", moved)
		}
		if err := s.CloseSlot(t.Context(), monday, parcours.Actor{Role: parcours.AccountReferent}, free.ID, 0); !errors.Is(err, parcours.ErrNotFound) {
			t.Errorf("closed by a referent: %v", err)
		}
	})
}

func TestWhoeverHasACancelledSlotIsToldAndWaitsAgain(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys(), yann())
		taken := h.calendar()[0]
		slot, err := s.CalendarSlot(t.Context(), office, taken.ID)
		h.must(err)
		if len(slot.Bookings) != 2 || slot.Bookings[0].Name != "Maëlys QUILLIEN" || slot.Bookings[0].By != parcours.ChannelSMS || slot.Bookings[0].Told {
			t.Errorf("%+v", slot.Bookings)
		}
		if err := s.SetCapacity(t.Context(), monday, office, taken.ID, 1); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("for fewer than have it: %v", err)
		}
		for _, seen := range []int{0, 1} {
			if err := s.CloseSlot(t.Context(), monday, office, taken.ID, seen); !errors.Is(err, parcours.ErrConflict) {
				t.Errorf("cancelled although %d were seen: %v", seen, err)
			}
		}
		if _, err := s.MoveSlot(t.Context(), monday, office, taken.ID, parcours.NewDate(2023, time.July, 12), 16, 0, ""); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("moved although people have it: %v", err)
		}
		h.must(s.CloseSlot(t.Context(), monday, office, taken.ID, 2))
		if told := h.all("select id from notification where kind = 'cancellation'"); len(told) != 2 {
			t.Errorf("%d are told, want 2", len(told))
		}
		h.want("outcome", h.one("select outcome from participation where person_id = $1", h.person("I-1")), string(parcours.OutcomeRevoked))
		h.convene() // the two slots that are left have one place each
		for _, slot := range h.calendar() {
			if slot.ID == taken.ID && slot.Booked != 0 || slot.ID != taken.ID && slot.Booked != 1 {
				t.Errorf("%s: %d booked", slot.StartsAt, slot.Booked)
			}
		}
		if err := s.CloseSlot(t.Context(), monday.AddDate(0, 0, 30), office, h.calendar()[1].ID, 1); !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("cancelled once over: %v", err)
		}
	})
}

func TestAPlaceWhereSomebodyIsExpectedKeepsItsAddress(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := convoked(t, s, maelys())
		places, err := s.Places(t.Context(), monday)
		h.must(err)
		if len(places) != 1 || places[0].Upcoming != 3 || places[0].Booked != 1 || places[0].Meeting != parcours.MeetingOffice {
			t.Fatalf("%+v", places)
		}
		p := places[0]
		p.Address = "1 rue Neuve, 35600 Redon"
		if _, err := s.SavePlace(t.Context(), monday, office, p); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("moved: %v", err)
		}
		p = places[0]
		p.Phone, p.Meeting = "02 61 91 01 99", parcours.MeetingVideo
		_, err = s.SavePlace(t.Context(), monday, office, p)
		h.must(err)
		d := h.claimed()
		if d.Notification.Facts.Phone != "02 61 91 01 99" || d.Notification.Facts.Address != places[0].Address {
			t.Errorf("the convocation says %q, %q", d.Notification.Facts.Phone, d.Notification.Facts.Address)
		}
		p.Name = ""
		if _, err := s.SavePlace(t.Context(), monday, office, p); !errors.Is(err, parcours.ErrInvalid) {
			t.Errorf("without a name: %v", err)
		}
		other := parcours.ManagedPlace{Place: parcours.Place{TerritoryID: p.TerritoryID, Name: "Au téléphone", Address: "nous vous appelons"}, Meeting: parcours.MeetingPhone}
		_, err = s.SavePlace(t.Context(), monday, office, other)
		h.must(err)
		if _, err := s.SavePlace(t.Context(), monday, office, other); !errors.Is(err, parcours.ErrConflict) {
			t.Errorf("added twice: %v", err)
		}
	})
}
