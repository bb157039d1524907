-- +goose Up

-- What proves a message is held by the journal (store/evidence.go). Columns with a constant
-- default are added without writing a row, on either engine.

-- A keyed fingerprint over all receipts of the attempt, after how many they are: '0' while
-- there is none, '' of an attempt from before this column, which nothing holds.
alter table attempt add column receipts text not null default '';
-- A keyed digest of what the row says of a message that has left or failed; '' before.
alter table attempt add column digest text not null default '';
-- The number of the receipt among those of its attempt; 0 where nothing holds it.
alter table attempt_event add column n bigint not null default 0;
