-- +goose Up

-- When the file was purged: what is left counts in the figures and names nobody. And since
-- when, and by whom, it is asked that the file be kept: an appeal, a claim.
alter table person add column purged_at bigint not null default 0;
alter table person add column litigation_at bigint not null default 0;
alter table person add column litigation_by text not null default '';
create index person_left on person (exited_on, id) where exited_on <> '' and purged_at = 0;

-- What strangers wrote and were answered is found by its age.
create index inbox_stranger on inbox (received_at, id) where person_id is null and professional_id is null;
create index notification_stranger on notification (created_at, id) where person_id is null and professional_id is null;
create index escalation_message_inbox on escalation_message (inbox_id) where inbox_id <> '';
