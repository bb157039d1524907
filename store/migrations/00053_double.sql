-- +goose Up

-- Two people who are probably one, for a human to decide; person_id is the smaller of
-- the ids. What was decided to be two people stays, so that it is not asked again.
create table duplicate_people (
  person_id text not null references person (id),
  other_id text not null references person (id),
  -- strong, likely or weak
  strength text not null,
  -- words of parcours.DuplicateReason, separated by spaces
  reasons text not null,
  found_at bigint not null,
  -- '' until somebody decides: 'apart'
  decision text not null default '',
  decided_at bigint not null default 0,
  decided_by text not null default '',
  primary key (person_id, other_id)
);
create index duplicate_people_open on duplicate_people (found_at) where decision = '';
create index duplicate_people_other on duplicate_people (other_id);

-- A file that was merged into another of the same person: the id under which its journal
-- goes on standing, and what it said, by which a source that says so again finds the
-- kept file and changes nothing of it.
create table merged_person (
  id text primary key,
  person_id text not null references person (id),
  merged_at bigint not null,
  merged_by text not null,
  role text not null,
  title text not null,
  first_name text not null,
  last_name text not null,
  birth_name text not null,
  birth_date text not null,
  internal_id text not null,
  france_travail_id text not null,
  affiliation_number text not null,
  affiliation_key text not null,
  address text not null,
  postcode text not null,
  city text not null,
  structure text not null,
  tags text not null,
  referent_wanted text not null,
  territory_wanted text not null,
  entered_on text not null,
  entry_source text not null,
  rights_opened_on text not null,
  duties_start_on text not null,
  subject_to_duties text not null
);
create index merged_person_person on merged_person (person_id);
create index merged_person_internal_id on merged_person (internal_id) where internal_id <> '';
create index merged_person_affiliation on merged_person (affiliation_key) where affiliation_key <> '';
