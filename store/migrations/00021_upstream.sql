-- +goose Up

-- What RDV-Solidarités sent, committed before it is acknowledged. The payload goes
-- once the message is applied or let go; one that waits for a human keeps it.
create table upstream_inbox (
  id text primary key,
  -- keyed digest of the body: the same body is kept once
  digest text not null unique,
  payload_sealed bytea,
  received_at bigint not null,
  -- new, done, dead, dismissed
  state text not null,
  -- a constant word: why it is dead, or why it changed nothing
  reason text not null default '',
  model text not null default '',
  event text not null default '',
  -- the id upstream, by which a human finds the object there; '' once it is done
  upstream_id text not null default '',
  tries bigint not null default 0,
  ended_at bigint not null default 0,
  ended_by text not null default ''
);
create index upstream_inbox_new on upstream_inbox (received_at, id) where state = 'new';
create index upstream_inbox_dead on upstream_inbox (received_at, id) where state = 'dead';

-- One object there, and what it is here.
create table upstream_object (
  -- keyed digest of source, model and id: it holds when the id itself is forgotten
  object_key text primary key,
  source text not null,
  model text not null,
  -- '' once the source has purged it
  upstream_id text not null,
  organisation_id text not null default '',
  -- meta.timestamp of the last data, and of the last destruction, that were applied
  data_at bigint not null default 0,
  destroyed_at bigint not null default 0,
  -- of a User: who it is, since when SMS are refused there, and the timestamps of
  -- the last word on SMS and of the last referent
  person_id text,
  sms_off_at bigint not null default 0,
  sms_at bigint not null default 0,
  referent_at bigint not null default 0,
  -- of an Absence
  professional_id text,
  absent_from text not null default '',
  absent_until text not null default ''
);
create index upstream_object_person on upstream_object (person_id) where person_id is not null;
create index upstream_object_absence on upstream_object (absent_until) where absent_until <> '';

-- A participation there is an appointment here, since each person has their own.
create table upstream_participation (
  object_key text primary key,
  rdv_key text not null references upstream_object (object_key),
  person_id text not null references person (id),
  appointment_id text not null references appointment (id),
  -- what the source said last, as an outcome
  outcome text not null,
  -- who writes to the person: true where the source does
  lifecycle boolean not null,
  reminder boolean not null
);
create index upstream_participation_rdv on upstream_participation (rdv_key);
create index upstream_participation_appointment on upstream_participation (appointment_id);

-- The absence that was last written from there: another one is our own, and stands.
create table upstream_absence (
  professional_id text primary key references professional (id),
  absent_from text not null,
  absent_until text not null
);

-- The source deleted an appointment that had taken place: it counts nowhere.
alter table participation add column deleted_at bigint not null default 0;
