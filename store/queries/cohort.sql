-- name: CohortLines :many
select m.person_id, coalesce(t.name, '') as territory, m.entered_on, p.birth_date, m.entry_source, m.subject_to_duties, m.channel, m.contact_loss, m.convened_by,
  m.answered_on, m.to_convened, m.to_met, m.to_oriented, m.to_contracted, m.to_exited, m.orientation
from milestone m
join person p on p.id = m.person_id
left join territory t on t.id = m.territory_id
where m.entered_on >= sqlc.arg(first) and (cast(sqlc.arg(last) as text) = '' or m.entered_on <= cast(sqlc.arg(last) as text))
order by m.person_id;

-- name: CohortOutcomes :many
select pa.person_id, pa.outcome, count(*) as n
from participation pa
join milestone m on m.person_id = pa.person_id
where m.entered_on >= sqlc.arg(first) and (cast(sqlc.arg(last) as text) = '' or m.entered_on <= cast(sqlc.arg(last) as text))
group by pa.person_id, pa.outcome;

-- name: CohortWeeks :many
select w.person_id, count(*) as weeks, cast(sum(case when w.answered_at > 0 and w.answered_at <= w.closed_at then 1 else 0 end) as bigint) as answers
from week w
join milestone m on m.person_id = w.person_id
where w.skip = '' and w.closed_at > 0 and w.asked_at > 0
  and m.entered_on >= sqlc.arg(first) and (cast(sqlc.arg(last) as text) = '' or m.entered_on <= cast(sqlc.arg(last) as text))
group by w.person_id;

-- name: CohortJobs :many
select j.person_id, j.starts_on, j.kind, j.ended_on
from job j
join milestone m on m.person_id = j.person_id
where j.state = 'confirmed'
  and m.entered_on >= sqlc.arg(first) and (cast(sqlc.arg(last) as text) = '' or m.entered_on <= cast(sqlc.arg(last) as text))
order by j.person_id, j.starts_on desc, j.id desc;
