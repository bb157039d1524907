package store

// valueKind says how a column of a personal table is read for the person.
type valueKind string

const (
	valueText    valueKind = "text"    // as it is
	valueTerm    valueKind = "term"    // a word of one of the domain's lists
	valueInstant valueKind = "instant" // Unix milliseconds, 0 for never
	valueYes     valueKind = "yes"     // a boolean
	valueNumber  valueKind = "number"
	valueWho     valueKind = "who"    // the id of whoever did it
	valueSealed  valueKind = "sealed" // text, sealed under the name of the column
	valueJSON    valueKind = "json"   // JSON, in clear
	valueFacts   valueKind = "facts"  // JSON, sealed
	// valueOmitted is kept from the person's copy: digests by which a row is found, what
	// the machine notes for itself, ids of rows.
	valueOmitted valueKind = ""
)

// personalTable is a table that holds data about a person. This list is the whole of
// what is held about people: a copy for the person is read by it, and an erasure has
// nowhere else to look. A test holds it against the schema of both engines, column by
// column.
type personalTable struct {
	name string
	// of finds the rows about the person $1; the table is t.
	of string
	// by orders them.
	by string
	// columns are all of them, in the order in which they are told.
	columns []personalColumn
	// joined are values of other tables that make the rows mean something.
	joined []joinedColumn
}

type personalColumn struct {
	name string
	kind valueKind
}

// joinedColumn is a value that a sub-query reads for each row.
type joinedColumn struct {
	name, query string
	kind        valueKind
}

// told are columns of one kind.
func told(kind valueKind, names ...string) []personalColumn {
	columns := make([]personalColumn, 0, len(names))
	for _, name := range names {
		columns = append(columns, personalColumn{name, kind})
	}
	return columns
}

func columns(groups ...[]personalColumn) []personalColumn {
	var all []personalColumn
	for _, group := range groups {
		all = append(all, group...)
	}
	return all
}

// impersonal are tables with a column that looks personal and hold nothing that can be
// told of one person, with why.
func impersonal() map[string]string {
	return map[string]string{
		"professional":      "the staff; their chat on Telegram is theirs",
		"account":           "the staff; the secret of their second factor",
		"file_import":       "a file as it was read, with samples of its cells: erased with it",
		"file_import_chunk": "the bytes of a file: erased once it is imported or let go",
		"file_import_row":   "the rows of a file, which no id of ours names: erased after RELAIS_IMPORT_REPORT_DAYS",
		"file_import_edit":  "what somebody mended in such rows: erased with them",
		"upstream_inbox":    "what the tool upstream sent, which no id of ours names: emptied once it is applied or let go",
		"missing_message":   "messages that left before a backup was restored, found at the provider: its attempt tells whose",
		"api_call":          "what a program was answered, which no id of ours names: erased after a day, and emptied when anybody is erased",
		"kept_export":       "what was taken out of the console, as files: erased after RELAIS_EXPORT_DAYS, and when anybody is erased",
		"partner_endpoint":  "the tools of partners; their secrets",
	}
}

const (
	ofPerson = "t.person_id = $1"
	// ofMerged are the ids of the files that were merged into the person's: what is not
	// moved stands under those.
	ofMerged = "select m.id from merged_person m where m.person_id = $1"
)

// personal is the list.
func personal() []personalTable {
	return []personalTable{
		{
			"person", "t.id = $1", "t.id", columns(
				told(valueTerm, "title"), told(valueText, "first_name", "last_name", "birth_name", "birth_date"), told(valueSealed, "nir_sealed"),
				told(valueText, "internal_id", "france_travail_id"), told(valueTerm, "role"), told(valueText, "address", "postcode", "city"), told(valueYes, "no_fixed_address"),
				told(valueText, "structure", "tags"), told(valueWho, "referent_id"), told(valueTerm, "language", "preferred_channel"), told(valueYes, "discreet"),
				told(valueText, "entered_on"), told(valueTerm, "entry_source"), told(valueText, "rights_opened_on", "duties_start_on"), told(valueTerm, "subject_to_duties"),
				told(valueText, "exited_on"), told(valueInstant, "archived_at", "held_at", "litigation_at", "created_at", "updated_at"), told(valueWho, "litigation_by"), told(valueText, "referent_wanted", "territory_wanted"),
				told(valueOmitted, "id", "household_id", "first_key", "last_key", "nir_index", "territory_id", "purged_at"),
			), []joinedColumn{{"territory", "select x.name from territory x where x.id = t.territory_id", valueText}},
		},
		{
			"merged_person", ofPerson, "t.merged_at, t.id", columns(
				told(valueTerm, "title"), told(valueText, "first_name", "last_name", "birth_name", "birth_date", "internal_id", "france_travail_id"), told(valueTerm, "role"),
				told(valueText, "affiliation_number", "address", "postcode", "city", "structure", "tags", "entered_on"), told(valueTerm, "entry_source"),
				told(valueText, "rights_opened_on", "duties_start_on"), told(valueTerm, "subject_to_duties"), told(valueText, "referent_wanted", "territory_wanted"),
				told(valueInstant, "merged_at"), told(valueWho, "merged_by"), told(valueOmitted, "id", "person_id", "affiliation_key"),
			), nil,
		},
		{
			"household", "t.id = (select p.household_id from person p where p.id = $1)", "t.id", columns(
				told(valueText, "affiliation_number", "fund"), told(valueInstant, "created_at"), told(valueOmitted, "id", "affiliation_key"),
			), nil,
		},
		{
			"dossier", "t.household_id = (select p.household_id from person p where p.id = $1)", "t.household_id", columns(
				told(valueText, "office", "request_number", "requested_on", "state", "suspension_reason", "closure_reason", "closed_on", "reference_on"), told(valueInstant, "updated_at"),
				told(valueOmitted, "household_id"),
			), nil,
		},
		{
			"contact_point", ofPerson, "t.channel, t.position, t.id", columns(
				told(valueTerm, "channel"), told(valueSealed, "address_sealed"), told(valueTerm, "kind", "found_kind"), told(valueYes, "shared", "verified"), told(valueTerm, "status"),
				told(valueInstant, "opted_out_at", "blocked_at", "created_at", "updated_at"), told(valueNumber, "position"), told(valueOmitted, "id", "person_id", "address_index"),
			), nil,
		},
		{
			"number_claim", ofPerson, "t.claimed_at, t.id", columns(
				told(valueSealed, "address_sealed"), told(valueTerm, "kind", "state"), told(valueInstant, "claimed_at", "settled_at"), told(valueWho, "settled_by"),
				told(valueOmitted, "id", "person_id", "address_index"),
			), nil,
		},
		{"speaker", ofPerson, "t.until", columns(told(valueInstant, "until"), told(valueOmitted, "address_index", "person_id")), nil},
		{
			"opt_out", ofPerson, "t.at, t.id", columns(
				told(valueInstant, "at"), told(valueTerm, "channel", "direction"), told(valueText, "proof"), told(valueOmitted, "id", "person_id", "address_index"),
			), nil,
		},
		{
			"telegram_link", ofPerson, "t.created_at", columns(
				told(valueInstant, "created_at", "expires_at", "used_at"), told(valueOmitted, "token_index", "person_id", "professional_id"),
			), nil,
		},
		{
			"participation", ofPerson, "t.starts_at, t.id", columns(
				told(valueInstant, "starts_at"), told(valueTerm, "outcome", "impediment"), told(valueWho, "outcome_by"),
				told(valueInstant, "outcome_at", "confirmed_at", "reminded_at", "created_at", "deleted_at"), told(valueOmitted, "id", "appointment_id", "person_id"),
			), []joinedColumn{
				{"appointment_kind", "select x.kind from appointment x where x.id = t.appointment_id", valueTerm},
				{"minutes", "select x.minutes from appointment x where x.id = t.appointment_id", valueNumber},
				{"origin", "select x.origin from appointment x where x.id = t.appointment_id", valueTerm},
				{"place", "select pl.name || ', ' || pl.address from appointment x join place pl on pl.id = x.place_id where x.id = t.appointment_id", valueText},
			},
		},
		{
			"invitation", ofPerson, "t.invited_at", columns(
				told(valueInstant, "invited_at", "nudged_at", "ended_at"), told(valueText, "nudge_on", "convoke_on"), told(valueOmitted, "person_id", "notification_id"),
			), nil,
		},
		{
			"calendar_link", ofPerson, "t.expires_at", columns(told(valueInstant, "expires_at"), told(valueOmitted, "participation_id", "person_id", "token_index")), nil,
		},
		{
			"notification", ofPerson, "t.created_at, t.id", columns(
				told(valueTerm, "kind"), told(valueText, "template", "reference"), told(valueInstant, "created_at", "due_at", "expires_at", "fallback_at", "cancelled_at", "hurried_at", "ended_at"),
				told(valueTerm, "state", "reason", "class", "prompt_kind"), told(valueYes, "urgent"), told(valueFacts, "facts_sealed"), told(valueJSON, "choices"),
				told(valueOmitted, "id", "key", "lane", "person_id", "professional_id", "appointment_id", "appointment_version", "escalation_id", "in_reply_to", "subject_id"),
			), nil,
		},
		{
			"attempt", "t.notification_id in (select n.id from notification n where n.person_id = $1)", "t.created_at, t.id", columns(
				told(valueTerm, "channel"), told(valueSealed, "address_sealed", "body_sealed"), told(valueText, "sender"), told(valueTerm, "state"), told(valueText, "code"),
				told(valueInstant, "created_at", "left_at", "erased_at", "updated_at"), told(valueNumber, "parts"), told(valueText, "provider_id", "encoding"),
				told(valueOmitted, "id", "notification_id", "n", "person_id", "contact_point_id", "address_index", "rank", "lane", "due_at", "tries", "lease_owner", "lease_seq", "lease_until",
					"sending_at", "look_up_at", "look_ups", "poll_at", "polls", "message_sealed", "receipts", "digest"),
			), nil,
		},
		{
			"attempt_event", "t.attempt_id in (select x.id from attempt x join notification n on n.id = x.notification_id where n.person_id = $1)", "t.at, t.id", columns(
				told(valueInstant, "at"), told(valueText, "source", "status", "code", "provider_id"), told(valueOmitted, "id", "attempt_id", "digest", "besides", "n"),
			), nil,
		},
		{
			"inbox", ofPerson, "t.received_at, t.id", columns(
				told(valueInstant, "received_at"), told(valueTerm, "channel"), told(valueSealed, "text_sealed"), told(valueText, "provider"), told(valueInstant, "done_at", "erased_at"),
				told(valueSealed, "payload_sealed"), told(valueOmitted, "id", "provider_id", "state", "tries", "person_id", "professional_id"),
			), nil,
		},
		{
			"conversation", ofPerson, "t.subject", columns(told(valueJSON, "state"), told(valueInstant, "updated_at"), told(valueOmitted, "subject", "person_id", "version")), nil,
		},
		{
			"prompt", ofPerson, "t.asked_at, t.id", columns(
				told(valueTerm, "kind"), told(valueInstant, "asked_at", "expires_at", "closed_at"), told(valueText, "answer"), told(valueJSON, "choices"),
				told(valueOmitted, "id", "person_id", "notification_id", "appointment_id", "subject_id"),
			), nil,
		},
		{
			"escalation", ofPerson, "t.opened_at, t.id", columns(
				told(valueTerm, "kind"), told(valueYes, "urgent"), told(valueTerm, "state", "channel"), told(valueSealed, "address_sealed"), told(valueWho, "professional_id"),
				told(valueInstant, "opened_at", "due_at", "second_notice_at", "answered_at"), told(valueWho, "answered_by"), told(valueInstant, "seen_at", "attached_at"),
				told(valueOmitted, "id", "person_id", "address_index", "attached_claim"),
			), nil,
		},
		{
			"escalation_message", "t.escalation_id in (select e.id from escalation e where e.person_id = $1)", "t.at, t.id", columns(
				told(valueInstant, "at"), told(valueTerm, "sender"), told(valueWho, "professional_id"), told(valueSealed, "body_sealed"),
				told(valueOmitted, "id", "escalation_id", "inbox_id", "notification_id"),
			), nil,
		},
		{
			"letter", ofPerson, "t.batch_id, t.position", columns(
				told(valueTerm, "reason"), told(valueInstant, "printed_at"), told(valueText, "posted_on", "returned_on"), told(valueTerm, "return_cause"), told(valueFacts, "content_sealed"),
				told(valueOmitted, "id", "batch_id", "position", "person_id", "notification_id", "attempt_id", "link_index"),
			), nil,
		},
		{
			"phone_call", ofPerson, "t.at, t.id", columns(
				told(valueInstant, "at"), told(valueWho, "author"), told(valueTerm, "outcome", "contact_status"), told(valueInstant, "undone_at"), told(valueWho, "undone_by"),
				told(valueOmitted, "id", "person_id", "contact_index"),
			), nil,
		},
		{
			"fact", ofPerson, "t.on_date, t.id", columns(
				told(valueTerm, "kind"), told(valueText, "on_date", "ends_on"), told(valueTerm, "value"), told(valueWho, "recorded_by"), told(valueInstant, "recorded_at"),
				told(valueOmitted, "id", "person_id"),
			), nil,
		},
		{
			"weekly_plan", ofPerson, "t.from_on, t.id", columns(
				told(valueText, "from_on", "until_on"), told(valueNumber, "min_hours", "max_hours"), told(valueYes, "asks_in_work"), told(valueWho, "set_by"), told(valueInstant, "set_at"),
				told(valueText, "next_monday"), told(valueOmitted, "id", "person_id"),
			), nil,
		},
		{
			"week", ofPerson, "t.monday, t.id", columns(
				told(valueText, "monday", "sunday"), told(valueNumber, "min_hours", "max_hours"), told(valueYes, "stated"), told(valueNumber, "minutes"),
				told(valueTerm, "impediment", "impediment_state"), told(valueWho, "impediment_by"), told(valueNumber, "validated_minutes"), told(valueInstant, "validated_at"),
				told(valueWho, "validated_by"), told(valueTerm, "skip"), told(valueInstant, "request_at", "nudge_at", "close_at", "closed_at", "asked_at", "handed_at", "delivered_at", "answered_at", "created_at"),
				told(valueNumber, "reports"), told(valueOmitted, "id", "person_id"),
			), nil,
		},
		{
			"activity_report", "t.week_id in (select w.id from week w where w.person_id = $1)", "t.at, t.n", columns(
				told(valueInstant, "at"), told(valueYes, "stated"), told(valueNumber, "minutes"), told(valueTerm, "impediment"), told(valueSealed, "words_sealed"),
				told(valueOmitted, "week_id", "n", "done", "inbox_id"),
			), nil,
		},
		{
			"planned_activity", ofPerson, "t.day, t.start_minute, t.id", columns(
				told(valueText, "day"), told(valueTerm, "kind"), told(valueSealed, "label_sealed"), told(valueText, "place"), told(valueNumber, "start_minute", "minutes"), told(valueTerm, "done"),
				told(valueInstant, "cancelled_at", "created_at", "updated_at", "remind_at"), told(valueOmitted, "id", "activity_key", "person_id"),
			), nil,
		},
		{
			"job", ofPerson, "t.declared_at, t.id", columns(
				told(valueTerm, "state"), told(valueText, "starts_on"), told(valueTerm, "kind"), told(valueNumber, "weekly_minutes"), told(valueText, "ended_on"),
				told(valueInstant, "declared_at", "settled_at"), told(valueWho, "settled_by"), told(valueOmitted, "id", "person_id", "version"),
			), nil,
		},
		{
			"check_in", "t.job_id in (select j.id from job j where j.person_id = $1)", "t.due_on, t.id", columns(
				told(valueText, "due_on"), told(valueTerm, "step", "answer"), told(valueInstant, "answered_at"), told(valueOmitted, "id", "job_id", "notification_id"),
			), nil,
		},
		{
			"note", ofPerson, "t.written_at, t.id", columns(
				told(valueInstant, "written_at"), told(valueWho, "author"), told(valueSealed, "body_sealed"), told(valueInstant, "edited_at"), told(valueOmitted, "id", "person_id"),
			), nil,
		},
		{
			"entrusted", ofPerson, "t.entrusted_at", columns(
				told(valueWho, "professional_id", "entrusted_by"), told(valueInstant, "entrusted_at"), told(valueOmitted, "person_id"),
			), nil,
		},
		{
			"transfer_person", ofPerson, "t.transfer_id", columns(told(valueWho, "from_id", "to_id"), told(valueOmitted, "transfer_id", "person_id")),
			[]joinedColumn{{"at", "select x.at from transfer x where x.id = t.transfer_id", valueInstant}},
		},
		{
			"leaver", ofPerson, "t.found_at", columns(
				told(valueTerm, "reason"), told(valueText, "left_on"), told(valueInstant, "found_at"), told(valueTerm, "decision"), told(valueInstant, "decided_at"), told(valueWho, "decided_by"),
				told(valueOmitted, "person_id"),
			), nil,
		},
		{
			"duplicate_people", "(t.person_id = $1 or t.other_id = $1)", "t.found_at, t.person_id, t.other_id", columns(
				told(valueInstant, "found_at"), told(valueTerm, "strength", "decision"), told(valueInstant, "decided_at"), told(valueWho, "decided_by"),
				told(valueOmitted, "person_id", "other_id", "reasons"),
			), nil,
		},
		{"person_flux", ofPerson, "t.digest", columns(told(valueOmitted, "person_id", "digest")), []joinedColumn{{"reference_on", "select x.reference_on from flux x where x.digest = t.digest", valueText}}},
		{
			"upstream_object", ofPerson, "t.object_key", columns(
				told(valueText, "source", "model", "upstream_id", "organisation_id"), told(valueInstant, "data_at", "destroyed_at", "sms_off_at", "sms_at", "referent_at"),
				told(valueOmitted, "object_key", "person_id", "professional_id", "absent_from", "absent_until"),
			), nil,
		},
		{
			"upstream_participation", ofPerson, "t.object_key", columns(
				told(valueTerm, "outcome"), told(valueYes, "lifecycle", "reminder"), told(valueOmitted, "object_key", "rdv_key", "person_id", "appointment_id"),
			), nil,
		},
		{
			"partner_delivery", ofPerson, "t.at, t.id", columns(
				told(valueInstant, "at"), told(valueText, "model", "event", "state"), told(valueInstant, "ended_at"),
				told(valueOmitted, "id", "endpoint_id", "object_id", "person_id", "tries", "next_at", "fault", "ended_by"),
			), []joinedColumn{{"partner", "select x.name from partner_endpoint x where x.id = t.endpoint_id", valueText}},
		},
		{
			"incident", ofPerson, "t.at, t.id", columns(
				told(valueInstant, "at"), told(valueText, "kind"), told(valueJSON, "details"), told(valueInstant, "seen_at"), told(valueWho, "seen_by"), told(valueOmitted, "id", "key", "person_id", "attempt_id"),
			), nil,
		},
		{
			"milestone", ofPerson, "t.person_id", columns(
				told(valueText, "entered_on", "booked_on", "first_booked_on", "appointment_on", "convoked_on", "sent_on", "handed_over_on", "convened_on", "delivered_on", "undelivered_on", "answered_on", "met_on"),
				told(valueTerm, "last_outcome", "contact_loss"), told(valueText, "registered_on", "oriented_on"), told(valueTerm, "orientation"), told(valueText, "contracted_on", "employed_on", "exited_on"),
				told(valueTerm, "channel", "convened_by", "subject_to_duties", "entry_source"),
				told(valueOmitted, "person_id", "territory_id", "referent_id", "to_booked", "to_convoked", "to_convened", "to_met", "to_oriented", "to_contracted", "to_exited"),
			), nil,
		},
		{
			"event", "(" + ofPerson + " or t.person_id in (" + ofMerged + "))", "t.person_id <> $1, t.person_id, t.seq", columns(
				told(valueNumber, "seq"), told(valueInstant, "at"), told(valueTerm, "kind"), told(valueWho, "actor"), told(valueFacts, "payload_sealed"), told(valueText, "hash"),
				told(valueOmitted, "id", "person_id", "subject", "salt", "digest"),
			), nil,
		},
		{
			"access_log", "(" + ofPerson + " or t.person_id in (" + ofMerged + ")) and t.person_id <> ''", "t.at, t.id", columns(
				told(valueInstant, "at"), told(valueWho, "account_id"), told(valueTerm, "action"), told(valueOmitted, "id", "subject", "person_id", "seq", "digest", "hash"),
			), nil,
		},
	}
}
