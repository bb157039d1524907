-- +goose Up

-- A tool of a partner that is told of appointments and invitations by webhook.
create table partner_endpoint (
  id text primary key,
  name text not null,
  url text not null,
  -- rdv_insertion or france_travail
  shape text not null,
  -- what the receiver is, which decides what it may see: CD, FT, DCD, SIAE, other
  kind text not null,
  -- the people it is told of: those of this structure, '' for everybody's
  structure text not null,
  territory_id text references territory (id),
  with_contacts boolean not null,
  with_nir boolean not null,
  secret_sealed bytea not null,
  -- the secret before, still good until former_until
  former_sealed bytea,
  former_until bigint not null default 0,
  created_at bigint not null,
  created_by text not null,
  stopped_at bigint not null default 0,
  -- the circuit: failures in a row, and until when nothing is tried; the machine's time
  failures bigint not null default 0,
  rest_until bigint not null default 0,
  last_ok_at bigint not null default 0,
  -- a constant word or an HTTP status
  last_fault text not null default ''
);

-- One change to tell one endpoint, written with the change. What is told is read when
-- it is told: no copy of anybody's data waits here.
create table partner_delivery (
  id text primary key,
  endpoint_id text not null references partner_endpoint (id),
  -- Rdv or Invitation, and the id of the appointment or notification
  model text not null,
  object_id text not null,
  person_id text not null references person (id),
  -- created, updated, destroyed
  event text not null,
  at bigint not null,
  -- waiting, told, dead, dropped
  state text not null,
  tries bigint not null default 0,
  -- when it is tried next; the machine's time
  next_at bigint not null default 0,
  fault text not null default '',
  ended_at bigint not null default 0,
  ended_by text not null default ''
);
create index partner_delivery_waiting on partner_delivery (endpoint_id, object_id, id) where state = 'waiting';
create index partner_delivery_dead on partner_delivery (endpoint_id, id) where state = 'dead';
create index partner_delivery_ended on partner_delivery (ended_at) where ended_at > 0;
create index partner_delivery_person on partner_delivery (person_id);
