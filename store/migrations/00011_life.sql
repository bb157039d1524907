-- +goose Up

-- Who was invited to choose the time of their first interview. convoke_on is when
-- the service sets one; ended_at when a time was chosen, or set.
create table invitation (
  person_id text primary key references person (id),
  notification_id text not null,
  invited_at bigint not null,
  nudge_on text not null,
  nudged_at bigint not null default 0,
  convoke_on text not null,
  ended_at bigint not null default 0
);
create index invitation_open on invitation (nudge_on) where ended_at = 0;

-- Somebody said that the person died: nothing is sent until a human says more.
alter table person add column held_at bigint not null default 0;

-- A number that somebody gave as their new one: not trusted before the number itself
-- or a professional confirms it.
create table number_claim (
  id text primary key,
  person_id text not null references person (id),
  address_sealed bytea not null,
  address_index text not null,
  kind text not null,
  -- asked, confirmed, refused
  state text not null,
  claimed_at bigint not null,
  settled_at bigint not null default 0,
  settled_by text not null default ''
);
create index number_claim_address on number_claim (address_index) where state = 'asked';
create index number_claim_person on number_claim (person_id, claimed_at);

-- Who, of several people at one number, said that they are writing.
create table speaker (
  address_index text primary key,
  person_id text not null references person (id),
  until bigint not null
);
