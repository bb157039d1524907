-- +goose Up

-- How many of a sender's messages the carriers refused lately is counted each time that
-- they filter one: the index holds what failed, not what was sent.
create index attempt_refused on attempt (sender, left_at) where state = 'undelivered_perm';
