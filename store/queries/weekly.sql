-- name: PlansOfPerson :many
select id, min_hours, max_hours, from_on, until_on, asks_in_work, next_monday
from weekly_plan
where person_id = $1
order by from_on;

-- name: UpsertPlan :exec
insert into weekly_plan (id, person_id, min_hours, max_hours, from_on, until_on, asks_in_work, next_monday, set_by, set_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (person_id, from_on) do update set
  min_hours = excluded.min_hours, max_hours = excluded.max_hours, until_on = excluded.until_on, asks_in_work = excluded.asks_in_work,
  next_monday = excluded.next_monday, set_by = excluded.set_by, set_at = excluded.set_at;

-- name: EndPlan :exec
update weekly_plan
set until_on = $2, next_monday = $3
where id = $1;

-- name: PlansToOpen :many
-- The plans that have a week to open, with what may stop them.
select w.id, w.person_id, w.min_hours, w.max_hours, w.from_on, w.until_on, w.asks_in_work, w.next_monday
from weekly_plan w
where w.next_monday <> '' and w.next_monday <= $1
order by w.next_monday, w.id
limit $2;

-- name: WeeklyWorkDue :one
-- Whether any of what the weekly job does has something to do.
select cast(case when
  exists (select 1 from week c where c.closed_at = 0 and c.close_at <= sqlc.arg(now))
  or exists (select 1 from weekly_plan p where p.next_monday <> '' and p.next_monday <= sqlc.arg(monday))
  or exists (select 1 from week r where r.request_at > 0 and r.request_at <= sqlc.arg(now))
  or exists (select 1 from week n where n.nudge_at > 0 and n.nudge_at <= sqlc.arg(now))
  or exists (select 1 from planned_activity a where a.remind_at > 0 and a.remind_at <= sqlc.arg(now))
then 1 else 0 end as bigint) as due;

-- name: WeeklyAudience :many
-- Whose hours are asked for by SMS, by the language they are written in.
select p.language, count(distinct p.id) as people
from weekly_plan w
join person p on p.id = w.person_id
join milestone m on m.person_id = p.id
where w.next_monday <> '' and p.exited_on = '' and p.held_at = 0 and m.channel = 'sms'
group by p.language
order by p.language;

-- name: AdvancePlan :exec
update weekly_plan
set next_monday = $2
where id = $1;

-- name: MayBeAsked :one
-- Whether the person is gone, and whether a job that they started still runs.
select (p.exited_on <> '' or m.exited_on <> '' or p.held_at > 0) as gone,
  exists (
    select 1
    from job j
    where j.person_id = p.id and j.state = 'confirmed' and j.starts_on <= sqlc.arg(today) and (j.ended_on = '' or j.ended_on >= sqlc.arg(today))
  ) as at_work
from person p
join milestone m on m.person_id = p.id
where p.id = sqlc.arg(id);

-- name: InsertWeek :execrows
insert into week (id, person_id, monday, sunday, min_hours, max_hours, skip, request_at, nudge_at, close_at, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (person_id, monday) do nothing;

-- name: WeeksFrom :many
select id, monday, min_hours, max_hours, skip, answered_at, closed_at
from week
where person_id = $1 and monday >= $2 and closed_at = 0
order by monday;

-- name: AgreeWeek :exec
update week
set min_hours = $2, max_hours = $3
where id = $1 and closed_at = 0;

-- name: SkipWeek :exec
update week
set skip = $2, request_at = 0, nudge_at = 0
where id = $1 and answered_at = 0 and closed_at = 0;

-- name: WeekByID :one
select id, person_id, monday, sunday, min_hours, max_hours, skip, request_at, nudge_at, close_at, closed_at, asked_at, handed_at, delivered_at,
  answered_at, reports, stated, minutes, impediment, impediment_state, impediment_by, created_at, validated_minutes, validated_at, validated_by
from week
where id = $1;

-- name: WeekOfPerson :one
select id, person_id, monday, sunday, min_hours, max_hours, skip, request_at, nudge_at, close_at, closed_at, asked_at, handed_at, delivered_at,
  answered_at, reports, stated, minutes, impediment, impediment_state, impediment_by, created_at, validated_minutes, validated_at, validated_by
from week
where person_id = $1 and monday = $2;

-- name: WeeksOfPerson :many
select id, person_id, monday, sunday, min_hours, max_hours, skip, request_at, nudge_at, close_at, closed_at, asked_at, handed_at, delivered_at,
  answered_at, reports, stated, minutes, impediment, impediment_state, impediment_by, created_at, validated_minutes, validated_at, validated_by
from week
where person_id = $1 and monday >= $2
order by monday;

-- name: WeekRequestsDue :many
select id, person_id
from week
where request_at > 0 and request_at <= $1
order by request_at, id
limit $2;

-- name: WeekNudgesDue :many
select id, person_id
from week
where nudge_at > 0 and nudge_at <= $1
order by nudge_at, id
limit $2;

-- name: RequestWritten :exec
update week
set request_at = 0
where id = $1;

-- name: NudgeWritten :exec
update week
set nudge_at = 0
where id = $1;

-- name: CloseWeeks :execrows
update week
set closed_at = sqlc.arg(now), request_at = 0, nudge_at = 0
where closed_at = 0 and id in (
  select w.id
  from week w
  where w.closed_at = 0 and w.close_at <= sqlc.arg(now)
  order by w.close_at, w.id
  limit sqlc.arg(most)
);

-- name: WeekReached :exec
update week
set asked_at = case when asked_at = 0 then cast(sqlc.arg(asked_at) as bigint) else asked_at end,
  handed_at = case when handed_at = 0 then cast(sqlc.arg(handed_at) as bigint) else handed_at end,
  delivered_at = case when delivered_at = 0 then cast(sqlc.arg(delivered_at) as bigint) else delivered_at end
where id = sqlc.arg(id);

-- name: AnswerWeek :execrows
update week
set answered_at = case when answered_at = 0 then cast(sqlc.arg(now) as bigint) else answered_at end,
  reports = reports + 1, stated = sqlc.arg(stated), minutes = sqlc.arg(minutes),
  impediment = sqlc.arg(impediment), impediment_state = sqlc.arg(impediment_state), request_at = 0, nudge_at = 0
where id = sqlc.arg(id) and closed_at = 0 and close_at > sqlc.arg(now);

-- name: SettleImpediment :execrows
update week
set impediment = $2, impediment_state = $3, impediment_by = $4
where id = $1;

-- name: InsertReport :exec
insert into activity_report (week_id, n, at, stated, minutes, impediment, done, words_sealed, inbox_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: LastReport :one
select at, stated, minutes, impediment, done, words_sealed
from activity_report
where week_id = $1
order by n desc
limit 1;

-- name: ReportsOfWeek :many
select at, stated, minutes, impediment, done, words_sealed
from activity_report
where week_id = $1
order by n;

-- name: WaitingAboutSubject :many
select n.id
from notification n
where n.subject_id = $1 and n.subject_id <> '' and n.cancelled_at = 0 and n.in_reply_to = ''
  and exists (select 1 from attempt a where a.notification_id = n.id and a.state in ('queued', 'claimed'))
order by n.id;

-- name: ClosePromptsOfSubject :exec
update prompt
set closed_at = $3
where person_id = $1 and subject_id = $2 and closed_at = 0;

-- name: ActivityByKey :many
select id, kind, label_sealed, place, start_minute, minutes, cancelled_at
from planned_activity
where activity_key = $1;

-- name: InsertActivity :exec
insert into planned_activity (id, activity_key, person_id, kind, label_sealed, place, day, start_minute, minutes, remind_at, cancelled_at, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12);

-- name: UpdateActivity :exec
update planned_activity
set kind = $2, label_sealed = $3, place = $4, start_minute = $5, minutes = $6, remind_at = $7, cancelled_at = $8, updated_at = $9
where id = $1;

-- name: ActivitiesBetween :many
select id, person_id, kind, label_sealed, place, day, start_minute, minutes, done
from planned_activity
where person_id = sqlc.arg(person_id) and day >= sqlc.arg(first) and day <= sqlc.arg(last) and cancelled_at = 0
order by day, start_minute, id;

-- name: RemindersDue :many
select id, person_id, day
from planned_activity
where remind_at > 0 and remind_at <= $1
order by remind_at, id
limit $2;

-- name: ReminderWritten :exec
update planned_activity
set remind_at = 0
where person_id = $1 and day = $2;

-- name: ActivityStands :one
select exists (
  select 1
  from planned_activity
  where id = $1 and cancelled_at = 0
);

-- name: WeekWaits :one
select exists (
  select 1
  from week
  where week.id = sqlc.arg(id) and week.answered_at = 0 and week.closed_at = 0 and week.close_at > sqlc.arg(now)
);

-- name: SetDone :exec
update planned_activity
set done = $2
where id = $1;

-- name: ClosedWeeksSpan :one
select cast(coalesce(min(monday), '') as text) as first, cast(coalesce(max(monday), '') as text) as last
from week
where closed_at > 0 and monday >= sqlc.arg(monday_from) and monday <= sqlc.arg(monday_to);

-- name: PeopleByAffiliation :many
select p.id, p.nir_sealed, p.internal_id, p.first_name, p.birth_date, p.archived_at
from household h
join person p on p.household_id = h.id
where h.affiliation_key = $1
union all
select p.id, p.nir_sealed, p.internal_id, m.first_name, m.birth_date, p.archived_at
from merged_person m
join person p on p.id = m.person_id
where m.affiliation_key = $1 and m.affiliation_key <> ''
order by 1;
