package bot

import "relais/parcours"

// link serves Telegram's /start. A valid code links the chat to its owner; one
// chat is one person, so a code of somebody else goes to a human. Without a code,
// only a chat that is linked already gets anywhere.
func (t *turn) link() {
	linked := t.d.Person.ID != "" || t.d.Professional != nil
	switch {
	case t.in.Start != "" && t.d.StartValid && linked && !t.theirs():
		t.because("link: the chat is another person's")
		t.do(parcours.Escalate{Kind: parcours.EscalationWrongPerson})
		t.answer("reply.linked.invalid")
	case t.in.Start != "" && t.d.StartValid:
		t.because("link: done")
		t.do(parcours.LinkTelegram{Start: t.in.Start})
		if t.d.StartStaff {
			t.answer("staff.linked.done")
			return
		}
		t.reopen()
		t.answer("reply.linked.done")
	case t.d.Professional != nil:
		t.because("link: a professional, linked already")
		t.answer("staff.help")
	case linked:
		t.because("link: linked already")
		if t.reopen() {
			t.answer("reply.start.done")
			return
		}
		t.help()
	case t.in.Start != "":
		t.because("link: the code is not valid")
		t.answer("reply.linked.invalid")
	default:
		t.because("link: no code")
		t.answer("reply.linked.hello")
	}
}

// theirs reports whether the code belongs to whom the chat is linked to; a store
// that does not tell the owner has refused the others itself.
func (t *turn) theirs() bool {
	if t.d.StartOwnerID == "" {
		return true
	}
	if t.d.Professional != nil {
		return t.d.StartOwnerID == t.d.Professional.ID
	}
	return t.d.StartOwnerID == t.d.Person.ID
}

// reopen lifts an earlier STOP or block on the chat: the person came back.
func (t *turn) reopen() bool {
	if t.d.Contact.OptedOutAt.IsZero() && t.d.Contact.BlockedAt.IsZero() {
		return false
	}
	t.do(parcours.OptIn{})
	return true
}
