-- name: AccessChain :many
select seq, hash, purged_seq, purged_hash, purged_digest
from access_chain
where id = 'access_log';

-- name: PutAccessChain :exec
insert into access_chain (id, seq, hash)
values ('access_log', $1, $2)
on conflict (id) do update set seq = excluded.seq, hash = excluded.hash;

-- name: NotePurgedAccesses :exec
update access_chain
set purged_seq = $1, purged_hash = $2, purged_digest = $3
where id = 'access_log';

-- name: UnsealedAccesses :many
select id, account_id, action, subject, person_id, at
from access_log
where seq = 0
order by at, id
limit $1;

-- name: CountUnsealedAccesses :one
select count(*)
from access_log
where seq = 0;

-- name: SealAccess :execrows
update access_log
set seq = $1, digest = $2, hash = $3
where id = $4 and seq = 0;

-- name: AccessesAfter :many
select id, account_id, action, subject, person_id, at, seq, digest, hash
from access_log
where seq > 0 and seq > sqlc.arg(seq)
order by seq
limit sqlc.arg(most);

-- name: DropAccessesUntil :execrows
delete from access_log
where seq > 0 and seq <= $1;
