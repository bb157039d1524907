-- name: LastEvent :one
select seq, hash
from event
where person_id = $1
order by seq desc
limit 1;

-- name: InsertEvent :exec
insert into event (id, person_id, seq, kind, at, actor, subject, payload_sealed, salt, digest, hash)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: EventsOfPerson :many
select id, person_id, seq, kind, at, actor, subject, payload_sealed, salt, digest, hash
from event
where person_id = $1
order by seq;

-- name: InsertMilestone :execrows
insert into milestone (person_id, territory_id, referent_id, entered_on, contact_loss, subject_to_duties, entry_source)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (person_id) do nothing;

-- name: Milestone :one
select person_id, territory_id, referent_id, entered_on, contact_loss, booked_on, appointment_on, sent_on, handed_over_on,
  convened_on, delivered_on, undelivered_on, answered_on, met_on, last_outcome, registered_on, oriented_on, contracted_on,
  employed_on, exited_on
from milestone
where person_id = $1;

-- name: SetContactLoss :exec
update milestone
set contact_loss = $2, channel = $3
where person_id = $1 and (contact_loss <> $2 or channel <> $3);
