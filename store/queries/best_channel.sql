-- name: Movable :many
-- What waits for its time on its first channel and was never tried: choosing another
-- channel for it cannot send it twice.
select a.id, a.notification_id, a.channel, a.due_at, n.kind, n.template, n.appointment_id
from attempt a
join notification n on n.id = a.notification_id
where a.person_id = $1 and a.n = 1 and a.state = 'queued' and a.sending_at = 0 and a.channel in ('sms', 'telegram', 'email')
  and n.in_reply_to = '' and n.cancelled_at = 0 and n.class in ('must_arrive', 'time_bound', 'routine') and n.kind <> 'linked'
order by a.id;

-- name: MoveAttempt :execrows
update attempt
set channel = sqlc.arg(channel), contact_point_id = sqlc.narg(contact_point_id), address_sealed = sqlc.arg(address_sealed),
  address_index = sqlc.arg(address_index), updated_at = sqlc.arg(updated_at)
where id = sqlc.arg(id) and state = 'queued' and sending_at = 0;
