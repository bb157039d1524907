-- +goose Up

-- A file given to the console, from its reception to its report. mapping holds the
-- columns that somebody named, reading_sealed how the file was read, with samples
-- of its cells until the file is erased.
create table file_import (
  id text primary key,
  -- receiving, checking, refused, checked, applying, applied, dropped
  state text not null,
  file_name text not null,
  digest text not null,
  size bigint not null,
  version bigint not null,
  kind text not null,
  source text not null,
  sheet text not null,
  territory text not null,
  mapping text not null,
  reading_sealed bytea,
  rows_read bigint not null default 0,
  rows_done bigint not null default 0,
  -- outcomes of the last row that was counted, as JSON
  counts text not null default '',
  warned bigint not null default 0,
  received_by text not null,
  received_at bigint not null,
  asked_at bigint not null,
  applied_by text not null default '',
  applied_at bigint not null default 0,
  began_at bigint not null default 0,
  began_done bigint not null default 0,
  finished_at bigint not null default 0,
  file_erased_at bigint not null default 0,
  rows_erased_at bigint not null default 0
);
create index file_import_waiting on file_import (asked_at) where state in ('checking', 'applying');
create index file_import_received on file_import (received_at);
create index file_import_digest on file_import (digest);

create table file_import_chunk (
  import_id text not null references file_import (id),
  n bigint not null,
  data_sealed bytea not null,
  primary key (import_id, n)
);

-- One row of a file: what the trial, then the import, made of it. checked_sealed
-- holds its cells and the result of the trial, applied_sealed the final result.
create table file_import_row (
  import_id text not null references file_import (id),
  line bigint not null,
  outcome text not null,
  warned boolean not null default false,
  applied boolean not null default false,
  checked_sealed bytea,
  applied_sealed bytea,
  primary key (import_id, line)
);
create index file_import_row_outcome on file_import_row (import_id, outcome, line);

create table file_import_edit (
  import_id text not null references file_import (id),
  line bigint not null,
  edit_sealed bytea not null,
  edited_by text not null,
  edited_at bigint not null,
  primary key (import_id, line)
);

-- What the columns of the files of one source hold.
create table column_mapping (
  source_key text primary key,
  source text not null,
  kind text not null,
  headers_key text not null,
  mapping text not null,
  saved_by text not null,
  saved_at bigint not null
);
create index column_mapping_headers on column_mapping (headers_key, saved_at);
