-- name: CoveredBy :many
-- The absent colleagues whom a professional stands in for.
select id, first_name, last_name
from professional
where stand_in_id = sqlc.arg(professional_id) and absent_from <> '' and absent_from <= sqlc.arg(today)
  and (absent_until = '' or absent_until >= sqlc.arg(today))
order by id;

-- name: ToldOfProfessional :many
-- Answered or written to since, and no word of the person after that.
select e.id
from escalation e
where e.professional_id = sqlc.arg(professional_id) and e.state = 'answered' and e.answered_at >= sqlc.arg(since) and e.person_id is not null
  and not exists (
    select 1
    from inbox i
    where i.person_id = e.person_id and i.received_at > e.answered_at
  )
order by e.answered_at desc, e.id desc
limit 100;

-- name: AskedOfCaseload :many
select pr.person_id, p.first_name, p.last_name, p.language, pr.kind, pr.asked_at, pr.expires_at,
  cast(coalesce((
    select a.channel
    from attempt a
    where a.notification_id = pr.notification_id
    order by a.n desc
    limit 1
  ), '') as text) as channel
from person p
join prompt pr on pr.person_id = p.id
where p.referent_id = sqlc.arg(referent_id) and p.exited_on = '' and pr.closed_at = 0 and pr.asked_at > 0 and pr.expires_at > sqlc.arg(now)
order by pr.asked_at desc, pr.id;

-- name: AppointmentsOfCaseload :many
select pa.id as participation_id, pa.person_id, p.first_name, p.last_name, p.language, coalesce(p.referent_id, '') as referent_id, a.kind, a.starts_at,
  pl.name as place, pa.outcome, pa.confirmed_at
from person p
join participation pa on pa.person_id = p.id
join appointment a on a.id = pa.appointment_id
join place pl on pl.id = a.place_id
where p.referent_id = sqlc.arg(referent_id) and p.exited_on = '' and a.starts_at >= sqlc.arg(since) and a.starts_at < sqlc.arg(until)
  and (pa.outcome = 'unknown' or a.starts_at >= sqlc.arg(today));

-- name: AppointmentsOfProfessional :many
select pa.id as participation_id, pa.person_id, p.first_name, p.last_name, p.language, coalesce(p.referent_id, '') as referent_id, a.kind, a.starts_at,
  pl.name as place, pa.outcome, pa.confirmed_at
from appointment_professional ap
join appointment a on a.id = ap.appointment_id
join participation pa on pa.appointment_id = a.id
join person p on p.id = pa.person_id
join place pl on pl.id = a.place_id
where ap.professional_id = sqlc.arg(professional_id) and p.exited_on = '' and a.starts_at >= sqlc.arg(since) and a.starts_at < sqlc.arg(until)
  and (pa.outcome = 'unknown' or a.starts_at >= sqlc.arg(today));

-- name: HinderedOfCaseload :many
select w.id, w.person_id, p.first_name, p.last_name, p.language, w.monday, w.min_hours, w.max_hours, w.answered_at, w.stated, w.minutes, w.impediment, w.closed_at
from person p
join week w on w.person_id = p.id
where p.referent_id = sqlc.arg(referent_id) and p.exited_on = '' and w.monday >= sqlc.arg(since) and w.impediment_state = 'declared'
order by w.monday, w.person_id;

-- name: ClosedWeeksOfCaseload :many
-- Closed since, asked about, and without an answer or with hours.
select w.id, w.person_id, p.first_name, p.last_name, p.language, w.monday, w.min_hours, w.max_hours, w.answered_at, w.stated, w.minutes, w.impediment, w.closed_at
from person p
join week w on w.person_id = p.id
where p.referent_id = sqlc.arg(referent_id) and p.exited_on = '' and w.closed_at >= sqlc.arg(since) and w.skip = '' and w.asked_at > 0
  and w.impediment_state = ''
order by w.monday, w.person_id;

-- name: JobsOfCaseload :many
select j.id, j.person_id, p.first_name, p.last_name, p.language, j.starts_on, j.kind, j.weekly_minutes, j.declared_at
from person p
join job j on j.person_id = p.id
where p.referent_id = sqlc.arg(referent_id) and p.exited_on = '' and j.state = 'declared'
order by j.declared_at, j.id;

-- name: ArrivalsOfCaseload :many
select e.person_id, p.first_name, p.last_name, p.language, p.entered_on, e.at
from event e
join person p on p.id = e.person_id
where e.kind = 'referent_assigned' and e.at >= sqlc.arg(since) and e.subject = sqlc.arg(referent_id) and p.referent_id = sqlc.arg(referent_id) and p.exited_on = ''
order by e.at desc, e.person_id;

-- name: AttendedMark :one
-- A number that grows with what happens to somebody's appointments that a professional
-- attends, and with the facts of their path: nothing of what is written between them and
-- whoever follows them moves it.
select count(*) as events
from event e
where e.person_id = sqlc.arg(person_id)
  and (e.kind in ('entered', 'updated', 'language', 'preferred', 'registered', 'oriented', 'contracted', 'exited', 'returned', 'referent_assigned')
    or (e.kind in ('booked', 'confirmed', 'excused', 'moved', 'revoked', 'outcome') and e.subject in (
      select pa.appointment_id
      from participation pa
      join appointment_professional ap on ap.appointment_id = pa.appointment_id
      where pa.person_id = sqlc.arg(person_id) and ap.professional_id = sqlc.arg(professional_id))));

-- name: CaseloadMark :one
-- A number that grows with everything that happens to a referent's people.
select cast(coalesce(sum((
    select max(e.seq)
    from event e
    where e.person_id = p.id
  )), 0) as bigint) as events, count(*) as people
from person p
where p.referent_id = $1 and p.exited_on = '';

-- name: QuestionsMark :one
-- What changes with every question and every message of one, for those who see it.
select count(*) as waiting, cast(coalesce(sum(case when e.urgent then 1 else 0 end), 0) as bigint) as urgent,
  cast(coalesce(sum((
    select count(*)
    from escalation_message m
    where m.escalation_id = e.id
  )), 0) as bigint) as messages, cast(coalesce(max(e.opened_at), 0) as bigint) as opened_at
from escalation e
left join professional charge on charge.id = e.professional_id
where e.state = 'open'
  and (cast(sqlc.arg(sees_all) as boolean)
    or e.professional_id = sqlc.arg(professional_id)
    or (charge.stand_in_id = sqlc.arg(professional_id) and charge.absent_from <> '' and charge.absent_from <= sqlc.arg(today)
      and (charge.absent_until = '' or charge.absent_until >= sqlc.arg(today)))
    or exists (select 1 from person p where p.id = e.person_id and p.referent_id = sqlc.arg(professional_id)));

-- name: SeeEscalation :exec
update escalation
set seen_at = $2
where id = $1 and seen_at < $2;

-- name: TalkedTo :many
-- The last message that asks or tells something at an address, before an instant, with
-- the professional whose words it carries.
select n.kind, cast(coalesce((
    select m.professional_id
    from escalation_message m
    where m.escalation_id = n.escalation_id and m.notification_id = n.id
  ), '') as text) as professional_id
from attempt a
join notification n on n.id = a.notification_id
where a.address_index = sqlc.arg(address_index) and a.person_id = sqlc.arg(person_id) and a.left_at > sqlc.arg(since) and a.left_at <= sqlc.arg(written_at)
  and (n.kind <> 'reply' or n.prompt_kind <> '')
order by a.left_at desc, a.id desc
limit 1;
