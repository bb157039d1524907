package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const roleProvider = "provider"

// serveProvider is the loopback provider: it takes messages as Twilio does, after
// a latency, and forgets them. It prints its address and ends with its input.
func serveProvider() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	var latency, first, last, taken atomic.Int64
	mux := http.NewServeMux()
	mux.HandleFunc("POST /2010-04-01/Accounts/{account}/Messages.json", func(w http.ResponseWriter, r *http.Request) {
		now := time.Now().UnixNano()
		first.CompareAndSwap(0, now)
		_, _ = io.Copy(io.Discard, r.Body)
		if wait := latency.Load(); wait > 0 {
			time.Sleep(time.Duration(wait))
		}
		n := taken.Add(1)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusCreated)
		fmt.Fprintf(w, answer, serial.Add(1))
		last.Store(time.Now().UnixNano())
		_ = n
	})
	// A service that starts asks what left before it: nothing.
	mux.HandleFunc("GET /2010-04-01/Accounts/{account}/Messages.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"messages": []}`)
	})
	mux.HandleFunc("POST /reset", func(_ http.ResponseWriter, r *http.Request) {
		wait, _ := time.ParseDuration(r.FormValue("latency"))
		latency.Store(int64(wait))
		first.Store(0)
		taken.Store(0)
	})
	mux.HandleFunc("GET /tally", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(tally{Taken: int(taken.Load()), First: time.Unix(0, first.Load())})
	})
	fmt.Println(listener.Addr())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	return http.Serve(listener, mux)
}

var serial atomic.Int64

// answer is a Message resource as Twilio returns it, with its identifier.
const answer = `{"account_sid":"` + accountSID + `","api_version":"2010-04-01","body":"Bonjour. Rendez-vous.","date_created":"Mon, 05 Jan 2026 09:00:00 +0000",` +
	`"date_sent":null,"date_updated":"Mon, 05 Jan 2026 09:00:00 +0000","direction":"outbound-api","error_code":null,"error_message":null,` +
	`"from":"38035","messaging_service_sid":null,"num_media":"0","num_segments":"2","price":null,"price_unit":"EUR","sid":"SM%032x","status":"queued",` +
	`"subresource_uris":{"media":"/2010-04-01/Accounts/AC/Messages/SM/Media.json"},"tags":null,"to":"+33639980000","uri":"/2010-04-01/Accounts/AC/Messages/SM.json"}`

// tally is how many messages the provider took since it was reset, and when the
// first request came.
type tally struct {
	Taken int
	First time.Time
}

// provider is the loopback provider, seen from the bench.
type provider struct {
	url  string
	stop func()
}

func startProvider(ctx context.Context) (*provider, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self, roleProvider)
	cmd.Stderr = os.Stderr
	input, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	output, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the provider: %w", err)
	}
	address, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("start the provider: %w", err)
	}
	stop := sync.OnceFunc(func() {
		_ = input.Close()
		_ = cmd.Wait()
	})
	return &provider{url: "http://" + strings.TrimSpace(address), stop: stop}, nil
}

func (p *provider) reset(latency time.Duration) error {
	r, err := http.Post(p.url+"/reset?latency="+latency.String(), "", nil)
	if err != nil {
		return err
	}
	return r.Body.Close()
}

func (p *provider) tally() (tally, error) {
	var t tally
	r, err := http.Get(p.url + "/tally")
	if err != nil {
		return t, err
	}
	defer r.Body.Close()
	return t, json.NewDecoder(r.Body).Decode(&t)
}

// fictionMobile is the number of one person: the block that the numbering plan
// keeps for fiction holds 10 000.
func fictionMobile(n int) string { return "+3363998" + strconv.Itoa(10_000 + n)[1:] }
