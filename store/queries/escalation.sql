-- name: InsertEscalation :exec
insert into escalation (id, person_id, professional_id, kind, urgent, state, channel, address_sealed, address_index, opened_at, due_at)
values ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9, $10);

-- name: InsertEscalationMessage :exec
insert into escalation_message (id, escalation_id, sender, professional_id, body_sealed, inbox_id, notification_id, at)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: EscalationByID :one
select e.id, e.person_id, e.professional_id, e.kind, e.urgent, e.state, e.channel, e.address_sealed, e.opened_at, e.due_at,
  e.second_notice_at, e.answered_at, e.seen_at, coalesce(p.language, '') as language, coalesce(p.referent_id, '') as referent_id, coalesce(p.first_name, '') as person_first_name, coalesce(p.last_name, '') as person_last_name,
  coalesce(pro.first_name, '') as professional_first_name, coalesce(pro.last_name, '') as professional_last_name
from escalation e
left join person p on p.id = e.person_id
left join professional pro on pro.id = e.professional_id
where e.id = $1;

-- name: OpenEscalationsOfPerson :many
select id
from escalation
where person_id = $1 and state = 'open'
order by opened_at desc, id desc;

-- name: CountOpenOfProfessional :one
select count(*)
from escalation
where professional_id = $1 and state = 'open';

-- name: EscalationThread :many
select m.id, m.sender, m.body_sealed, m.at, coalesce(pro.first_name, '') as first_name, coalesce(pro.last_name, '') as last_name,
  coalesce(n.state, '') as delivery
from escalation_message m
left join professional pro on pro.id = m.professional_id
left join notification n on n.id = m.notification_id
where m.escalation_id = $1
order by m.at, m.id;

-- name: WordsOfNotification :one
select id, professional_id
from escalation_message
where escalation_id = sqlc.arg(escalation_id) and notification_id = sqlc.arg(notification_id)
order by at, id
limit 1;

-- name: MarkAnswered :execrows
update escalation
set state = 'answered', answered_at = $2, answered_by = $3
where id = $1 and state = 'open';

-- name: OpenOfPerson :many
select id
from escalation
where person_id = $1 and kind = $2 and channel = $3 and state = 'open'
order by opened_at desc, id desc
limit 1;

-- name: OpenOfStranger :many
select id
from escalation
where person_id is null and address_index = $1 and kind = $2 and state = 'open'
order by opened_at desc, id desc
limit 1;

-- name: WrittenSince :one
select count(*)
from escalation_message
where escalation_id = $1 and sender = 'person' and at > $2;

-- name: RepliesTo :one
select count(*) as of_day,
  cast(coalesce(sum(case when a.created_at > cast(sqlc.arg(hour_ago) as bigint) then 1 else 0 end), 0) as bigint) as of_hour
from attempt a
join notification n on n.id = a.notification_id
where a.address_index = sqlc.arg(address_index) and a.created_at > cast(sqlc.arg(day_ago) as bigint) and a.n = 1 and n.kind = 'reply';
