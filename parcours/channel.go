package parcours

// Channel is a way to reach somebody.
type Channel string

// Channels. Call and letter are lists that a human works; the others leave by themselves.
const (
	ChannelTelegram Channel = "telegram"
	ChannelSMS      Channel = "sms"
	ChannelEmail    Channel = "email"
	ChannelCall     Channel = "call"
	ChannelLetter   Channel = "letter"
)

// Automatic reports whether a provider carries the channel, rather than a human.
func (c Channel) Automatic() bool {
	return c == ChannelTelegram || c == ChannelSMS || c == ChannelEmail
}
