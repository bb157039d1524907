// Package understand reads what people write to Relais: the answer to a
// convocation, the choice among numbered answers, the hours of activity of a
// week, the intent of a message that nobody asked for, a language by its name, a
// sign of danger.
//
// It is made of pure functions over text. Each decision carries a reason that
// names the cue it rests on, so that whoever writes the messages can see why a
// text was read as it was. Nothing is learned: the cues are lists of phrases in
// ordinary French and English, and short ones in seven other languages, brought to
// one form with the text they are compared to (accents, case, elisions, repeated
// letters, shorthand and verb endings that sound alike). Where no phrase is found,
// frames are asked: words of several kinds near each other. Where two readings are possible the functions say
// so with an unclear label rather than guess: a human then answers.
package understand
