-- +goose Up

-- What a program signs in with. Only the index of the token is kept; its instants
-- are the machine's, not those of a demo.
create table api_token (
  id text primary key,
  name text not null,
  token_index text not null unique,
  -- what it may do, separated by spaces
  scopes text not null,
  -- the only territory that it sees, empty for all
  territory_id text references territory (id),
  created_by text not null,
  created_at bigint not null,
  expires_at bigint not null,
  last_used_at bigint not null default 0,
  revoked_at bigint not null default 0,
  revoked_by text not null default ''
);

-- Answers given to requests that came with a key, so that the same request again
-- changes nothing. status is 0 while the first one is not answered.
create table api_call (
  token_id text not null references api_token (id),
  call_key text not null,
  digest text not null,
  status bigint not null default 0,
  media text not null default '',
  body_sealed bytea,
  begun_at bigint not null,
  primary key (token_id, call_key)
);
create index api_call_begun on api_call (begun_at);
