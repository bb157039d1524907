-- name: Unplaced :many
select id, coalesce(territory_id, '') as territory_id, coalesce(referent_id, '') as referent_id, referent_wanted, territory_wanted, postcode, city, structure
from person
where exited_on = '' and (referent_id is null or territory_id is null)
order by entered_on, id;

-- name: ReferentsWithLoad :many
-- The professionals; the people they follow are counted where that is asked for.
select p.id, p.email, p.first_name, p.last_name, p.structure, p.structure_kind, coalesce(p.territory_id, '') as territory_id, p.role,
  p.absent_from, p.absent_until,
  cast(case when cast(sqlc.arg(counted) as boolean) then (select count(*) from person x where x.referent_id = p.id and x.exited_on = '') else 0 end as bigint) as people
from professional p
order by p.id;

-- name: PlacesOfTerritories :many
select territory_id, name, address
from place
order by territory_id, id;

-- name: SetTerritory :exec
update person
set territory_id = $2, updated_at = $3
where id = $1;

-- name: SetReferent :exec
update person
set referent_id = $2, referent_wanted = '', updated_at = $3
where id = $1;

-- name: SetMilestonePlace :exec
update milestone
set territory_id = $2, referent_id = $3
where person_id = $1;
