-- name: NotesOfPerson :many
select n.id, n.author, n.body_sealed, n.written_at, n.edited_at, coalesce(p.first_name, '') as first_name, coalesce(p.last_name, '') as last_name
from note n
left join professional p on p.id = n.author
where n.person_id = $1
order by n.written_at desc, n.id desc;

-- name: InsertNote :exec
insert into note (id, person_id, author, body_sealed, written_at)
values ($1, $2, $3, $4, $5);

-- name: EditNote :execrows
update note
set body_sealed = $4, edited_at = $5
where id = $1 and person_id = $2 and author = $3;

-- name: DeleteNote :execrows
delete from note
where id = $1 and person_id = $2 and author = $3;
