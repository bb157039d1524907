-- name: ValidatedWeeks :many
-- The closed weeks whose hours a professional said, less those of which nothing was to
-- be expected: the same weeks as the planned ones of the figures.
select w.person_id, w.validated_minutes, w.min_hours, w.max_hours, w.answered_at > 0 as answered, w.stated, w.minutes
from week w
join milestone m on m.person_id = w.person_id
where w.validated_at > 0 and w.closed_at > 0 and w.skip not in ('partial', 'impediment', 'work', 'exited') and w.impediment_state <> 'accepted'
  and w.monday >= sqlc.arg(monday_from) and w.monday <= sqlc.arg(monday_to)
  and (cast(sqlc.arg(territory) as text) = '' or m.territory_id = cast(sqlc.arg(territory) as text))
  and (cast(sqlc.arg(referent) as text) = '' or m.referent_id = cast(sqlc.arg(referent) as text))
  and (cast(sqlc.arg(channel) as text) = '' or m.channel = cast(sqlc.arg(channel) as text))
  and (cast(sqlc.arg(orientation) as text) = '' or m.orientation = cast(sqlc.arg(orientation) as text))
  and m.entered_on >= cast(sqlc.arg(entered_from) as text)
  and m.entered_on <= cast(sqlc.arg(entered_to) as text);
