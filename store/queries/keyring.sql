-- name: Keyring :one
select keys_wrapped
from keyring
where holder = $1;

-- name: CountKeyrings :one
select count(*)
from keyring;

-- name: PutKeyring :exec
insert into keyring (holder, keys_wrapped, made_at)
values ($1, $2, $3)
on conflict (holder) do update set keys_wrapped = excluded.keys_wrapped, made_at = excluded.made_at;

-- name: DropOtherKeyrings :execrows
delete from keyring
where holder <> $1;
