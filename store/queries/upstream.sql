-- name: InsertUpstream :execrows
insert into upstream_inbox (id, digest, payload_sealed, received_at, state, model)
values ($1, $2, $3, $4, 'new', $5)
on conflict (digest) do nothing;

-- name: NewUpstream :many
select id, payload_sealed, received_at, tries
from upstream_inbox
where state = 'new'
order by received_at, id
limit $1;

-- name: UpstreamState :one
select state
from upstream_inbox
where id = $1;

-- name: EndUpstream :exec
update upstream_inbox
set state = 'done', reason = $2, payload_sealed = null, model = $3, event = $4, upstream_id = '', ended_at = $5
where id = $1;

-- name: BuryUpstream :execrows
update upstream_inbox
set state = 'dead', reason = $2, model = $3, event = $4, upstream_id = $5
where id = $1 and state = 'new';

-- name: TryUpstream :one
update upstream_inbox
set tries = tries + 1
where id = $1
returning tries;

-- name: DeadUpstream :many
select id, reason, model, event, upstream_id, received_at
from upstream_inbox
where state = 'dead'
order by received_at, id;

-- name: RetryUpstream :execrows
update upstream_inbox
set state = 'new', tries = 0, reason = ''
where id = $1 and state = 'dead';

-- name: DismissUpstream :execrows
update upstream_inbox
set state = 'dismissed', payload_sealed = null, upstream_id = '', ended_at = $2, ended_by = $3
where id = $1 and state = 'dead';

-- name: UpstreamObject :many
select object_key, source, model, upstream_id, organisation_id, data_at, destroyed_at, person_id, sms_off_at, sms_at, referent_at,
  professional_id, absent_from, absent_until
from upstream_object
where object_key = $1;

-- name: PutUpstreamObject :exec
insert into upstream_object (object_key, source, model, upstream_id, organisation_id, data_at, destroyed_at, person_id, sms_off_at, sms_at,
  referent_at, professional_id, absent_from, absent_until)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (object_key) do update set
  upstream_id = excluded.upstream_id, organisation_id = excluded.organisation_id, data_at = excluded.data_at,
  destroyed_at = excluded.destroyed_at, person_id = excluded.person_id, sms_off_at = excluded.sms_off_at, sms_at = excluded.sms_at,
  referent_at = excluded.referent_at, professional_id = excluded.professional_id, absent_from = excluded.absent_from,
  absent_until = excluded.absent_until;

-- name: UpstreamParticipations :many
select object_key, person_id, appointment_id, outcome, lifecycle, reminder
from upstream_participation
where rdv_key = $1
order by object_key;

-- name: PutUpstreamParticipation :exec
insert into upstream_participation (object_key, rdv_key, person_id, appointment_id, outcome, lifecycle, reminder)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (object_key) do update set outcome = excluded.outcome, lifecycle = excluded.lifecycle, reminder = excluded.reminder;

-- name: UpstreamOfAppointments :many
select o.upstream_id, o.organisation_id
from upstream_participation up
join upstream_object o on o.object_key = up.rdv_key
join participation pa on pa.appointment_id = up.appointment_id and pa.person_id = up.person_id
where up.person_id = $1 and pa.starts_at > $2 and pa.deleted_at = 0 and o.upstream_id <> ''
order by case when pa.outcome = 'unknown' then 0 else 1 end, pa.starts_at
limit 1;

-- name: OutcomeBy :one
select outcome_by
from participation
where appointment_id = $1 and person_id = $2;

-- name: SetUpstream :one
select exists (select 1 from upstream_participation where appointment_id = $1) as elsewhere;

-- name: MoveAppointment :exec
update appointment
set place_id = $2, territory_id = $3, kind = $4, starts_at = $5, minutes = $6, version = $7, late = $8
where id = $1;

-- name: MoveParticipation :exec
update participation
set starts_at = $3, confirmed_at = 0
where appointment_id = $1 and person_id = $2;

-- name: DeleteAppointmentProfessionals :exec
delete from appointment_professional
where appointment_id = $1;

-- name: InsertAppointmentProfessional :exec
insert into appointment_professional (appointment_id, position, professional_id)
values ($1, $2, $3);

-- name: MarkDeleted :execrows
update participation
set deleted_at = $3
where appointment_id = $1 and person_id = $2 and ((deleted_at = 0 and cast($3 as bigint) > 0) or (deleted_at > 0 and cast($3 as bigint) = 0));

-- name: PlannedOfKind :many
select n.id
from notification n
where n.appointment_id = sqlc.arg(appointment_id) and n.person_id = sqlc.arg(person_id) and n.kind = sqlc.arg(kind) and n.cancelled_at = 0
  and n.state in ('pending', 'listed')
  and not exists (select 1 from attempt x where x.notification_id = n.id and x.state not in ('queued', 'claimed', 'cancelled'))
order by n.id;

-- name: SetMeeting :exec
update place
set meeting = $2
where id = $1 and meeting <> $2;

-- name: ReopenUpstream :many
update contact_point
set opted_out_at = 0, updated_at = sqlc.arg(at)
where person_id = sqlc.arg(person_id) and channel = 'sms' and opted_out_at = sqlc.arg(off_at)
returning address_index;

-- name: AbsencesUpstream :many
select coalesce(professional_id, '') as professional_id, absent_from, absent_until
from upstream_object
where model = 'Absence' and professional_id is not null and destroyed_at = 0 and absent_until >= cast(sqlc.arg(today) as text)
order by professional_id, absent_from;

-- name: AbsencesWritten :many
select professional_id, absent_from, absent_until
from upstream_absence
order by professional_id;

-- name: PutAbsenceWritten :exec
insert into upstream_absence (professional_id, absent_from, absent_until)
values ($1, $2, $3)
on conflict (professional_id) do update set absent_from = excluded.absent_from, absent_until = excluded.absent_until;

-- name: PersonThere :one
select exists (select 1 from person where id = $1);

-- name: ConvocationLeft :one
select exists (
  select 1
  from notification n
  join attempt x on x.notification_id = n.id
  where n.appointment_id = $1 and n.person_id = $2 and n.kind = 'convocation' and x.state not in ('queued', 'claimed', 'cancelled')
);

-- name: DeadUpstreamPayload :many
select payload_sealed
from upstream_inbox
where id = $1 and state = 'dead';
