package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"

	"relais/notifier/telegram"
)

// botName is the bot's public name, once Telegram has told it.
type botName struct {
	mu   sync.Mutex
	name string
}

func (b *botName) set(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.name = name
}

// link is the address that opens the bot with a one-time code.
func (b *botName) link(token string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.name == "" {
		return "" // Telegram has not answered yet
	}
	return "https://t.me/" + b.name + "?start=" + token
}

// stopWithin bounds a graceful stop, everything together: a second is left of the ten that
// are promised, to close the database.
const stopWithin = 9 * time.Second

// listen opens the node's address, or says how to mend.
func listen(address string) (net.Listener, error) {
	listener, err := net.Listen("tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("another program already listens on %s; stop it, or set RELAIS_LISTEN to another address", address)
	}
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w; set RELAIS_LISTEN to an address of this machine", address, err)
	}
	return listener, nil
}

// run serves until ctx ends, then stops what was started in the reverse order:
// first what brings new work in, last what carries it out.
func (n *node) run(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler: n.handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(n.log.Handler(), slog.LevelDebug),
	}
	server.RegisterOnShutdown(n.endStreams) // an open page does not hold a stop back
	var running []*component
	start := func(name string, run func(context.Context) error) {
		running = append(running, startComponent(ctx, name, run))
	}
	start("wordings", n.wordings.run)
	start("dispatcher", n.dispatcher.Run)
	start("conversation", n.bot.Run)
	failed := make(chan error, 1)
	start("http", func(ctx context.Context) error {
		go func() {
			if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
				failed <- err
			}
		}()
		<-ctx.Done()
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin/2)
		defer cancel()
		return server.Shutdown(stop)
	})
	start("imports", func(ctx context.Context) error { return n.leases.While(ctx, leaseImports, n.owner, n.imports.Run) })
	start("partners", n.tellPartners)
	start("scheduler", n.drive)
	if n.telegram != nil {
		start("telegram", n.receiveTelegram)
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
		err = fmt.Errorf("serve http: %w", err)
	}
	n.log.Info("stopping")
	late := time.Now().Add(stopWithin)
	for i := len(running) - 1; i >= 0; i-- {
		switch stopped := running[i].stopBy(late); {
		case errors.Is(stopped, errStillRunning):
			// A provider that takes longer than that to answer: the mark before the call is
			// durable, and what became of it is looked up by whoever runs next.
			n.log.Warn("stopped before the end of what was under way; it is looked up at the next start", "part", running[i].name)
		case stopped != nil:
			err = errors.Join(err, fmt.Errorf("stop %s: %w", running[i].name, stopped))
		}
	}
	return err
}

// component is one thing that runs until it is stopped.
type component struct {
	name   string
	cancel context.CancelFunc
	done   chan error
}

// startComponent runs something under a context of its own, so that components
// stop one after the other and not all at once when ctx ends.
func startComponent(ctx context.Context, name string, run func(context.Context) error) *component {
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	c := &component{name: name, cancel: cancel, done: make(chan error, 1)}
	go func() { c.done <- run(own) }()
	return c
}

// errStillRunning: a component was told to stop, and had not when it was late.
var errStillRunning = errors.New("it still runs")

// stop ends the component, and waits for it as long as a stop may take.
func (c *component) stop() error { return c.stopBy(time.Now().Add(stopWithin)) }

// stopBy ends the component, and waits for it until it is late.
func (c *component) stopBy(late time.Time) error {
	c.cancel()
	select {
	case err := <-c.done:
		if errors.Is(err, context.Canceled) {
			return nil
		}
		return err
	case <-time.After(time.Until(late)):
		return errStillRunning
	}
}

// receiveTelegram asks Telegram how it hands updates over, until it answers, and
// polls where there is no webhook.
func (n *node) receiveTelegram(ctx context.Context) error {
	prepare := func(ctx context.Context) error {
		name, err := n.telegram.UserName(ctx)
		if err != nil {
			return err
		}
		n.botName.set(name)
		if err := n.setMenu(ctx); err != nil {
			n.log.Warn("the menu of the bot is not set", "err", err)
		}
		if n.poller != nil {
			return n.telegram.UsePolling(ctx)
		}
		return n.telegram.UseWebhook(ctx, n.settings.publicURL(), n.settings.WebhookSecret)
	}
	again := func() bool { // false when there is nothing more to do
		select {
		case <-ctx.Done():
			return false
		case <-time.After(15 * time.Second):
			return true
		}
	}
	for {
		err := prepare(ctx)
		if err == nil {
			break
		}
		n.log.Error("telegram does not answer, messages wait; check RELAIS_TELEGRAM_TOKEN and RELAIS_TELEGRAM_API_URL", "err", err)
		if !again() {
			return nil
		}
	}
	if n.poller == nil {
		<-ctx.Done()
		return nil
	}
	for {
		err := n.leases.While(ctx, leasePoll, n.owner, n.poller.Run)
		if !errors.Is(err, telegram.ErrUnreached) || ctx.Err() != nil {
			return err
		}
		n.log.Warn("telegram is not reached from here, another node may poll", "err", err)
		if !again() {
			return nil
		}
	}
}
