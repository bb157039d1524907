-- name: InsertAccount :exec
insert into account (id, email, password_hash, role, professional_id, created_at, may_export)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: AccountByEmail :one
select a.id, a.email, a.password_hash, a.role, a.professional_id, a.created_at, a.disabled_at, a.last_sign_in_at, a.totp_since, a.may_export,
  coalesce(p.first_name, '') as first_name, coalesce(p.last_name, '') as last_name, coalesce(p.structure, '') as structure,
  coalesce(p.structure_kind, '') as structure_kind,
  cast(coalesce((select max(i.expires_at) from account_invitation i where i.account_id = a.id and i.used_at = 0), 0) as bigint) as invited_until
from account a
left join professional p on p.id = a.professional_id
where a.email = $1 and a.disabled_at = 0;

-- name: AccountByID :one
select a.id, a.email, a.password_hash, a.role, a.professional_id, a.created_at, a.disabled_at, a.last_sign_in_at, a.totp_since, a.may_export,
  coalesce(p.first_name, '') as first_name, coalesce(p.last_name, '') as last_name, coalesce(p.structure, '') as structure,
  coalesce(p.structure_kind, '') as structure_kind,
  cast(coalesce((select max(i.expires_at) from account_invitation i where i.account_id = a.id and i.used_at = 0), 0) as bigint) as invited_until
from account a
left join professional p on p.id = a.professional_id
where a.id = $1 and a.disabled_at = 0;

-- name: AllAccounts :many
select a.id, a.email, a.password_hash, a.role, a.professional_id, a.created_at, a.disabled_at, a.last_sign_in_at, a.totp_since, a.may_export,
  coalesce(p.first_name, '') as first_name, coalesce(p.last_name, '') as last_name, coalesce(p.structure, '') as structure,
  coalesce(p.structure_kind, '') as structure_kind,
  cast(coalesce((select max(i.expires_at) from account_invitation i where i.account_id = a.id and i.used_at = 0), 0) as bigint) as invited_until
from account a
left join professional p on p.id = a.professional_id
order by a.disabled_at > 0, a.email;

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
insert into access_log (id, account_id, action, subject, person_id, at)
values ($1, $2, $3, $4, $5, $6);

-- name: PersonOfSubject :one
select cast(coalesce(
  (select p.id from person p where p.id = sqlc.arg(subject)),
  (select e.person_id from escalation e where e.id = sqlc.arg(subject)),
  (select pa.person_id from participation pa where pa.id = sqlc.arg(subject)),
  (select n.person_id from notification n where n.id = sqlc.arg(subject)),
  '') as text) as person_id;

-- name: CloseAccount :execrows
update account
set disabled_at = $2
where id = $1 and disabled_at = 0;

-- name: ReopenAccount :execrows
update account
set disabled_at = 0
where id = $1 and disabled_at > 0;

-- name: SetAccountRole :execrows
update account
set role = $2, professional_id = $3
where id = $1 and disabled_at = 0;

-- name: AllowExports :execrows
update account
set may_export = $2
where id = $1 and disabled_at = 0;

-- name: NoteSignIn :exec
update account
set last_sign_in_at = $2
where id = $1;
