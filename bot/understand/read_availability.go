package understand

func readAvailability(string, Context) (Reading, string) { return nil, "not yet" }
