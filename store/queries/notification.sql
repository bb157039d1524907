-- name: InsertNotification :execrows
insert into notification (id, key, kind, class, lane, person_id, professional_id, appointment_id, appointment_version,
  escalation_id, in_reply_to, template, facts_sealed, choices, prompt_kind, urgent, reference, due_at, expires_at, fallback_at,
  state, reason, created_at, ended_at, subject_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
on conflict (key) do nothing;

-- name: Notification :one
select id, key, kind, class, lane, person_id, professional_id, appointment_id, appointment_version, escalation_id,
  in_reply_to, template, facts_sealed, choices, prompt_kind, urgent, reference, due_at, expires_at, fallback_at, state, reason,
  cancelled_at, created_at, ended_at, subject_id, hurried_at
from notification
where id = $1;

-- name: ReferenceTaken :one
select exists (
  select 1
  from attempt a
  join notification n on n.id = a.notification_id
  where a.address_index = $1 and n.reference = $2
);

-- name: InsertAttempt :execrows
insert into attempt (id, notification_id, n, person_id, channel, contact_point_id, address_sealed, address_index,
  body_sealed, encoding, parts, state, rank, lane, due_at, created_at, updated_at, receipts)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, '0')
on conflict (notification_id, n) do nothing;

-- name: InsertPrompt :exec
insert into prompt (id, person_id, notification_id, appointment_id, kind, choices, asked_at, expires_at, subject_id)
values ($1, $2, $3, $4, $5, $6, 0, $7, $8);

-- name: ContactPoints :many
select id, person_id, channel, address_sealed, address_index, kind, shared, verified, status, position, opted_out_at,
  blocked_at, created_at, updated_at, found_kind
from contact_point
where person_id = $1
order by channel, position, id;

-- name: RoutingOf :one
select preferred_channel, cast(case when no_fixed_address then '' else address end as text) as address, city
from person
where id = $1;

-- name: ProfessionalContact :one
select email, telegram_sealed
from professional
where id = $1;
