// Package twilio carries SMS by Twilio's Messages API: it sends, lists, reads
// status callbacks and inbound messages, and says what Twilio's answers mean.
//
// Sources: https://www.twilio.com/docs/messaging/api/message-resource and
// https://www.twilio.com/docs/usage/webhooks/webhooks-security.
package twilio
