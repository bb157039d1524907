-- +goose Up

-- Returns to work: declared by the person, then confirmed or refused by a professional.
create table job (
  id text primary key,
  person_id text not null references person (id),
  -- declared, confirmed, refused
  state text not null,
  starts_on text not null,
  kind text not null,
  weekly_minutes bigint not null,
  ended_on text not null default '',
  declared_at bigint not null,
  settled_at bigint not null default 0,
  settled_by text not null default '',
  version bigint not null default 0
);
create index job_person on job (person_id, declared_at);
create index job_started on job (starts_on) where state = 'confirmed';

-- How a job goes, asked on some days after its start.
create table check_in (
  id text primary key,
  job_id text not null references job (id),
  step text not null,
  due_on text not null,
  notification_id text not null default '',
  answer text not null default '',
  answered_at bigint not null default 0,
  unique (job_id, step)
);
create index check_in_notification on check_in (notification_id) where notification_id <> '';
