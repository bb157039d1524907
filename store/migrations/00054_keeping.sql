-- +goose Up

-- Texts that the SMS provider may be asked to erase now, by when they left or came: a
-- night reads what is due, and not all that was ever sent or received.
create index attempt_erasable on attempt (left_at, id) where channel = 'sms' and provider_id <> '' and erased_at = 0 and left_at > 0 and rank >= 33;
create index inbox_erasable on inbox (provider, received_at, id) where provider = 'twilio' and erased_at = 0 and state = 'done';
drop index inbox_unerased;
create index inbox_unerased on inbox (provider, received_at) where provider = 'twilio' and erased_at = 0;
create index forgotten_text_at on forgotten_text (at, provider_id);

-- The access log is a chain (store/access_chain.go): a line has its number, a keyed digest
-- of what it says and a hash over all before it once it is sealed; number 0 until then.
alter table access_log add column seq bigint not null default 0;
alter table access_log add column digest text not null default '';
alter table access_log add column hash text not null default '';
create index access_log_unsealed on access_log (at, id) where seq = 0;
create unique index access_log_seq on access_log (seq) where seq > 0;

-- One row, once anything was sealed.
create table access_chain (
  id text primary key,
  -- the last line that was sealed
  seq bigint not null,
  hash text not null,
  -- the last one that a purge took away, with a keyed digest of both; 0 for none
  purged_seq bigint not null default 0,
  purged_hash text not null default '',
  purged_digest text not null default ''
);
