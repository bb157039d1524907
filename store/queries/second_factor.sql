-- name: SecondFactor :one
select a.totp_sealed, a.totp_since, a.totp_step,
  (select count(*) from recovery_code c where c.account_id = a.id and c.used_at = 0) as codes_left
from account a
where a.id = $1;

-- name: ProposeSecondFactor :execrows
update account
set totp_sealed = $2, totp_step = 0
where id = $1 and totp_since = 0;

-- name: ConfirmSecondFactor :execrows
update account
set totp_since = sqlc.arg(since), totp_step = sqlc.arg(step)
where id = sqlc.arg(id) and totp_since = 0 and totp_sealed is not null;

-- name: RemoveSecondFactor :execrows
update account
set totp_since = 0, totp_step = 0, totp_sealed = null
where id = $1;

-- name: UseSecondFactorStep :execrows
update account
set totp_step = $2
where id = $1 and totp_since > 0 and totp_step < $2;

-- name: InsertRecoveryCode :exec
insert into recovery_code (code_index, account_id, created_at)
values ($1, $2, $3);

-- name: DeleteRecoveryCodes :exec
delete from recovery_code
where account_id = $1;

-- name: UseRecoveryCode :execrows
update recovery_code
set used_at = $3
where code_index = $1 and account_id = $2 and used_at = 0;
