-- +goose Up

-- Texts of somebody who was erased, of which the SMS provider still keeps a copy: all
-- that is left of them, until that copy is erased too.
create table forgotten_text (
  provider_id text primary key,
  sender text not null,
  inbound boolean not null,
  at bigint not null
);
