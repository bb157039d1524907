-- +goose Up

-- A message changes its state four times on its way: an index that holds the state
-- is rewritten each time, and a person has few attempts to tell apart.
drop index attempt_person;
create index attempt_person on attempt (person_id);
