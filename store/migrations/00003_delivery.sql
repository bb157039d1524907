-- +goose Up

-- When the provider is next asked for a receipt that did not come; business
-- time, 0 for never. polls counts how often it was.
alter table attempt add column poll_at bigint not null default 0;
alter table attempt add column polls bigint not null default 0;
create index attempt_poll on attempt (poll_at) where poll_at > 0;

-- When the provider's copy of a text was erased, process time; 0: not yet.
alter table attempt add column erased_at bigint not null default 0;
create index attempt_unerased on attempt (left_at) where channel = 'sms' and provider_id <> '' and erased_at = 0;
alter table inbox add column erased_at bigint not null default 0;
create index inbox_unerased on inbox (received_at) where provider = 'twilio' and erased_at = 0;

-- What a provider found a number to be, over what its digits say; '' while it
-- found nothing. Files do not overwrite it, a delivery does.
alter table contact_point add column found_kind text not null default '';

alter table orphan_receipt add column cause text not null default '';
