-- +goose Up

-- These rows are looked for by their whole key, once or more for every message.
-- Kept in the order of that key they need no other index for it: on SQLite each
-- look-up and each row written goes down one tree instead of two or three.

create table event_clustered (
  id text not null,
  person_id text not null,
  seq bigint not null,
  kind text not null,
  at bigint not null,
  actor text not null,
  subject text not null,
  payload_sealed bytea,
  salt bytea,
  digest text not null,
  hash text not null,
  primary key (person_id, seq)
) /* clustered */;
insert into event_clustered (id, person_id, seq, kind, at, actor, subject, payload_sealed, salt, digest, hash)
select id, person_id, seq, kind, at, actor, subject, payload_sealed, salt, digest, hash
from event;
drop table event;
alter table event_clustered rename to event;
create index event_kind on event (kind, at);

create table attempt_event_clustered (
  id text not null,
  attempt_id text not null references attempt (id),
  source text not null,
  provider_id text not null,
  status text not null,
  code text not null,
  at bigint not null,
  digest text not null,
  besides boolean not null default false,
  primary key (attempt_id, source, provider_id, status, code)
) /* clustered */;
insert into attempt_event_clustered (id, attempt_id, source, provider_id, status, code, at, digest, besides)
select id, attempt_id, source, provider_id, status, code, at, digest, besides
from attempt_event;
drop table attempt_event;
alter table attempt_event_clustered rename to attempt_event;
create index attempt_event_besides on attempt_event (provider_id) where besides;

create table milestone_clustered (
  person_id text not null references person (id),
  territory_id text,
  referent_id text,
  entered_on text not null,
  contact_loss text not null,
  booked_on text not null default '',
  appointment_on text not null default '',
  sent_on text not null default '',
  handed_over_on text not null default '',
  convened_on text not null default '',
  delivered_on text not null default '',
  undelivered_on text not null default '',
  answered_on text not null default '',
  met_on text not null default '',
  last_outcome text not null default '',
  registered_on text not null default '',
  oriented_on text not null default '',
  contracted_on text not null default '',
  employed_on text not null default '',
  exited_on text not null default '',
  primary key (person_id)
) /* clustered */;
insert into milestone_clustered (person_id, territory_id, referent_id, entered_on, contact_loss, booked_on, appointment_on, sent_on, handed_over_on, convened_on, delivered_on, undelivered_on, answered_on, met_on, last_outcome, registered_on, oriented_on, contracted_on, employed_on, exited_on)
select person_id, territory_id, referent_id, entered_on, contact_loss, booked_on, appointment_on, sent_on, handed_over_on, convened_on, delivered_on, undelivered_on, answered_on, met_on, last_outcome, registered_on, oriented_on, contracted_on, employed_on, exited_on
from milestone;
drop table milestone;
alter table milestone_clustered rename to milestone;
create index milestone_territory on milestone (territory_id, entered_on);
create index milestone_referent on milestone (referent_id, entered_on);
create index milestone_waiting on milestone (entered_on) where booked_on = '' and exited_on = '';
