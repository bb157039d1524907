package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

const (
	accountSID = "AC35000000000000000000000000000035"
	authToken  = "0123456789abcdef0123456789abcdef"
	sender     = "38035"
)

// profiler is compiled into the service for a profile and is nowhere else: the
// program that is delivered has no such door.
const profiler = `package main

import (
	"os"
	"os/signal"
	"runtime/pprof"
	"syscall"
)

func init() {
	file, err := os.Create(os.Getenv("BENCH_PROFILE"))
	if err != nil {
		panic(err)
	}
	start, stop := make(chan os.Signal, 1), make(chan os.Signal, 1)
	signal.Notify(start, syscall.SIGUSR1)
	signal.Notify(stop, syscall.SIGUSR2)
	go func() {
		<-start
		if err := pprof.StartCPUProfile(file); err != nil {
			panic(err)
		}
		<-stop
		pprof.StopCPUProfile()
		_ = file.Close()
		if heap, err := os.Create(os.Getenv("BENCH_PROFILE") + ".heap"); err == nil {
			_ = pprof.WriteHeapProfile(heap)
			_ = heap.Close()
		}
	}()
}
`

// buildService builds the program as it is delivered, with the profiler beside
// it when a profile is wanted.
func buildService(ctx context.Context, o options) (string, error) {
	program := filepath.Join(o.dir, "relais")
	load, err := filepath.Abs("deploy/relais.pgo")
	if err != nil {
		return "", err
	}
	args := []string{"build", "-trimpath", "-pgo", load, "-o", program}
	if o.profile != "" {
		source, overlay := filepath.Join(o.dir, "profiler.go"), filepath.Join(o.dir, "overlay.json")
		target, err := filepath.Abs("cmd/relais/bench_profiler.go")
		if err != nil {
			return "", err
		}
		if err := errors.Join(
			os.MkdirAll(o.profile, 0o755),
			os.WriteFile(source, []byte(profiler), 0o600),
			os.WriteFile(overlay, fmt.Appendf(nil, `{"Replace":{%q:%q}}`, target, source), 0o600),
		); err != nil {
			return "", err
		}
		args = append(args, "-overlay", overlay)
	} else {
		args = append(args, "-ldflags=-s -w")
	}
	cmd := exec.CommandContext(ctx, "go", append(args, "./cmd/relais")...)
	cmd.Env, cmd.Stderr = append(os.Environ(), "CGO_ENABLED=0"), os.Stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("build the service: %w", err)
	}
	return program, nil
}

// service is one running `relais serve`.
type service struct {
	url string
	cmd *exec.Cmd
	log *os.File
	// profiled: it was built with the profiler.
	profiled bool
}

// serve starts the service on a database and waits until it is ready. name is
// what its profile is called.
func (b *bench) serve(ctx context.Context, on database, concurrency int, name string) (*service, error) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	listen := free.Addr().String()
	if err := free.Close(); err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(b.dir, "service.log"))
	if err != nil {
		return nil, err
	}
	s := &service{url: "http://" + listen, log: log, profiled: b.profile != ""}
	s.cmd = exec.CommandContext(ctx, b.program, "serve")
	s.cmd.Stdout, s.cmd.Stderr = log, log
	s.cmd.Env = append(os.Environ(),
		"RELAIS_DATABASE="+on.address, "RELAIS_DATA_KEY="+base64.StdEncoding.EncodeToString(dataKey()), "RELAIS_LISTEN="+listen,
		"RELAIS_SEND_WINDOW=Mon-Sun,Holidays 00:00-24:00", "RELAIS_SERVICE_NAME=Département d'Exemple", "RELAIS_SERVICE_PHONE=02 61 91 00 35",
		"RELAIS_TWILIO_ACCOUNT_SID="+accountSID, "RELAIS_TWILIO_AUTH_TOKEN="+authToken, "RELAIS_TWILIO_FROM="+sender,
		"RELAIS_TWILIO_API_URL="+b.provider.url, "RELAIS_CONCURRENCY="+strconv.Itoa(concurrency),
		"BENCH_PROFILE="+filepath.Join(b.profile, b.engine.name()+"-"+name+".pprof"),
	)
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the service: %w", err)
	}
	if err := s.ready(ctx); err != nil {
		text, _ := os.ReadFile(log.Name())
		return nil, fmt.Errorf("%w: %s", errors.Join(err, s.stop()), text)
	}
	return s, nil
}

func (s *service) ready(ctx context.Context) error {
	for range 300 {
		if answer, err := http.Get(s.url + "/readyz"); err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		if !pause(ctx, 50*time.Millisecond) {
			return ctx.Err()
		}
	}
	return errors.New("the service is not ready after 15 s")
}

// profile starts the profile of what follows, when one is wanted.
func (s *service) profile() {
	if s.profiled {
		_ = s.cmd.Process.Signal(syscall.SIGUSR1)
	}
}

// profileEnd ends it.
func (s *service) profileEnd() {
	if s.profiled {
		_ = s.cmd.Process.Signal(syscall.SIGUSR2)
		time.Sleep(300 * time.Millisecond)
	}
}

func (s *service) cpu() (float64, error) { return cpuOf(s.cmd.Process.Pid) }

// peakMB is the most memory the service had resident since it started.
func (s *service) peakMB() float64 {
	return procField(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid), "VmHWM") / 1024
}

func (s *service) stop() error {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	err := s.cmd.Wait()
	return errors.Join(err, s.log.Close())
}

func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}
