-- name: InsertImportBatch :exec
insert into import_batch (id, source, kind, file_name, digest, counts, started_at, finished_at)
values ($1, $2, $3, $4, $5, '', $6, $7)
on conflict (id) do update set finished_at = excluded.finished_at;

-- name: PeopleByNIR :many
select id, nir_sealed, internal_id, first_name, birth_date, archived_at
from person
where nir_index = $1 and nir_index <> '';

-- name: PeopleByInternalID :many
select o.id, o.nir_sealed, o.internal_id, o.first_name, o.birth_date, o.archived_at
from person o
where o.internal_id = $1 and o.internal_id <> ''
union all
select p.id, p.nir_sealed, p.internal_id, p.first_name, p.birth_date, p.archived_at
from merged_person m
join person p on p.id = m.person_id
where m.internal_id = $1 and m.internal_id <> '';

-- name: PeopleByAddress :many
select distinct p.id, p.nir_sealed, p.internal_id, p.first_name, p.birth_date, p.archived_at
from contact_point c
join person p on p.id = c.person_id
where c.address_index = $1 and c.status = 'current'
order by p.id;

-- name: Tombstone :many
select erased_at
from tombstone
where identifier_index = $1;

-- name: AnyTombstone :one
select exists (select 1 from tombstone);

-- name: UpsertHousehold :one
insert into household (id, affiliation_number, affiliation_key, fund, created_at)
values ($1, $2, $3, $4, $5)
on conflict (affiliation_key) do update set
  fund = case when household.fund = '' then excluded.fund else household.fund end
returning id;

-- name: InsertPerson :exec
insert into person (id, household_id, role, title, first_name, last_name, birth_name, first_key, last_key, birth_date,
  nir_sealed, nir_index, internal_id, france_travail_id, address, postcode, city, structure, tags, referent_id, referent_wanted,
  territory_wanted, language, preferred_channel, discreet, entered_on, entry_source, rights_opened_on, duties_start_on,
  subject_to_duties, exited_on, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, '', $24,
  $25, $26, $27, $28, $29, '', $30, $30);

-- name: PersonForImport :one
select id, household_id, role, title, first_name, last_name, birth_name, birth_date, nir_index, internal_id, france_travail_id,
  address, postcode, city, structure, tags, referent_id, referent_wanted, territory_id, territory_wanted, entered_on, entry_source,
  rights_opened_on, duties_start_on, subject_to_duties, created_at
from person
where id = $1;

-- name: UpdatePerson :exec
update person
set household_id = $2, role = $3, title = $4, first_name = $5, last_name = $6, birth_name = $7, first_key = $8, last_key = $9,
  birth_date = $10, nir_sealed = coalesce($11, nir_sealed), nir_index = $12, internal_id = $13, france_travail_id = $14, address = $15,
  postcode = $16, city = $17, structure = $18, tags = $19, referent_id = $20, referent_wanted = $21, territory_wanted = $22,
  entered_on = $23, entry_source = $24, rights_opened_on = $25, duties_start_on = $26, subject_to_duties = $27, updated_at = $28
where id = $1;

-- name: SetMilestoneEntry :exec
update milestone
set entered_on = $2, referent_id = $3, subject_to_duties = $4, entry_source = $5
where person_id = $1;

-- name: InsertContactPoint :exec
insert into contact_point (id, person_id, channel, address_sealed, address_index, kind, shared, verified, status, position,
  opted_out_at, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, 'current', $9, $10, $11, $11);

-- name: SetContactStatus :exec
update contact_point
set status = $2, position = $3, updated_at = $4
where id = $1;

-- name: StopPoint :exec
update contact_point
set opted_out_at = $2
where id = $1 and opted_out_at = 0;

-- name: ShareAddress :exec
update contact_point
set shared = true, updated_at = $2
where address_index = $1 and status = 'current' and not shared;

-- name: ListedOfPerson :many
select a.id as attempt_id, n.id as notification_id, n.expires_at,
  cast((select max(x.n) from attempt x where x.notification_id = n.id) as bigint) as last_n
from attempt a
join notification n on n.id = a.notification_id
where a.person_id = $1 and a.state = 'queued' and a.channel in ('call', 'letter') and n.state = 'listed' and n.cancelled_at = 0
order by n.created_at, n.id;

-- name: GivenUpOfPerson :many
-- Messages about an appointment that ended without a decision, for want of a way; a
-- reminder whose day has passed says nothing that the convocation does not.
select id
from notification
where person_id = $1 and state in ('failed', 'cancelled') and cancelled_at = 0 and class in ('must_arrive', 'time_bound') and appointment_id is not null
  and (expires_at = 0 or expires_at > $2) and (class = 'must_arrive' or due_at > $2)
order by created_at, id;

-- name: UnlistAttempt :exec
update attempt
set state = 'cancelled', rank = 5, updated_at = $2
where id = $1 and state = 'queued';

-- name: TerritoryByKey :many
select id
from territory
where name_key = $1;

-- name: UpsertTerritory :one
insert into territory (id, name, name_key, created_at)
values ($1, $2, $3, $4)
on conflict (name_key) do update set name_key = excluded.name_key
returning id;

-- name: ProfessionalByEmail :many
select id, email, first_name, last_name, structure, structure_kind, phone, territory_id, role, telegram_sealed, telegram_index
from professional
where email = $1;

-- name: InsertProfessional :exec
insert into professional (id, email, first_name, last_name, structure, structure_kind, phone, territory_id, role, telegram_sealed,
  telegram_index, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12);

-- name: UpdateProfessional :exec
update professional
set first_name = $2, last_name = $3, structure = $4, structure_kind = $5, phone = $6, territory_id = $7, role = $8,
  telegram_sealed = $9, telegram_index = $10, updated_at = $11
where id = $1;

-- name: LinkAccount :exec
update account
set professional_id = $2
where email = $1 and professional_id is null;

-- name: UpsertPlace :one
insert into place (id, territory_id, name, name_key, address, phone, created_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (territory_id, name_key, address) do update set
  phone = case when excluded.phone = '' then place.phone else excluded.phone end
returning id;

-- name: AddressOfPlace :many
select address
from place
where territory_id = $1 and name_key = $2 and address <> ''
order by created_at desc, id desc
limit 1;

-- name: SlotByKey :many
select s.id, s.minutes, s.capacity, s.booked, s.kind, s.closed_at, p.phone as place_phone
from slot s
join place p on p.id = s.place_id
where s.slot_key = $1;

-- name: InsertSlot :exec
insert into slot (id, slot_key, territory_id, place_id, kind, starts_at, minutes, capacity, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9);

-- name: UpdateSlot :exec
update slot
set minutes = $2, capacity = $3, kind = $4, updated_at = $5
where id = $1;

-- name: InsertSlotProfessional :exec
insert into slot_professional (slot_id, position, professional_id)
values ($1, $2, $3);

-- name: DeleteSlotProfessionals :exec
delete from slot_professional
where slot_id = $1;

-- name: OverlappingSlots :many
select s.id, s.starts_at, s.minutes
from slot_professional sp
join slot s on s.id = sp.slot_id
where sp.professional_id = $1 and s.starts_at < $2 and s.starts_at > $3 and s.closed_at = 0;
