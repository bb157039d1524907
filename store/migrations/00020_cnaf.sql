-- +goose Up

-- What the CNAF says beside who people are: the household's file, the flux it came
-- in, and who seems to have left.

-- no letter goes to somebody without a fixed address
alter table person add column no_fixed_address boolean not null default false;

create table dossier (
  household_id text primary key references household (id),
  office text not null,
  request_number text not null,
  requested_on text not null,
  -- '0' to '6', as the CNAF codes it; '' when no flux has said
  state text not null,
  suspension_reason text not null,
  closure_reason text not null,
  closed_on text not null,
  -- reference date of the flux that said so; '' when only a contacts file has
  reference_on text not null,
  updated_at bigint not null
);

create table flux (
  digest text primary key,
  kind text not null,
  nature text not null,
  created_on text not null,
  reference_on text not null,
  dossiers bigint not null,
  started_at bigint not null,
  finished_at bigint not null default 0
);
create index flux_reference on flux (reference_on);

-- the last flux that each person was in
create table person_flux (
  person_id text primary key references person (id),
  digest text not null
);
create index person_flux_digest on person_flux (digest);

-- who seems to have left: for a human to decide
create table leaver (
  person_id text primary key references person (id),
  -- the closure reason as the CNAF codes it, or 'absent': no longer in the flux
  reason text not null,
  left_on text not null,
  found_at bigint not null,
  -- '' until somebody decides: 'exited' or 'kept'
  decision text not null default '',
  decided_at bigint not null default 0,
  decided_by text not null default ''
);
create index leaver_open on leaver (found_at) where decision = '';
