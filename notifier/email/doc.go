// Package email carries messages to staff over SMTP, as plain text.
package email
