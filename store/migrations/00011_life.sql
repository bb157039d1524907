-- +goose Up

-- Who was invited to choose the time of their first interview. convoke_on is when
-- the service sets one; ended_at when a time was chosen, or set.
create table invitation (
  person_id text primary key references person (id),
  notification_id text not null,
  invited_at bigint not null,
  nudge_on text not null,
  nudged_at bigint not null default 0,
  convoke_on text not null,
  ended_at bigint not null default 0
);
create index invitation_open on invitation (nudge_on) where ended_at = 0;
