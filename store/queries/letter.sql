-- name: LettersWanted :many
-- Letters that wait in the letter list, and convocations that nothing proves although the deadline is near. Each is found
-- by an index of its own, and the rest row by row: SQLite would begin with all the notifications. The empty text keeps it
-- from reading every queued letter for each.
select n.id as notification_id, n.kind, p.id as person_id, p.first_name, p.last_name,
  cast(case when p.no_fixed_address then '' else p.address end as text) as address, p.postcode, p.city, p.entered_on as entered_on,
  coalesce(t.name, '') as territory, coalesce(r.first_name, '') as referent_first_name, coalesce(r.last_name, '') as referent_last_name,
  m.convened_on, m.contact_loss, ap.starts_at, a.id as listed_id, p.last_key as last_key, p.first_key as first_key
from attempt a
cross join notification n
cross join appointment ap
cross join participation pa
cross join person p
cross join milestone m
left join territory t on t.id = p.territory_id
left join professional r on r.id = p.referent_id
where a.channel = 'letter' and a.state = 'queued' and not exists (select 1 from letter l where l.attempt_id = a.id)
  and n.id = a.notification_id and ap.id = n.appointment_id and pa.appointment_id = ap.id and pa.person_id = n.person_id
  and p.id = n.person_id and m.person_id = p.id
  and ap.starts_at > sqlc.arg(now) and ap.version = n.appointment_version and n.cancelled_at = 0
  and ((n.kind = 'convocation' and pa.outcome = 'unknown') or (n.kind = 'cancellation' and pa.outcome <> 'unknown'))
  and p.exited_on = '' and p.held_at = 0 and m.exited_on = ''
  and (cast(sqlc.arg(territory) as text) = '' or p.territory_id = cast(sqlc.arg(territory) as text))
  and (cast(sqlc.arg(sees_all) as boolean)
    or p.referent_id = sqlc.arg(professional_id)
    or (r.stand_in_id = sqlc.arg(professional_id) and r.absent_from <> '' and r.absent_from <= cast(sqlc.arg(today) as text)
      and (r.absent_until = '' or r.absent_until >= cast(sqlc.arg(today) as text))))
union all
select n.id as notification_id, n.kind, p.id as person_id, p.first_name, p.last_name,
  cast(case when p.no_fixed_address then '' else p.address end as text) as address, p.postcode, p.city, p.entered_on as entered_on,
  coalesce(t.name, '') as territory, coalesce(r.first_name, '') as referent_first_name, coalesce(r.last_name, '') as referent_last_name,
  m.convened_on, m.contact_loss, ap.starts_at, '' as listed_id, p.last_key as last_key, p.first_key as first_key
from milestone m
cross join participation pa
cross join notification n
cross join appointment ap
cross join person p
left join territory t on t.id = p.territory_id
left join professional r on r.id = p.referent_id
where m.exited_on = '' and m.convened_on = '' and m.entered_on <= cast(sqlc.arg(entered_by) as text)
  and (cast(sqlc.arg(sees_all) as boolean) or m.referent_id = sqlc.arg(professional_id)
    or m.referent_id in (select s.id from professional s where s.stand_in_id = sqlc.arg(professional_id)))
  and pa.person_id = m.person_id and pa.outcome = 'unknown' and pa.starts_at > sqlc.arg(now)
  and n.appointment_id = pa.appointment_id and n.person_id = m.person_id and n.kind = 'convocation' and n.cancelled_at = 0
  and ap.id = pa.appointment_id and ap.starts_at > sqlc.arg(now) and ap.version = n.appointment_version
  and p.id = m.person_id and p.exited_on = '' and p.held_at = 0 and p.subject_to_duties <> 'no' and p.entered_on <= cast(sqlc.arg(entered_by) as text)
  and not exists (select 1 from attempt q where q.notification_id = n.id and q.channel || '' = 'letter' and q.state = 'queued')
  and (cast(sqlc.arg(territory) as text) = '' or p.territory_id = cast(sqlc.arg(territory) as text))
  and (cast(sqlc.arg(sees_all) as boolean)
    or p.referent_id = sqlc.arg(professional_id)
    or (r.stand_in_id = sqlc.arg(professional_id) and r.absent_from <> '' and r.absent_from <= cast(sqlc.arg(today) as text)
      and (r.absent_until = '' or r.absent_until >= cast(sqlc.arg(today) as text))))
order by entered_on, last_key, first_key, notification_id;

-- name: TriesOf :many
select a.id, a.n, a.channel, a.state, a.address_index, a.left_at, a.due_at, a.tries, cast(a.body_sealed is not null as boolean) as written,
  coalesce(l.id, '') as letter_id
from attempt a
left join letter l on l.attempt_id = a.id
where a.notification_id = $1
order by a.n;

-- name: LetterRecipient :one
select p.title, p.first_name, p.last_name, p.language, p.discreet,
  cast(case when p.no_fixed_address then '' else p.address end as text) as address, p.postcode, p.city,
  coalesce(h.affiliation_number, '') as affiliation_number, coalesce(h.fund, '') as fund,
  exists (
    select 1
    from contact_point c
    where c.person_id = p.id and c.channel = 'telegram' and c.status = 'current' and c.opted_out_at = 0 and c.blocked_at = 0
  ) as on_telegram
from person p
left join household h on h.id = p.household_id
where p.id = $1;

-- name: InsertLetterBatch :exec
insert into letter_batch (id, territory_id, made_at, made_by)
values ($1, $2, $3, $4);

-- name: LastPosition :one
select cast(coalesce(max(position), 0) as bigint) as position
from letter
where batch_id = $1;

-- name: InsertLetter :exec
insert into letter (id, batch_id, position, person_id, notification_id, attempt_id, reason, content_sealed, link_index)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: AddressLetter :exec
update attempt
set address_sealed = $2, address_index = $3, updated_at = $4
where id = $1;

-- name: DropLink :exec
delete from telegram_link
where token_index = $1 and used_at = 0;

-- name: LetterBatches :many
select b.id, b.made_at, coalesce(t.name, '') as territory, coalesce(pro.first_name, pa.first_name, '') as first_name,
  coalesce(pro.last_name, pa.last_name, '') as last_name
from letter_batch b
left join territory t on t.id = b.territory_id
left join professional pro on pro.id = b.made_by
left join account ac on ac.id = b.made_by
left join professional pa on pa.id = ac.professional_id
where cast(sqlc.arg(id) as text) = '' or b.id = cast(sqlc.arg(id) as text)
order by b.made_at desc, b.id desc
limit sqlc.arg(most);

-- name: LettersOfBatch :many
select l.id, l.position, l.person_id, l.attempt_id, l.reason, l.printed_at, l.posted_on, l.returned_on, l.return_cause, n.kind,
  p.first_name, p.last_name, p.exited_on, m.exited_on as left_on, a.state, a.code, coalesce(ap.starts_at, 0) as starts_at,
  coalesce(ap.version, 0) as version, n.appointment_version, coalesce(pa.outcome, '') as outcome
from letter l
join notification n on n.id = l.notification_id
join person p on p.id = l.person_id
join milestone m on m.person_id = p.id
join attempt a on a.id = l.attempt_id
left join appointment ap on ap.id = n.appointment_id
left join participation pa on pa.appointment_id = ap.id and pa.person_id = l.person_id
left join professional r on r.id = p.referent_id
where l.batch_id = sqlc.arg(batch_id)
  and (cast(sqlc.arg(sees_all) as boolean)
    or p.referent_id = sqlc.arg(professional_id)
    or (r.stand_in_id = sqlc.arg(professional_id) and r.absent_from <> '' and r.absent_from <= cast(sqlc.arg(today) as text)
      and (r.absent_until = '' or r.absent_until >= cast(sqlc.arg(today) as text))))
order by l.position;

-- name: LetterContents :many
select id, content_sealed
from letter
where batch_id = $1
order by position;

-- name: Letter :one
select l.id, l.batch_id, l.person_id, l.notification_id, l.attempt_id, l.content_sealed, l.link_index, l.printed_at, l.posted_on,
  l.returned_on, l.return_cause, b.made_at
from letter l
join letter_batch b on b.id = l.batch_id
where l.id = $1;

-- name: MarkPrinted :exec
update letter
set printed_at = $2
where id = $1;

-- name: MarkPosted :exec
update letter
set posted_on = $2
where id = $1;

-- name: MarkReturned :exec
update letter
set returned_on = $2, return_cause = $3
where id = $1;

-- name: DeleteLetter :exec
delete from letter
where id = $1;

-- name: PostAttempt :execrows
update attempt
set state = 'sent', rank = 30, code = '', left_at = $2, body_sealed = $3, updated_at = $2
where id = $1 and channel = 'letter' and state in ('queued', 'cancelled');

-- name: UnpostAttempt :execrows
update attempt
set state = $2, rank = $3, left_at = 0, updated_at = $4
where id = $1 and channel = 'letter' and state = 'sent';

-- name: ReturnAttempt :execrows
update attempt
set state = 'undelivered_perm', rank = 36, code = $2, updated_at = $3
where id = $1 and channel = 'letter' and state = 'sent';

-- name: UnreturnAttempt :execrows
update attempt
set state = 'sent', rank = 30, code = '', updated_at = $2
where id = $1 and channel = 'letter' and state = 'undelivered_perm';

-- name: DeleteAttempt :exec
delete from attempt
where id = $1 and state = 'queued';

-- name: ReopenIncident :exec
update incident
set key = sqlc.arg(filed_as), seen_at = sqlc.arg(seen_at), seen_by = sqlc.arg(seen_by)
where key = sqlc.arg(key);

-- name: SetReach :exec
update milestone
set sent_on = $2, handed_over_on = $3, convened_on = $4, delivered_on = $5, undelivered_on = $6, convoked_on = $7, convened_by = $8
where person_id = $1;

-- name: CallsWanted :many
select a.id as attempt_id, a.notification_id, a.due_at, a.tries, n.kind, p.id as person_id, p.first_name, p.last_name, p.language,
  p.entered_on, coalesce(t.name, '') as territory, coalesce(r.first_name, '') as referent_first_name,
  coalesce(r.last_name, '') as referent_last_name, m.convened_on, m.contact_loss, ap.starts_at
from attempt a
join notification n on n.id = a.notification_id
join appointment ap on ap.id = n.appointment_id
join participation pa on pa.appointment_id = ap.id and pa.person_id = n.person_id
join person p on p.id = n.person_id
join milestone m on m.person_id = p.id
left join territory t on t.id = p.territory_id
left join professional r on r.id = p.referent_id
where a.channel = 'call' and a.state = 'queued' and n.cancelled_at = 0
  and ap.starts_at > sqlc.arg(now) and ap.version = n.appointment_version
  and ((n.kind <> 'cancellation' and pa.outcome = 'unknown') or (n.kind = 'cancellation' and pa.outcome <> 'unknown'))
  and (n.kind <> 'reminder' or n.due_at <= cast(sqlc.arg(reminded_by) as bigint))
  and p.exited_on = '' and p.held_at = 0 and m.exited_on = ''
  and (cast(sqlc.arg(territory) as text) = '' or p.territory_id = cast(sqlc.arg(territory) as text))
  and (cast(sqlc.arg(sees_all) as boolean)
    or p.referent_id = sqlc.arg(professional_id)
    or (r.stand_in_id = sqlc.arg(professional_id) and r.absent_from <> '' and r.absent_from <= cast(sqlc.arg(today) as text)
      and (r.absent_until = '' or r.absent_until >= cast(sqlc.arg(today) as text))))
order by p.entered_on, p.last_key, p.first_key, p.id, ap.starts_at, a.id;

-- name: CallsMade :many
select c.id, c.person_id, c.at, c.outcome, c.undone_at, p.first_name, p.last_name,
  coalesce(pro.first_name, pa.first_name, '') as author_first_name, coalesce(pro.last_name, pa.last_name, '') as author_last_name
from phone_call c
join person p on p.id = c.person_id
left join professional r on r.id = p.referent_id
left join professional pro on pro.id = c.author
left join account ac on ac.id = c.author
left join professional pa on pa.id = ac.professional_id
where c.at >= sqlc.arg(since)
  and (cast(sqlc.arg(sees_all) as boolean)
    or p.referent_id = sqlc.arg(professional_id)
    or (r.stand_in_id = sqlc.arg(professional_id) and r.absent_from <> '' and r.absent_from <= cast(sqlc.arg(today) as text)
      and (r.absent_until = '' or r.absent_until >= cast(sqlc.arg(today) as text))))
order by c.at desc, c.id desc
limit 200;

-- name: InsertCall :exec
insert into phone_call (id, person_id, at, author, outcome, contact_index, contact_status)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: InsertCallAttempt :exec
insert into phone_call_attempt (call_id, attempt_id, due_before, tries_before)
values ($1, $2, $3, $4);

-- name: Call :one
select id, person_id, at, outcome, contact_index, contact_status, undone_at
from phone_call
where id = $1;

-- name: AttemptsOfCall :many
select attempt_id, due_before, tries_before
from phone_call_attempt
where call_id = $1
order by attempt_id;

-- name: CalledSince :one
select exists (
  select 1
  from phone_call later
  join phone_call c on c.person_id = later.person_id
  where c.id = $1 and later.undone_at = 0 and (later.at > c.at or (later.at = c.at and later.id > c.id))
);

-- name: UndoCall :execrows
update phone_call
set undone_at = $2, undone_by = $3
where id = $1 and undone_at = 0;

-- name: CallReached :execrows
update attempt
set state = 'delivered', rank = 40, code = '', address_sealed = sqlc.arg(address_sealed), address_index = sqlc.arg(address_index),
  left_at = sqlc.arg(now), updated_at = sqlc.arg(now)
where id = sqlc.arg(id) and channel = 'call' and state = 'queued';

-- name: CallAgain :execrows
update attempt
set due_at = $2, tries = tries + 1, updated_at = $3
where id = $1 and channel = 'call' and state = 'queued';

-- name: CallInVain :execrows
update attempt
set state = 'undelivered_perm', rank = 36, code = $2, tries = tries + 1, updated_at = $3
where id = $1 and channel = 'call' and state = 'queued';

-- name: RestoreCall :execrows
update attempt
set state = $2, rank = $3, code = '', due_at = $4, tries = $5, left_at = 0, updated_at = $6
where id = $1 and channel = 'call' and state in ('queued', 'delivered', 'undelivered_perm', 'cancelled');

-- name: RestoreYounger :exec
update attempt
set state = 'queued', rank = 0, code = '', updated_at = sqlc.arg(now)
where notification_id = sqlc.arg(notification_id) and n > sqlc.arg(n) and state = 'cancelled' and code = 'proved_elsewhere' and updated_at = sqlc.arg(cancelled_at);

-- name: RestorePoints :exec
update contact_point
set status = $3, updated_at = $4
where person_id = $1 and address_index = $2 and status = 'not_theirs';
