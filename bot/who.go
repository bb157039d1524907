package bot

// who tells who writes, whom to call, and what is never asked.
func (t *turn) who() {
	t.because("who")
	t.answer("reply.who.known")
}
