-- name: SlotsToOffer :many
select s.id, s.territory_id, s.kind, s.starts_at, s.minutes, s.capacity, s.booked, p.id as place_id, p.name as place_name,
  p.address as place_address, p.phone as place_phone
from slot s
join place p on p.id = s.place_id
where s.kind = $1 and s.territory_id = $2 and s.starts_at >= $3 and s.booked < s.capacity
order by s.starts_at, s.id
limit $4;

-- name: SlotToOffer :one
select s.id, s.territory_id, s.kind, s.starts_at, s.minutes, s.capacity, s.booked, p.id as place_id, p.name as place_name,
  p.address as place_address, p.phone as place_phone
from slot s
join place p on p.id = s.place_id
where s.id = $1 and s.kind = $2 and s.starts_at >= $3 and s.booked < s.capacity;

-- name: StandingElsewhere :one
select exists (
  select 1
  from participation pa
  join appointment ap on ap.id = pa.appointment_id
  where pa.person_id = $1 and pa.outcome = 'unknown' and ap.kind = $2 and ap.starts_at > $3 and ap.id <> $4
);

-- name: SetOutcome :execrows
update participation
set outcome = sqlc.arg(outcome), impediment = sqlc.arg(impediment), outcome_by = sqlc.arg(outcome_by), outcome_at = sqlc.arg(outcome_at)
where appointment_id = sqlc.arg(appointment_id) and person_id = sqlc.arg(person_id) and outcome = sqlc.arg(was);

-- name: ConfirmParticipation :execrows
update participation
set confirmed_at = $3
where appointment_id = $1 and person_id = $2 and outcome = 'unknown';


-- name: FirstSeen :one
select cast(coalesce(min(a.starts_at), 0) as bigint) as starts_at
from participation pa
join appointment a on a.id = pa.appointment_id
where pa.person_id = $1 and pa.outcome = 'seen';

-- name: SetMet :exec
update milestone
set met_on = sqlc.arg(met_on),
  last_outcome = case when appointment_on = sqlc.arg(on_date) then sqlc.arg(outcome) else last_outcome end
where person_id = sqlc.arg(person_id);

-- name: WaitAgain :exec
update milestone
set booked_on = ''
where person_id = $1 and met_on = '';
