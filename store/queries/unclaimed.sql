-- name: UnclaimedPage :many
select id
from escalation
where state = 'open' and person_id is null
order by urgent desc, due_at, id
limit sqlc.arg(most) offset sqlc.arg(beyond);

-- name: CountUnclaimed :one
select count(*)
from escalation
where state = 'open' and person_id is null;

-- name: AttachEscalation :execrows
update escalation
set person_id = sqlc.arg(person_id), professional_id = sqlc.arg(professional_id), attached_at = sqlc.arg(at), attached_claim = sqlc.arg(claim)
where id = sqlc.arg(id) and person_id is null and state = 'open';

-- name: DetachEscalation :execrows
update escalation
set person_id = null, professional_id = null, attached_at = 0, attached_claim = ''
where id = $1 and attached_at > 0 and state = 'open';

-- name: AttachedClaim :one
select coalesce(person_id, '') as person_id, attached_at, attached_claim
from escalation
where id = $1;

-- name: OwnInboxOfThread :exec
update inbox
set person_id = sqlc.arg(person_id)
where inbox.id in (
  select m.inbox_id
  from escalation_message m
  where m.escalation_id = sqlc.arg(escalation_id) and m.inbox_id <> ''
);

-- name: ReopenEscalation :execrows
update escalation
set state = 'open', answered_at = 0, answered_by = ''
where id = $1 and state = 'closed' and person_id is null;

-- name: PeopleEverAt :many
select distinct person_id
from contact_point
where address_index = $1 and status <> 'not_theirs'
order by person_id;

-- name: InboxOfThread :many
select inbox_id, at
from escalation_message
where escalation_id = $1 and inbox_id <> '' and sender = 'person'
order by at, id;

-- name: OwnPoints :many
update contact_point
set status = 'current', updated_at = sqlc.arg(now)
where address_index = sqlc.arg(address_index) and status = 'not_theirs' and updated_at = sqlc.arg(lost_at)
returning person_id;
