-- name: Entrust :exec
insert into entrusted (person_id, professional_id, entrusted_by, entrusted_at)
values ($1, $2, $3, $4)
on conflict (person_id, professional_id) do nothing;

-- name: EndTrust :execrows
delete from entrusted
where person_id = $1 and professional_id = $2;

-- name: EntrustedTo :many
select pro.id, pro.first_name, pro.last_name, pro.structure, pro.role
from entrusted e
join professional pro on pro.id = e.professional_id
where e.person_id = $1
order by pro.last_name, pro.first_name, pro.id;

-- name: Follows :one
select exists (
  select 1
  from person p
  left join professional r on r.id = p.referent_id
  where p.id = sqlc.arg(person_id)
    and (p.referent_id = sqlc.arg(professional_id)
      or (r.stand_in_id = sqlc.arg(professional_id) and r.absent_from <> '' and r.absent_from <= sqlc.arg(today)
        and (r.absent_until = '' or r.absent_until >= sqlc.arg(today)))
      or exists (select 1 from entrusted x where x.person_id = p.id and x.professional_id = sqlc.arg(professional_id)))
) as follows;
