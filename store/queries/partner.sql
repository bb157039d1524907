-- name: InsertEndpoint :exec
insert into partner_endpoint (id, name, url, shape, kind, structure, territory_id, with_contacts, with_nir, secret_sealed, created_at, created_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: AllEndpoints :many
select e.id, e.name, e.url, e.shape, e.kind, e.structure, coalesce(e.territory_id, '') as territory_id, coalesce(t.name, '') as territory, e.with_contacts,
  e.with_nir, e.former_until, e.created_at, e.stopped_at, e.failures, e.rest_until, e.last_ok_at, e.last_fault,
  (select count(*) from partner_delivery d where d.endpoint_id = e.id and d.state = 'waiting') as waiting,
  (select count(*) from partner_delivery d where d.endpoint_id = e.id and d.state = 'dead') as dead
from partner_endpoint e
left join territory t on t.id = e.territory_id
order by e.stopped_at > 0, e.created_at, e.id;

-- name: EndpointToTell :one
select id, name, url, shape, kind, with_contacts, with_nir, secret_sealed, former_sealed, former_until
from partner_endpoint
where id = $1;

-- name: RotateEndpoint :execrows
update partner_endpoint
set secret_sealed = $2, former_sealed = $3, former_until = $4
where id = $1;

-- name: EndFormerSecret :execrows
update partner_endpoint
set former_sealed = null, former_until = 0
where id = $1 and former_until > 0;

-- name: StopEndpoint :execrows
update partner_endpoint
set stopped_at = $2
where id = $1 and stopped_at = 0;

-- name: ResumeEndpoint :execrows
update partner_endpoint
set stopped_at = 0, failures = 0, rest_until = 0
where id = $1 and stopped_at > 0;

-- name: EndpointsFor :many
select e.id
from partner_endpoint e
where e.stopped_at = 0
  and (e.territory_id is null or e.territory_id = (select p.territory_id from person p where p.id = sqlc.arg(person_id)))
  and (e.structure = ''
    or exists (
      select 1
      from person p
      join professional r on r.id = p.referent_id
      where p.id = sqlc.arg(person_id) and r.structure = e.structure
    )
    or exists (
      select 1
      from entrusted x
      join professional r on r.id = x.professional_id
      where x.person_id = sqlc.arg(person_id) and r.structure = e.structure
    ));

-- name: InsertDelivery :exec
insert into partner_delivery (id, endpoint_id, model, object_id, person_id, event, at, state)
values ($1, $2, $3, $4, $5, $6, $7, 'waiting');

-- name: DueDeliveries :many
select d.id, d.endpoint_id, d.model, d.object_id, d.person_id, d.event, d.at, d.tries, e.failures
from partner_delivery d
join partner_endpoint e on e.id = d.endpoint_id
where d.state = 'waiting' and d.next_at <= sqlc.arg(now) and e.stopped_at = 0 and e.rest_until <= sqlc.arg(now)
  and not exists (
    select 1
    from partner_delivery b
    where b.endpoint_id = d.endpoint_id and b.object_id = d.object_id and b.state = 'waiting' and b.id < d.id
  )
order by d.id
limit sqlc.arg(most);

-- name: HoldDelivery :execrows
update partner_delivery
set next_at = sqlc.arg(until)
where id = sqlc.arg(id) and state = 'waiting' and next_at <= sqlc.arg(now);

-- name: EndDelivery :execrows
update partner_delivery
set state = $2, tries = $3, fault = $4, ended_at = $5, ended_by = $6
where id = $1 and state = 'waiting';

-- name: DelayDelivery :execrows
update partner_delivery
set tries = $2, fault = $3, next_at = $4
where id = $1 and state = 'waiting';

-- name: EndpointWorks :exec
update partner_endpoint
set failures = 0, rest_until = 0, last_ok_at = $2, last_fault = ''
where id = $1;

-- name: EndpointFails :one
update partner_endpoint
set failures = failures + 1, last_fault = $2
where id = $1
returning failures, name;

-- name: RestEndpoint :exec
update partner_endpoint
set rest_until = $2
where id = $1;

-- name: DeadDeliveries :many
select d.id, d.endpoint_id, e.name, d.model, d.object_id, d.event, d.at, d.tries, d.fault, d.ended_at
from partner_delivery d
join partner_endpoint e on e.id = d.endpoint_id
where d.state = 'dead'
order by d.id
limit $1;

-- name: ReplayDelivery :execrows
update partner_delivery
set state = 'waiting', tries = 0, next_at = 0, fault = '', ended_at = 0, ended_by = ''
where id = $1 and state in ('dead', 'dropped');

-- name: DropDelivery :execrows
update partner_delivery
set state = 'dropped', ended_at = $2, ended_by = $3
where id = $1 and state = 'dead';

-- name: PurgeDeliveries :execrows
delete from partner_delivery
where ended_at > 0 and ended_at < $1 and state in ('told', 'dropped');

-- name: PartnerPerson :one
select nir_sealed
from person
where id = $1;

-- name: PartnerAppointment :one
select pl.meeting, pa.outcome_at
from participation pa
join appointment a on a.id = pa.appointment_id
join place pl on pl.id = a.place_id
where pa.id = $1;

-- name: RecordsPage :many
select pa.id, pa.appointment_id, p.id as person_id, p.first_name, p.last_name, p.birth_date, p.france_travail_id, p.nir_sealed
from participation pa
join appointment a on a.id = pa.appointment_id
join person p on p.id = pa.person_id
where (a.starts_at, pa.id) > (cast(sqlc.arg(after_at) as bigint), cast(sqlc.arg(after_id) as text))
  and a.starts_at < cast(sqlc.arg(until) as bigint)
  and pa.deleted_at = 0
  and p.purged_at = 0
  and (p.exited_on = '' or pa.outcome <> 'unknown')
  and (cast(sqlc.arg(territory) as text) = '' or p.territory_id = cast(sqlc.arg(territory) as text))
  and (cast(sqlc.arg(structure) as text) = ''
    or exists (
      select 1
      from professional r
      where r.id = p.referent_id and r.structure = cast(sqlc.arg(structure) as text)
    )
    or exists (
      select 1
      from entrusted x
      join professional r on r.id = x.professional_id
      where x.person_id = p.id and r.structure = cast(sqlc.arg(structure) as text)
    ))
order by a.starts_at, pa.id
limit sqlc.arg(most);

-- name: PartnerInvitation :many
select n.id, n.created_at, n.expires_at, n.state,
  cast(coalesce((select x.channel from attempt x where x.notification_id = n.id order by x.n desc limit 1), '') as text) as channel,
  cast(coalesce((select min(ev.at) from event ev join attempt x on x.id = ev.subject where ev.person_id = n.person_id and ev.kind = 'delivered' and x.notification_id = n.id), 0) as bigint) as delivered_at,
  exists (select 1 from prompt q where q.notification_id = n.id and q.answer <> '') as answered
from notification n
where n.id = $1;
