-- +goose Up

-- The secret address under which an account's calendar is read, as its keyed digest.
create table calendar_feed (
  account_id text primary key references account (id),
  token_index text not null unique,
  created_at bigint not null,
  read_at bigint not null default 0
);

-- The address under which a person puts one appointment in their own calendar. It comes
-- from the participation by the data key, so that it is kept nowhere; its digest is.
create table calendar_link (
  participation_id text primary key references participation (id),
  person_id text not null references person (id),
  token_index text not null unique,
  expires_at bigint not null
);

-- Whose morning e-mail is off, and what became of each.
alter table account add column digest_off boolean not null default false;
create table digest (
  account_id text not null references account (id),
  on_date text not null,
  -- sending, sent, failed, or empty: there was nothing to say
  state text not null,
  tries bigint not null default 0,
  next_at bigint not null default 0,
  primary key (account_id, on_date)
);
