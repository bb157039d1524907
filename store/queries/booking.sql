-- name: TakePlace :execrows
update slot
set booked = booked + 1, updated_at = $2
where id = $1 and booked < capacity;

-- name: GiveBackPlace :exec
update slot
set booked = booked - 1, updated_at = $2
where id = $1 and booked > 0;

-- name: Slot :one
select s.id, s.territory_id, s.kind, s.starts_at, s.minutes, s.capacity, s.booked,
  p.id as place_id, p.name as place_name, p.address as place_address, p.phone as place_phone
from slot s
join place p on p.id = s.place_id
where s.id = $1;

-- name: InsertAppointment :exec
insert into appointment (id, slot_id, territory_id, place_id, kind, starts_at, minutes, origin, version, replaces_id, late, booked_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: CopyProfessionals :exec
insert into appointment_professional (appointment_id, position, professional_id)
select cast(sqlc.arg(appointment_id) as text), position, professional_id
from slot_professional
where slot_id = sqlc.arg(slot_id);

-- name: InsertParticipation :exec
insert into participation (id, appointment_id, person_id, outcome, created_at, starts_at)
values ($1, $2, $3, $4, $5, $6);

-- name: AppointmentsOfPerson :many
select a.id, pa.id as participation_id, pa.person_id, coalesce(a.slot_id, '') as slot_id, coalesce(a.territory_id, '') as territory_id,
  a.kind, a.starts_at, a.minutes, a.origin, a.version, coalesce(a.replaces_id, '') as replaces_id, a.late, a.booked_at,
  pa.outcome, pa.impediment, pa.confirmed_at,
  p.id as place_id, p.name as place_name, p.address as place_address, p.phone as place_phone
from participation pa
join appointment a on a.id = pa.appointment_id
join place p on p.id = a.place_id
where pa.person_id = $1
order by a.starts_at, a.id;

-- name: AppointmentProfessionals :many
select p.id, p.email, p.first_name, p.last_name, p.structure, p.structure_kind, p.phone, p.role, p.absent_from, p.absent_until
from appointment_professional ap
join professional p on p.id = ap.professional_id
where ap.appointment_id = $1
order by ap.position;

-- name: SetAppointmentOn :exec
update milestone
set appointment_on = $2, last_outcome = $3
where person_id = $1;
