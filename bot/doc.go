// Package bot holds the conversation of Relais with the people it writes to and
// with the professionals who answer them.
//
// Step is pure: from what is known of the sender, what the conversation
// remembers and one inbound event, it returns what to remember and what to do.
// There is one file per flow. Flows know neither SMS nor Telegram: they say a
// locale key with choices, and a number, a word or a button resolve to the same
// choice on the way in.
//
// Service is the worker around it: it takes inbound events in order, loads,
// steps and records each turn as one transaction of the store.
package bot
