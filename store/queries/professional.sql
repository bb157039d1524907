-- name: Professional :one
select id, email, first_name, last_name, structure, structure_kind, phone, territory_id, role, telegram_sealed, telegram_index,
  absent_from, absent_until, stand_in_id, created_at, updated_at
from professional
where id = $1;

-- name: ProfessionalByTelegram :one
select id, email, first_name, last_name, structure, structure_kind, phone, territory_id, role, telegram_sealed, telegram_index,
  absent_from, absent_until, stand_in_id, created_at, updated_at
from professional
where telegram_index = $1 and telegram_index <> ''
order by id
limit 1;

-- name: Coordinators :many
select id, email, first_name, last_name, structure, structure_kind, phone, territory_id, role, telegram_sealed, telegram_index,
  absent_from, absent_until, stand_in_id, created_at, updated_at
from professional
where role = 'coordinator'
order by id;

-- name: StaffOfSlot :many
select p.id, p.email, p.first_name, p.last_name, p.structure, p.structure_kind, p.phone, p.territory_id, p.role,
  p.telegram_sealed, p.telegram_index, p.absent_from, p.absent_until, p.stand_in_id, p.created_at, p.updated_at
from slot_professional sp
join professional p on p.id = sp.professional_id
where sp.slot_id = $1
order by sp.position;

-- name: StaffToOffer :many
select sp.slot_id, p.id, p.email, p.first_name, p.last_name, p.structure, p.structure_kind, p.phone, p.role, p.absent_from, p.absent_until
from slot_professional sp
join professional p on p.id = sp.professional_id
where sp.slot_id in (
  select s.id
  from slot s
  where s.kind = $1 and s.territory_id = $2 and s.starts_at >= $3 and s.booked < s.capacity
  order by s.starts_at, s.id
  limit $4
)
order by sp.slot_id, sp.position;

-- name: Team :many
select p.id, p.email, p.first_name, p.last_name, p.structure, p.structure_kind, p.phone, p.territory_id, p.role, p.telegram_sealed, p.telegram_index,
  p.absent_from, p.absent_until, p.stand_in_id, p.created_at, p.updated_at
from professional p
order by p.last_name, p.first_name, p.id;

-- name: SetAbsence :execrows
update professional
set absent_from = sqlc.arg(absent_from), absent_until = sqlc.arg(absent_until), stand_in_id = sqlc.arg(stand_in_id), updated_at = sqlc.arg(updated_at)
where id = sqlc.arg(id);
