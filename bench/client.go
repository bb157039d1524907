package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const roleClient = "client"

// posts is a load: forms posted by so many workers, each form once.
type posts struct {
	URL         string // prefix of every Path
	User, Pass  string
	Concurrency int
	Forms       []post
}

type post struct {
	Path, Body, Signature string
}

// result is what a load took.
type result struct {
	Rate    float64       // a second
	CPU     float64       // ms of the client's processor time for each form
	P50     time.Duration // of one form
	P99     time.Duration
	Refused int // answers that were not 2xx
}

// runClient posts the load read from in, with nothing but net/http, and writes
// the result: a process of its own, so that its processor time is known.
func runClient(in io.Reader, out io.Writer) error {
	var load posts
	if err := json.NewDecoder(in).Decode(&load); err != nil {
		return fmt.Errorf("read the load: %w", err)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConns, transport.MaxIdleConnsPerHost = load.Concurrency, load.Concurrency
	client := &http.Client{Transport: transport}
	took := make([]time.Duration, len(load.Forms))
	var next, refused atomic.Int64
	var failure atomic.Value
	var workers sync.WaitGroup
	before, began := ownCPU(), time.Now()
	for range load.Concurrency {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(load.Forms); i = int(next.Add(1)) - 1 {
				at := time.Now()
				ok, err := load.post(client, load.Forms[i])
				if err != nil {
					failure.Store(err)
					return
				}
				if !ok {
					refused.Add(1)
				}
				took[i] = time.Since(at)
			}
		})
	}
	workers.Wait()
	if err, failed := failure.Load().(error); failed {
		return err
	}
	all, cpu := time.Since(began), ownCPU()-before
	slices.Sort(took)
	n := float64(len(load.Forms))
	return json.NewEncoder(out).Encode(result{
		Rate: n / all.Seconds(), CPU: cpu * 1000 / n, P50: took[len(took)/2], P99: took[len(took)*99/100], Refused: int(refused.Load()),
	})
}

func (l posts) post(client *http.Client, p post) (ok bool, err error) {
	r, err := http.NewRequest(http.MethodPost, l.URL+p.Path, strings.NewReader(p.Body))
	if err != nil {
		return false, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if l.User != "" {
		r.SetBasicAuth(l.User, l.Pass)
	}
	if p.Signature != "" {
		r.Header.Set("X-Twilio-Signature", p.Signature)
	}
	answer, err := client.Do(r)
	if err != nil {
		return false, err
	}
	_, err = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	return answer.StatusCode/100 == 2, err
}

// ownCPU is the processor time of this process, in seconds.
func ownCPU() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}

// run makes the load in a process of its own.
func (l posts) run(ctx context.Context) (result, error) {
	var r result
	self, err := os.Executable()
	if err != nil {
		return r, err
	}
	input, err := json.Marshal(l)
	if err != nil {
		return r, err
	}
	cmd := exec.CommandContext(ctx, self, roleClient)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(input), os.Stderr
	output, err := cmd.Output()
	if err != nil {
		return r, fmt.Errorf("client: %w", err)
	}
	return r, json.Unmarshal(output, &r)
}
