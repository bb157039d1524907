package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"relais/parcours"
)

// A page that is open learns by server-sent events that something changed, and asks
// for its region again: the stream itself holds counts and nothing else.
const (
	// streamEvery is how often the database is asked for a mark.
	streamEvery = time.Second
	// streamBeat keeps proxies from closing a stream that is silent.
	streamBeat = 15 * time.Second
	// streamLife is when a stream ends and the browser opens another, with its session
	// looked at again.
	streamLife = 5 * time.Minute
	// streamsOfOne bounds the streams of an account, streamsOfAll those of a node:
	// whoever comes after refreshes by itself as before.
	streamsOfOne = 6
	streamsOfAll = 500
)

// streams are those that are open on this node.
type streams struct {
	mu   sync.Mutex
	all  int
	of   map[string]int
	seen map[string]*lastMark
	over chan struct{}
	once sync.Once
}

// lastMark is shared by the streams of one desk or person.
type lastMark struct {
	mu      sync.Mutex
	readers int
	at      time.Time
	mark    parcours.Mark
}

func newStreams() *streams {
	return &streams{of: map[string]int{}, seen: map[string]*lastMark{}, over: make(chan struct{})}
}

// EndStreams ends the streams, so that a graceful stop does not wait for them. Pages
// go on by refreshing themselves.
func (s *Server) EndStreams() { s.streams.once.Do(func() { close(s.streams.over) }) }

// enter counts a stream in, and reports false when there are too many.
func (st *streams) enter(account, key string) (*lastMark, bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.all >= streamsOfAll || st.of[account] >= streamsOfOne {
		return nil, false
	}
	st.all++
	st.of[account]++
	if st.seen[key] == nil {
		st.seen[key] = &lastMark{}
	}
	st.seen[key].readers++
	return st.seen[key], true
}

func (st *streams) leave(account, key string) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.all--
	if st.of[account]--; st.of[account] == 0 {
		delete(st.of, account)
	}
	if st.seen[key].readers--; st.seen[key].readers == 0 {
		delete(st.seen, key)
	}
}

// read asks for the mark, unless another stream of the same key just did.
func (l *lastMark) read(ctx context.Context, ask func(context.Context) (parcours.Mark, error)) (parcours.Mark, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if time.Since(l.at) < streamEvery/2 {
		return l.mark, nil
	}
	mark, err := ask(ctx)
	if err == nil {
		l.mark, l.at = mark, time.Now()
	}
	return mark, err
}

// opaque is a version that tells nothing but whether it is the same.
func opaque(m parcours.Mark) string {
	sum := sha256.Sum256([]byte(m.Version))
	return hex.EncodeToString(sum[:8])
}

// deskStream is the address of the reader's stream, from what the page shows on.
func (s *Server) deskStream(ctx context.Context, v *visit) (string, error) {
	m, err := s.store.Mark(ctx, v.now, v.actor)
	if err != nil {
		return "", fmt.Errorf("mark: %w", err)
	}
	return address("/file/flux", url.Values{"depuis": {opaque(m)}}), nil
}

func (s *Server) streamDesk(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.stream(w, r, v, "desk/"+v.account.ID, func(ctx context.Context) (parcours.Mark, error) {
		return s.store.Mark(ctx, s.clock(), v.actor)
	})
}

func (s *Server) streamPerson(w http.ResponseWriter, r *http.Request, v *visit) error {
	id := r.PathValue("id")
	return s.stream(w, r, v, "person/"+v.account.ID+"/"+id, func(ctx context.Context) (parcours.Mark, error) {
		return s.store.PersonMark(ctx, v.actor, id)
	})
}

// stream tells of each change of the mark until the browser leaves, the node stops or
// the stream is old.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, v *visit, key string, ask func(context.Context) (parcours.Mark, error)) error {
	last, ok := s.streams.enter(v.account.ID, key)
	if !ok {
		w.WriteHeader(http.StatusNoContent) // the browser does not ask again
		return nil
	}
	defer s.streams.leave(v.account.ID, key)
	m, err := last.read(r.Context(), ask)
	if err != nil {
		return fmt.Errorf("mark: %w", err)
	}
	control := http.NewResponseController(w)
	// the server's limit is for reading requests, and this one was read
	if err := control.SetReadDeadline(time.Time{}); err != nil {
		return fmt.Errorf("stream: %w", err)
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	told := r.Header.Get("Last-Event-ID")
	if told == "" {
		told = r.URL.Query().Get("depuis")
	}
	tell := func(text string) bool {
		if _, err := w.Write([]byte(text)); err != nil {
			return false
		}
		return control.Flush() == nil
	}
	if !tell("retry: 3000\n\n") {
		return nil
	}
	tick, beat, end := time.NewTicker(streamEvery), time.NewTicker(streamBeat), time.NewTimer(streamLife)
	defer tick.Stop()
	defer beat.Stop()
	defer end.Stop()
	for {
		if version := opaque(m); version != told {
			told = version
			counts, err := json.Marshal(map[string]int{"waiting": m.Waiting, "urgent": m.Urgent})
			if err != nil || !tell("id: "+version+"\nevent: mark\ndata: "+string(counts)+"\n\n") {
				return nil
			}
		}
		select {
		case <-r.Context().Done():
			return nil
		case <-s.streams.over:
			return nil
		case <-end.C:
			return nil
		case <-beat.C:
			if !tell(": \n\n") {
				return nil
			}
		case <-tick.C:
			if m, err = last.read(r.Context(), ask); err != nil {
				return nil // the browser asks again
			}
		}
	}
}

// streaming reports whether the request is for a stream.
func streaming(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/flux") }
