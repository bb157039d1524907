-- +goose Up

alter table account add column last_sign_in_at bigint not null default 0;
-- the secret of the second factor; totp_since is 0 until a first code was given
alter table account add column totp_sealed bytea;
alter table account add column totp_since bigint not null default 0;
-- the last interval whose code was used: none is used twice
alter table account add column totp_step bigint not null default 0;

-- Single-use codes in place of the second factor.
create table recovery_code (
  code_index text primary key,
  account_id text not null references account (id),
  created_at bigint not null,
  used_at bigint not null default 0
);
create index recovery_code_account on recovery_code (account_id);

-- One-time links by which somebody chooses the password of their account.
create table account_invitation (
  token_index text primary key,
  account_id text not null references account (id),
  invited_by text not null,
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint not null default 0
);
create index account_invitation_account on account_invitation (account_id);

-- Who is signed in where. Instants are the machine's, not those of a demo.
create table account_session (
  id text primary key,
  account_id text not null references account (id),
  -- family of the browser, such as "Firefox"
  browser text not null,
  -- opened with two factors
  strong boolean not null,
  started_at bigint not null,
  seen_at bigint not null,
  expires_at bigint not null
);
create index account_session_account on account_session (account_id);
create index account_session_expiry on account_session (expires_at);

-- People entrusted to a professional who is not their referent: a nurse, a partner.
create table entrusted (
  person_id text not null references person (id),
  professional_id text not null references professional (id),
  entrusted_by text not null,
  entrusted_at bigint not null,
  primary key (person_id, professional_id)
);
create index entrusted_professional on entrusted (professional_id);

-- the person whom the reading or the change was about, when it was about one
alter table access_log add column person_id text not null default '';
create index access_log_at on access_log (at, id);
create index access_log_account on access_log (account_id, at);
create index access_log_person on access_log (person_id, at) where person_id <> '';
update access_log set person_id = subject where subject in (select id from person);
