-- name: InsertWording :exec
insert into wording (id, language, key, text, account_id, at)
values ($1, $2, $3, $4, $5, $6);

-- name: WordingsInForce :many
select w.id, w.language, w.key, w.text, w.account_id, w.at
from wording w
where w.id = (select max(l.id) from wording l where l.key = w.key and l.language = w.language)
order by w.key, w.language;

-- name: WordingHistory :many
select w.id, w.language, w.key, w.text, w.account_id, w.at, coalesce(a.email, '') as email, coalesce(p.first_name, '') as first_name, coalesce(p.last_name, '') as last_name
from wording w
left join account a on a.id = w.account_id
left join professional p on p.id = a.professional_id
where w.key = $1 and w.language = $2
order by w.id desc;

-- name: InsertSentenceSwitch :exec
insert into sentence_switch (id, sentence, category, is_on, account_id, at)
values ($1, $2, $3, $4, $5, $6);

-- name: SentenceSwitches :many
select s.id, s.sentence, s.category, s.is_on, s.account_id, s.at, coalesce(a.email, '') as email, coalesce(p.first_name, '') as first_name, coalesce(p.last_name, '') as last_name
from sentence_switch s
left join account a on a.id = s.account_id
left join professional p on p.id = a.professional_id
where s.id = (select max(l.id) from sentence_switch l where l.sentence = s.sentence and l.category = s.category)
order by s.sentence, s.category;

-- name: WordingMark :one
select cast(coalesce(max(c.id), '') as text) as mark
from (select w.id from wording w union all select s.id from sentence_switch s) c;
