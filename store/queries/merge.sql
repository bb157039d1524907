-- name: PersonToMerge :one
select p.id, p.household_id, p.role, p.title, p.first_name, p.last_name, p.birth_name, p.birth_date, p.nir_sealed, p.nir_index, p.internal_id,
  p.france_travail_id, p.address, p.postcode, p.city, p.structure, p.tags, p.territory_id, p.referent_id, p.referent_wanted, p.territory_wanted,
  p.preferred_channel, p.discreet, p.no_fixed_address, p.entered_on, p.entry_source, p.rights_opened_on, p.duties_start_on, p.subject_to_duties,
  p.exited_on, p.archived_at, p.held_at, p.litigation_at, p.litigation_by, p.purged_at, p.created_at,
  coalesce(h.affiliation_number, '') as affiliation_number, coalesce(h.affiliation_key, '') as affiliation_key
from person p
left join household h on h.id = p.household_id
where p.id = $1;

-- name: CompletePerson :exec
-- What the merged file knew and the kept one did not.
update person
set household_id = $2, role = $3, title = $4, birth_name = $5, birth_date = $6, nir_sealed = $7, nir_index = $8, internal_id = $9,
  france_travail_id = $10, address = $11, postcode = $12, city = $13, structure = $14, tags = $15, territory_id = $16, referent_id = $17,
  referent_wanted = $18, territory_wanted = $19, preferred_channel = $20, discreet = $21, entered_on = $22, entry_source = $23,
  rights_opened_on = $24, duties_start_on = $25, subject_to_duties = $26, held_at = $27, litigation_at = $28, litigation_by = $29, created_at = $30,
  updated_at = $31
where id = $1;

-- name: KeepMerged :exec
insert into merged_person (id, person_id, merged_at, merged_by, role, title, first_name, last_name, birth_name, birth_date, internal_id, france_travail_id,
  affiliation_number, affiliation_key, address, postcode, city, structure, tags, referent_wanted, territory_wanted, entered_on, entry_source,
  rights_opened_on, duties_start_on, subject_to_duties)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26);

-- name: MergedFilesOf :many
select id, role, title, first_name, last_name, birth_name, birth_date, internal_id, france_travail_id, affiliation_key, address, postcode, city,
  structure, tags, referent_wanted, territory_wanted, entered_on, entry_source, rights_opened_on, duties_start_on, subject_to_duties
from merged_person
where person_id = $1
order by merged_at, id;

-- name: MergedKeys :many
select person_id, internal_id, affiliation_key
from merged_person;

-- name: MergedInto :many
select person_id
from merged_person
where id = $1;

-- name: EventsMerged :many
-- The journals of the files that were merged into one.
select e.id, e.person_id, e.seq, e.kind, e.at, e.actor, e.subject, e.payload_sealed, e.salt, e.digest, e.hash
from merged_person m
join event e on e.person_id = m.id
where m.person_id = $1
order by e.person_id, e.seq;

-- name: LastExitDetails :many
select e.payload_sealed
from event e
join person p on p.id = e.person_id
where e.person_id = $1 and e.kind = 'exited' and p.exited_on <> ''
order by e.seq desc
limit 1;

-- name: ToldOfAppointment :one
-- Whether a message about the appointment left to the person, a call reached them (40 is
-- delivered), or they confirmed it.
select exists (
  select 1
  from notification n
  join attempt a on a.notification_id = n.id
  where n.appointment_id = sqlc.arg(appointment_id) and n.person_id = sqlc.arg(person_id) and n.in_reply_to = '' and (a.left_at > 0 or a.rank >= 40)
) or exists (
  select 1
  from participation p
  where p.appointment_id = sqlc.arg(appointment_id) and p.person_id = sqlc.arg(person_id) and p.confirmed_at > 0
);

-- name: CountToMerge :one
select
  (select count(*) from notification n where n.person_id = sqlc.arg(person_id)) as messages,
  (select count(*) from participation p where p.person_id = sqlc.arg(person_id)) as appointments,
  (select count(*) from week w where w.person_id = sqlc.arg(person_id)) as weeks,
  (select count(*) from escalation e where e.person_id = sqlc.arg(person_id)) as questions,
  (select count(*) from note o where o.person_id = sqlc.arg(person_id)) as notes;

-- name: MilestoneToMerge :one
select booked_on, first_booked_on, appointment_on, convoked_on, sent_on, handed_over_on, convened_on, convened_by, delivered_on, undelivered_on,
  answered_on, met_on, last_outcome, registered_on
from milestone
where person_id = $1;

-- name: SetMilestoneMerged :exec
update milestone
set territory_id = $2, referent_id = $3, entered_on = $4, entry_source = $5, subject_to_duties = $6, booked_on = $7, first_booked_on = $8,
  appointment_on = $9, convoked_on = $10, sent_on = $11, handed_over_on = $12, convened_on = $13, convened_by = $14, delivered_on = $15,
  undelivered_on = $16, answered_on = $17, met_on = $18, last_outcome = $19, registered_on = $20
where person_id = $1;

-- name: PointsToMerge :many
-- Addresses that both files have, once for each.
select k.id as kept_id, t.id as merged_id, k.status as kept_status, t.status as merged_status, k.verified as kept_verified, t.verified as merged_verified,
  k.opted_out_at as kept_opted_out_at, t.opted_out_at as merged_opted_out_at, k.blocked_at as kept_blocked_at, t.blocked_at as merged_blocked_at
from contact_point t
join contact_point k on k.person_id = sqlc.arg(kept_id) and k.channel = t.channel and k.address_index = t.address_index
where t.person_id = sqlc.arg(merged_id);

-- name: SetMergedPoint :exec
update contact_point
set status = $2, verified = $3, opted_out_at = $4, blocked_at = $5, updated_at = $6
where id = $1;

-- name: RepointAttempts :exec
update attempt
set contact_point_id = sqlc.arg(kept_id)
where contact_point_id = sqlc.arg(merged_id) and person_id in (sqlc.arg(kept), sqlc.arg(merged));

-- name: DropContactPoint :exec
delete from contact_point
where id = $1;

-- name: LowerPoints :exec
-- The kept file's addresses come first.
update contact_point
set position = position + 100
where person_id = $1;

-- name: UnsharePoints :exec
-- An address that both files had is that of one person now.
update contact_point
set shared = false
where contact_point.person_id = $1 and contact_point.shared and not exists (
  select 1
  from contact_point o
  where o.address_index = contact_point.address_index and o.person_id <> contact_point.person_id and o.status = 'current'
);

-- name: StoppedPoints :many
-- A channel that somebody closed, by one of their addresses that is in use.
select channel, address_index
from contact_point
where person_id = $1 and status = 'current' and opted_out_at > 0
order by channel, address_index;

-- name: WeeksToMerge :many
-- Weeks that both files have, once for each.
select k.id as kept_id, t.id as merged_id, k.answered_at as kept_answered_at, t.answered_at as merged_answered_at, k.validated_at as kept_validated_at,
  t.validated_at as merged_validated_at
from week t
join week k on k.person_id = sqlc.arg(kept_id) and k.monday = t.monday
where t.person_id = sqlc.arg(merged_id)
order by t.monday;

-- name: MakeRoomForReports :exec
update activity_report
set n = n + sqlc.arg(by)
where week_id = sqlc.arg(week_id);

-- name: LastReportOf :one
select cast(coalesce(max(n), 0) as bigint) as n
from activity_report
where week_id = $1;

-- name: MoveReports :exec
update activity_report
set week_id = sqlc.arg(to_id)
where week_id = sqlc.arg(from_id);

-- name: CountReports :exec
update week
set reports = (select count(*) from activity_report r where r.week_id = week.id)
where week.id = $1;

-- name: DropWeek :exec
delete from week
where id = $1;

-- name: MoveSubject :exec
update notification
set subject_id = sqlc.arg(to_id)
where subject_id = sqlc.arg(from_id) and person_id = sqlc.arg(person_id);

-- name: MovePromptSubject :exec
update prompt
set subject_id = sqlc.arg(to_id)
where prompt.subject_id = sqlc.arg(from_id)
  and notification_id in (select n.id from notification n where n.person_id = sqlc.arg(person_id));

-- name: ActivitiesToMerge :many
select id, activity_key, kind, label_sealed, day, start_minute, done
from planned_activity
where person_id = $1
order by day, id;

-- name: RekeyActivity :exec
update planned_activity
set activity_key = $2
where id = $1;

-- name: NoteActivityDone :exec
update planned_activity
set done = $2
where activity_key = $1 and done = '';

-- name: DropActivity :exec
delete from planned_activity
where id = $1;

-- name: DropPlan :exec
delete from weekly_plan
where id = $1;

-- name: MergedParticipations :many
-- Appointments that both files are in.
select t.id as merged_id, k.id as kept_id, t.outcome as merged_outcome, k.outcome as kept_outcome, t.appointment_id, coalesce(a.slot_id, '') as slot_id
from participation t
join participation k on k.person_id = sqlc.arg(kept_id) and k.appointment_id = t.appointment_id
join appointment a on a.id = t.appointment_id
where t.person_id = sqlc.arg(merged_id);

-- name: TakeOutcome :exec
update participation
set outcome = f.outcome, impediment = f.impediment, outcome_by = f.outcome_by, outcome_at = f.outcome_at
from participation f
where participation.id = sqlc.arg(to_id) and f.id = sqlc.arg(from_id);

-- name: DropCalendarLink :exec
delete from calendar_link
where participation_id = $1;

-- name: DropParticipation :exec
delete from participation
where id = $1;
