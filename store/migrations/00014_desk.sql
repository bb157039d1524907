-- +goose Up

-- When somebody in charge last opened a question: what was written since is unread.
alter table escalation add column seen_at bigint not null default 0;

-- What a professional says of the hours of a week, beside what was declared; 0: nothing yet.
alter table week add column validated_minutes bigint not null default 0;
alter table week add column validated_at bigint not null default 0;
alter table week add column validated_by text not null default '';

-- When a professional chose that a message leave now.
alter table notification add column hurried_at bigint not null default 0;

-- What professionals leave each other about a person: a few words, nothing of health.
create table note (
  id text primary key,
  person_id text not null references person (id),
  -- the professional's id, or the account's when it is nobody's
  author text not null,
  body_sealed bytea not null,
  written_at bigint not null,
  edited_at bigint not null default 0
);
create index note_person on note (person_id, written_at);
