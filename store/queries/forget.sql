-- name: PersonOnTheWay :one
select exists (
  select 1
  from attempt a
  join notification n on n.id = a.notification_id
  where n.person_id = $1 and a.state in ('claimed', 'sending', 'unknown')
);

-- name: RememberSent :exec
insert into forgotten_text (provider_id, sender, inbound, at)
select a.provider_id, a.sender, false, a.left_at
from attempt a
join notification n on n.id = a.notification_id
where n.person_id = $1 and a.channel = 'sms' and a.provider_id <> '' and a.erased_at = 0 and a.left_at > 0
on conflict (provider_id) do nothing;

-- name: RememberReceived :exec
insert into forgotten_text (provider_id, sender, inbound, at)
select provider_id, '', true, received_at
from inbox
where person_id = $1 and provider = 'twilio' and erased_at = 0
on conflict (provider_id) do nothing;

-- name: ForgottenTexts :many
select provider_id, sender, inbound, at
from forgotten_text
where at <= $1
order by at, provider_id
limit $2;

-- name: OldestForgotten :one
select cast(coalesce(min(at), 0) as bigint) as since
from forgotten_text;

-- name: DropForgotten :execrows
delete from forgotten_text
where provider_id = $1;

-- name: AddTombstone :exec
insert into tombstone (identifier_index, erased_at)
values ($1, $2)
on conflict (identifier_index) do nothing;

-- name: EmptyJournal :execrows
update event
set payload_sealed = null, salt = null
where person_id = $1;

-- name: Identifiers :one
select first_name, last_name, nir_sealed, internal_id, household_id
from person
where id = $1;

-- name: AddressesOf :many
select address_sealed, address_index
from contact_point
where person_id = $1;

-- name: SealedRowsOfFiles :many
select import_id, line, checked_sealed, applied_sealed
from file_import_row
where import_id > $1 or (import_id = $1 and line > $2)
order by import_id, line
limit 200;

-- name: EmptyRowOfFile :exec
update file_import_row
set checked_sealed = null, applied_sealed = null
where import_id = $1 and line = $2;

-- name: AppointmentsOf :many
select appointment_id
from participation
where person_id = $1;

-- name: UntieOptOuts :exec
update opt_out
set person_id = null
where person_id = $1;
