-- name: Setting :one
select value
from setting
where key = $1;

-- name: InsertSetting :execrows
insert into setting (key, value)
values ($1, $2)
on conflict (key) do nothing;

-- name: PutSetting :exec
insert into setting (key, value)
values ($1, $2)
on conflict (key) do update set value = excluded.value;
