-- +goose Up

-- The week or the planned activity that a message is about, and what it asks.
alter table notification add column subject_id text not null default '';
create index notification_subject on notification (subject_id) where subject_id <> '';
alter table prompt add column subject_id text not null default '';

create table weekly_plan (
  id text primary key,
  person_id text not null references person (id),
  min_hours bigint not null,
  max_hours bigint not null,
  from_on text not null,
  -- '' while it has no end
  until_on text not null,
  asks_in_work boolean not null,
  -- Monday of the first week that is not opened yet; '' when none will be
  next_monday text not null,
  set_by text not null,
  set_at bigint not null,
  unique (person_id, from_on)
);
create index weekly_plan_next on weekly_plan (next_monday, id) where next_monday <> '';

-- One row per person and planned week, written when the week begins. What was
-- agreed is kept as it stood; minutes and impediment are the last declared.
create table week (
  id text primary key,
  person_id text not null references person (id),
  monday text not null,
  sunday text not null,
  min_hours bigint not null,
  max_hours bigint not null,
  -- parcours.WeekSkip: why nothing is asked
  skip text not null,
  -- when the next message is to be written; 0: none
  request_at bigint not null,
  nudge_at bigint not null,
  close_at bigint not null,
  closed_at bigint not null default 0,
  -- when a message that asks first left, was handed over where no receipt exists, and was proved
  asked_at bigint not null default 0,
  handed_at bigint not null default 0,
  delivered_at bigint not null default 0,
  answered_at bigint not null default 0,
  reports bigint not null default 0,
  stated boolean not null default false,
  minutes bigint not null default 0,
  impediment text not null default '',
  impediment_state text not null default '',
  impediment_by text not null default '',
  created_at bigint not null,
  unique (person_id, monday)
);
create index week_request on week (request_at, id) where request_at > 0;
create index week_nudge on week (nudge_at, id) where nudge_at > 0;
create index week_open on week (close_at, id) where closed_at = 0;
create index week_monday on week (monday);

-- Everything that was declared, in order; the last one counts.
create table activity_report (
  week_id text not null references week (id),
  n bigint not null,
  at bigint not null,
  stated boolean not null,
  minutes bigint not null,
  impediment text not null,
  -- ids of the planned activities said to be done, separated by spaces
  done text not null,
  words_sealed bytea,
  inbox_id text not null,
  primary key (week_id, n)
) /* clustered */;

create table planned_activity (
  id text primary key,
  -- keyed digest of what makes two rows of a file the same activity
  activity_key text not null unique,
  person_id text not null references person (id),
  kind text not null,
  -- sealed: a professional may have typed a detail of health
  label_sealed bytea,
  place text not null,
  day text not null,
  -- minute of the day, -1 when no time is set
  start_minute bigint not null,
  minutes bigint not null,
  -- when its reminder is to be written; 0: it was, or there is none
  remind_at bigint not null,
  -- 'yes' and 'no' are the person's own word
  done text not null default '',
  cancelled_at bigint not null default 0,
  created_at bigint not null,
  updated_at bigint not null
);
create index planned_activity_person on planned_activity (person_id, day);
create index planned_activity_remind on planned_activity (remind_at, id) where remind_at > 0;
create index planned_activity_done on planned_activity (day) where done = 'yes';
