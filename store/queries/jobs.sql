-- name: JobsOfPerson :many
select id, person_id, state, starts_on, kind, weekly_minutes, ended_on, declared_at, settled_at, version
from job
where person_id = $1
order by declared_at desc, id desc;

-- name: CheckInsOfJob :many
select id, step, due_on, notification_id, answer, answered_at
from check_in
where job_id = $1
order by due_on, id;

-- name: InsertJob :exec
insert into job (id, person_id, state, starts_on, kind, weekly_minutes, declared_at)
values ($1, $2, 'declared', $3, $4, $5, $6);

-- name: CompleteJob :execrows
update job
set starts_on = $2, kind = $3, weekly_minutes = $4
where id = $1 and state = 'declared';

-- name: SettleJob :execrows
update job
set state = sqlc.arg(state), starts_on = sqlc.arg(starts_on), kind = sqlc.arg(kind), weekly_minutes = sqlc.arg(weekly_minutes),
  settled_at = sqlc.arg(settled_at), settled_by = sqlc.arg(settled_by), version = version + 1
where id = sqlc.arg(id) and version = sqlc.arg(version) and state <> 'refused';

-- name: EndJob :execrows
update job
set ended_on = $2
where id = $1 and ended_on <> $2 and state <> 'refused';

-- name: InsertCheckIn :exec
insert into check_in (id, job_id, step, due_on, notification_id)
values ($1, $2, $3, $4, $5)
on conflict (job_id, step) do update set due_on = excluded.due_on, notification_id = excluded.notification_id;

-- name: AnswerCheckIn :execrows
update check_in
set answer = sqlc.arg(answer), answered_at = sqlc.arg(answered_at)
where notification_id = sqlc.arg(notification_id) and notification_id <> '';

-- name: JobOfCheckIn :one
select job_id, step
from check_in
where notification_id = $1 and notification_id <> '';

-- name: SetEmployedOn :exec
update milestone
set employed_on = coalesce((select min(j.starts_on) from job j where j.person_id = milestone.person_id and j.state = 'confirmed'), '')
where milestone.person_id = $1;

-- name: OpenOfKind :many
select id
from escalation
where person_id = $1 and kind = $2 and state = 'open'
order by opened_at, id;

-- name: UnsentNotices :many
select n.id
from notification n
where n.escalation_id = $1 and n.kind = 'question' and n.cancelled_at = 0 and n.state = 'pending'
  and not exists (select 1 from attempt a where a.notification_id = n.id and a.state <> 'queued')
order by n.id;

-- name: EmploymentJobs :many
select j.id, j.person_id, j.state, j.starts_on, j.kind, j.weekly_minutes, j.ended_on, j.declared_at, j.settled_at, j.version
from job j
join milestone m on m.person_id = j.person_id
where j.state <> 'refused'
  and (cast(sqlc.arg(territory) as text) = '' or m.territory_id = cast(sqlc.arg(territory) as text))
  and (cast(sqlc.arg(referent) as text) = '' or m.referent_id = cast(sqlc.arg(referent) as text))
  and (cast(sqlc.arg(channel) as text) = '' or m.channel = cast(sqlc.arg(channel) as text))
  and (cast(sqlc.arg(orientation) as text) = '' or m.orientation = cast(sqlc.arg(orientation) as text))
  and m.entered_on >= cast(sqlc.arg(entered_from) as text)
  and m.entered_on <= cast(sqlc.arg(entered_to) as text)
  and (j.state = 'declared' or j.starts_on >= cast(sqlc.arg(from_day) as text))
  and (j.state = 'declared' or j.starts_on <= cast(sqlc.arg(to_day) as text))
order by j.starts_on, j.id;
