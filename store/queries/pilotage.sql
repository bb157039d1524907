-- name: MilestoneDates :one
select entered_on, first_booked_on, convoked_on, convened_on, met_on, oriented_on, contracted_on, exited_on
from milestone
where person_id = $1;

-- name: SetDelays :exec
update milestone
set to_booked = $2, to_convoked = $3, to_convened = $4, to_met = $5, to_oriented = $6, to_contracted = $7, to_exited = $8
where person_id = $1;

-- name: SetFacts :exec
update milestone
set oriented_on = $2, contracted_on = $3, orientation = $4
where person_id = $1;

-- name: NoteConvenedBy :exec
update milestone
set convened_by = $2
where person_id = $1 and convened_on = '';

-- name: ReminderReached :exec
update participation
set reminded_at = $1
where appointment_id = $2 and person_id = $3 and reminded_at = 0;

-- name: OnTimeGroups :many
-- People by what became of the promise of N days, in bits, by day of entry
-- and, where the term has passed, by the first day of the month: nothing else counts then.
select cast(case when m.entered_on < cast(sqlc.arg(mature) as text) then substr(m.entered_on, 1, 8) || '01' else m.entered_on end as text) as entered_on,
  cast(case when m.exited_on = '' then 1 else 0 end
    + case when m.subject_to_duties = 'no' then 2 when m.to_exited <= cast(sqlc.arg(within) as bigint) then 4 else 0 end
    + case when m.to_convened is null then 0 when m.to_convened > cast(sqlc.arg(within) as bigint) then 8 else 24 end
    + case when m.to_convoked <= cast(sqlc.arg(within) as bigint) then 32 else 0 end
    + case when m.to_met <= cast(sqlc.arg(within) as bigint) then 64 else 0 end as bigint) as bits,
  m.convened_by, m.entry_source, count(*) as people
from milestone m
where 1 = 1
  and (cast(sqlc.arg(territory) as text) = '' or m.territory_id = cast(sqlc.arg(territory) as text))
  and (cast(sqlc.arg(referent) as text) = '' or m.referent_id = cast(sqlc.arg(referent) as text))
  and (cast(sqlc.arg(channel) as text) = '' or m.channel = cast(sqlc.arg(channel) as text))
  and (cast(sqlc.arg(orientation) as text) = '' or m.orientation = cast(sqlc.arg(orientation) as text))
  and m.entered_on >= cast(sqlc.arg(entered_from) as text)
  and m.entered_on <= cast(sqlc.arg(entered_to) as text)
group by 1, 2, 3, 4;

-- name: DelaySpread :many
-- How many people the delays have, in days from their entry; null for those who have
-- not got there.
select m.to_booked, m.to_convened, m.to_met, count(*) as people
from milestone m
where m.subject_to_duties <> 'no'
  and (m.to_exited is null or m.to_exited > cast(sqlc.arg(within) as bigint))
  and (cast(sqlc.arg(territory) as text) = '' or m.territory_id = cast(sqlc.arg(territory) as text))
  and (cast(sqlc.arg(referent) as text) = '' or m.referent_id = cast(sqlc.arg(referent) as text))
  and (cast(sqlc.arg(channel) as text) = '' or m.channel = cast(sqlc.arg(channel) as text))
  and (cast(sqlc.arg(orientation) as text) = '' or m.orientation = cast(sqlc.arg(orientation) as text))
  and m.entered_on >= cast(sqlc.arg(entered_from) as text)
  and m.entered_on <= cast(sqlc.arg(entered_to) as text)
group by m.to_booked, m.to_convened, m.to_met;

-- name: AttendanceGroups :many
-- Participations whose time has passed, by what figures are split by. Both tables are read
-- in the order of their time.
select a.origin, a.kind, pa.outcome,
  cast(pa.reminded_at > 0 and pa.reminded_at <= pa.starts_at as boolean) as reminded,
  cast(pa.outcome = 'revoked' and pa.starts_at - pa.outcome_at < cast(sqlc.arg(notice) as bigint) as boolean) as late,
  count(*) as appointments,
  count(distinct pa.person_id) as people
from participation pa
cross join appointment a
where a.starts_at = pa.starts_at and a.id = pa.appointment_id
  and pa.starts_at >= cast(sqlc.arg(from_at) as bigint)
  and pa.starts_at < cast(sqlc.arg(to_at) as bigint)
  and pa.deleted_at = 0
  and (cast(sqlc.arg(everybody) as boolean) or pa.person_id in (
    select m.person_id
    from milestone m
    where 1 = 1
      and (cast(sqlc.arg(territory) as text) = '' or m.territory_id = cast(sqlc.arg(territory) as text))
      and (cast(sqlc.arg(referent) as text) = '' or m.referent_id = cast(sqlc.arg(referent) as text))
      and (cast(sqlc.arg(channel) as text) = '' or m.channel = cast(sqlc.arg(channel) as text))
      and (cast(sqlc.arg(orientation) as text) = '' or m.orientation = cast(sqlc.arg(orientation) as text))
      and m.entered_on >= cast(sqlc.arg(entered_from) as text)
      and m.entered_on <= cast(sqlc.arg(entered_to) as text)))
group by 1, 2, 3, 4, 5;

-- name: AttendancePeople :many
select distinct pa.person_id, a.origin, a.kind, pa.outcome,
  cast(pa.reminded_at > 0 and pa.reminded_at <= pa.starts_at as boolean) as reminded,
  cast(pa.outcome = 'revoked' and pa.starts_at - pa.outcome_at < cast(sqlc.arg(notice) as bigint) as boolean) as late
from participation pa
cross join appointment a
where a.starts_at = pa.starts_at and a.id = pa.appointment_id
  and pa.starts_at >= cast(sqlc.arg(from_at) as bigint)
  and pa.starts_at < cast(sqlc.arg(to_at) as bigint)
  and pa.deleted_at = 0
  and (cast(sqlc.arg(everybody) as boolean) or pa.person_id in (
    select m.person_id
    from milestone m
    where 1 = 1
      and (cast(sqlc.arg(territory) as text) = '' or m.territory_id = cast(sqlc.arg(territory) as text))
      and (cast(sqlc.arg(referent) as text) = '' or m.referent_id = cast(sqlc.arg(referent) as text))
      and (cast(sqlc.arg(channel) as text) = '' or m.channel = cast(sqlc.arg(channel) as text))
      and (cast(sqlc.arg(orientation) as text) = '' or m.orientation = cast(sqlc.arg(orientation) as text))
      and m.entered_on >= cast(sqlc.arg(entered_from) as text)
      and m.entered_on <= cast(sqlc.arg(entered_to) as text)));

-- name: PathGroups :many
-- People by what became of their orientation and their contract, in bits.
select cast(case when m.entered_on < cast(sqlc.arg(oriented_before) as text) then 1 else 0 end
    + case when m.subject_to_duties = 'no' then 2 else 0 end
    + case when m.to_exited <= cast(sqlc.arg(oriented_within) as bigint) then 4 else 0 end
    + case when m.to_oriented is null then 0 when m.to_oriented <= cast(sqlc.arg(oriented_within) as bigint) then 24 else 8 end
    + case when m.oriented_on <> '' and m.oriented_on < cast(sqlc.arg(contracted_before) as text) then 32 else 0 end
    + case when m.to_exited - m.to_oriented <= cast(sqlc.arg(contracted_within) as bigint) then 64 else 0 end
    + case when m.to_contracted is null then 0 when m.to_contracted <= cast(sqlc.arg(contracted_within) as bigint) then 384 else 128 end as bigint) as bits,
  m.orientation, count(*) as people
from milestone m
where 1 = 1
  and (cast(sqlc.arg(territory) as text) = '' or m.territory_id = cast(sqlc.arg(territory) as text))
  and (cast(sqlc.arg(referent) as text) = '' or m.referent_id = cast(sqlc.arg(referent) as text))
  and (cast(sqlc.arg(channel) as text) = '' or m.channel = cast(sqlc.arg(channel) as text))
  and (cast(sqlc.arg(orientation) as text) = '' or m.orientation = cast(sqlc.arg(orientation) as text))
  and m.entered_on >= cast(sqlc.arg(entered_from) as text)
  and m.entered_on <= cast(sqlc.arg(entered_to) as text)
group by 1, 2;

-- name: PathPeople :many
select m.person_id, m.orientation, m.entered_on, m.oriented_on, m.subject_to_duties, m.to_oriented, m.to_contracted, m.to_exited
from milestone m
where 1 = 1
  and (cast(sqlc.arg(territory) as text) = '' or m.territory_id = cast(sqlc.arg(territory) as text))
  and (cast(sqlc.arg(referent) as text) = '' or m.referent_id = cast(sqlc.arg(referent) as text))
  and (cast(sqlc.arg(channel) as text) = '' or m.channel = cast(sqlc.arg(channel) as text))
  and (cast(sqlc.arg(orientation) as text) = '' or m.orientation = cast(sqlc.arg(orientation) as text))
  and m.entered_on >= cast(sqlc.arg(entered_from) as text)
  and m.entered_on <= cast(sqlc.arg(entered_to) as text);

-- name: AnswerGroups :many
-- Questions to the service by what became of them; hours is how long the first human
-- answer took, null while there is none.
select e.state,
  cast(e.due_at < cast(sqlc.arg(now) as bigint) as boolean) as due,
  cast(e.answered_at > 0 and e.answered_at <= e.due_at as boolean) as in_time,
  cast(case when e.answered_at > 0 then (e.answered_at - e.opened_at) / 3600000 else -1 end as bigint) as hours,
  count(*) as questions,
  count(distinct e.person_id) as people
from escalation e
where e.opened_at >= cast(sqlc.arg(from_at) as bigint)
  and e.opened_at < cast(sqlc.arg(to_at) as bigint)
  and (cast(sqlc.arg(everybody) as boolean) or e.person_id in (
    select m.person_id
    from milestone m
    where 1 = 1
      and (cast(sqlc.arg(territory) as text) = '' or m.territory_id = cast(sqlc.arg(territory) as text))
      and (cast(sqlc.arg(referent) as text) = '' or m.referent_id = cast(sqlc.arg(referent) as text))
      and (cast(sqlc.arg(channel) as text) = '' or m.channel = cast(sqlc.arg(channel) as text))
      and (cast(sqlc.arg(orientation) as text) = '' or m.orientation = cast(sqlc.arg(orientation) as text))
      and m.entered_on >= cast(sqlc.arg(entered_from) as text)
      and m.entered_on <= cast(sqlc.arg(entered_to) as text)))
group by 1, 2, 3, 4;

-- name: AnswerPeople :many
select distinct e.person_id, e.state,
  cast(e.due_at < cast(sqlc.arg(now) as bigint) as boolean) as due,
  cast(e.answered_at > 0 and e.answered_at <= e.due_at as boolean) as in_time
from escalation e
join milestone m on m.person_id = e.person_id
where e.opened_at >= cast(sqlc.arg(from_at) as bigint)
  and e.opened_at < cast(sqlc.arg(to_at) as bigint)
  and (cast(sqlc.arg(territory) as text) = '' or m.territory_id = cast(sqlc.arg(territory) as text))
  and (cast(sqlc.arg(referent) as text) = '' or m.referent_id = cast(sqlc.arg(referent) as text))
  and (cast(sqlc.arg(channel) as text) = '' or m.channel = cast(sqlc.arg(channel) as text))
  and (cast(sqlc.arg(orientation) as text) = '' or m.orientation = cast(sqlc.arg(orientation) as text))
  and m.entered_on >= cast(sqlc.arg(entered_from) as text)
  and m.entered_on <= cast(sqlc.arg(entered_to) as text);

-- name: CheckInsOfJobs :many
select c.job_id, c.step, c.answer
from check_in c
join job j on j.id = c.job_id
where j.state = 'confirmed'
  and j.starts_on >= cast(sqlc.arg(from_day) as text)
  and j.starts_on <= cast(sqlc.arg(to_day) as text);

-- name: Unfollowed :one
select count(*)
from milestone m
where m.exited_on = '' and m.referent_id is null
  and (cast(sqlc.arg(territory) as text) = '' or m.territory_id = cast(sqlc.arg(territory) as text))
  and (cast(sqlc.arg(referent) as text) = '' or m.referent_id = cast(sqlc.arg(referent) as text))
  and (cast(sqlc.arg(channel) as text) = '' or m.channel = cast(sqlc.arg(channel) as text))
  and (cast(sqlc.arg(orientation) as text) = '' or m.orientation = cast(sqlc.arg(orientation) as text))
  and m.entered_on >= cast(sqlc.arg(entered_from) as text)
  and m.entered_on <= cast(sqlc.arg(entered_to) as text);

-- name: FigureSnapshot :one
select at, payload
from figure_snapshot
where key = $1;

-- name: FigureSnapshotKeys :many
select key
from figure_snapshot
where at >= $1;

-- name: KeepFigureSnapshot :exec
insert into figure_snapshot (key, at, payload)
values ($1, $2, $3)
on conflict (key) do update set at = excluded.at, payload = excluded.payload;

-- name: DropFigureSnapshots :exec
delete from figure_snapshot
where at < $1;
