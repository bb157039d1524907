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
where at <= sqlc.arg(until) and (at, provider_id) > (cast(sqlc.arg(after_at) as bigint), cast(sqlc.arg(after_id) as text))
order by at, provider_id
limit sqlc.arg(most);

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
select p.first_name, p.last_name, p.birth_name, p.birth_date, p.nir_sealed, p.internal_id, p.france_travail_id, p.household_id,
  coalesce(h.affiliation_key, '') as affiliation_key,
  exists (select 1 from person o where o.household_id = p.household_id and o.id <> p.id) as in_family
from person p
left join household h on h.id = p.household_id
where p.id = $1;

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

-- name: OwnAddresses :many
-- Addresses of a person that nobody else has.
select c.address_sealed, c.address_index
from contact_point c
where c.person_id = $1
  and not exists (select 1 from contact_point o where o.address_index = c.address_index and o.person_id <> c.person_id);

-- name: QuestionsFrom :many
-- Questions of an address whose author was not found.
select id
from escalation
where person_id is null and address_index = $1;

-- name: CloseQuestionsFrom :exec
update escalation
set state = 'closed'
where person_id is null and address_index = $1 and state = 'open';

-- name: AnswersTo :many
-- Answers to an address while its owner was unknown.
select distinct a.notification_id
from attempt a
join notification n on n.id = a.notification_id
where a.address_index = $1 and n.person_id is null and n.professional_id is null
order by a.notification_id;

-- name: StrangersInbox :many
select id, received_at, payload_sealed
from inbox
where person_id is null and professional_id is null and (received_at > $1 or received_at = $1 and id > $2)
order by received_at, id
limit 200;

-- name: UpstreamContents :many
select id, payload_sealed
from upstream_inbox
where payload_sealed is not null and id > $1
order by id
limit 200;

-- name: EmptyUpstream :exec
update upstream_inbox
set payload_sealed = null, state = 'dismissed', reason = 'erased', upstream_id = ''
where id = $1;

-- name: EditsOfFiles :many
select import_id, line, edit_sealed
from file_import_edit
order by import_id, line;

-- name: DropEditOfFile :exec
delete from file_import_edit
where import_id = $1 and line = $2;
