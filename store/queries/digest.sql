-- name: DigestsDue :many
select a.id, coalesce(d.tries, 0) as tries
from account a
left join digest d on d.account_id = a.id and d.on_date = sqlc.arg(on_date)
left join professional p on p.id = a.professional_id
where a.disabled_at = 0 and not a.digest_off and a.role in ('coordinator', 'referent')
  and (d.account_id is null or (d.state = 'failing' and d.next_at <= sqlc.arg(now)))
  and not (coalesce(p.absent_from, '') <> '' and p.absent_from <= sqlc.arg(on_date) and (p.absent_until = '' or p.absent_until >= sqlc.arg(on_date)))
order by a.id
limit sqlc.arg(most);

-- name: ClaimDigest :execrows
insert into digest (account_id, on_date, state, tries)
values ($1, $2, 'sending', 1)
on conflict (account_id, on_date) do update set state = 'sending', tries = digest.tries + 1
where digest.state = 'failing' and digest.next_at <= $3;

-- name: EndDigest :exec
update digest
set state = $3, next_at = $4
where account_id = $1 and on_date = $2 and state = 'sending';

-- name: DigestOff :many
select digest_off
from account
where id = $1;

-- name: SetDigestOff :execrows
update account
set digest_off = $2
where id = $1;

-- name: DropDigestsBefore :exec
delete from digest
where on_date < $1;
