// Package partner tells the tools of partners what changed: webhooks in the shape of
// rdv-insertion, or appointment records in the vocabulary of France Travail, signed,
// retried, one at a time for each object.
package partner
