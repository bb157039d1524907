-- name: EscalationsInState :many
select e.id
from escalation e
left join professional charge on charge.id = e.professional_id
where e.state = sqlc.arg(state)
  and (cast(sqlc.arg(sees_all) as boolean)
    or e.professional_id = sqlc.arg(professional_id)
    or (charge.stand_in_id = sqlc.arg(professional_id) and charge.absent_from <> '' and charge.absent_from <= sqlc.arg(today)
      and (charge.absent_until = '' or charge.absent_until >= sqlc.arg(today)))
    or exists (select 1 from person p where p.id = e.person_id and p.referent_id = sqlc.arg(professional_id))
    or exists (select 1 from entrusted x where x.person_id = e.person_id and x.professional_id = sqlc.arg(professional_id))
    or (cast(sqlc.arg(structure) as text) <> '' and charge.structure = cast(sqlc.arg(structure) as text))
    or (cast(sqlc.arg(structure) as text) <> '' and exists (
      select 1 from person p join professional r on r.id = p.referent_id where p.id = e.person_id and r.structure = cast(sqlc.arg(structure) as text))))
order by e.urgent desc, e.due_at, e.id
limit 500;

-- name: OpenEscalationsFor :many
-- EscalationsInState of those that are open: named, their state lets SQLite read these alone.
select e.id
from escalation e
left join professional charge on charge.id = e.professional_id
where e.state = 'open'
  and (cast(sqlc.arg(sees_all) as boolean)
    or e.professional_id = sqlc.arg(professional_id)
    or (charge.stand_in_id = sqlc.arg(professional_id) and charge.absent_from <> '' and charge.absent_from <= sqlc.arg(today)
      and (charge.absent_until = '' or charge.absent_until >= sqlc.arg(today)))
    or exists (select 1 from person p where p.id = e.person_id and p.referent_id = sqlc.arg(professional_id))
    or exists (select 1 from entrusted x where x.person_id = e.person_id and x.professional_id = sqlc.arg(professional_id))
    or (cast(sqlc.arg(structure) as text) <> '' and charge.structure = cast(sqlc.arg(structure) as text))
    or (cast(sqlc.arg(structure) as text) <> '' and exists (
      select 1 from person p join professional r on r.id = p.referent_id where p.id = e.person_id and r.structure = cast(sqlc.arg(structure) as text))))
order by e.urgent desc, e.due_at, e.id
limit 500;

-- name: EscalationVisible :one
select exists (
  select 1
  from escalation e
  left join professional charge on charge.id = e.professional_id
  where e.id = sqlc.arg(id)
    and (cast(sqlc.arg(sees_all) as boolean)
      or e.professional_id = sqlc.arg(professional_id)
      or (charge.stand_in_id = sqlc.arg(professional_id) and charge.absent_from <> '' and charge.absent_from <= sqlc.arg(today)
        and (charge.absent_until = '' or charge.absent_until >= sqlc.arg(today)))
      or exists (select 1 from person p where p.id = e.person_id and p.referent_id = sqlc.arg(professional_id))
      or exists (select 1 from entrusted x where x.person_id = e.person_id and x.professional_id = sqlc.arg(professional_id))
      or (cast(sqlc.arg(structure) as text) <> '' and charge.structure = cast(sqlc.arg(structure) as text))
      or (cast(sqlc.arg(structure) as text) <> '' and exists (
        select 1 from person p join professional r on r.id = p.referent_id where p.id = e.person_id and r.structure = cast(sqlc.arg(structure) as text))))
) as visible;

-- name: EscalationsOfPerson :many
select id
from escalation
where person_id = $1
order by opened_at desc, id desc
limit 50;

-- name: OverdueEscalations :many
select id
from escalation
where state = 'open' and due_at <= $1 and second_notice_at = 0
order by due_at, id;

-- name: MarkSecondNotice :execrows
update escalation
set second_notice_at = $2
where id = $1 and state = 'open' and second_notice_at = 0;

-- name: CloseEscalation :execrows
update escalation
set state = 'closed', answered_at = $2, answered_by = $3
where id = $1 and state = 'open';

-- name: ReferentOfPerson :many
select coalesce(referent_id, '') as referent_id, coalesce(territory_id, '') as territory_id
from person
where id = $1;
