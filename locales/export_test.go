package locales

// Tone is tone, for the test that reads every catalogue.
var Tone = tone
