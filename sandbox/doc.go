// Package sandbox is a small fictional world in which Relais can work without
// any account: a loopback server that speaks Twilio's REST API, another that
// speaks the Telegram Bot API, an SMTP sink, a virtual clock, the phones of the
// people of an invented pilot territory on a web page, and personas who read and
// answer what they receive.
//
// The providers speak HTTP as the real ones do, so the real SDKs run against
// them unchanged, and their ledgers say truthfully what they received.
//
// Two clocks meet here. What happens in the story (a message rings, somebody
// answers, a receipt leaves) is dated by the virtual Clock. What a provider
// stamps on its own records (Twilio's date_created) is real time, because Relais
// compares it with its own process time when it looks a lost message up.
//
// Everything that happens later sits in one Queue, so that the same seed and
// the same steps give the same story. Every probability is written in a table
// beside the code that uses it and is an assumption of ours unless a source is named.
//
// Names are combinations that nobody chose. Numbers come from the ranges kept for
// fiction (+33 6 39 98 xx xx and 02 61 91 xx xx) and addresses from exemple.fr.
package sandbox
