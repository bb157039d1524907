-- +goose Up

-- What figures are split and narrowed by, beside the stages they count.
alter table milestone add column subject_to_duties text not null default 'unknown';
alter table milestone add column entry_source text not null default '';
-- of the orientation in force; '' before the first
alter table milestone add column orientation text not null default '';
-- where a message to the person goes first: telegram, sms, email, call, letter or ''
alter table milestone add column channel text not null default '';
-- what was communicated first: convocation or invitation
alter table milestone add column convened_by text not null default '';
-- first convocation or invitation that left, communicated or not
alter table milestone add column convoked_on text not null default '';
-- first appointment ever booked: booked_on begins again when the service cancels
alter table milestone add column first_booked_on text not null default '';

-- Days from the entry, null while there is no date; from the orientation for the
-- contract. Kept with the dates: no SQL that both engines share subtracts civil dates.
alter table milestone add column to_booked bigint;
alter table milestone add column to_convoked bigint;
alter table milestone add column to_convened bigint;
alter table milestone add column to_met bigint;
alter table milestone add column to_oriented bigint;
alter table milestone add column to_contracted bigint;
alter table milestone add column to_exited bigint;

-- When a reminder of the appointment was communicated before its time; 0: none was.
alter table participation add column reminded_at bigint not null default 0;
-- Lists that the coordinator works, and figures by period.
create index milestone_unmet on milestone (entered_on) where met_on = '' and exited_on = '';
create index job_starts on job (starts_on, person_id);
create index escalation_opened on escalation (opened_at);
create index participation_unknown on participation (person_id, appointment_id) where outcome = 'unknown';
create index week_figures on week (monday, person_id);

update milestone
set subject_to_duties = (select p.subject_to_duties from person p where p.id = milestone.person_id),
  entry_source = (select p.entry_source from person p where p.id = milestone.person_id),
  orientation = coalesce((
    select f.value
    from fact f
    where f.person_id = milestone.person_id and f.kind = 'oriented'
    order by f.on_date desc, f.id desc
    limit 1
  ), ''),
  channel = case
    when exists (
      select 1
      from contact_point c
      where c.person_id = milestone.person_id and c.channel = 'telegram' and c.status = 'current' and c.opted_out_at = 0 and c.blocked_at = 0
    ) then 'telegram'
    when contact_loss = '' then 'sms'
    when contact_loss in ('landline', 'foreign', 'opted_out') then 'call'
    else 'letter'
  end,
  convened_by = case when convened_on = '' then '' else coalesce((
    select 'invitation'
    from invitation i
    where i.person_id = milestone.person_id and i.ended_at = 0
  ), 'convocation') end,
  convoked_on = case when convened_on <> '' and (sent_on = '' or sent_on > convened_on) then convened_on else sent_on end,
  first_booked_on = booked_on;

create table civil_day (
  day text primary key,
  y bigint not null,
  m bigint not null,
  d bigint not null
);
insert into civil_day (day, y, m, d)
select day, cast(substr(day, 1, 4) as bigint) - (cast(substr(day, 6, 2) as bigint) + 9) % 12 / 10, (cast(substr(day, 6, 2) as bigint) + 9) % 12, cast(substr(day, 9, 2) as bigint)
from (
  select entered_on as day from milestone
  union select first_booked_on from milestone
  union select convoked_on from milestone
  union select convened_on from milestone
  union select met_on from milestone
  union select oriented_on from milestone
  union select contracted_on from milestone
  union select exited_on from milestone
) known
where day <> '';
alter table civil_day add column n bigint not null default 0;
update civil_day set n = 365 * y + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + d;
update milestone
set to_booked = (select c.n from civil_day c where c.day = first_booked_on) - (select c.n from civil_day c where c.day = entered_on),
  to_convoked = (select c.n from civil_day c where c.day = convoked_on) - (select c.n from civil_day c where c.day = entered_on),
  to_convened = (select c.n from civil_day c where c.day = convened_on) - (select c.n from civil_day c where c.day = entered_on),
  to_met = (select c.n from civil_day c where c.day = met_on) - (select c.n from civil_day c where c.day = entered_on),
  to_oriented = (select c.n from civil_day c where c.day = oriented_on) - (select c.n from civil_day c where c.day = entered_on),
  to_contracted = (select c.n from civil_day c where c.day = contracted_on) - (select c.n from civil_day c where c.day = oriented_on),
  to_exited = (select c.n from civil_day c where c.day = exited_on) - (select c.n from civil_day c where c.day = entered_on);
drop table civil_day;

update participation
set reminded_at = coalesce((
  select min(x.left_at)
  from notification n
  join attempt x on x.notification_id = n.id
  where n.appointment_id = participation.appointment_id and n.person_id = participation.person_id and n.kind = 'reminder' and x.left_at > 0
    and (x.state in ('delivered', 'acknowledged') or (x.channel = 'telegram' and x.state in ('accepted', 'sent')))
), 0);

-- Figures that took long to count, kept for some minutes. The key is the part of the
-- figures and its filter; the payload parcours.Board as JSON, which names nobody.
create table figure_snapshot (
  key text primary key,
  at bigint not null,
  payload text not null
);
