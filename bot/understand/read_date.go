package understand

func dateReading(text string, c Context) (Reading, string) {
	r, why := Date(text, c.Now)
	if r == nil {
		return nil, why
	}
	return r, why
}
