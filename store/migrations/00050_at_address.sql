-- +goose Up

-- Who is reached at an address and how they are called is read for every row of a file:
-- from two indexes alone, of what is found in no order.
drop index contact_point_address;
create index contact_point_address on contact_point (address_index, channel, status, shared, person_id);
create index person_given on person (id, first_key, archived_at);
