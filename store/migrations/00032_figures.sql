-- +goose Up

-- Figures and lists read these in the order of an index that holds all they need: a row
-- of the table is a page of its own, and a page read costs more than the row.

-- Appointments without an outcome, by time and by person.
drop index participation_open;
create index participation_open on participation (starts_at, id, person_id, deleted_at) where outcome = 'unknown';
drop index participation_unknown;
create index participation_unknown on participation (person_id, starts_at, appointment_id, deleted_at) where outcome = 'unknown';

-- What became of appointments, of a period: both in the order of their time.
create index participation_figures on participation (starts_at, appointment_id, person_id, outcome, outcome_at, reminded_at) where deleted_at = 0;
drop index appointment_starts;
create index appointment_starts on appointment (starts_at, id, origin, kind);

-- Weeks of a period. A week that is closed hardly changes: the wide index is written once.
drop index week_monday;
drop index week_figures;
create index week_closed on week (monday, person_id, skip, impediment_state, asked_at, handed_at, delivered_at, answered_at, stated, minutes, min_hours, max_hours, impediment)
  where closed_at > 0;
create index week_running on week (monday, person_id, skip, impediment_state) where closed_at = 0;
drop index planned_activity_done;
create index planned_activity_done on planned_activity (day, person_id, kind, minutes) where done = 'yes' and cancelled_at = 0;

-- Every page says how many questions wait; convocations are looked up by their appointment.
drop index escalation_open;
create index escalation_open on escalation (due_at, urgent, opened_at, professional_id, person_id) where state = 'open';
drop index notification_appointment;
create index notification_appointment on notification (appointment_id, kind) where appointment_id is not null;

-- Whom a referent follows, or followed.
drop index person_referent;
create index person_referent on person (referent_id, exited_on);
