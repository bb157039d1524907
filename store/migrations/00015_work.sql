-- +goose Up

-- A slot that was cancelled keeps its row: its appointments refer to it, and a file
-- that is read again must not open it. closed_capacity is what it had.
alter table slot add column closed_at bigint not null default 0;
alter table slot add column closed_capacity bigint not null default 0;
-- Slots opened by one order of the console share it, so that it is taken back as one.
alter table slot add column series text not null default '';
create index slot_week on slot (territory_id, starts_at);
create index slot_starts on slot (starts_at);
create index slot_series on slot (series) where series <> '';

-- office, phone, home, video
alter table place add column meeting text not null default 'office';

-- Handovers of people from a referent to another, applied and taken back as one.
create table transfer (
  id text primary key,
  at bigint not null,
  author text not null,
  -- the referent who gave everybody, '' when there were several
  from_id text not null,
  undone_at bigint not null default 0,
  undone_by text not null default ''
);
create index transfer_at on transfer (at);

create table transfer_person (
  transfer_id text not null references transfer (id),
  person_id text not null references person (id),
  from_id text not null,
  to_id text not null,
  primary key (transfer_id, person_id)
);
create index transfer_person_person on transfer_person (person_id);

create table transfer_question (
  transfer_id text not null references transfer (id),
  escalation_id text not null references escalation (id),
  from_id text not null,
  to_id text not null,
  primary key (transfer_id, escalation_id)
);

-- A question of an unknown number that a human attached to a person: the number
-- claimed with it, to take it back.
alter table escalation add column attached_at bigint not null default 0;
alter table escalation add column attached_claim text not null default '';

-- One index for each work list.
create index milestone_unconvened on milestone (entered_on) where exited_on = '' and convened_on = '' and met_on = '';
create index milestone_lost on milestone (person_id) where exited_on = '' and contact_loss <> '';
create index milestone_undelivered on milestone (person_id) where exited_on = '' and undelivered_on <> '' and delivered_on = '';
create index milestone_no_referent on milestone (entered_on) where exited_on = '' and referent_id is null;
create index milestone_unregistered on milestone (entered_on) where exited_on = '' and registered_on = '';
create index milestone_unoriented on milestone (met_on) where exited_on = '' and oriented_on = '' and met_on <> '';
-- When the appointment of the participation starts, so that those that are over and
-- have no outcome are found without reading what is to come. An appointment keeps its time.
alter table participation add column starts_at bigint not null default 0;
update participation set starts_at = (select a.starts_at from appointment a where a.id = participation.appointment_id);
create index participation_open on participation (starts_at, id) where outcome = 'unknown';
create index escalation_unclaimed on escalation (due_at) where state = 'open' and person_id is null;
