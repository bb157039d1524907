-- name: ValidateWeek :execrows
update week
set validated_minutes = $2, validated_at = $3, validated_by = $4
where id = $1;

-- name: ActivitiesFrom :many
select id, person_id, kind, label_sealed, place, day, start_minute, minutes, done
from planned_activity
where person_id = $1 and day >= $2 and cancelled_at = 0
order by day, start_minute, id;

-- name: ActivityOfPerson :many
select id, kind, label_sealed, place, day, start_minute, minutes
from planned_activity
where id = $1 and person_id = $2 and cancelled_at = 0;

-- name: SetPreferences :execrows
update person
set language = $2, preferred_channel = $3, discreet = $4, updated_at = $5
where id = $1;

-- name: ContactOfPerson :many
select id, channel, address_index, kind, status, position
from contact_point
where id = $1 and person_id = $2;

-- name: OthersAtAddress :one
select exists (
  select 1
  from contact_point
  where address_index = $1 and person_id <> $2 and status = 'current'
);

-- name: GiveEscalations :exec
update escalation
set professional_id = sqlc.arg(to_id)
where person_id = sqlc.arg(person_id) and state = 'open' and professional_id = sqlc.arg(from_id);

-- name: ReturnPerson :execrows
update person
set exited_on = '', updated_at = $2
where id = $1 and exited_on <> '' and held_at = 0;

-- name: LastExit :many
select at
from event
where person_id = $1 and kind = 'exited'
order by seq desc
limit 1;

-- name: RevokedAt :many
select appointment_id
from participation
where person_id = $1 and outcome = 'revoked' and outcome_at = $2
order by appointment_id;
