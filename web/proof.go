package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"relais/parcours"
)

// Proofs gathers what was said to people; parcours.ErrNotFound for a person or a
// message that the actor may not see.
type Proofs interface {
	Proof(ctx context.Context, now time.Time, actor parcours.Actor, personID string) (parcours.Proof, error)
	ProofOfMessage(ctx context.Context, now time.Time, actor parcours.Actor, notificationID string) (parcours.Proof, error)
}

// accessProof is what the trail says of an export.
const accessProof = "export_proof"

// exportProof hands out the proof of a person, or of one message to them, as a file
// to keep: ?format=pdf or json, &message=ID. The export is kept before it leaves.
func (s *Server) exportProof(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, id, message := r.Context(), r.PathValue("id"), r.URL.Query().Get("message")
	var proof parcours.Proof
	var err error
	if message == "" {
		proof, err = s.store.Proof(ctx, v.now, v.actor, id)
	} else {
		proof, err = s.store.ProofOfMessage(ctx, v.now, v.actor, message)
	}
	if err == nil && proof.Person.ID != id {
		err = parcours.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("prove: %w", err)
	}
	var file bytes.Buffer
	kind, format := "application/json; charset=utf-8", r.URL.Query().Get("format")
	switch {
	case format == "json":
		enc := json.NewEncoder(&file)
		enc.SetIndent("", "  ")
		err = enc.Encode(proof)
	case format == "pdf" && s.proofPDF != nil:
		kind, err = "application/pdf", s.proofPDF(&file, proof)
	default:
		return fmt.Errorf("prove: %w", parcours.ErrNotFound)
	}
	if err != nil {
		return fmt.Errorf("prove: %w", err)
	}
	if err := s.store.LogAccess(ctx, v.now, v.actor, accessProof, id); err != nil {
		return fmt.Errorf("keep the export: %w", err)
	}
	name := "preuve-" + id
	if message != "" {
		name = "preuve-message-" + message
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+"."+format+`"`)
	w.Header().Set("Cache-Control", "no-store")
	_, err = io.Copy(w, &file)
	return err
}

// MayProve reports whether the reader may take a proof away: those who answer for
// the whole file, not a professional who met the person once.
func (p page) MayProve() bool {
	return p.Account.Role == parcours.AccountCoordinator || p.Account.Role == parcours.AccountReferent
}

// Proof is the address of a person's proof, or of one message's when message is not
// empty.
func (d timelineDay) Proof(message string) string { return proofAddress(d.PersonID, "pdf", message) }

func proofAddress(personID, format, message string) string {
	a := "/personnes/" + personID + "/preuve?format=" + format
	if message != "" {
		a += "&message=" + message
	}
	return a
}
