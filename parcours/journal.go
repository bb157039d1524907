package parcours

// JournalHead is the last entry of a person's journal: its hash stands for the
// whole chain before it.
type JournalHead struct {
	PersonID string
	Seq      int64
	Hash     string
}

// JournalMark is what the journal of a person was known to hold at some time, from
// an anchor kept outside the database.
type JournalMark struct {
	Seq  int64
	Hash string
}

// DamageKind says what is wrong with a journal.
type DamageKind string

// Kinds of damage.
const (
	// DamageAltered: a field of the entry is not what was written.
	DamageAltered DamageKind = "altered"
	// DamageDetails: the details of the entry were altered, or taken away other than
	// by an erasure or a purge, which write an entry of their own.
	DamageDetails DamageKind = "details"
	// DamageWords: the words of the message that the entry speaks of were altered, or
	// taken away while its details stand.
	DamageWords DamageKind = "words"
	// DamageSending: where the message that the entry speaks of went, when, from whom,
	// under which id of its provider, or what became of it is not what was written.
	DamageSending DamageKind = "sending"
	// DamageReceipts: receipts of that message were altered, taken away, added or put in
	// another order.
	DamageReceipts DamageKind = "receipts"
	// DamageMoved: the entry stands at another place than where it was written.
	DamageMoved DamageKind = "moved"
	// DamageMissing: entries that were followed by others are gone.
	DamageMissing DamageKind = "missing"
	// DamageCut: the last entries are gone. Only an anchor tells.
	DamageCut DamageKind = "cut"
	// DamageRewritten: the chain fits, and is not the one that was anchored.
	DamageRewritten DamageKind = "rewritten"
	// DamageEmpty: the person has no journal at all.
	DamageEmpty DamageKind = "empty"
)

// Damage is one thing wrong with a person's journal, or with the access log, and where.
type Damage struct {
	PersonID string     `json:"person_id,omitempty"`
	Kind     DamageKind `json:"kind"`
	// Seq is the number that the entry bears, or of the first one concerned.
	Seq int64 `json:"seq"`
	// Until is the last one concerned, when there may be several.
	Until int64 `json:"until,omitempty"`
	// Was is the number that a moved entry was written with.
	Was int64 `json:"was,omitempty"`
	// AttemptID is the attempt whose words, row or receipts are not what the entry says.
	AttemptID string `json:"attempt_id,omitempty"`
}

// JournalCheck is what a verification went through.
type JournalCheck struct {
	People  int `json:"people"`
	Entries int `json:"entries"`
	// Erased entries have lost their details by an erasure: their chain is whole.
	Erased int `json:"erased"`
	// Attempts were compared with what entries hold of them: their address, their id at
	// the provider, their receipts.
	Attempts int `json:"attempts"`
	// NotHeld are attempts from before entries held that: only their words are checked.
	NotHeld int `json:"attempts_not_held"`
	// Damages counts what was found.
	Damages int `json:"damages"`
}

// AccessCheck is what a verification of the access log went through.
type AccessCheck struct {
	// Entries are the lines that were sealed and are there.
	Entries int `json:"entries"`
	// Unsealed lines were written since the last sealing: nothing tells of them yet.
	Unsealed int `json:"unsealed"`
	// Damages counts what was found.
	Damages int `json:"damages"`
}
