-- name: ToInvite :many
select p.id, p.territory_id, p.entered_on, t.name as territory
from milestone m
join person p on p.id = m.person_id
join territory t on t.id = p.territory_id
where m.booked_on = ''
  and m.exited_on = ''
  and p.held_at = 0
  and p.subject_to_duties <> 'no'
  and not exists (select 1 from invitation i where i.person_id = p.id)
order by m.entered_on, p.id;

-- name: ToNudge :many
select i.person_id, p.territory_id, p.entered_on, i.convoke_on
-- Cross joins: from the invitations to their people and messages, not the other way.
from invitation i
cross join person p
cross join milestone m
where p.id = i.person_id and m.person_id = p.id
  and i.ended_at = 0 and i.nudged_at = 0 and i.nudge_on <= sqlc.arg(today) and i.convoke_on > sqlc.arg(today)
  and p.held_at = 0 and m.booked_on = '' and m.exited_on = '' and p.territory_id is not null
  and not exists (
    select 1
    from notification n
    cross join prompt q
    where n.person_id = i.person_id and n.kind = 'invitation' and q.notification_id = n.id and q.closed_at > 0
  )
order by i.person_id;

-- name: InsertInvitation :execrows
insert into invitation (person_id, notification_id, invited_at, nudge_on, convoke_on)
values ($1, $2, $3, $4, $5)
on conflict (person_id) do nothing;

-- name: MarkNudged :execrows
update invitation
set nudged_at = $2
where person_id = $1 and nudged_at = 0 and ended_at = 0;

-- name: EndInvitation :execrows
update invitation
set ended_at = $2
where person_id = $1 and ended_at = 0;

-- name: InvitationOpen :one
select exists (select 1 from invitation i where i.person_id = $1 and i.ended_at = 0) as invited;

-- name: InvitationMessages :many
select id
from notification
where person_id = $1 and kind = 'invitation' and cancelled_at = 0
order by id;

-- name: ClosePromptsOfNotification :exec
update prompt
set closed_at = $2
where notification_id = $1 and closed_at = 0;
