-- name: KeepMessage :exec
update attempt
set message_sealed = $2
where id = $1;

-- name: MessagesOfPrompt :many
select a.message_sealed
from prompt p
join attempt a on a.notification_id = p.notification_id
where p.id = $1 and a.message_sealed is not null
order by a.n;
