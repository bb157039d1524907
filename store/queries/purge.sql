-- name: PurgeableFiles :many
-- Files whose follow-up ended before a day and where nothing happened since an instant,
-- by the day it ended; why is in bits, in the order of parcours.KeptBackOf.
select p.id, p.exited_on,
  cast(case when p.litigation_at > 0 then 1 else 0 end
    + case when exists (select 1 from escalation e where e.person_id = p.id and e.state = 'open') then 2 else 0 end
    + case when exists (select 1 from week w where w.person_id = p.id and w.impediment_state = 'discussed') then 4 else 0 end
    + case when p.held_at > 0 then 8 else 0 end
    + case when exists (select 1 from leaver l where l.person_id = p.id and l.decision = '') then 16 else 0 end
    + case when exists (
        select 1
        from attempt a
        where a.person_id = p.id and a.state in ('queued', 'claimed', 'sending', 'unknown')
      ) then 32 else 0 end
    + case when exists (
        select 1
        from participation pa
        where pa.person_id = p.id and pa.starts_at > cast(sqlc.arg(now) as bigint)
      ) then 64 else 0 end as bigint) as why
from person p
where p.exited_on <> '' and p.purged_at = 0
  and p.exited_on < cast(sqlc.arg(before_day) as text)
  and (p.exited_on > cast(sqlc.arg(after_day) as text) or p.exited_on = cast(sqlc.arg(after_day) as text) and p.id > cast(sqlc.arg(after_id) as text))
  and (cast(sqlc.arg(only_id) as text) = '' or p.id = cast(sqlc.arg(only_id) as text))
  and coalesce((
    select e.at
    from event e
    where e.person_id = p.id
    order by e.seq desc
    limit 1
  ), 0) < cast(sqlc.arg(before) as bigint)
order by p.exited_on, p.id
limit sqlc.arg(most);

-- name: SilentFiles :one
select count(*)
from person p
where p.exited_on = '' and p.entered_on < cast(sqlc.arg(before_day) as text)
  and coalesce((
    select e.at
    from event e
    where e.person_id = p.id
    order by e.seq desc
    limit 1
  ), 0) < cast(sqlc.arg(before) as bigint);

-- name: EmptyPerson :exec
-- What is left of a person is what figures count: where, when, how it went, in which
-- language; of a birth date, the year.
update person
set household_id = null, role = '', title = '', first_name = '', last_name = '', birth_name = '', first_key = '', last_key = '',
  birth_date = case when birth_date = '' then '' else substr(birth_date, 1, 5) || '01-01' end,
  nir_sealed = null, nir_index = '', internal_id = '', france_travail_id = '', address = '', postcode = '', city = '', no_fixed_address = sqlc.arg(no),
  structure = '', tags = '', referent_wanted = '', territory_wanted = '', preferred_channel = '', discreet = sqlc.arg(no),
  rights_opened_on = '', duties_start_on = '', purged_at = sqlc.arg(now), updated_at = sqlc.arg(now)
where id = sqlc.arg(id);

-- name: StrangersMessages :many
-- What somebody wrote whom nobody knows, and is settled; the questions it made are
-- closed.
select i.id, i.received_at
from inbox i
where i.person_id is null and i.professional_id is null and i.state in ('done', 'parked')
  and i.received_at < cast(sqlc.arg(before) as bigint)
  and not exists (
    select 1
    from escalation_message x
    join escalation e on e.id = x.escalation_id
    where x.inbox_id = i.id and x.inbox_id <> '' and e.state = 'open'
  )
order by i.received_at, i.id
limit sqlc.arg(most);

-- name: CountStrangersMessages :one
select count(*) as n, cast(coalesce(min(i.received_at), 0) as bigint) as oldest
from inbox i
where i.person_id is null and i.professional_id is null and i.state in ('done', 'parked')
  and i.received_at < cast(sqlc.arg(before) as bigint)
  and not exists (
    select 1
    from escalation_message x
    join escalation e on e.id = x.escalation_id
    where x.inbox_id = i.id and x.inbox_id <> '' and e.state = 'open'
  );

-- name: CountAccesses :one
select count(*) as n, cast(coalesce(min(at), 0) as bigint) as oldest
from access_log
where at < $1;

-- name: KeepForLitigation :execrows
update person
set litigation_at = sqlc.arg(at), litigation_by = sqlc.arg(by_whom)
where id = sqlc.arg(id) and purged_at = 0;

-- name: RememberStrangersMessage :exec
insert into forgotten_text (provider_id, sender, inbound, at)
select provider_id, '', true, received_at
from inbox
where id = $1 and provider = 'twilio' and erased_at = 0
on conflict (provider_id) do nothing;

-- name: DropStrangersMessage :exec
delete from inbox
where id = $1 and person_id is null and professional_id is null;

-- name: StrangersAnswers :many
-- Answers to strangers that still say where they went.
select n.id
from notification n
where n.person_id is null and n.professional_id is null and n.created_at < cast(sqlc.arg(before) as bigint)
  and exists (
    select 1
    from attempt a
    where a.notification_id = n.id and a.address_index <> '' and a.state not in ('queued', 'claimed', 'sending', 'unknown')
  )
order by n.created_at, n.id
limit sqlc.arg(most);

-- name: RememberAnswer :exec
insert into forgotten_text (provider_id, sender, inbound, at)
select a.provider_id, a.sender, false, a.left_at
from attempt a
where a.notification_id = $1 and a.channel = 'sms' and a.provider_id <> '' and a.erased_at = 0 and a.left_at > 0
on conflict (provider_id) do nothing;

-- name: EmptyNotification :exec
update notification
set facts_sealed = sqlc.arg(nothing), choices = '', reference = ''
where id = sqlc.arg(id);

-- name: EmptyAttempts :exec
update attempt
set contact_point_id = null, address_sealed = null, address_index = '', body_sealed = null, message_sealed = null, provider_id = '',
  receipts = '0', digest = ''
where notification_id = $1;

-- name: DropReceipts :exec
delete from attempt_event
where attempt_id in (select a.id from attempt a where a.notification_id = $1);

-- name: StrangersQuestions :many
select e.id
from escalation e
where e.person_id is null and e.state <> 'open' and e.address_index <> '' and e.opened_at < cast(sqlc.arg(before) as bigint)
order by e.opened_at, e.id
limit sqlc.arg(most);

-- name: EmptyQuestion :exec
update escalation
set address_sealed = null, address_index = '', attached_claim = ''
where id = $1;

-- name: DropWordsOfQuestion :exec
delete from escalation_message
where escalation_id = $1;

-- name: NoticesOfQuestion :many
select id
from notification
where escalation_id = $1;

-- name: DropStrangersConversations :exec
delete from conversation
where subject like 'unknown:%' and updated_at < $1;

-- name: MessagesOfPerson :many
-- What was written to a person, and to professionals about them.
select n.id
from notification n
where n.person_id = sqlc.arg(person_id)
  or n.escalation_id in (select e.id from escalation e where e.person_id = sqlc.arg(person_id))
  or n.person_id is null and n.appointment_id in (select pa.appointment_id from participation pa where pa.person_id = sqlc.arg(person_id))
order by n.id;

-- name: EmptyParticipations :exec
update participation
set impediment = ''
where person_id = $1;

-- name: EmptyWeeks :exec
-- That something stood in the way counts; what it was does not.
update week
set impediment = case when impediment = '' then '' else 'other' end, request_at = 0, nudge_at = 0
where person_id = $1;

-- name: DropUncountedActivities :exec
delete from planned_activity
where person_id = $1 and (done <> 'yes' or cancelled_at > 0);

-- name: EmptyActivities :exec
update planned_activity
set activity_key = 'purged:' || id, label_sealed = null, place = '', start_minute = -1, remind_at = 0
where person_id = $1;

-- name: QuestionsOfPerson :many
select id
from escalation
where person_id = $1;

-- name: EmptyKindOfQuestion :exec
update escalation
set kind = 'question', urgent = sqlc.arg(no)
where id = sqlc.arg(id);
