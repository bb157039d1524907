-- +goose Up

-- What a provider says left from our senders and this database knew nothing of:
-- it was restored from a backup. attempt_id is the message that it turned out to
-- be, '' while it is none.
create table missing_message (
  provider_id text primary key,
  pause_id text not null,
  sender text not null,
  address_sealed bytea not null,
  address_index text not null,
  body_sealed bytea,
  -- by the provider's clock
  left_at bigint not null,
  status text not null,
  code text not null,
  state text not null,
  cause text not null,
  attempt_id text not null default ''
);
create index missing_message_address on missing_message (address_index) where attempt_id = '';
