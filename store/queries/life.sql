-- name: HoldPeople :many
update person
set held_at = sqlc.arg(at), updated_at = sqlc.arg(at)
where person.held_at = 0 and person.exited_on = ''
  and (person.id = sqlc.arg(person_id) or person.id in (
    select c.person_id from contact_point c where c.address_index = sqlc.arg(address_index) and c.channel = sqlc.arg(channel) and c.status = 'current'))
returning person.id;

-- name: ReleasePerson :execrows
update person
set held_at = 0, exited_on = '', updated_at = $2
where id = $1 and held_at > 0;

-- name: HeldSince :one
select held_at, exited_on
from person
where id = $1;

-- name: StoppedSince :many
-- Messages about an appointment that were not withdrawn, and that wait to be proved or
-- ended since an instant otherwise than delivered.
select id
from notification
where person_id = sqlc.arg(person_id) and appointment_id is not null and cancelled_at = 0 and class in ('must_arrive', 'time_bound')
  and (state in ('pending', 'handed_over') or (state in ('unconfirmed', 'failed', 'expired', 'lost') and ended_at >= sqlc.arg(since)))
order by created_at, id;

-- name: ExitPerson :execrows
update person
set exited_on = $2, updated_at = $3
where id = $1 and exited_on = '';

-- name: SetExitedOn :exec
update milestone
set exited_on = $2
where person_id = $1;

-- name: CloseOpenPrompts :exec
update prompt
set closed_at = $2
where person_id = $1 and closed_at = 0;

-- name: InsertClaim :exec
insert into number_claim (id, person_id, address_sealed, address_index, kind, state, claimed_at)
values ($1, $2, $3, $4, $5, 'asked', $6);

-- name: ReplaceClaims :exec
update number_claim
set state = 'refused', settled_at = $2, settled_by = $3
where person_id = $1 and state = 'asked';

-- name: ClaimsOfPerson :many
select id, person_id, address_sealed, address_index, kind, claimed_at
from number_claim
where person_id = $1 and state = 'asked'
order by claimed_at desc, id desc;

-- name: ClaimsAtAddress :many
select id, person_id, address_sealed, address_index, kind, claimed_at
from number_claim
where address_index = $1 and state = 'asked' and claimed_at > $2
order by claimed_at desc, id desc;

-- name: SettleClaim :execrows
update number_claim
set state = $2, settled_at = $3, settled_by = $4
where id = $1 and state = 'asked';

-- name: ConfirmPoint :exec
insert into contact_point (id, person_id, channel, address_sealed, address_index, kind, shared, verified, status, position, opted_out_at,
  created_at, updated_at)
values (sqlc.arg(id), sqlc.arg(person_id), sqlc.arg(channel), sqlc.arg(address_sealed), sqlc.arg(address_index), sqlc.arg(kind), false, true, 'current', 0,
  sqlc.arg(opted_out_at), sqlc.arg(at), sqlc.arg(at))
on conflict (person_id, channel, address_index) do update set
  status = 'current', verified = true, position = 0, updated_at = excluded.updated_at;

-- name: RetireNumbers :many
update contact_point
set status = 'former', updated_at = sqlc.arg(at)
where person_id = sqlc.arg(person_id) and channel = sqlc.arg(channel) and address_index <> sqlc.arg(address_index) and kind = 'mobile' and status = 'current'
returning address_index;

-- name: Speaker :one
select person_id
from speaker
where address_index = $1 and until > $2;

-- name: SetSpeaker :exec
insert into speaker (address_index, person_id, until)
values ($1, $2, $3)
on conflict (address_index) do update set person_id = excluded.person_id, until = excluded.until;

-- name: AskInboxAgain :execrows
update inbox
set state = 'new', tries = 0
where id = $1 and state = 'done' and person_id is null;
