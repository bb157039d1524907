-- +goose Up

-- The message of the chat that carries the buttons of the attempt, as its provider
-- names it; null where there are none. It holds the chat, which is an address.
alter table attempt add column message_sealed bytea;
