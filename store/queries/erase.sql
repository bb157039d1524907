-- name: UnerasedAttempts :many
select id, sender, provider_id, left_at
from attempt
where channel = 'sms' and provider_id <> '' and erased_at = 0 and left_at > 0 and left_at <= $1 and rank >= 33
order by left_at, id
limit $2;

-- name: UnerasedInbox :many
select id, provider_id, received_at
from inbox
where provider = 'twilio' and erased_at = 0 and received_at <= $1 and state = 'done'
order by received_at, id
limit $2;

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
