-- name: PeopleOfDossier :many
-- The people of a household's file, and those whom a file that was merged into theirs put there.
select p.id, p.role, p.title, p.first_name, p.birth_date, p.duties_start_on, p.archived_at, p.nir_index
from person p
join household h on h.id = p.household_id
where h.affiliation_key = $1
union all
select p.id, p.role, p.title, m.first_name, m.birth_date, p.duties_start_on, p.archived_at, p.nir_index
from merged_person m
join person p on p.id = m.person_id
where m.affiliation_key = $1 and m.affiliation_key <> ''
order by 1;

-- name: PutDossier :execrows
insert into dossier (household_id, office, request_number, requested_on, state, suspension_reason, closure_reason, closed_on, reference_on, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (household_id) do update set
  office = excluded.office, request_number = excluded.request_number, requested_on = excluded.requested_on, state = excluded.state,
  suspension_reason = excluded.suspension_reason, closure_reason = excluded.closure_reason, closed_on = excluded.closed_on,
  reference_on = excluded.reference_on, updated_at = excluded.updated_at
where dossier.office <> excluded.office or dossier.request_number <> excluded.request_number or dossier.requested_on <> excluded.requested_on
  or dossier.state <> excluded.state or dossier.suspension_reason <> excluded.suspension_reason
  or dossier.closure_reason <> excluded.closure_reason or dossier.closed_on <> excluded.closed_on;

-- name: DossierOfHousehold :many
select office, request_number, requested_on, state, suspension_reason, closure_reason, closed_on, reference_on
from dossier
where household_id = $1;

-- name: HouseholdOfPerson :one
select coalesce(household_id, '') as household_id, no_fixed_address
from person
where id = $1;

-- name: SetNoFixedAddress :execrows
update person
set no_fixed_address = $2, updated_at = $3
where id = $1 and no_fixed_address <> $2;

-- name: SharePhone :execrows
update contact_point
set shared = true, updated_at = $3
where person_id = $1 and address_index = $2 and not shared;

-- name: NewestFlux :many
select digest, kind, nature, created_on, reference_on, dossiers
from flux
order by reference_on desc, created_on desc
limit 1;

-- name: StartFlux :exec
insert into flux (digest, kind, nature, created_on, reference_on, dossiers, started_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (digest) do nothing;

-- name: FinishFlux :exec
update flux
set finished_at = $2
where digest = $1 and finished_at = 0;

-- name: AbsentFromFlux :many
select p.id
from person_flux f
join person p on p.id = f.person_id
where f.digest <> $1 and p.exited_on = '' and p.archived_at = 0
  and not exists (select 1 from leaver l where l.person_id = p.id and l.decision = '')
order by p.id;

-- name: PutLeaver :execrows
insert into leaver (person_id, reason, left_on, found_at)
values ($1, $2, $3, $4)
on conflict (person_id) do update set
  reason = excluded.reason, left_on = excluded.left_on, found_at = excluded.found_at, decision = '', decided_at = 0, decided_by = ''
where leaver.reason <> excluded.reason or leaver.left_on <> excluded.left_on;

-- name: DropLeaver :execrows
delete from leaver
where person_id = $1 and decision = '';

-- name: Leavers :many
select l.person_id, p.first_name, p.last_name, l.reason, l.left_on, l.found_at,
  coalesce(r.first_name, '') as referent_first_name, coalesce(r.last_name, '') as referent_last_name
from leaver l
join person p on p.id = l.person_id
left join professional r on r.id = p.referent_id
where l.decision = '' and p.exited_on = ''
order by l.found_at, p.last_key, p.first_key, p.id
limit $1;

-- name: DecideLeaver :execrows
update leaver
set decision = $2, decided_at = $3, decided_by = $4
where person_id = $1 and decision = '';

-- name: DecisionOnLeaver :many
select decision
from leaver
where person_id = $1;

-- name: ReopenLeaver :execrows
update leaver
set decision = '', decided_at = 0, decided_by = ''
where person_id = $1 and decision <> '';
