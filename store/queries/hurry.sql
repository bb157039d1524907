-- name: WaitingDeliveries :many
-- What ClaimedDeliveries reads, of the attempts of a person that nobody has claimed.
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
    where b.person_id = a.person_id and b.notification_id <> a.notification_id and b.left_at >= $2
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
where a.person_id = $1 and a.state = 'queued' and n.cancelled_at = 0
order by a.due_at, a.id;

-- name: HurryNotification :exec
update notification
set hurried_at = $2, due_at = $2
where id = $1 and cancelled_at = 0;

-- name: HurryAttempt :execrows
update attempt
set due_at = $2, updated_at = $2
where id = $1 and state = 'queued';

-- name: RestoreNotification :execrows
update notification
set state = 'pending', reason = '', cancelled_at = 0, ended_at = 0
where id = $1 and cancelled_at > 0 and state = 'cancelled';

-- name: RestoreAttempt :execrows
update attempt
set state = 'queued', rank = 0, code = '', updated_at = $2
where attempt.notification_id = $1 and attempt.state = 'cancelled' and attempt.n = (select max(last.n) from attempt last where last.notification_id = $1) and attempt.left_at = 0;

-- name: ReopenPrompts :exec
update prompt
set closed_at = 0
where notification_id = $1 and asked_at = 0;

-- name: WithdrawnByHand :many
-- What a professional withdrew from a person since, and could still leave.
select n.id
from notification n
where n.person_id = sqlc.arg(person_id) and n.state = 'cancelled' and n.reason = sqlc.arg(reason) and n.cancelled_at >= sqlc.arg(since)
  and (n.expires_at = 0 or n.expires_at > sqlc.arg(now))
order by n.due_at, n.id;
