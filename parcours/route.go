package parcours

import (
	"cmp"
	"slices"
)

// Route returns where a message to a person goes next: the channel they prefer,
// else Telegram when linked, SMS, a call, a letter (never without a fixed
// address), leaving out the channels already tried. The contact point is zero for
// a letter, and the channel empty when nothing is left. The cause says why no
// automatic channel reaches the person, whatever was tried: LossNone when one does.
func (r Rules) Route(preferred Channel, points []ContactPoint, tried []Channel, noFixedAddress bool) (ContactPoint, Channel, LossCause) {
	points = slices.Clone(points)
	slices.SortStableFunc(points, func(a, b ContactPoint) int { return cmp.Compare(a.Position, b.Position) })
	loss := r.loss(preferred, points)
	order := []Channel{preferred, ChannelTelegram, ChannelSMS, ChannelCall, ChannelLetter}
	for _, channel := range order {
		if channel == "" || slices.Contains(tried, channel) {
			continue
		}
		if channel == ChannelLetter {
			if !noFixedAddress {
				return ContactPoint{}, ChannelLetter, loss
			}
			continue
		}
		i := slices.IndexFunc(points, func(p ContactPoint) bool { return r.carries(channel, p) })
		if i >= 0 {
			return points[i], channel, loss
		}
	}
	return ContactPoint{}, "", loss
}

// carries reports whether a message on the channel can go to the point.
func (r Rules) carries(channel Channel, p ContactPoint) bool {
	if p.Status != ContactCurrent || p.Address == "" {
		return false
	}
	if channel == ChannelCall {
		// A landline is kept beside the mobiles, and STOP on SMS does not forbid a call.
		return p.voice() && (p.Channel != ChannelCall || p.OptedOutAt.IsZero())
	}
	if p.Channel != channel || !p.OptedOutAt.IsZero() || !p.BlockedAt.IsZero() {
		return false
	}
	return channel != ChannelSMS || p.Kind == PhoneMobile || (p.Kind == PhoneForeign && r.AllowForeign)
}

func (p ContactPoint) voice() bool {
	switch p.Kind {
	case PhoneMobile, PhoneLandline, PhoneVoIP, PhoneForeign:
		return true
	}
	return false
}

// loss names the cause that is the nearest to being mended.
func (r Rules) loss(preferred Channel, points []ContactPoint) LossCause {
	automatic := []Channel{ChannelTelegram, ChannelSMS}
	if preferred == ChannelEmail {
		automatic = append(automatic, ChannelEmail)
	}
	worst := LossNoNumber
	rank := slices.Index(lossOrder(), worst)
	for _, p := range points {
		for _, channel := range automatic {
			if r.carries(channel, p) {
				return LossNone
			}
		}
		if i := slices.Index(lossOrder(), lossOf(p)); i >= 0 && i < rank {
			worst, rank = lossOf(p), i
		}
	}
	return worst
}

func lossOrder() []LossCause {
	return []LossCause{LossOptedOut, LossBlocked, LossNotTheirs, LossForeign, LossLandline, LossInvalid, LossNoNumber}
}

func lossOf(p ContactPoint) LossCause {
	switch {
	case p.Status == ContactFormer || p.Channel == ChannelEmail || p.Channel == ChannelLetter:
		return LossNoNumber
	case p.Status == ContactNotTheirs:
		return LossNotTheirs
	case p.Channel != ChannelCall && !p.OptedOutAt.IsZero():
		return LossOptedOut
	case !p.BlockedAt.IsZero():
		return LossBlocked
	case p.Kind == PhoneForeign:
		return LossForeign
	case p.Kind == PhoneLandline || p.Kind == PhoneVoIP:
		return LossLandline
	case p.Channel == ChannelTelegram:
		return LossNoNumber
	}
	return LossInvalid
}
