-- +goose Up

-- What waits to be called or written to since before it was settled as it is now. Each
-- statement finds the queued items of the two lists by attempt_listed, and nothing the
-- second time.

-- Somebody was told, or the message was withdrawn: there is nothing left to say.
update attempt
set state = 'cancelled', rank = 5, code = 'proved_elsewhere'
where channel in ('call', 'letter') and state = 'queued'
  and exists (select 1 from notification n where n.id = attempt.notification_id and (n.state in ('delivered', 'cancelled') or n.cancelled_at > 0));

-- Two calls for one message: the first stays, with the tries that were noted on it.
update attempt
set state = 'cancelled', rank = 5, code = 'superseded'
where channel = 'call' and state = 'queued'
  and exists (
    select 1
    from attempt first
    where first.notification_id = attempt.notification_id and first.n < attempt.n and first.channel = 'call' and first.state = 'queued'
  );

-- A professional's words stood in no list that anybody sees: they did not arrive, and
-- that is told.
insert into incident (id, key, kind, person_id, details, at)
select 'listed-' || n.id, 'answer_lost/' || n.id, 'answer_lost', n.person_id, '{"question":"' || coalesce(n.escalation_id, '') || '","reason":"no_channel"}', n.created_at
from attempt a
join notification n on n.id = a.notification_id
where a.channel in ('call', 'letter') and a.state = 'queued' and n.kind = 'answer' and n.state = 'listed'
on conflict (key) do nothing;
update notification
set state = 'failed', reason = 'no_channel', ended_at = due_at
where kind = 'answer' and state = 'listed'
  and id in (select a.notification_id from attempt a where a.channel in ('call', 'letter') and a.state = 'queued');
update attempt
set state = 'cancelled', rank = 5, code = 'no_channel'
where channel in ('call', 'letter') and state = 'queued'
  and exists (select 1 from notification n where n.id = attempt.notification_id and n.kind = 'answer');

-- The others ended as if nobody could be told, while somebody is still to be called or
-- written to: they wait in the list again.
update notification
set state = 'listed', reason = '', ended_at = 0
where state in ('failed', 'expired', 'lost', 'unconfirmed')
  and id in (select a.notification_id from attempt a where a.channel in ('call', 'letter') and a.state = 'queued');
