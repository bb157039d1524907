-- name: ReachGroups :many
-- People by what the funnel counts, in bits.
select cast(case when m.sent_on <> '' then 1 else 0 end
    + case when m.sent_on <> '' and m.sent_on < cast(sqlc.arg(no_receipt_before) as text) then 2 else 0 end
    + case when m.handed_over_on <> '' then 4 else 0 end
    + case when m.delivered_on <> '' then 8 else 0 end
    + case when m.undelivered_on <> '' then 16 else 0 end
    + case when m.answered_on <> '' then 32 else 0 end
    + case when m.met_on <> '' then 64 else 0 end
    + case when m.appointment_on <> '' and m.appointment_on < cast(sqlc.arg(today) as text) then 128 else 0 end as bigint) as bits,
  m.contact_loss, m.last_outcome, count(*) as people
from milestone m
where m.exited_on = ''
  and (cast(sqlc.arg(territory) as text) = '' or m.territory_id = cast(sqlc.arg(territory) as text))
  and (cast(sqlc.arg(referent) as text) = '' or m.referent_id = cast(sqlc.arg(referent) as text))
  and (cast(sqlc.arg(channel) as text) = '' or m.channel = cast(sqlc.arg(channel) as text))
  and (cast(sqlc.arg(orientation) as text) = '' or m.orientation = cast(sqlc.arg(orientation) as text))
  and m.entered_on >= cast(sqlc.arg(entered_from) as text)
  and m.entered_on <= cast(sqlc.arg(entered_to) as text)
group by 1, 2, 3;

-- name: OutcomesMissing :one
-- Cross join: from the appointments without an outcome to their people, not the other way.
select count(distinct pa.person_id)
from participation pa
cross join milestone m
where m.person_id = pa.person_id
  and pa.outcome = 'unknown'
  and pa.deleted_at = 0
  and pa.starts_at < cast(sqlc.arg(now) as bigint)
  and m.exited_on = ''
  and (cast(sqlc.arg(territory) as text) = '' or m.territory_id = cast(sqlc.arg(territory) as text))
  and (cast(sqlc.arg(referent) as text) = '' or m.referent_id = cast(sqlc.arg(referent) as text))
  and (cast(sqlc.arg(channel) as text) = '' or m.channel = cast(sqlc.arg(channel) as text))
  and (cast(sqlc.arg(orientation) as text) = '' or m.orientation = cast(sqlc.arg(orientation) as text))
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

-- name: ListedByHand :many
select x.person_id, cast(min(x.channel) as text) as channel
from attempt x
where x.state = 'queued' and x.channel in ('call', 'letter') and x.person_id is not null
group by x.person_id;

-- name: Territories :many
select id, name
from territory
order by name;
