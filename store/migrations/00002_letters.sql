-- +goose Up

-- What is printed and posted together.
create table letter_batch (
  id text primary key,
  territory_id text references territory (id),
  made_at bigint not null,
  -- a professional's or an account's id, or 'relais' for the command line
  made_by text not null
);
create index letter_batch_made on letter_batch (made_at);

-- One letter of a batch. Its attempt stays 'queued' until it is posted, so that
-- whatever withdraws a message withdraws its letter too.
create table letter (
  id text primary key,
  batch_id text not null references letter_batch (id),
  position bigint not null,
  person_id text not null references person (id),
  notification_id text not null references notification (id),
  attempt_id text not null unique references attempt (id),
  reason text not null,
  -- parcours.Letter as JSON: exactly what was printed
  content_sealed bytea not null,
  -- the one-time code that its square code holds
  link_index text not null default '',
  printed_at bigint not null default 0,
  posted_on text not null default '',
  returned_on text not null default '',
  return_cause text not null default '',
  unique (batch_id, position)
);
create index letter_notification on letter (notification_id);

-- A call that a human made from the call list.
create table phone_call (
  id text primary key,
  person_id text not null references person (id),
  at bigint not null,
  author text not null,
  outcome text not null,
  -- the number that was found to be somebody else's, with its status before
  contact_index text not null default '',
  contact_status text not null default '',
  undone_at bigint not null default 0,
  undone_by text not null default ''
);
create index phone_call_at on phone_call (at);
create index phone_call_person on phone_call (person_id, at);

create table phone_call_attempt (
  call_id text not null references phone_call (id),
  attempt_id text not null references attempt (id),
  -- what to put back when the call is taken back
  due_before bigint not null,
  tries_before bigint not null,
  primary key (call_id, attempt_id)
);
