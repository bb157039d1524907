-- name: InsertAccount :exec
insert into account (id, email, password_hash, role, professional_id, created_at)
values ($1, $2, $3, $4, $5, $6);

-- name: AccountByEmail :one
select a.id, a.email, a.password_hash, a.role, a.professional_id, a.created_at, coalesce(p.first_name, '') as first_name, coalesce(p.last_name, '') as last_name
from account a
left join professional p on p.id = a.professional_id
where a.email = $1 and a.disabled_at = 0;

-- name: AccountByID :one
select a.id, a.email, a.password_hash, a.role, a.professional_id, a.created_at, coalesce(p.first_name, '') as first_name, coalesce(p.last_name, '') as last_name
from account a
left join professional p on p.id = a.professional_id
where a.id = $1 and a.disabled_at = 0;

-- name: AllAccounts :many
select a.id, a.email, a.password_hash, a.role, a.professional_id, a.created_at, coalesce(p.first_name, '') as first_name, coalesce(p.last_name, '') as last_name
from account a
left join professional p on p.id = a.professional_id
where a.disabled_at = 0
order by a.email;

-- name: SetPassword :execrows
update account
set password_hash = $2
where id = $1;

-- name: Session :one
select data
from session
where token = $1 and expires_at > $2;

-- name: PutSession :exec
insert into session (token, data, expires_at)
values ($1, $2, $3)
on conflict (token) do update set data = excluded.data, expires_at = excluded.expires_at;

-- name: DeleteSession :exec
delete from session
where token = $1;

-- name: DeleteSessionsBefore :exec
delete from session
where expires_at < $1;

-- name: InsertAccess :exec
insert into access_log (id, account_id, action, subject, at)
values ($1, $2, $3, $4, $5);
