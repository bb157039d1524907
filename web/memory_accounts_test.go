package web_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"relais/parcours"
)

// Accounts, sessions and second factors of the memory: what a sign-in needs. What
// turns on the database has its tests over the store.

func (m *memory) StartSession(_ context.Context, now time.Time, accountID, browser string, strong bool, _ time.Time) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.signedIn = append(m.signedIn, parcours.AccountSession{
		ID: fmt.Sprintf("session-%d", len(m.signedIn)), AccountID: accountID, Browser: browser, Strong: strong, StartedAt: now, SeenAt: now,
	})
	return m.signedIn[len(m.signedIn)-1].ID, nil
}

func (m *memory) SessionAccount(ctx context.Context, id string) (parcours.AccountSession, parcours.Account, error) {
	m.mu.Lock()
	at := slices.IndexFunc(m.signedIn, func(s parcours.AccountSession) bool { return s.ID == id })
	if at < 0 {
		m.mu.Unlock()
		return parcours.AccountSession{}, parcours.Account{}, parcours.ErrNotFound
	}
	session := m.signedIn[at]
	m.mu.Unlock()
	account, err := m.Account(ctx, session.AccountID)
	return session, account, err
}

func (m *memory) SeeSession(context.Context, time.Time, string) error { return nil }

func (m *memory) AccountSessions(_ context.Context, accountID string) ([]parcours.AccountSession, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var found []parcours.AccountSession
	for _, s := range m.signedIn {
		if s.AccountID == accountID {
			found = append(found, s)
		}
	}
	return found, nil
}

func (m *memory) EndSession(_ context.Context, accountID, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, s := range m.signedIn {
		if s.ID == id && s.AccountID == accountID {
			m.signedIn[i].ID = "" // ids are numbers of this list
			return nil
		}
	}
	return parcours.ErrNotFound
}

func (m *memory) EndOtherSessions(context.Context, string, string) error { return nil }

func (m *memory) SetPassword(context.Context, string, string, string) error {
	return parcours.ErrNotFound
}

func (m *memory) SecondFactor(context.Context, string) (parcours.SecondFactor, error) {
	return parcours.SecondFactor{}, nil
}

func (m *memory) ProposeSecondFactor(context.Context, string, []byte) error { return nil }

func (m *memory) ConfirmSecondFactor(context.Context, time.Time, string, string, int64, []string) error {
	return parcours.ErrConflict
}

func (m *memory) RenewRecoveryCodes(context.Context, time.Time, string, []string) error { return nil }

func (m *memory) RemoveSecondFactor(context.Context, string) error { return parcours.ErrNotFound }

func (m *memory) UseSecondFactorStep(context.Context, string, int64) error {
	return parcours.ErrConflict
}

func (m *memory) UseRecoveryCode(context.Context, time.Time, string, string) error {
	return parcours.ErrNotFound
}

func (m *memory) Accounts(context.Context) ([]parcours.Account, error) { return m.accounts, nil }

func (m *memory) InviteAccount(context.Context, time.Time, parcours.Actor, parcours.Account, time.Time) (parcours.Account, string, error) {
	return parcours.Account{}, "", parcours.ErrConflict
}

func (m *memory) InviteAgain(context.Context, time.Time, parcours.Actor, string, time.Time) (parcours.Account, string, error) {
	return parcours.Account{}, "", parcours.ErrNotFound
}

func (m *memory) Invited(context.Context, string) (parcours.Account, error) {
	return parcours.Account{}, parcours.ErrNotFound
}

func (m *memory) AcceptInvitation(context.Context, string, string) (parcours.Account, error) {
	return parcours.Account{}, parcours.ErrNotFound
}

func (m *memory) CloseAccount(context.Context, time.Time, string) error { return parcours.ErrNotFound }

func (m *memory) ReopenAccount(context.Context, string) error { return parcours.ErrNotFound }

func (m *memory) KeepExport(ctx context.Context, now time.Time, actor parcours.Actor, e parcours.KeptExport, subject string) error {
	return m.LogAccess(ctx, now, actor, e.Action, subject)
}

func (m *memory) KeptExports(context.Context, time.Time, parcours.Actor) ([]parcours.KeptExport, error) {
	return nil, nil
}

func (m *memory) AllowExports(context.Context, string, bool) error { return parcours.ErrNotFound }

func (m *memory) SetAccountRole(context.Context, string, parcours.AccountRole, string) error {
	return parcours.ErrNotFound
}

func (m *memory) AccessLog(context.Context, parcours.AccessFilter) ([]parcours.Access, error) {
	return nil, nil
}

func (m *memory) PeopleNamed(context.Context, string, int) ([]parcours.ListedPerson, error) {
	return nil, nil
}

func (m *memory) Entrust(context.Context, time.Time, parcours.Actor, string, string) error {
	return parcours.ErrNotFound
}

func (m *memory) EndTrust(context.Context, parcours.Actor, string, string) error {
	return parcours.ErrNotFound
}

func (m *memory) EntrustedTo(context.Context, parcours.Actor, string) ([]parcours.Professional, error) {
	return nil, nil
}
