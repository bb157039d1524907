-- name: MessageCounts :many
select n.template, a.channel, coalesce(p.language, '') as language, a.encoding, a.parts, count(*) as messages
from attempt a
join notification n on n.id = a.notification_id
left join person p on p.id = n.person_id
where a.left_at > 0 and a.left_at >= sqlc.arg(from_at) and a.left_at < sqlc.arg(to_at) and a.rank >= 15 and a.state not in ('rejected', 'blocked')
  and (cast(sqlc.arg(territory_id) as text) = '' or p.territory_id = cast(sqlc.arg(territory_id) as text))
group by n.template, a.channel, coalesce(p.language, ''), a.encoding, a.parts
order by n.template, a.channel, coalesce(p.language, ''), a.encoding, a.parts;
