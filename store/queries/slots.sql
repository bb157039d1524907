-- name: CalendarSlots :many
select s.id, s.territory_id, t.name as territory, s.kind, s.starts_at, s.minutes, s.capacity, s.booked, s.closed_at, s.closed_capacity, s.series,
  p.id as place_id, p.name as place_name, p.address as place_address, p.phone as place_phone, p.meeting
from slot s
join place p on p.id = s.place_id
join territory t on t.id = s.territory_id
where s.starts_at >= sqlc.arg(since) and s.starts_at < sqlc.arg(until)
  and (cast(sqlc.arg(territory) as text) = '' or s.territory_id = cast(sqlc.arg(territory) as text))
order by s.starts_at, t.name, p.name, s.id;

-- name: CalendarSlot :one
select s.id, s.territory_id, t.name as territory, s.kind, s.starts_at, s.minutes, s.capacity, s.booked, s.closed_at, s.closed_capacity, s.series,
  p.id as place_id, p.name as place_name, p.address as place_address, p.phone as place_phone, p.meeting
from slot s
join place p on p.id = s.place_id
join territory t on t.id = s.territory_id
where s.id = $1;

-- name: CalendarStaff :many
select sp.slot_id, sqlc.embed(p)
from slot_professional sp
join slot s on s.id = sp.slot_id
join professional p on p.id = sp.professional_id
where s.starts_at >= sqlc.arg(since) and s.starts_at < sqlc.arg(until)
order by sp.slot_id, sp.position;

-- name: BookingsOfSlot :many
select pa.person_id, p.first_name, p.last_name, pa.confirmed_at, pa.appointment_id, m.convened_on
from appointment a
join participation pa on pa.appointment_id = a.id
join person p on p.id = pa.person_id
join milestone m on m.person_id = p.id
where a.slot_id = $1 and pa.outcome = 'unknown'
order by p.last_name, p.first_name, p.id;

-- name: SetCapacity :execrows
update slot
set capacity = $2, updated_at = $3
where id = $1 and closed_at = 0 and booked <= $2;

-- name: CloseSlot :execrows
update slot
set closed_at = $2, closed_capacity = capacity, capacity = 0, updated_at = $2
where id = $1 and closed_at = 0 and booked = 0;

-- name: OpenSlot :execrows
update slot
set capacity = closed_capacity, closed_at = 0, closed_capacity = 0, updated_at = $2
where id = $1 and closed_at > 0;

-- name: SetSeries :exec
update slot
set series = $2
where id = $1;

-- name: SlotsOfSeries :many
select id, booked
from slot
where series = $1 and closed_at = 0 and starts_at > $2
order by starts_at, id;

-- name: ManagedPlaces :many
select p.id, p.territory_id, t.name as territory, p.name, p.address, p.phone, p.meeting,
  (select count(*) from slot s where s.place_id = p.id and s.starts_at > cast(sqlc.arg(now) as bigint) and s.closed_at = 0) as upcoming,
  cast(coalesce((select sum(s.booked) from slot s where s.place_id = p.id and s.starts_at > cast(sqlc.arg(now) as bigint)), 0) as bigint) as booked
from place p
join territory t on t.id = p.territory_id
order by t.name, p.name, p.address, p.id;

-- name: PlaceByID :one
select p.id, p.territory_id, t.name as territory, p.name, p.address, p.phone, p.meeting
from place p
join territory t on t.id = p.territory_id
where p.id = $1;

-- name: InsertPlace :exec
insert into place (id, territory_id, name, name_key, address, phone, meeting, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: UpdatePlace :exec
update place
set name = $2, name_key = $3, address = $4, phone = $5, meeting = $6
where id = $1;

-- name: StandingAtPlace :one
select count(*)
from appointment a
join participation pa on pa.appointment_id = a.id
where a.place_id = $1 and a.starts_at > $2 and pa.outcome = 'unknown';

-- name: PlannedAtPlace :many
select n.id
from notification n
join appointment a on a.id = n.appointment_id
where a.place_id = $1 and a.starts_at > $2 and n.cancelled_at = 0 and n.state in ('pending', 'listed')
  and exists (select 1 from attempt x where x.notification_id = n.id and x.state = 'queued')
order by n.id;

-- name: SealFacts :exec
update notification
set facts_sealed = $2
where id = $1;
