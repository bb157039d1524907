-- name: InsertTransfer :exec
insert into transfer (id, at, author, from_id)
values ($1, $2, $3, $4);

-- name: InsertTransferPerson :exec
insert into transfer_person (transfer_id, person_id, from_id, to_id)
values ($1, $2, $3, $4);

-- name: InsertTransferQuestion :exec
insert into transfer_question (transfer_id, escalation_id, from_id, to_id)
values ($1, $2, $3, $4);

-- name: Transfers :many
select t.id, t.at, t.undone_at, coalesce(p.first_name, '') as from_first_name, coalesce(p.last_name, '') as from_last_name,
  coalesce(author.first_name, '') as author_first_name, coalesce(author.last_name, '') as author_last_name,
  (select count(*) from transfer_person x where x.transfer_id = t.id) as people
from transfer t
left join professional p on p.id = t.from_id
left join professional author on author.id = t.author
where t.at >= $1
order by t.at desc, t.id desc
limit 50;

-- name: UndoTransfer :execrows
update transfer
set undone_at = $2, undone_by = $3
where id = $1 and undone_at = 0;

-- name: PeopleOfTransfer :many
select person_id, from_id, to_id
from transfer_person
where transfer_id = $1
order by person_id;

-- name: QuestionsOfTransfer :many
select escalation_id, from_id, to_id
from transfer_question
where transfer_id = $1
order by escalation_id;

-- name: ReferentNow :one
select coalesce(referent_id, '') as referent_id, coalesce(territory_id, '') as territory_id, exited_on
from person
where id = $1;

-- name: MoveReferent :exec
update person
set referent_id = $2, referent_wanted = '', updated_at = $3
where id = $1;

-- name: SetMilestoneReferent :exec
update milestone
set referent_id = $2
where person_id = $1;

-- name: QuestionsToFollow :many
select id, coalesce(professional_id, '') as professional_id, kind
from escalation
where person_id = $1 and state = 'open'
order by id;

-- name: GiveQuestion :execrows
update escalation
set professional_id = sqlc.arg(to_id)
where id = sqlc.arg(id) and state = 'open';

-- name: CaseloadOf :many
select id as person_id
from person
where referent_id = $1 and exited_on = ''
order by id;

-- name: UpcomingWith :one
select count(*) as slots, cast(coalesce(sum(s.booked), 0) as bigint) as booked
from slot_professional sp
join slot s on s.id = sp.slot_id
where sp.professional_id = $1 and s.starts_at > $2 and s.closed_at = 0;

-- name: FactByID :one
select id, person_id, kind, on_date
from fact
where id = $1;

-- name: DeleteFact :exec
delete from fact
where id = $1;

-- name: FirstFact :one
select cast(coalesce(min(on_date), '') as text) as on_date
from fact
where person_id = $1 and kind = $2;

-- name: SetRegisteredOn :exec
update milestone
set registered_on = $2
where person_id = $1;
