-- name: PutDuplicatePeople :exec
insert into duplicate_people (person_id, other_id, strength, reasons, found_at)
select cast(sqlc.arg(person_id) as text), cast(sqlc.arg(other_id) as text), cast(sqlc.arg(strength) as text), cast(sqlc.arg(reasons) as text), cast(sqlc.arg(found_at) as bigint)
where exists (select 1 from person a where a.id = sqlc.arg(person_id)) and exists (select 1 from person b where b.id = sqlc.arg(other_id))
on conflict (person_id, other_id) do update set strength = excluded.strength, reasons = excluded.reasons
where duplicate_people.decision = '' and (duplicate_people.strength <> excluded.strength or duplicate_people.reasons <> excluded.reasons);

-- name: KnownDuplicatePeople :many
select person_id, other_id, decision
from duplicate_people;

-- name: DropDuplicatePeople :exec
delete from duplicate_people
where person_id = $1 and other_id = $2 and decision = '';

-- name: OpenDuplicatePeople :many
-- The strongest first.
select person_id, other_id, strength, reasons, found_at
from duplicate_people
where decision = ''
order by case strength when 'strong' then 0 when 'likely' then 1 else 2 end, found_at, person_id, other_id
limit $1;

-- name: CountDuplicatePeople :one
select count(*)
from duplicate_people
where decision = '';

-- name: KeepApart :execrows
update duplicate_people
set decision = 'apart', decided_at = $3, decided_by = $4
where person_id = $1 and other_id = $2 and decision = '';

-- name: ReopenDuplicatePeople :execrows
update duplicate_people
set decision = '', decided_at = 0, decided_by = ''
where person_id = $1 and other_id = $2 and decision <> '';

-- name: DuplicatesOfPerson :many
select person_id, other_id, strength, reasons, found_at, decision, decided_at, decided_by
from duplicate_people
where person_id = $1 or other_id = $1;

-- name: PutDecidedDuplicatePeople :exec
insert into duplicate_people (person_id, other_id, strength, reasons, found_at, decision, decided_at, decided_by)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (person_id, other_id) do update set decision = excluded.decision, decided_at = excluded.decided_at, decided_by = excluded.decided_by
where duplicate_people.decision = '';

-- name: DropDuplicatesOfPerson :exec
delete from duplicate_people
where person_id = $1 or other_id = $1;
