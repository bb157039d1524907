-- +goose Up

-- The days between entry and exit were not counted when a person left by hand or by a
-- file: whoever left before a term stayed in its rate. They are counted again for all.
create table civil_day (
  day text primary key,
  y bigint not null,
  m bigint not null,
  d bigint not null
);
insert into civil_day (day, y, m, d)
select day, cast(substr(day, 1, 4) as bigint) - (cast(substr(day, 6, 2) as bigint) + 9) % 12 / 10, (cast(substr(day, 6, 2) as bigint) + 9) % 12, cast(substr(day, 9, 2) as bigint)
from (
  select entered_on as day from milestone where exited_on <> ''
  union select exited_on from milestone
) known
where day <> '';
alter table civil_day add column n bigint not null default 0;
update civil_day set n = 365 * y + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + d;
update milestone
set to_exited = (select c.n from civil_day c where c.day = exited_on) - (select c.n from civil_day c where c.day = entered_on)
where exited_on <> '' or to_exited is not null;
drop table civil_day;
