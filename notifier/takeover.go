package notifier

import (
	"errors"
	"time"

	"relais/parcours"
)

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

// errApart: no provider of a channel is reached from this node.
var errApart = errors.New("the provider is not reached from here")

// apart reports whether this node reaches no provider of a channel, as far as it knows,
// and how long to wait before it tries again. A provider that answers, whatever it says,
// is reached: another node would hear the same.
func (d *Dispatcher) apart(channel parcours.Channel) (wait time.Duration, yes bool) {
	now := d.Now()
	for _, l := range d.lanes {
		if l.sender.Channel() != channel {
			continue
		}
		again := pollEvery // it has not said yet what left: restore.go
		if d.mayClaim(l) {
			until, unreached := l.unreached()
			if again = until.Sub(now); !unreached || again <= 0 {
				return 0, false
			}
		}
		if wait == 0 || again < wait {
			wait = again
		}
	}
	return wait, wait > 0
}

// unreached reports whether the sender is stopped because nothing came back from its
// provider, and until when.
func (l *lane) unreached() (until time.Time, yes bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.until, l.why == StoppedNoConnection || l.why == StoppedDoubt && l.code == ""
}
