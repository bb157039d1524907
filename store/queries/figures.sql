-- name: ReachGroups :many
select contact_loss,
  sent_on <> '' as sent,
  cast(sent_on <> '' and sent_on < cast(sqlc.arg(no_receipt_before) as text) as boolean) as waited,
  handed_over_on <> '' as handed_over,
  delivered_on <> '' as delivered,
  undelivered_on <> '' as undelivered,
  answered_on <> '' as answered,
  met_on <> '' as met,
  cast(appointment_on <> '' and appointment_on < cast(sqlc.arg(today) as text) as boolean) as due,
  last_outcome,
  count(*) as people
from milestone
where exited_on = ''
  and (cast(sqlc.arg(territory) as text) = '' or territory_id = cast(sqlc.arg(territory) as text))
  and (cast(sqlc.arg(referent) as text) = '' or referent_id = cast(sqlc.arg(referent) as text))
  and entered_on >= cast(sqlc.arg(entered_from) as text)
  and entered_on <= cast(sqlc.arg(entered_to) as text)
group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;

-- name: DeadlineGroups :many
select m.entered_on,
  m.convened_on,
  m.met_on,
  count(*) as people
from milestone m
join person p on p.id = m.person_id
where m.exited_on = ''
  and p.subject_to_duties <> 'no'
  and (cast(sqlc.arg(territory) as text) = '' or m.territory_id = cast(sqlc.arg(territory) as text))
  and (cast(sqlc.arg(referent) as text) = '' or m.referent_id = cast(sqlc.arg(referent) as text))
  and m.entered_on >= cast(sqlc.arg(entered_from) as text)
  and m.entered_on <= cast(sqlc.arg(entered_to) as text)
group by 1, 2, 3;

-- name: OutcomesMissing :one
select count(distinct pa.person_id)
from participation pa
join appointment a on a.id = pa.appointment_id
join milestone m on m.person_id = pa.person_id
where pa.outcome = 'unknown'
  and a.starts_at < cast(sqlc.arg(now) as bigint)
  and m.exited_on = ''
  and (cast(sqlc.arg(territory) as text) = '' or m.territory_id = cast(sqlc.arg(territory) as text))
  and (cast(sqlc.arg(referent) as text) = '' or m.referent_id = cast(sqlc.arg(referent) as text))
  and m.entered_on >= cast(sqlc.arg(entered_from) as text)
  and m.entered_on <= cast(sqlc.arg(entered_to) as text);

-- name: Loads :many
select p.id,
  p.first_name,
  p.last_name,
  coalesce(t.name, '') as territory,
  (select count(*) from person x where x.referent_id = p.id and x.exited_on = '') as people,
  (select count(*) from escalation e where e.professional_id = p.id and e.state = 'open') as open_questions,
  (select count(*) from escalation e where e.professional_id = p.id and e.state = 'open' and e.due_at < cast(sqlc.arg(now) as bigint)) as overdue_questions
from professional p
left join territory t on t.id = p.territory_id
where p.role = 'referent'
  and (cast(sqlc.arg(territory) as text) = '' or p.territory_id = cast(sqlc.arg(territory) as text))
  and (cast(sqlc.arg(referent) as text) = '' or p.id = cast(sqlc.arg(referent) as text))
order by t.name, p.last_name, p.first_name, p.id;

-- name: ListPeople :many
select m.person_id,
  p.first_name,
  p.last_name,
  coalesce(t.name, '') as territory,
  coalesce(r.first_name, '') as referent_first_name,
  coalesce(r.last_name, '') as referent_last_name,
  p.subject_to_duties,
  m.entered_on,
  m.contact_loss,
  m.booked_on,
  m.appointment_on,
  m.sent_on,
  m.handed_over_on,
  m.convened_on,
  m.delivered_on,
  m.undelivered_on,
  m.answered_on,
  m.met_on,
  m.last_outcome,
  cast(coalesce((
    select min(a.starts_at)
    from participation pa
    join appointment a on a.id = pa.appointment_id
    where pa.person_id = m.person_id and pa.outcome = 'unknown' and a.starts_at >= cast(sqlc.arg(now) as bigint)
  ), 0) as bigint) as next_starts_at,
  exists (
    select 1
    from participation pa
    join appointment a on a.id = pa.appointment_id
    where pa.person_id = m.person_id and pa.outcome = 'unknown' and a.starts_at < cast(sqlc.arg(missing_before) as bigint)
  ) as outcome_missing,
  cast(coalesce((
    select min(x.channel)
    from attempt x
    where x.person_id = m.person_id and x.state = 'queued' and x.channel in ('call', 'letter')
  ), '') as text) as listed_channel
from milestone m
join person p on p.id = m.person_id
left join territory t on t.id = m.territory_id
left join professional r on r.id = m.referent_id
where m.exited_on = ''
  and (cast(sqlc.arg(territory) as text) = '' or m.territory_id = cast(sqlc.arg(territory) as text))
  and (cast(sqlc.arg(referent) as text) = '' or m.referent_id = cast(sqlc.arg(referent) as text))
  and m.entered_on >= cast(sqlc.arg(entered_from) as text)
  and m.entered_on <= cast(sqlc.arg(entered_to) as text)
order by m.entered_on, p.last_name, p.first_name, m.person_id;

-- name: Territories :many
select id, name
from territory
order by name;
