-- name: InsertKeptExport :exec
insert into kept_export (id, account_id, action, file_name, media, whom, lines, of_people, content_sealed, made_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: KeptExports :many
select x.id, x.account_id, x.action, x.file_name, x.whom, x.lines, x.of_people, x.made_at, x.expires_at, a.email,
  coalesce(p.first_name, '') as first_name, coalesce(p.last_name, '') as last_name
from kept_export x
join account a on a.id = x.account_id
left join professional p on p.id = a.professional_id
where x.expires_at > sqlc.arg(now) and (cast(sqlc.arg(everybody) as boolean) or x.account_id = sqlc.arg(account_id))
order by x.made_at desc, x.id desc;

-- name: KeptExport :one
select file_name, media, content_sealed
from kept_export
where id = $1 and account_id = $2 and expires_at > $3;

-- name: DropKeptExport :execrows
delete from kept_export
where id = $1 and account_id = $2;

-- name: DropKeptExportsBefore :execrows
delete from kept_export
where expires_at <= $1;

-- name: DropKeptExportsOfPeople :exec
delete from kept_export
where of_people;
