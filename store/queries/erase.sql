-- name: UnerasedAttempts :many
select id, sender, provider_id, left_at
from attempt
where channel = 'sms' and provider_id <> '' and erased_at = 0 and left_at > 0 and rank >= 33
  and left_at <= sqlc.arg(until) and (left_at, id) > (cast(sqlc.arg(after_at) as bigint), cast(sqlc.arg(after_id) as text))
order by left_at, id
limit sqlc.arg(most);

-- name: UnerasedInbox :many
select id, provider_id, received_at
from inbox
where provider = 'twilio' and erased_at = 0 and state = 'done'
  and received_at <= sqlc.arg(until) and (received_at, id) > (cast(sqlc.arg(after_at) as bigint), cast(sqlc.arg(after_id) as text))
order by received_at, id
limit sqlc.arg(most);

-- name: EraseBesides :exec
-- A text under an id that is not its attempt's own waits among those that no other row marks.
insert into forgotten_text (provider_id, sender, inbound, at)
select cast(sqlc.arg(provider_id) as text), a.sender, false, cast(sqlc.arg(at) as bigint)
from attempt a
where a.id = sqlc.arg(attempt_id) and a.channel = 'sms'
on conflict (provider_id) do nothing;

-- name: MarkAttemptErased :exec
update attempt
set erased_at = $2
where id = $1;

-- name: MarkInboxErased :exec
update inbox
set erased_at = $2
where id = $1;

-- name: OldestUnerasedAttempt :one
select cast(coalesce(min(left_at), 0) as bigint) as since
from attempt
where channel = 'sms' and provider_id <> '' and erased_at = 0 and left_at > 0;

-- name: OldestUnerasedInbox :one
select cast(coalesce(min(received_at), 0) as bigint) as since
from inbox
where provider = 'twilio' and erased_at = 0;
