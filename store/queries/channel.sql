-- name: OptOutPoints :many
update contact_point
set opted_out_at = sqlc.arg(at), updated_at = sqlc.arg(at)
where channel = sqlc.arg(channel) and (address_index = sqlc.arg(address_index) or person_id = sqlc.arg(person_id)) and opted_out_at = 0
returning person_id;

-- name: BlockPoints :many
update contact_point
set blocked_at = sqlc.arg(at), updated_at = sqlc.arg(at)
where channel = sqlc.arg(channel) and address_index = sqlc.arg(address_index) and blocked_at = 0
returning person_id;

-- name: ReopenPoints :many
update contact_point
set opted_out_at = 0, blocked_at = 0, updated_at = sqlc.arg(at)
where channel = sqlc.arg(channel) and address_index = sqlc.arg(address_index) and (opted_out_at > 0 or blocked_at > 0)
returning person_id;

-- name: DisownPoints :many
update contact_point
set status = 'not_theirs', updated_at = sqlc.arg(at)
where person_id = sqlc.arg(person_id) and address_index = sqlc.arg(address_index) and status <> 'not_theirs'
returning person_id;

-- name: FindPoints :many
update contact_point
set found_kind = $2, updated_at = $3
where address_index = $1 and channel in ('sms', 'call') and found_kind <> $2
returning person_id;

-- name: InsertOptOut :exec
insert into opt_out (id, person_id, channel, address_index, direction, at, proof)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: WaitingOnAddress :many
select id, notification_id, n
from attempt
where address_index = sqlc.arg(address_index) and channel = sqlc.arg(channel) and state in ('queued', 'claimed')
order by id;

-- name: WaitingOnChannel :many
select id, notification_id, n
from attempt
where person_id = sqlc.arg(person_id) and channel = sqlc.arg(channel) and state in ('queued', 'claimed')
order by id;

-- name: CancelAttempt :execrows
update attempt
set state = 'cancelled', rank = 5, code = $2, lease_until = 0, updated_at = $3
where id = $1 and state in ('queued', 'claimed');

-- name: PointsAtAddress :many
select id, person_id, channel, address_sealed, address_index, kind, shared, verified, status, position, opted_out_at,
  blocked_at, created_at, updated_at, found_kind
from contact_point
where address_index = $1 and channel = $2
order by person_id, id;
