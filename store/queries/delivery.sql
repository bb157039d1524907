-- name: AttemptsOf :many
select id, n, channel, address_index, state, rank
from attempt
where notification_id = $1
order by n;

-- name: Attempt :one
select id, notification_id, n, person_id, channel, contact_point_id, address_sealed, address_index, sender, body_sealed, encoding,
  parts, state, rank, lane, due_at, tries, lease_owner, lease_seq, lease_until, sending_at, left_at, provider_id, code,
  look_up_at, look_ups, created_at, updated_at, poll_at, polls, erased_at, message_sealed, receipts, digest
from attempt
where id = $1;

-- name: GatherAttempt :one
-- Each column of the answer costs about a microsecond: the dates of the milestones are one,
-- and so is what only the digest needs.
select a.notification_id, a.n, coalesce(a.person_id, '') as person_id, a.channel, a.address_index, a.state, a.rank, a.sending_at, a.left_at,
  a.provider_id, a.polls, a.sender, cast(a.receipts || ' ' || a.encoding || ' ' || cast(a.parts as text) || ' ' || a.code as text) as marks,
  n.kind, n.class, n.state as notification_state, n.reason, n.cancelled_at, n.subject_id, coalesce(n.appointment_id, '') as appointment_id,
  exists (select 1 from attempt x where x.notification_id = a.notification_id and x.n <> a.n) as others,
  exists (select 1 from orphan_receipt o where o.provider_id = sqlc.arg(provider_id)) as orphaned,
  coalesce(e.seq, 0) as last_seq, coalesce(e.hash, '') as last_hash,
  cast(coalesce(m.entered_on || ',' || m.sent_on || ',' || m.convoked_on || ',' || m.handed_over_on || ',' || m.delivered_on || ',' || m.convened_on, '') as text) as milestones
from attempt a
join notification n on n.id = a.notification_id
left join milestone m on m.person_id = a.person_id
left join event e on e.person_id = a.person_id and e.seq = (select max(x.seq) from event x where x.person_id = a.person_id)
where a.id = sqlc.arg(id);

-- name: AttemptBody :one
select body_sealed
from attempt
where id = $1;

-- name: AttemptByProviderID :one
select id
from attempt
where provider_id = $1 and provider_id <> ''
order by created_at, id
limit 1;

-- name: AttemptByEventProviderID :one
select attempt_id
from attempt_event
where provider_id = $1 and besides
order by id
limit 1;

-- name: Fold :execrows
update attempt
set state = sqlc.arg(state), rank = sqlc.arg(rank), code = case when cast(sqlc.arg(code) as text) = '' then code else cast(sqlc.arg(code) as text) end,
  provider_id = case when provider_id = '' then cast(sqlc.arg(provider_id) as text) else provider_id end,
  look_up_at = 0, lease_until = 0, updated_at = sqlc.arg(updated_at), receipts = sqlc.arg(receipts), digest = sqlc.arg(digest),
  poll_at = case
    when cast(sqlc.arg(poll_at) as bigint) = 0 then 0
    when poll_at > 0 then poll_at
    else cast(sqlc.arg(poll_at) as bigint)
  end
where id = sqlc.arg(id) and rank < sqlc.arg(rank);

-- name: CancelAttempts :execrows
update attempt
set state = 'cancelled', rank = 5, code = $2, lease_until = 0, updated_at = $3
where notification_id = $1 and state in ('queued', 'claimed');

-- name: CancelYounger :execrows
update attempt
set state = 'cancelled', rank = 5, code = 'proved_elsewhere', lease_until = 0, updated_at = $3
where notification_id = $1 and n > $2 and state in ('queued', 'claimed');

-- name: CancelYoungerOnChannel :execrows
update attempt
set state = 'cancelled', rank = 5, code = 'adopted', lease_until = 0, updated_at = $4
where notification_id = $1 and n > $2 and channel = $3 and state in ('queued', 'claimed');

-- name: SettleNotification :exec
update notification
set state = $2, reason = $3, ended_at = $4
where id = $1;

-- name: WithdrawNotification :execrows
update notification
set cancelled_at = $2, reason = $3
where id = $1 and cancelled_at = 0;

-- name: SetFallback :exec
update notification
set fallback_at = $2
where id = $1;

-- name: PlannedOfAppointment :many
select id
from notification
where appointment_id = $1 and person_id = $2 and cancelled_at = 0 and in_reply_to = '' and kind <> 'cancellation'
order by id;

-- name: TakeFallback :execrows
update notification
set fallback_at = 0
where id = $1 and fallback_at > 0 and fallback_at <= $2;

-- name: FallbacksDue :many
select id, person_id
from notification
where fallback_at > 0 and fallback_at <= $1
order by fallback_at, id
limit $2;

-- name: CloseUnaskedPrompts :exec
update prompt
set closed_at = $2
where notification_id = $1 and closed_at = 0 and asked_at = 0;

-- name: ClosePromptsOfAppointment :exec
update prompt
set closed_at = $3
where appointment_id = $1 and person_id = $2 and closed_at = 0;

-- name: AskPrompts :exec
update prompt
set asked_at = $2
where notification_id = $1 and asked_at = 0;

-- name: ReleaseAttempt :execrows
update attempt
set state = 'queued', rank = 0, due_at = $3, code = $4, lease_owner = '', lease_until = 0
where id = $1 and state = 'claimed' and lease_seq = $2;

-- name: EndAttempt :execrows
update attempt
set state = $3, rank = 5, code = $4, lease_until = 0, updated_at = $5
where id = $1 and state = 'claimed' and lease_seq = $2;

-- name: RequeueAttempt :execrows
update attempt
set state = 'queued', rank = 0, due_at = sqlc.arg(due_at), code = sqlc.arg(code), tries = tries + 1, lease_owner = '', lease_until = 0,
  sending_at = 0, left_at = 0, body_sealed = case when n = 1 then null else body_sealed end, updated_at = sqlc.arg(updated_at)
where id = sqlc.arg(id) and state = 'sending' and lease_seq = sqlc.arg(lease_seq);

-- name: RefuseAttempt :execrows
update attempt
set state = sqlc.arg(state), rank = 36, code = sqlc.arg(code), look_up_at = 0, lease_until = 0, left_at = 0, digest = sqlc.arg(digest),
  updated_at = sqlc.arg(updated_at)
where id = sqlc.arg(id) and state in ('sending', 'unknown') and lease_seq = sqlc.arg(lease_seq);

-- name: DoubtAttempt :execrows
update attempt
set state = 'unknown', rank = 15, code = sqlc.arg(code), look_up_at = sqlc.arg(look_up_at), lease_until = 0, updated_at = sqlc.arg(updated_at)
where id = sqlc.arg(id) and state = 'sending' and lease_seq = sqlc.arg(lease_seq);

-- name: UnaskPrompts :exec
update prompt
set asked_at = 0
where prompt.notification_id = $1 and asked_at > 0 and closed_at = 0
  and not exists (select 1 from attempt where attempt.notification_id = $1 and attempt.left_at > 0);

-- name: LoseAttempt :execrows
update attempt
set state = 'lost', look_up_at = $2, updated_at = $3
where id = $1 and state = 'unknown';

-- name: NoteReceipt :exec
-- Of a receipt that moves nothing.
update attempt
set provider_id = $2, receipts = $3, digest = $4
where id = $1;

-- name: DigestAttempt :exec
update attempt
set digest = $2
where id = $1;

-- name: InsertAttemptEvent :execrows
insert into attempt_event (id, attempt_id, source, provider_id, status, code, at, digest, besides, n)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (attempt_id, source, provider_id, status, code) do nothing;

-- name: InsertOrphan :exec
insert into orphan_receipt (id, provider_id, status, code, state, at, digest, cause)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (provider_id, status, code) do nothing;

-- name: TakeOrphans :many
delete from orphan_receipt
where provider_id = $1
returning id, provider_id, status, code, state, at, digest, cause;

-- name: OldOrphans :many
select provider_id, cast(min(at) as bigint) as since
from orphan_receipt
where at <= $1
group by provider_id
order by provider_id
limit $2;

-- name: LapsedSending :many
update attempt
set state = 'unknown', rank = 15, look_up_at = sending_at + $2, updated_at = $3
where state in ('claimed', 'sending') and state = 'sending' and lease_until < $1
returning id, notification_id, person_id;

-- name: LapsedClaims :execrows
update attempt
set state = 'queued', rank = 0, lease_owner = ''
where state in ('claimed', 'sending') and state = 'claimed' and lease_until < $1;

-- name: LookUpsDue :many
select a.id, a.notification_id, a.n, a.channel, a.address_sealed, a.sender, a.body_sealed, a.encoding, a.parts, a.state, a.lease_seq,
  a.sending_at, a.provider_id, a.code, a.look_ups, a.due_at, n.class, n.expires_at
from attempt a
join notification n on n.id = a.notification_id
where a.state in ('unknown', 'lost') and a.look_up_at > 0 and a.look_up_at <= $1
order by a.look_up_at, a.id
limit $2;

-- name: PostponeLookUp :execrows
update attempt
set look_ups = look_ups + 1, look_up_at = $3
where id = $1 and look_ups = $2 and state in ('unknown', 'lost');

-- name: DelayLookUp :execrows
update attempt
set look_up_at = $3
where id = $1 and look_ups = $2 and state in ('unknown', 'lost');

-- name: PollsDue :many
select id, notification_id, n, channel, sender, state, provider_id, code, left_at, polls
from attempt
where poll_at > 0 and poll_at <= $1
order by poll_at, id
limit $2;

-- name: RecordPoll :execrows
update attempt
set polls = polls + 1, poll_at = $3
where id = $1 and polls = $2 and state in ('accepted', 'sent', 'no_receipt');

-- name: MarkAttempt :execrows
-- Whatever keeps an attempt back here, ClaimedDeliveries tells the gate, which ends it: one
-- that only the mark refused would come back for ever.
update attempt
set state = 'sending', rank = 10, sending_at = sqlc.arg(process), left_at = sqlc.arg(now), lease_until = sqlc.arg(lease_until),
  body_sealed = sqlc.arg(body_sealed), encoding = sqlc.arg(encoding), parts = sqlc.arg(parts), sender = sqlc.arg(sender),
  updated_at = sqlc.arg(now)
where attempt.id = sqlc.arg(id) and attempt.state = 'claimed' and attempt.lease_seq = sqlc.arg(lease_seq)
  and exists (
    select 1
    from notification n
    where n.id = attempt.notification_id
      and n.cancelled_at = 0
      and (n.expires_at = 0 or n.expires_at > sqlc.arg(now))
      and (n.kind not in ('convocation', 'moved', 'reminder') or exists (
        select 1
        from appointment ap
        join participation pa on pa.appointment_id = ap.id
        where ap.id = n.appointment_id and pa.person_id = n.person_id and ap.version = n.appointment_version
          and pa.outcome = 'unknown' and ap.starts_at > sqlc.arg(now)
      ))
      and (n.kind not in ('weekly_request', 'weekly_nudge') or exists (
        select 1
        from week w
        where w.id = n.subject_id and w.answered_at = 0 and w.closed_at = 0 and w.close_at > sqlc.arg(now)
      ))
      and (n.kind <> 'activity_reminder' or exists (select 1 from planned_activity pl where pl.id = n.subject_id and pl.cancelled_at = 0))
      and ((n.in_reply_to <> '' and n.lane = 0) or not exists (
        select 1
        from contact_point c
        where c.address_index = attempt.address_index and c.channel = attempt.channel
          and (c.opted_out_at > 0 or c.blocked_at > 0 or (c.found_kind <> '' and c.status = 'current')
            or (c.person_id = attempt.person_id and c.status <> 'current'))
      ))
  );

-- name: ClaimedDeliveries :many
select a.id, a.notification_id, a.n, a.person_id, a.channel, a.address_sealed, a.sender, a.body_sealed, a.encoding, a.parts, a.state,
  a.lease_seq, a.provider_id, a.code, a.look_ups, a.due_at, a.lane,
  n.key, n.kind, n.class, n.professional_id, n.appointment_id, n.appointment_version, n.escalation_id, n.in_reply_to, n.template,
  n.facts_sealed, n.choices, n.prompt_kind, n.urgent, n.reference, n.due_at as notification_due_at, n.expires_at, n.fallback_at,
  n.state as notification_state, n.cancelled_at, n.created_at, n.subject_id, n.hurried_at,
  coalesce(w.close_at, 0) as week_close_at, coalesce(w.answered_at, 0) as week_answered_at, coalesce(w.closed_at, 0) as week_closed_at,
  coalesce(w.skip, '') as week_skip, coalesce(pl.cancelled_at, 1) as activity_cancelled_at,
  coalesce(p.title, '') as title, coalesce(p.first_name, '') as first_name, coalesce(p.last_name, '') as last_name,
  coalesce(p.language, '') as language, coalesce(p.discreet, false) as discreet, coalesce(p.exited_on, '') as exited_on, coalesce(p.held_at, 0) as held_at,
  coalesce(pro.first_name, '') as staff_first_name, coalesce(pro.last_name, '') as staff_last_name,
  exists (
    select 1
    from contact_point c
    where c.address_index = a.address_index and c.channel = a.channel and (c.opted_out_at > 0 or c.blocked_at > 0)
  ) as closed,
  exists (
    select 1
    from contact_point c
    where c.address_index = a.address_index and c.channel = a.channel
      and ((c.found_kind <> '' and c.status = 'current') or (c.person_id = a.person_id and c.status <> 'current'))
  ) as unusable,
  coalesce(ap.version, 0) as current_version, coalesce(ap.starts_at, 0) as starts_at, coalesce(pa.outcome, '') as outcome,
  exists (
    select 1
    from attempt b
    join notification m on m.id = b.notification_id
    where b.person_id = a.person_id and b.notification_id <> a.notification_id and b.left_at >= $3
      and b.state in ('sending', 'unknown', 'lost', 'accepted', 'sent', 'no_receipt', 'delivered', 'acknowledged')
      and m.lane between 2 and a.lane and m.in_reply_to = '' and m.class in ('must_arrive', 'time_bound', 'routine')
  ) as told_today
from attempt a
join notification n on n.id = a.notification_id
left join person p on p.id = n.person_id
left join professional pro on pro.id = n.professional_id
left join appointment ap on ap.id = n.appointment_id
left join participation pa on pa.appointment_id = n.appointment_id and pa.person_id = n.person_id
left join week w on w.id = n.subject_id and n.subject_id <> ''
left join planned_activity pl on pl.id = n.subject_id and n.subject_id <> ''
where a.state in ('claimed', 'sending') and a.lease_until = $1 and a.lease_owner = $2 and a.state = 'claimed';

-- name: ExpiredDue :many
select a.id, a.notification_id, a.n
from attempt a
join notification n on n.id = a.notification_id
where a.state = 'queued' and a.channel = cast(sqlc.arg(channel) as text) and a.lane = cast(sqlc.arg(lane) as bigint) and a.due_at <= sqlc.arg(now)
  and n.expires_at > 0 and n.expires_at <= sqlc.arg(now)
order by a.due_at, a.id
limit sqlc.arg(most);

-- name: ExpireQueued :execrows
update attempt
set state = 'expired', rank = 5, code = 'expired', updated_at = $2
where id = $1 and state = 'queued';

-- name: AppointmentStands :one
select exists (
  select 1
  from appointment ap
  join participation pa on pa.appointment_id = ap.id
  where ap.id = sqlc.arg(appointment_id) and pa.person_id = sqlc.arg(person_id) and ap.version = sqlc.arg(version)
    and pa.outcome = 'unknown' and ap.starts_at > sqlc.arg(now)
);

-- name: PersonGone :one
select cast(exited_on <> '' or held_at > 0 as boolean) as gone
from person
where id = $1;

-- name: AttachedToAttempt :one
select exists (
  select 1
  from attempt
  where attempt.provider_id = $1 and attempt.provider_id <> ''
) or exists (
  select 1
  from attempt_event
  where attempt_event.provider_id = $1 and attempt_event.besides
) as attached;
