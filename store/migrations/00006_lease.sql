-- +goose Up

-- A lease (owner '' while nobody holds it) says how often it was renewed instead of
-- until when it lasts: another node sees by its own clock that the holder still lives,
-- and no two clocks are compared. Nothing was ever written here before.
alter table lease rename column until to seq;
