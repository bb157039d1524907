// Command relais convenes, reminds and listens: the conversational bot and
// notification service that a département runs for its RSA beneficiaries.
//
// The program holds no rule of its own. Each command has one file; settings.go
// reads the configuration, node.go wires the packages and decides the order in
// which they start and stop.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"reflect"
	"syscall"
	"time"
	_ "time/tzdata" // the zone must be known on machines that have no zone files

	"github.com/alecthomas/kong"
)

// version is set by the linker in releases.
var version = "dev"

// commands are what the program does; one field, one command, one file.
type commands struct {
	Demo       demoCommand          `cmd:"" help:"Show everything on this machine, with no account anywhere: loopback providers, a fictional territory, phones in the browser."`
	Sandbox    sandboxCommand       `cmd:"" help:"Run loopback providers alone, with phones in the browser, to try an installation that has no account yet."`
	Serve      serveCommand         `cmd:"" help:"Run the service: console, webhooks, conversation, outbox and clockwork."`
	Simulate   simulateCommand      `cmd:"" help:"Let a département live for weeks in minutes, in virtual time and without a network, and check what must always hold."`
	Import     importCommand        `cmd:"" help:"Import people, referents or slots from CSV and XLSX files, and the CNAF's contacts and flux."`
	Leavers    leaversCommand       `cmd:"" help:"List those who seem to have left, by the CNAF's flux, and decide."`
	Duplicates duplicatesCommand    `cmd:"" help:"List the people who are probably one, and why; --find looks for them."`
	Report     reportCommand        `cmd:"" help:"Print the figures: reach, deadlines, referents, employment, messages."`
	Proof      proofCommand         `cmd:"" help:"Write the proof of what was said to a person, or of one message, as PDF or JSON."`
	Verify     verifyJournalCommand `cmd:"" name:"verify-journal" help:"Check that no entry of the journals and of the access log was altered, taken out or moved."`
	Letters    lettersCommand       `cmd:"" help:"Make a batch of letters for those whom no message reaches, and write its PDF and CSV."`
	Resume     resumeCommand        `cmd:"" help:"Send messages again, after a restored backup paused them; says what is missing."`
	Backup     backupCommand        `cmd:"" help:"Write an encrypted backup while the service goes on."`
	BackupKey  backupKeyCommand     `cmd:"" help:"Make the pair of keys of backups."`
	Restore    restoreCommand       `cmd:"" help:"Make a database of a backup, or check one."`
	Migrate    migrateCommand       `cmd:"" help:"Move everything from a SQLite file to PostgreSQL."`
	RotateKey  rotateKeyCommand     `cmd:"" help:"Replace the data key that seals personal data, while the service goes on."`
	Check      checkCommand         `cmd:"" help:"Tell what is not right in the installation, and how to mend it."`
	Rdvsp      upstreamCommand      `cmd:"" help:"Work the list of what RDV-Solidarités sent and nobody was found for."`
	Purge      purgeCommand         `cmd:"" help:"Say what was kept long enough, and take it away."`
	Person     personCommand        `cmd:"" help:"Write everything that is held about a person, for that person."`
	Partners   partnersCommand      `cmd:"" help:"Work what partners' tools are told by webhook: endpoints, and what could not be told."`
	Account    accountCommand       `cmd:"" help:"Create and list the accounts that sign in to the console."`
	Understand understandCommand    `cmd:"" help:"Read texts as the conversation does: JSON lines in, JSON lines out."`
	Version    versionCommand       `cmd:"" help:"Print the version."`
}

type versionCommand struct{}

func (versionCommand) Run(out *output) error {
	_, err := fmt.Fprintln(out.stdout, "relais", version)
	return err
}

// output is where a command prints.
type output struct {
	stdout, stderr io.Writer
}

// terminal is where progress is drawn; nil when nobody watches.
func (o *output) terminal() *os.File {
	file, ok := o.stderr.(*os.File)
	if !ok {
		return nil
	}
	if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return file
}

// errRefused ends a command with status 1 after it has already said why.
var errRefused = errors.New("some rows were refused")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], &output{os.Stdout, os.Stderr}))
}

// run parses the arguments and runs one command. It returns the exit status: 0
// when the work was done, 1 when it failed or rows were refused, 2 when the
// command line or the configuration is wrong.
func run(ctx context.Context, args []string, out *output) int {
	parser, err := kong.New(&commands{},
		kong.Name("relais"),
		kong.Description("Convocations, reminders and answers by SMS and Telegram for RSA beneficiaries.\nEvery setting is a flag or an environment variable; there is no configuration file."),
		kong.Writers(out.stdout, out.stderr),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.TypeMapper(reflect.TypeFor[time.Duration](), kong.MapperFunc(decodeDuration)),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(out),
	)
	if err != nil {
		panic(err) // a programmer's error in the struct above
	}
	command, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(out.stderr, "relais: %v\n", err)
		return 2
	}
	switch err := command.Run(); {
	case err == nil:
		return 0
	case errors.Is(err, errRefused):
		return 1
	default:
		fmt.Fprintf(out.stderr, "relais: %v\n", err)
		if invalid := (*settingsError)(nil); errors.As(err, &invalid) {
			return 2
		}
		return 1
	}
}

// decodeDuration reads a delay, or says how to write one.
func decodeDuration(ctx *kong.DecodeContext, target reflect.Value) error {
	var text string
	if err := ctx.Scan.PopValueInto("duration", &text); err != nil {
		return err
	}
	delay, err := time.ParseDuration(text)
	if err != nil {
		return fmt.Errorf("%q is not a delay: write it as 30s, 3m or 1h", text)
	}
	target.SetInt(int64(delay))
	return nil
}
