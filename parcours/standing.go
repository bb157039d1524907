package parcours

// Standing is how far one person, or a group of people alike, has been reached.
type Standing struct {
	// Contact is why no automatic channel reaches the person, LossNone when one does.
	Contact LossCause
	Sent    bool
	// Waited: sent longer ago than a receipt takes.
	Waited bool
	// HandedOver on a channel that has no receipt.
	HandedOver  bool
	Delivered   bool
	Undelivered bool
	Answered    bool
	Met         bool
	// Due: the day of the appointment has passed.
	Due         bool
	LastOutcome Outcome
}

// Contactable reports whether an automatic channel reaches the person, or did:
// somebody who wrote STOP after a message arrived was reached.
func (s Standing) Contactable() bool { return s.Contact == LossNone || s.Sent }

// LossAt returns why the person did not reach a level although they reached the
// one it hangs from, and LossNone when they did reach it or were lost before.
// Somebody told on a channel without receipts is neither delivered nor lost.
func (s Standing) LossAt(level ReachLevel) LossCause {
	switch {
	case level == LevelContactable && !s.Contactable():
		return s.Contact
	case level == LevelSent && s.Contactable() && !s.Sent:
		if s.Undelivered {
			return LossProvider
		}
		return LossNotSentYet
	case level == LevelDelivered && s.Sent && !s.Delivered && !s.HandedOver:
		switch {
		case s.Undelivered:
			return LossUndelivered
		case s.Waited:
			return LossNoReceipt
		}
		return LossOnItsWay
	case level == LevelAnswered && s.Delivered && !s.Answered:
		return LossNoAnswer
	case level == LevelMet && s.Delivered && !s.Met:
		switch s.LastOutcome {
		case OutcomeExcused:
			return LossExcused
		case OutcomeRevoked:
			return LossRevoked
		case OutcomeNoShow:
			return LossNoShow
		}
		if s.Due {
			return LossOutcomeMissing
		}
		return LossToCome
	}
	return LossNone
}

// Add counts n people of the same standing.
func (r *Reach) Add(s Standing, n int) {
	count := func(field *int, reached bool) {
		if reached {
			*field += n
		}
	}
	count(&r.People, true)
	count(&r.Contactable, s.Contactable())
	count(&r.Sent, s.Sent)
	count(&r.HandedOver, s.Sent && s.HandedOver && !s.Delivered)
	count(&r.Delivered, s.Delivered)
	count(&r.Answered, s.Answered)
	count(&r.Met, s.Met && s.Delivered)
	count(&r.MetWithoutReceipt, s.Met && !s.Delivered)
	for _, level := range []ReachLevel{LevelContactable, LevelSent, LevelDelivered, LevelAnswered, LevelMet} {
		if cause := s.LossAt(level); cause != LossNone {
			if r.Losses == nil {
				r.Losses = map[ReachLevel]map[LossCause]int{}
			}
			if r.Losses[level] == nil {
				r.Losses[level] = map[LossCause]int{}
			}
			r.Losses[level][cause] += n
		}
	}
}
