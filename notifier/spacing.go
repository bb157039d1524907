package notifier

import "time"

// remembered bounds how many addresses a lane keeps in mind at once.
const remembered = 4096

// quiet returns until when an address is left in peace; a time that has passed, or
// zero, when it may be written to.
func (l *lane) quiet(to string) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.spoken[to]
}

// speaks notes that a message leaves for an address at now.
func (l *lane) speaks(to string, now time.Time) {
	if l.spacing == 0 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.spoken) >= remembered {
		for other, until := range l.spoken {
			if !now.Before(until) {
				delete(l.spoken, other)
			}
		}
	}
	l.spoken[to] = now.Add(l.spacing)
}
