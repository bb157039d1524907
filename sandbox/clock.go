package sandbox

import (
	"sync"
	"time"
)

// Clock is the time of the story. It runs at Speed virtual seconds for one real
// second, or stands still, in which case only MoveTo moves it.
type Clock struct {
	process func() time.Time

	mu      sync.Mutex
	at      time.Time // virtual instant at real instant since
	since   time.Time
	speed   float64
	paused  bool
	changed chan struct{}
	// rushTo is until when the clock runs at rush instead, zero when it does not.
	rushTo time.Time
	rush   float64
}

// NewClock returns a clock that shows start. A speed of 0 stands still, 1 is
// real time, 86400/60 makes a day last one minute.
func NewClock(start time.Time, speed float64) *Clock {
	return &Clock{
		process: time.Now,
		at:      start,
		since:   time.Now(),
		speed:   max(0, speed),
		changed: make(chan struct{}),
	}
}

// DayLasts returns the speed at which a virtual day lasts real.
func DayLasts(real time.Duration) float64 {
	return (24 * time.Hour).Seconds() / real.Seconds()
}

// Now returns the virtual instant.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	at, elapsed := c.at, c.process().Sub(c.since)
	if at.Before(c.rushTo) {
		rushing := time.Duration(float64(c.rushTo.Sub(at)) / c.rush)
		if elapsed < rushing {
			return at.Add(time.Duration(float64(elapsed) * c.rush))
		}
		at, elapsed = c.rushTo, elapsed-rushing
	}
	if c.paused || c.speed == 0 {
		return at
	}
	return at.Add(time.Duration(float64(elapsed) * c.speed))
}

// Rush makes the clock run at speed until it shows t, then go on as before. A clock
// that stands still on purpose (NewClock with a speed of 0) does not move.
func (c *Clock) Rush(t time.Time, speed float64) {
	c.change(func() {
		if c.speed > 0 && speed > 0 {
			c.rushTo, c.rush = t, speed
		}
	})
}

// Speed returns the virtual seconds of one real second, and whether the clock is paused.
func (c *Clock) Speed() (speed float64, paused bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now().Before(c.rushTo) {
		return c.rush, false
	}
	return c.speed, c.paused || c.speed == 0
}

// SetSpeed changes the speed from now on, and resumes a paused clock.
func (c *Clock) SetSpeed(speed float64) {
	c.change(func() { c.speed, c.paused = max(0, speed), false })
}

// Pause stops the clock until Resume or SetSpeed.
func (c *Clock) Pause() { c.change(func() { c.paused = true }) }

// Resume lets a paused clock run at its former speed.
func (c *Clock) Resume() { c.change(func() { c.paused = false }) }

// MoveTo makes the clock show t, unless it already shows a later instant: the
// time of a story never goes back.
func (c *Clock) MoveTo(t time.Time) {
	c.change(func() {
		if t.After(c.at) {
			c.at = t
		}
	})
}

func (c *Clock) change(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.since = c.now(), c.process()
	f()
	close(c.changed)
	c.changed = make(chan struct{})
}

// until returns the real time left before the virtual instant t, which is false
// while the clock stands still before t, and a channel that closes when the
// clock is changed.
func (c *Clock) until(t time.Time) (left time.Duration, known bool, changed <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	virtual := t.Sub(now)
	if virtual <= 0 {
		return 0, true, c.changed
	}
	if now.Before(c.rushTo) {
		return time.Duration(float64(min(virtual, c.rushTo.Sub(now))) / c.rush), true, c.changed
	}
	if c.paused || c.speed == 0 {
		return 0, false, c.changed
	}
	return time.Duration(float64(virtual) / c.speed), true, c.changed
}
