-- name: TakeLease :execrows
insert into lease (name, owner, seq)
values (sqlc.arg(name), sqlc.arg(owner), sqlc.arg(seq) + 1)
on conflict (name) do update
set owner = excluded.owner, seq = excluded.seq
where lease.seq = excluded.seq - 1;

-- name: ReleaseLease :execrows
update lease
set owner = '', seq = seq + 1
where name = $1 and owner = $2;

-- name: ReleaseClaimsOf :execrows
update attempt
set state = 'queued', rank = 0, lease_owner = '', lease_until = 0
where state in ('claimed', 'sending') and state = 'claimed' and lease_owner = $1;
