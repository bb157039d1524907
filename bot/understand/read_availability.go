package understand

func availabilityReading(text string, c Context) (Reading, string) {
	r, why := Availability(text, c.Now)
	if r == nil {
		return nil, why
	}
	return r, why
}
