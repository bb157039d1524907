-- name: DeparturesBetween :many
-- What left to people, by when their journals say so; doubled: another attempt of the same
-- message on the same channel was not refused either.
select e.person_id, e.seq, e.at, a.id as attempt_id, a.channel, a.n, a.state, a.left_at, n.id as notification_id, n.kind, n.class, n.lane,
  n.urgent, n.hurried_at, n.in_reply_to, n.due_at,
  (a.state in ('accepted', 'sent', 'no_receipt', 'delivered', 'acknowledged') and exists (
    select 1
    from attempt b
    where b.notification_id = n.id and b.channel = a.channel and b.id <> a.id
      and b.state in ('accepted', 'sent', 'no_receipt', 'delivered', 'acknowledged')
  )) as doubled
from event e
join attempt a on a.id = e.subject
join notification n on n.id = a.notification_id
where e.kind = 'sent' and e.at >= sqlc.arg(since) and e.at < sqlc.arg(until) and a.channel in ('sms', 'telegram', 'email')
order by e.person_id, a.left_at, e.seq;

-- name: StuckNotifications :many
-- Messages that are to come and that nothing will move: neither queued for later, nor in
-- somebody's hands, nor waited for.
select n.id, n.kind, n.state
from notification n
where n.state = 'pending' and n.cancelled_at = 0 and n.fallback_at = 0
  and not exists (
    select 1
    from attempt a
    where a.notification_id = n.id and (
      (a.state = 'queued' and (a.channel in ('call', 'letter') or a.due_at > sqlc.arg(now)))
      or (a.state in ('unknown', 'lost') and a.look_up_at > 0)
      or a.poll_at > 0
    )
  )
order by n.id
limit sqlc.arg(most);
