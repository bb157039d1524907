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
select e.person_id, e.seq, e.hash
from (
  select x.person_id, max(x.seq) as seq
  from event x
  where x.person_id > sqlc.arg(person_id)
  group by x.person_id
  order by x.person_id
  limit sqlc.arg(most)
) h
join event e on e.person_id = h.person_id and e.seq = h.seq
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
