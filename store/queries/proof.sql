-- name: EventsAfter :many
select id, person_id, seq, kind, at, actor, subject, payload_sealed, salt, digest, hash
from event
where (person_id, seq) > (cast(sqlc.arg(person_id) as text), cast(sqlc.arg(seq) as bigint))
order by person_id, seq
limit sqlc.arg(most);

-- name: EventsOfPersonAfter :many
select id, person_id, seq, kind, at, actor, subject, payload_sealed, salt, digest, hash
from event
where person_id = sqlc.arg(person_id) and seq > sqlc.arg(seq)
order by seq
limit sqlc.arg(most);

-- name: JournalHeads :many
-- From one journal to the next by the key, so that the entries in between are not read.
with recursive h(person_id) as (
  select min(x.person_id)
  from event x
  where x.person_id > sqlc.arg(person_id)
  union all
  select (select min(y.person_id) from event y where y.person_id > h.person_id)
  from h
  where h.person_id is not null
)
select e.person_id, e.seq, e.hash
from (
  select h.person_id
  from h
  where h.person_id is not null
  limit sqlc.arg(most)
) p
join event e on e.person_id = p.person_id and e.seq = (select max(z.seq) from event z where z.person_id = p.person_id)
order by e.person_id;

-- name: PeopleWithoutJournal :many
select p.id
from person p
where p.id > sqlc.arg(after) and (cast(sqlc.arg(whom) as text) = '' or p.id = cast(sqlc.arg(whom) as text))
  and not exists (select 1 from event e where e.person_id = p.id)
order by p.id
limit sqlc.arg(most);

-- name: WordsSent :one
select body_sealed
from attempt
where id = $1;

-- name: WordsReceived :one
select text_sealed
from inbox
where id = $1;

-- name: ReceiptsOf :many
select id, attempt_id, source, provider_id, status, code, at, digest, besides, n
from attempt_event
where attempt_id = $1
order by n, id;

-- name: SaidSince :one
-- In the journal of the file that another was merged into, too.
select exists (
  select 1
  from event o
  where o.person_id = sqlc.arg(person_id) and o.subject = sqlc.arg(subject) and o.kind = sqlc.arg(kind) and o.seq > sqlc.arg(seq)
) or exists (
  select 1
  from merged_person m
  join event e on e.person_id = m.person_id and e.subject = sqlc.arg(subject) and e.kind = sqlc.arg(kind)
  where m.id = sqlc.arg(person_id)
) as said;

-- name: PersonStands :one
-- Neither erased nor purged.
select exists (select 1 from person where id = $1 and purged_at = 0);

-- name: ProofNotifications :many
select id, kind, class, appointment_id, escalation_id, in_reply_to, template, facts_sealed, reference, due_at, expires_at,
  fallback_at, state, reason, created_at, ended_at
from notification
where person_id = sqlc.arg(person_id) and (cast(sqlc.arg(notification_id) as text) = '' or id = cast(sqlc.arg(notification_id) as text))
order by created_at, id;

-- name: ProofAttempts :many
select id, n, channel, address_sealed, sender, body_sealed, encoding, parts, state, code, left_at, provider_id
from attempt
where notification_id = $1
order by n;

-- name: ProofReceipts :many
select source, provider_id, status, code, at, digest
from attempt_event
where attempt_id = $1
order by n, at, id;

-- name: ProofQuestions :many
select kind, asked_at, closed_at, answer
from prompt
where notification_id = $1
order by id;

-- name: ProofAnswers :many
select id, channel, received_at, provider_id, text_sealed
from inbox
where person_id = $1 and state = 'done'
order by received_at, id;

-- name: ProofReadings :many
select l.at, l.action, coalesce(p.first_name, '') as first_name, coalesce(p.last_name, '') as last_name, coalesce(a.email, l.account_id) as account
from access_log l
left join account a on a.id = l.account_id
left join professional p on p.id = a.professional_id
where l.subject = $1 or l.subject in (select m.id from merged_person m where m.person_id = $1)
order by l.at, l.id;
