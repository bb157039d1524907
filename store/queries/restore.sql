-- name: NewestSent :one
select cast(coalesce(max(at), 0) as bigint) as at
from event
where kind = 'sent';

-- name: IsMissing :one
select exists (
  select 1
  from missing_message m
  where m.provider_id = $1
  union all
  select 1
  from forgotten_text f
  where f.provider_id = $1
);

-- name: AnyMissing :one
select exists (
  select 1
  from missing_message
  where attempt_id = ''
);

-- name: InsertMissing :execrows
insert into missing_message (provider_id, pause_id, sender, address_sealed, address_index, body_sealed, left_at, status, code, state, cause)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (provider_id) do nothing;

-- name: MissingBefore :one
-- What left for an address before somebody there wrote, while a message waits that it may turn out to be.
select exists (
  select 1
  from missing_message m
  where m.address_index = sqlc.arg(address_index) and m.attempt_id = '' and m.left_at <= sqlc.arg(written_at) and exists (
    select 1
    from attempt a
    where a.address_index = m.address_index and a.channel = 'sms' and a.state = 'queued' and a.due_at <= m.left_at + cast(sqlc.arg(skew) as bigint)
  )
);

-- name: CountMissing :one
select count(*) as missing, count(case when attempt_id <> '' then 1 end) as found
from missing_message
where pause_id = $1;

-- name: MissingMessages :many
select m.provider_id, m.sender, m.address_sealed, m.body_sealed, m.left_at, m.status, m.code, m.state, m.cause,
  p.id as person_id, p.first_name, p.last_name
from missing_message m
left join person p on p.id = (
  select min(c.person_id)
  from contact_point c
  where c.address_index = m.address_index and c.channel = 'sms'
  having count(distinct c.person_id) = 1
)
where m.attempt_id = ''
order by m.left_at desc, m.provider_id
limit $1;

-- name: MissingAwaited :many
select m.provider_id, m.sender, m.address_sealed, m.body_sealed, m.left_at, m.status, m.code, m.state, m.cause
from missing_message m
where m.attempt_id = '' and exists (
  select 1
  from attempt a
  where a.address_index = m.address_index and a.channel = 'sms' and a.state = 'queued'
)
order by m.left_at, m.provider_id
limit $1;

-- name: MissingTo :many
select provider_id, sender, address_sealed, body_sealed, left_at, status, code, state, cause
from missing_message
where address_index = $1 and attempt_id = ''
order by left_at, provider_id;

-- name: FindMissing :execrows
update missing_message
set attempt_id = $2
where provider_id = $1 and attempt_id = '';

-- name: DoubtsAbout :many
select id, body_sealed, sending_at
from attempt
where address_index = $1 and channel = 'sms' and sending_at > 0
  and (provider_id = '' or state in ('sending', 'unknown', 'lost')) and state not in ('rejected', 'blocked')
order by sending_at, id;

-- name: AddressKnown :one
select exists (
  select 1
  from contact_point
  where address_index = $1 and channel = 'sms'
);

-- name: AdoptAttempt :execrows
update attempt
set state = 'sending', rank = 10, sending_at = sqlc.arg(sending_at), left_at = sqlc.arg(left_at), lease_owner = '', lease_until = 0,
  body_sealed = sqlc.arg(body_sealed), encoding = sqlc.arg(encoding), parts = sqlc.arg(parts), sender = sqlc.arg(sender),
  updated_at = sqlc.arg(now)
where id = sqlc.arg(id) and state in ('queued', 'claimed') and state = sqlc.arg(state) and lease_seq = sqlc.arg(lease_seq);

-- name: RenameReference :exec
update notification
set reference = $2
where id = $1;

-- name: QueuedDeliveries :many
select a.id, a.notification_id, a.n, a.person_id, a.channel, a.address_sealed, a.sender, a.body_sealed, a.encoding, a.parts, a.state,
  a.lease_seq, a.provider_id, a.code, a.look_ups, a.due_at, a.lane,
  n.key, n.kind, n.class, n.professional_id, n.appointment_id, n.appointment_version, n.escalation_id, n.in_reply_to, n.template,
  n.facts_sealed, n.choices, n.prompt_kind, n.urgent, n.reference, n.due_at as notification_due_at, n.expires_at, n.fallback_at,
  n.state as notification_state, n.cancelled_at, n.created_at, n.subject_id, n.hurried_at,
  cast(0 as bigint) as week_close_at, cast(0 as bigint) as week_answered_at, cast(0 as bigint) as week_closed_at,
  '' as week_skip, cast(0 as bigint) as activity_cancelled_at,
  coalesce(p.title, '') as title, coalesce(p.first_name, '') as first_name, coalesce(p.last_name, '') as last_name,
  coalesce(p.language, '') as language, coalesce(p.discreet, false) as discreet, coalesce(p.exited_on, '') as exited_on, coalesce(p.held_at, 0) as held_at,
  coalesce(pro.first_name, '') as staff_first_name, coalesce(pro.last_name, '') as staff_last_name,
  false as closed, false as unusable,
  cast(0 as bigint) as current_version, cast(0 as bigint) as starts_at, '' as outcome, false as told_today
from attempt a
join notification n on n.id = a.notification_id
left join person p on p.id = n.person_id
left join professional pro on pro.id = n.professional_id
where a.address_index = $1 and a.channel = 'sms' and a.state = 'queued'
order by a.due_at, a.id;

-- name: TakeSetting :execrows
delete from setting
where key = $1 and value = $2;

-- name: SeeIncidentsOf :exec
update incident
set seen_at = sqlc.arg(seen_at), seen_by = sqlc.arg(seen_by)
where kind = sqlc.arg(kind) and seen_at = 0;
