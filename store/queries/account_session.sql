-- name: InsertAccountSession :exec
insert into account_session (id, account_id, browser, strong, started_at, seen_at, expires_at)
values ($1, $2, $3, $4, $5, $5, $6);

-- name: AccountSession :one
select id, account_id, browser, strong, started_at, seen_at
from account_session
where id = $1 and expires_at > $2;

-- name: AccountSessions :many
select id, account_id, browser, strong, started_at, seen_at
from account_session
where account_id = $1 and expires_at > $2
order by seen_at desc, id desc;

-- name: SeeAccountSession :exec
update account_session
set seen_at = $2
where id = $1 and seen_at < $2;

-- name: StrengthenAccountSession :exec
update account_session
set strong = true
where id = $1;

-- name: EndAccountSession :execrows
delete from account_session
where id = $1 and account_id = $2;

-- name: EndAccountSessions :execrows
delete from account_session
where account_id = $1 and id <> $2;

-- name: ForgetAccountSessions :exec
delete from account_session
where expires_at <= $1;
