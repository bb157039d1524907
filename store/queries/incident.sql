-- name: InsertIncident :execrows
insert into incident (id, key, kind, person_id, attempt_id, details, at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (key) do nothing;

-- name: IncidentKnown :one
select exists (
  select 1
  from incident
  where key = $1
);

-- name: RefusedBetween :one
-- Those of a sender that left between two instants and were refused with a code since.
select count(*)
from attempt
where sender = sqlc.arg(sender) and state = 'undelivered_perm' and code = sqlc.arg(code)
  and left_at > sqlc.arg(since) and left_at <= sqlc.arg(until);

-- name: LeftBetween :one
-- How many of a sender left between two instants, counted up to a number.
select count(*)
from (
  select a.id
  from attempt a
  where a.channel = 'sms' and a.provider_id <> '' and a.erased_at = 0 and a.left_at > sqlc.arg(since) and a.left_at <= sqlc.arg(until)
    and a.sender = sqlc.arg(sender)
  limit sqlc.arg(most)
) as lately;
