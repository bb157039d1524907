-- name: InsertAPIToken :exec
insert into api_token (id, name, token_index, scopes, territory_id, created_by, created_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: APITokens :many
select k.id, k.name, k.scopes, coalesce(k.territory_id, '') as territory_id, coalesce(t.name, '') as territory, k.created_by,
  coalesce(a.email, k.created_by) as author, coalesce(p.first_name, '') as first_name, coalesce(p.last_name, '') as last_name,
  k.created_at, k.expires_at, k.last_used_at, k.revoked_at
from api_token k
left join territory t on t.id = k.territory_id
left join account a on a.id = k.created_by
left join professional p on p.id = a.professional_id
order by k.created_at desc, k.id desc;

-- name: APITokenByIndex :one
select k.id, k.name, k.scopes, coalesce(k.territory_id, '') as territory_id, coalesce(t.name, '') as territory, k.created_by, k.created_at, k.expires_at,
  k.last_used_at
from api_token k
left join territory t on t.id = k.territory_id
where k.token_index = $1 and k.revoked_at = 0 and k.expires_at > $2;

-- name: SeeAPIToken :exec
update api_token
set last_used_at = $2
where id = $1 and last_used_at < $2;

-- name: RevokeAPIToken :execrows
update api_token
set revoked_at = $2, revoked_by = $3
where id = $1 and revoked_at = 0;

-- name: TerritoryExists :one
select exists (select 1 from territory where id = $1) as found;

-- name: BeginAPICall :execrows
insert into api_call (token_id, call_key, digest, begun_at)
values ($1, $2, $3, $4)
on conflict (token_id, call_key) do nothing;

-- name: APICall :one
select digest, status, media, body_sealed
from api_call
where token_id = $1 and call_key = $2;

-- name: EndAPICall :exec
update api_call
set status = $3, media = $4, body_sealed = $5
where token_id = $1 and call_key = $2;

-- name: DropAPICall :exec
delete from api_call
where token_id = $1 and call_key = $2;

-- name: ForgetAPICalls :execrows
delete from api_call
where begun_at < $1;

-- name: EmptyAPICalls :exec
-- The keys stay, as those of requests that were never answered: nothing is done twice.
update api_call
set status = 0, media = '', body_sealed = null
where body_sealed is not null;

-- name: TerritoryOfPerson :one
select cast(coalesce(territory_id, '') as text) as territory_id
from person
where id = $1;

-- name: TerritoryOfEscalation :one
select cast(coalesce(p.territory_id, '') as text) as territory_id
from escalation e
left join person p on p.id = e.person_id
where e.id = $1;

-- name: PeoplePage :many
select p.id, p.internal_id, p.first_name, p.last_name, p.entered_on, p.exited_on, coalesce(p.territory_id, '') as territory_id, coalesce(t.name, '') as territory,
  coalesce(p.referent_id, '') as referent_id, m.convened_on, m.met_on
from person p
join milestone m on m.person_id = p.id
left join territory t on t.id = p.territory_id
where p.id > sqlc.arg(after) and p.purged_at = 0
  and (cast(sqlc.arg(territory) as text) = '' or p.territory_id = cast(sqlc.arg(territory) as text))
  and (cast(sqlc.arg(referent) as text) = '' or p.referent_id = cast(sqlc.arg(referent) as text))
order by p.id
limit sqlc.arg(most);

-- name: AppointmentsPage :many
select pa.id, pa.person_id, pa.appointment_id
from participation pa
join appointment a on a.id = pa.appointment_id
join person p on p.id = pa.person_id
where (a.starts_at, pa.id) > (cast(sqlc.arg(after_at) as bigint), cast(sqlc.arg(after_id) as text))
  and a.starts_at < cast(sqlc.arg(until) as bigint)
  and p.purged_at = 0
  and (cast(sqlc.arg(territory) as text) = '' or p.territory_id = cast(sqlc.arg(territory) as text))
order by a.starts_at, pa.id
limit sqlc.arg(most);

-- name: QuestionsPage :many
select e.id
from escalation e
left join person p on p.id = e.person_id
where e.id > sqlc.arg(after)
  and coalesce(p.purged_at, 0) = 0
  and (cast(sqlc.arg(state) as text) = '' or e.state = cast(sqlc.arg(state) as text))
  and (cast(sqlc.arg(territory) as text) = '' or p.territory_id = cast(sqlc.arg(territory) as text))
order by e.id
limit sqlc.arg(most);
