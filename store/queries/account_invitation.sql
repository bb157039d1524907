-- name: InsertAccountInvitation :exec
insert into account_invitation (token_index, account_id, invited_by, created_at, expires_at)
values ($1, $2, $3, $4, $5);

-- name: WithdrawAccountInvitations :exec
delete from account_invitation
where account_id = $1 and used_at = 0;

-- name: AccountInvitation :one
select i.account_id
from account_invitation i
join account a on a.id = i.account_id
where i.token_index = $1 and i.used_at = 0 and i.expires_at > $2 and a.disabled_at = 0;

-- name: UseAccountInvitation :execrows
update account_invitation
set used_at = $3
where token_index = $1 and used_at = 0 and expires_at > $2;
