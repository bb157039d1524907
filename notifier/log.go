package notifier

// Keys of the log. No value is ever an address, a name or a text.
const (
	logAttempt  = "attempt"
	logSender   = "sender"
	logCode     = "code"
	logKind     = "kind"
	logError    = "error"
	logUntil    = "until"
	logCount    = "count"
	logTemplate = "template"
	logProvider = "provider_id"
)
