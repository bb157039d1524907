// Package notifier carries the outbox to the providers. It owns the sending
// protocol: claim, check again, render, mark durably, send once, record; and
// what follows when the fate of a send is not known. Providers live in the
// sub-packages and know nothing of the queue.
package notifier
