-- +goose Up

-- Hours that a professional validated stand beside those that were declared; few weeks
-- have them, and the page of weeks reads those alone.
create index week_validated on week (monday, person_id) where validated_at > 0;
