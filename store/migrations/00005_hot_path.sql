-- +goose Up

-- A provider's ids are random: each index on them costs a page of its own for
-- every message. The attempt's own id is found on the attempt; only ids besides
-- it, of messages that left twice, are looked for here.
alter table attempt_event add column besides boolean not null default false;
update attempt_event
set besides = true
where provider_id <> '' and provider_id <> (select a.provider_id from attempt a where a.id = attempt_event.attempt_id);
drop index attempt_event_provider;
create index attempt_event_besides on attempt_event (provider_id) where besides;

-- A person has few open prompts: they are sorted when they are read, not each time
-- that one is asked.
drop index prompt_open;
create index prompt_open on prompt (person_id) where closed_at = 0;
