-- +goose Up

-- The département's own words for a text, one row for each time they were changed:
-- the last one is in force, '' gives Relais's own back.
create table wording (
  id text primary key,
  language text not null,
  key text not null,
  text text not null,
  account_id text not null,
  at bigint not null
);
create index wording_key on wording (key, language, id);

-- Whether the convocations of a category carry a sentence, one row for each time it
-- was switched.
create table sentence_switch (
  id text primary key,
  sentence text not null,
  category text not null,
  is_on boolean not null,
  account_id text not null,
  at bigint not null
);
