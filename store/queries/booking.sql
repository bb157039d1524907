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

-- name: FreeSlots :many
select s.id, s.territory_id, s.kind, s.starts_at, s.minutes, s.capacity, s.booked,
  p.id as place_id, p.name as place_name, p.address as place_address, p.phone as place_phone
from slot s
join place p on p.id = s.place_id
where s.kind = $1 and s.starts_at >= $2 and s.booked < s.capacity
order by s.starts_at, s.id;

-- name: FreeSlotProfessionals :many
select sp.slot_id, p.id, p.email, p.first_name, p.last_name, p.structure, p.structure_kind, p.phone, p.role, p.absent_from, p.absent_until
from slot_professional sp
join slot s on s.id = sp.slot_id
join professional p on p.id = sp.professional_id
where s.kind = $1 and s.starts_at >= $2 and s.booked < s.capacity
order by sp.slot_id, sp.position;

-- name: InsertAppointment :exec
insert into appointment (id, slot_id, territory_id, place_id, kind, starts_at, minutes, origin, version, replaces_id, late, booked_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: CopyProfessionals :exec
insert into appointment_professional (appointment_id, position, professional_id)
select cast(sqlc.arg(appointment_id) as text), position, professional_id
from slot_professional
where slot_id = sqlc.arg(slot_id);

-- name: InsertParticipation :exec
insert into participation (id, appointment_id, person_id, outcome, created_at)
values ($1, $2, $3, $4, $5);

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

-- name: PersonToConvene :one
select p.id, p.title, p.first_name, p.last_name, p.language, p.discreet, p.entered_on, coalesce(p.territory_id, '') as territory_id, p.exited_on, m.booked_on
from person p
join milestone m on m.person_id = p.id
where p.id = $1;

-- name: Waiting :many
select p.id, p.territory_id, p.entered_on
from milestone m
join person p on p.id = m.person_id
where m.booked_on = ''
  and m.exited_on = ''
  and p.subject_to_duties <> 'no'
  and p.territory_id is not null
order by m.entered_on, p.id;

-- name: Unplaced :many
select id, coalesce(territory_id, '') as territory_id, coalesce(referent_id, '') as referent_id, referent_wanted, postcode, city, structure
from person
where exited_on = '' and (referent_id is null or territory_id is null)
order by entered_on, id;

-- name: ReferentsWithLoad :many
select p.id, p.email, p.first_name, p.last_name, p.structure, p.structure_kind, coalesce(p.territory_id, '') as territory_id, p.role,
  p.absent_from, p.absent_until,
  (select count(*) from person x where x.referent_id = p.id and x.exited_on = '') as people
from professional p
order by p.id;

-- name: PlacesOfTerritories :many
select territory_id, name, address
from place
order by territory_id, id;

-- name: SetTerritory :exec
update person
set territory_id = $2, updated_at = $3
where id = $1;

-- name: SetReferent :exec
update person
set referent_id = $2, referent_wanted = '', updated_at = $3
where id = $1;

-- name: SetMilestonePlace :exec
update milestone
set territory_id = $2, referent_id = $3
where person_id = $1;
