-- name: InsertInbox :execrows
-- What somebody wrote who was erased since may be listed at the provider once more.
insert into inbox (id, provider, provider_id, payload_sealed, received_at, state)
select $1, $2, $3, $4, $5, 'new'
where not exists (
  select 1
  from forgotten_text f
  where f.provider_id = $3
)
on conflict (provider, provider_id) do nothing;

-- name: NewInbox :many
select id, provider, provider_id, payload_sealed, received_at, tries
from inbox
where state = 'new'
order by received_at, id
limit $1;

-- name: TryInbox :many
update inbox
set tries = tries + 1, state = case when tries + 1 >= sqlc.arg(tries) then 'parked' else state end
where id = sqlc.arg(id) and state = 'new'
returning state;

-- name: IgnoreInbox :execrows
update inbox
set state = 'done', done_at = received_at
where id = $1 and state = 'new';

-- name: FinishInbox :execrows
update inbox
set state = 'done', person_id = sqlc.arg(person_id), professional_id = sqlc.arg(professional_id), text_sealed = sqlc.arg(text_sealed),
  channel = sqlc.arg(channel), done_at = sqlc.arg(done_at)
where id = sqlc.arg(id) and state = 'new';

-- name: OwnInbox :exec
update inbox
set person_id = sqlc.arg(person_id), professional_id = sqlc.arg(professional_id)
where id = sqlc.arg(id);

-- name: InboxState :one
select state
from inbox
where id = $1;

-- name: Conversation :one
select state, version
from conversation
where subject = $1;

-- name: StartConversation :execrows
insert into conversation (subject, person_id, state, version, updated_at)
values ($1, $2, $3, 1, $4)
on conflict (subject) do nothing;

-- name: ContinueConversation :execrows
update conversation
set state = sqlc.arg(state), version = version + 1, updated_at = sqlc.arg(updated_at)
where subject = sqlc.arg(subject) and version = sqlc.arg(version);

-- name: PersonOfDossier :one
select p.id, p.role, p.title, p.first_name, p.last_name, p.birth_date, p.address, p.postcode, p.city, p.structure,
  coalesce(p.territory_id, '') as territory_id, coalesce(t.name, '') as territory, coalesce(p.referent_id, '') as referent_id,
  p.language, p.preferred_channel, p.discreet, p.entered_on, p.entry_source, p.exited_on, p.held_at, p.created_at
from person p
left join territory t on t.id = p.territory_id
where p.id = $1 and p.purged_at = 0;

-- name: SetLanguage :execrows
update person
set language = $2, updated_at = $3
where id = $1 and language <> $2;

-- name: SetDiscreet :execrows
update person
set discreet = $2, updated_at = $3
where id = $1 and discreet <> $2;

-- name: OpenPrompts :many
-- Nobody answers what had not been asked when they wrote.
select id, person_id, notification_id, coalesce(appointment_id, '') as appointment_id, kind, choices, asked_at, expires_at, subject_id
from prompt
where person_id = sqlc.arg(person_id) and closed_at = 0 and asked_at > 0 and asked_at <= sqlc.arg(written_at) and expires_at > sqlc.arg(now)
order by asked_at desc, id desc;

-- name: PromptOfNotification :one
select id, person_id, notification_id, coalesce(appointment_id, '') as appointment_id, kind, choices, asked_at, expires_at, subject_id
from prompt
where notification_id = $1
order by id
limit 1;

-- name: PromptByID :one
select id, person_id, notification_id, coalesce(appointment_id, '') as appointment_id, kind, choices, asked_at, expires_at, subject_id
from prompt
where id = $1;

-- name: ClosePrompt :execrows
update prompt
set closed_at = $2, answer = $3
where id = $1 and closed_at = 0;

-- name: LastCarrier :one
select id
from attempt
where notification_id = $1 and left_at > 0
order by left_at desc, n desc
limit 1;

-- name: AnsweredCarrier :one
-- Of the attempts that left, the latest to where the answer came from, else the latest.
select id
from attempt
where notification_id = sqlc.arg(notification_id) and left_at > 0
order by case when address_index = sqlc.arg(address_index) then 0 else 1 end, left_at desc, n desc
limit 1;

-- name: LastLeftTo :one
-- What may not have left proves nothing, nor does an attempt whose resend to the same
-- address has begun (it is the resend that was read), nor one that left after the
-- person wrote.
select a.id, a.left_at
from attempt a
where a.address_index = sqlc.arg(address_index) and a.person_id = sqlc.arg(person_id) and a.left_at > 0 and a.left_at <= sqlc.arg(written_at)
  and a.rank >= 20 and a.rank not in (35, 36)
  and not exists (select 1 from attempt again where again.notification_id = a.notification_id and again.address_index = a.address_index and again.n > a.n and again.left_at > 0 and again.left_at <= sqlc.arg(written_at))
order by a.left_at desc, a.id desc
limit 1;

-- name: MayAnswerAnother :one
select exists (
  select 1
  from attempt a
  where a.address_index = sqlc.arg(address_index) and a.notification_id <> sqlc.arg(notification_id)
    and a.left_at > sqlc.arg(since) and a.rank >= 10 and a.rank not in (35, 36)
);

-- name: SendingTo :one
select exists (select 1 from attempt where address_index = $1 and state = 'sending');

-- name: UseLink :many
update telegram_link
set used_at = sqlc.arg(now)
where token_index = sqlc.arg(token_index) and used_at = 0 and expires_at > sqlc.arg(now)
returning coalesce(person_id, '') as person_id, coalesce(professional_id, '') as professional_id;

-- name: LinkOwner :one
select coalesce(l.person_id, '') as person_id, coalesce(l.professional_id, '') as professional_id, coalesce(p.language, '') as language
from telegram_link l
left join person p on p.id = l.person_id
where l.token_index = $1 and l.used_at = 0 and l.expires_at > $2;

-- name: LinkPoint :exec
insert into contact_point (id, person_id, channel, address_sealed, address_index, kind, shared, verified, status, position, created_at, updated_at)
values ($1, $2, 'telegram', $3, $4, '', false, true, 'current', 0, $5, $5)
on conflict (person_id, channel, address_index) do update set
  status = 'current', verified = true, position = 0, opted_out_at = 0, blocked_at = 0, updated_at = excluded.updated_at;

-- name: RetireChats :exec
update contact_point
set status = 'former', updated_at = $3
where person_id = $1 and channel = 'telegram' and address_index <> $2 and status = 'current';

-- name: UnlinkProfessional :exec
update professional
set telegram_sealed = null, telegram_index = '', updated_at = $2
where telegram_index = $1 and telegram_index <> '';

-- name: LinkProfessional :exec
update professional
set telegram_sealed = $2, telegram_index = $3, updated_at = $4
where id = $1;
