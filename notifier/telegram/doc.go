// Package telegram carries messages by a Telegram bot: it sends, keeps what
// Telegram hands over by webhook or by polling, and reads it.
//
// Source: https://core.telegram.org/bots/api. The library makes the typed calls;
// receiving is ours, because its webhook acknowledges before anything is kept
// and its poller confirms updates before they are handled.
package telegram
