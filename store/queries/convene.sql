-- name: Waiting :many
select p.id, p.territory_id, p.entered_on
from milestone m
join person p on p.id = m.person_id
where m.booked_on = ''
  and m.exited_on = ''
  and p.held_at = 0
  and p.subject_to_duties <> 'no'
  and p.territory_id is not null
  -- Whoever was invited chooses until the service sets a time, unless the invitation never arrives.
  and not exists (
    select 1
    from invitation i
    join notification n on n.id = i.notification_id
    where i.person_id = p.id and i.ended_at = 0 and i.convoke_on > sqlc.arg(today)
      and n.state in ('pending', 'handed_over', 'delivered', 'unconfirmed')
  )
order by m.entered_on, p.id;

-- name: FreeSlots :many
select s.id, s.territory_id, s.kind, s.starts_at, s.minutes, s.capacity, s.booked,
  p.id as place_id, p.name as place_name, p.address as place_address, p.phone as place_phone
from slot s
join place p on p.id = s.place_id
where s.kind = $1 and s.starts_at >= $2 and s.booked < s.capacity
order by s.starts_at, s.id;

-- name: FreeSlotProfessionals :many
select sp.slot_id, sqlc.embed(p)
from slot_professional sp
join slot s on s.id = sp.slot_id
join professional p on p.id = sp.professional_id
where s.kind = $1 and s.starts_at >= $2 and s.booked < s.capacity
order by sp.slot_id, sp.position;

-- name: PersonToConvene :one
select p.id, p.title, p.first_name, p.last_name, p.language, p.discreet, p.entered_on, coalesce(p.territory_id, '') as territory_id, p.exited_on, m.booked_on
from person p
join milestone m on m.person_id = p.id
where p.id = $1;
