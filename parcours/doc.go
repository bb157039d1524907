// Package parcours is the domain of Relais: the people who receive the RSA, the
// professionals who follow them, the appointments that bring them together, the
// messages that must reach them, and the rules of the experiment (the 15-day
// deadline, the assignment of slots, quiet hours, the legal moves of an outcome,
// the levels of reach).
//
// It is pure: no input or output, no clock, no log. A rule that depends on the
// time takes it as an argument, and a rule that depends on a setting takes Rules.
// Types that cross a store interface live here too, because store imports no
// other package of ours.
package parcours
