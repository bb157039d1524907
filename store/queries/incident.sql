-- name: InsertIncident :execrows
insert into incident (id, key, kind, person_id, attempt_id, details, at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (key) do nothing;
