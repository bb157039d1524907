package understand

func readDate(string, Context) (Reading, string) { return nil, "not yet" }
