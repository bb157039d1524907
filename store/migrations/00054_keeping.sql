-- +goose Up

-- Texts that the SMS provider may be asked to erase now, by when they left or came: a
-- night reads what is due, and not all that was ever sent or received.
create index attempt_erasable on attempt (left_at, id) where channel = 'sms' and provider_id <> '' and erased_at = 0 and left_at > 0 and rank >= 33;
create index inbox_erasable on inbox (provider, received_at, id) where provider = 'twilio' and erased_at = 0 and state = 'done';
drop index inbox_unerased;
create index inbox_unerased on inbox (provider, received_at) where provider = 'twilio' and erased_at = 0;
create index forgotten_text_at on forgotten_text (at, provider_id);
