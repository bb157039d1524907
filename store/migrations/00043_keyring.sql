-- +goose Up

-- The keys that seal, wrapped with a data key. One row for each data key that opens
-- them: two while the data key is being replaced, none before it ever was.
create table keyring (
  holder text primary key,
  keys_wrapped bytea not null,
  made_at bigint not null
);
