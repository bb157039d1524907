package notifier

import "time"

// standBehind makes a lane take over from the first of its channel, when there is
// one before it.
func (l *lane) standBehind(others []*lane) {
	for _, other := range others {
		if other.sender.Channel() == l.sender.Channel() && other.first == nil {
			l.first = other
			if other.second == nil {
				other.second = l
			}
			return
		}
	}
}

// down reports whether the sender is stopped, so that another one takes over. One
// that only goes too fast is not: its messages wait for it. A sender that is down
// is still tried with one message now and then, and takes its work back with the
// first that leaves: the takeover lasts as long as the stop.
//
// What the other one sends was never sent: an attempt of unknown fate is not in
// the queue, and is looked up where it left from.
func (l *lane) down() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.why != "" && l.why != StoppedTooFast
}

// relieved reports whether the sender is down and another one can send at now.
func (l *lane) relieved(now time.Time) bool {
	return l.second != nil && l.down() && !l.second.stopped(now)
}
