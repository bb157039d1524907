-- name: PutCalendarFeed :exec
insert into calendar_feed (account_id, token_index, created_at)
values ($1, $2, $3)
on conflict (account_id) do update set token_index = excluded.token_index, created_at = excluded.created_at, read_at = 0;

-- name: DropCalendarFeed :execrows
delete from calendar_feed
where account_id = $1;

-- name: CalendarFeedOf :many
select created_at, read_at
from calendar_feed
where account_id = $1;

-- name: CalendarOwner :many
select f.account_id, coalesce(a.professional_id, '') as professional_id
from calendar_feed f
join account a on a.id = f.account_id
where f.token_index = $1 and a.disabled_at = 0;

-- name: ReadCalendarFeed :exec
update calendar_feed
set read_at = $2
where account_id = $1;

-- name: CalendarOf :many
-- Who asked for discretion, or is followed no more, is not named.
select a.id, coalesce(a.replaces_id, '') as replaces_id, a.kind, a.starts_at, a.minutes, a.booked_at, a.version, pa.outcome, pa.outcome_at, p.first_name, p.last_name,
  cast(p.discreet or p.exited_on <> '' as boolean) as unnamed,
  pl.name as place_name, pl.address as place_address, pl.phone as place_phone, pl.meeting
from appointment_professional ap
join appointment a on a.id = ap.appointment_id
join participation pa on pa.appointment_id = a.id
join person p on p.id = pa.person_id
join place pl on pl.id = a.place_id
where ap.professional_id = $1 and a.starts_at >= $2 and pa.deleted_at = 0
order by a.starts_at, a.id
limit 5000;

-- name: ReplacedBy :many
select coalesce(replaces_id, '') as replaces_id
from appointment
where id = $1;

-- name: PutCalendarLink :exec
insert into calendar_link (participation_id, person_id, token_index, expires_at)
values ($1, $2, $3, $4)
on conflict (participation_id) do update set expires_at = excluded.expires_at;

-- name: CalendarLinked :many
select a.id, coalesce(a.replaces_id, '') as replaces_id, a.kind, a.starts_at, a.minutes, a.booked_at, a.version, pa.outcome, pa.outcome_at, p.first_name, p.last_name,
  cast(p.discreet or p.exited_on <> '' as boolean) as unnamed,
  pl.name as place_name, pl.address as place_address, pl.phone as place_phone, pl.meeting
from calendar_link l
join participation pa on pa.id = l.participation_id
join appointment a on a.id = pa.appointment_id
join person p on p.id = pa.person_id
join place pl on pl.id = a.place_id
where l.token_index = $1 and l.expires_at > $2 and pa.deleted_at = 0;

-- name: DropCalendarLinksBefore :exec
delete from calendar_link
where expires_at < $1;
