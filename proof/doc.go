// Package proof is what stands up to a doubt: the paper that tells a person, or the
// équipe pluridisciplinaire, what was said and done and when (PDF of a
// parcours.Proof), and the anchors that hold the journal from outside the database.
package proof
