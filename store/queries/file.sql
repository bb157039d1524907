-- name: Visible :one
select exists (
  select 1
  from person p
  left join professional r on r.id = p.referent_id
  where p.id = sqlc.arg(person_id)
    and p.purged_at = 0
    and (cast(sqlc.arg(sees_all) as boolean)
      or p.referent_id = sqlc.arg(professional_id)
      or (r.stand_in_id = sqlc.arg(professional_id) and r.absent_from <> '' and r.absent_from <= sqlc.arg(today)
        and (r.absent_until = '' or r.absent_until >= sqlc.arg(today)))
      or exists (
        select 1
        from participation pa
        join appointment_professional ap on ap.appointment_id = pa.appointment_id
        where pa.person_id = p.id and ap.professional_id = sqlc.arg(professional_id)
      )
      or exists (select 1 from entrusted x where x.person_id = p.id and x.professional_id = sqlc.arg(professional_id))
      or (cast(sqlc.arg(structure) as text) <> '' and r.structure = cast(sqlc.arg(structure) as text)))
) as visible;

-- name: SearchPeople :many
select p.id
from person p
where p.purged_at = 0
  and (cast(sqlc.arg(pattern) as text) = ''
    or p.last_key || ' ' || p.first_key like cast(sqlc.arg(pattern) as text)
    or p.first_key || ' ' || p.last_key like cast(sqlc.arg(pattern) as text)
    or (p.internal_id <> '' and p.internal_id = cast(sqlc.arg(exact) as text))
    or exists (select 1 from household h where h.id = p.household_id and h.affiliation_key = cast(sqlc.arg(affiliation) as text))
    or exists (select 1 from contact_point c where c.person_id = p.id and c.address_index = cast(sqlc.arg(address) as text)))
order by p.last_key, p.first_key, p.id
limit sqlc.arg(most);

-- name: SearchFollowed :many
-- SearchPeople for whoever does not see everybody: it begins with those whom they may see.
select p.id
from person p
where p.id in (
    select x.id from person x where x.referent_id = sqlc.arg(professional_id)
    union all
    select x.id
    from professional r
    cross join person x
    where x.referent_id = r.id and r.stand_in_id = sqlc.arg(professional_id) and r.absent_from <> '' and r.absent_from <= sqlc.arg(today)
      and (r.absent_until = '' or r.absent_until >= sqlc.arg(today))
    union all
    select pa.person_id
    from appointment_professional ap
    cross join participation pa
    where pa.appointment_id = ap.appointment_id and ap.professional_id = sqlc.arg(professional_id)
    union all
    select x.person_id from entrusted x where x.professional_id = sqlc.arg(professional_id)
    union all
    select x.id
    from professional r
    cross join person x
    where x.referent_id = r.id and cast(sqlc.arg(structure) as text) <> '' and r.structure = cast(sqlc.arg(structure) as text))
  and p.purged_at = 0
  and (cast(sqlc.arg(pattern) as text) = ''
    or p.last_key || ' ' || p.first_key like cast(sqlc.arg(pattern) as text)
    or p.first_key || ' ' || p.last_key like cast(sqlc.arg(pattern) as text)
    or (p.internal_id <> '' and p.internal_id = cast(sqlc.arg(exact) as text))
    or exists (select 1 from household h where h.id = p.household_id and h.affiliation_key = cast(sqlc.arg(affiliation) as text))
    or exists (select 1 from contact_point c where c.person_id = p.id and c.address_index = cast(sqlc.arg(address) as text)))
order by p.last_key, p.first_key, p.id
limit sqlc.arg(most);

-- name: ListedPerson :one
select p.id, p.first_name, p.last_name, coalesce(t.name, '') as territory, coalesce(r.first_name, '') as referent_first_name,
  coalesce(r.last_name, '') as referent_last_name, p.entered_on, m.contact_loss, m.convened_on,
  cast(coalesce((
    select min(pa.starts_at)
    from participation pa
    where pa.person_id = p.id and pa.outcome = 'unknown' and pa.starts_at >= cast(sqlc.arg(now) as bigint)
  ), 0) as bigint) as next_starts_at
from person p
join milestone m on m.person_id = p.id
left join territory t on t.id = p.territory_id
left join professional r on r.id = p.referent_id
where p.id = sqlc.arg(id);

-- name: PersonFile :one
select p.id, coalesce(p.household_id, '') as household_id, coalesce(h.affiliation_number, '') as affiliation_number, coalesce(h.fund, '') as fund,
  p.role, p.title, p.first_name, p.last_name, p.birth_name, p.birth_date, p.internal_id, p.france_travail_id, p.address, p.postcode, p.city,
  p.structure, p.tags, coalesce(p.territory_id, '') as territory_id, coalesce(t.name, '') as territory, coalesce(p.referent_id, '') as referent_id,
  p.language, p.preferred_channel, p.discreet, p.entered_on, p.entry_source, p.rights_opened_on, p.duties_start_on, p.subject_to_duties,
  p.exited_on, p.held_at, p.created_at, m.convened_on, m.met_on
from person p
join milestone m on m.person_id = p.id
left join household h on h.id = p.household_id
left join territory t on t.id = p.territory_id
where p.id = $1;

-- name: FactsOfPerson :many
select id, person_id, kind, on_date, ends_on, value, recorded_by, recorded_at
from fact
where person_id = $1
order by on_date, id;

-- name: InsertFact :exec
insert into fact (id, person_id, kind, on_date, ends_on, value, recorded_by, recorded_at)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: CloseFacts :exec
update fact
set ends_on = sqlc.arg(ends_on)
where person_id = sqlc.arg(person_id) and kind = sqlc.arg(kind) and (ends_on = '' or ends_on >= sqlc.arg(on_date)) and on_date < sqlc.arg(on_date);

-- name: ParticipationByID :one
select appointment_id, person_id
from participation
where id = $1;

-- name: PersonOfAppointment :many
select person_id
from participation
where appointment_id = $1
order by id;

-- name: PlannedOfPerson :many
select n.id
from notification n
where n.person_id = $1 and n.state in ('pending', 'listed') and n.cancelled_at = 0
  and exists (select 1 from attempt a where a.notification_id = n.id and a.state in ('queued', 'claimed'))
order by n.due_at, n.id;

-- name: PersonOfNotification :many
select person_id
from notification
where id = $1;

-- name: AttemptsForTimeline :many
select a.id, a.notification_id, a.n, a.channel, a.state, a.body_sealed, a.code, n.template
from attempt a
join notification n on n.id = a.notification_id
where n.person_id = $1
order by a.notification_id, a.n;

-- name: InboxForTimeline :many
select id, channel, text_sealed
from inbox
where person_id = $1
order by received_at, id;

-- name: ProfessionalNames :many
select id, first_name, last_name
from professional;

-- name: MissingOutcomes :many
select pa.id as participation_id, pa.person_id, p.internal_id, a.starts_at, a.minutes, a.origin, pa.confirmed_at, m.convened_on,
  cast(coalesce((
    select ap.professional_id
    from appointment_professional ap
    where ap.appointment_id = a.id and ap.position = 0
  ), '') as text) as professional_id,
  exists (
    select 1
    from notification n
    join attempt x on x.notification_id = n.id
    where n.appointment_id = a.id and n.person_id = pa.person_id and n.kind = 'reminder' and x.rank >= 20
  ) as reminded
from participation pa
join appointment a on a.id = pa.appointment_id
join person p on p.id = pa.person_id
join milestone m on m.person_id = pa.person_id
where pa.outcome = 'unknown' and pa.deleted_at = 0 and a.starts_at + a.minutes * 60000 <= $1
order by a.starts_at, pa.id;

-- name: ReplaceLinks :exec
delete from telegram_link
where used_at = 0 and (person_id = $1 or professional_id = $2);

-- name: InsertLink :exec
insert into telegram_link (token_index, person_id, professional_id, created_at, expires_at)
values ($1, $2, $3, $4, $5);

-- name: AllIncidents :many
select i.id, i.key, i.kind, i.person_id, i.details, i.at, i.seen_at, coalesce(p.first_name, '') as first_name, coalesce(p.last_name, '') as last_name
from incident i
left join person p on p.id = i.person_id
where (not cast(sqlc.arg(unseen_only) as boolean) or i.seen_at = 0)
order by i.at desc, i.id desc
limit 500;

-- name: SeeIncident :execrows
update incident
set seen_at = $2, seen_by = $3
where id = $1 and seen_at = 0;
