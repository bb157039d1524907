-- +goose Up

-- Instants are bigint Unix milliseconds in UTC, 0 for "never". Civil dates are
-- text YYYY-MM-DD, '' for "not known". Sealed columns hold AES-GCM ciphertext,
-- *_index columns the keyed digest by which they are looked up ('' when absent).

create table territory (
  id text primary key,
  name text not null,
  name_key text not null unique,
  created_at bigint not null
);

create table professional (
  id text primary key,
  email text not null unique,
  first_name text not null,
  last_name text not null,
  structure text not null,
  structure_kind text not null,
  phone text not null,
  territory_id text references territory (id),
  role text not null,
  telegram_sealed bytea,
  telegram_index text not null default '',
  absent_from text not null default '',
  absent_until text not null default '',
  stand_in_id text references professional (id),
  created_at bigint not null,
  updated_at bigint not null
);
create index professional_territory on professional (territory_id, role);
create index professional_telegram on professional (telegram_index) where telegram_index <> '';

create table household (
  id text primary key,
  affiliation_number text not null,
  affiliation_key text not null unique,
  fund text not null,
  created_at bigint not null
);

create table person (
  id text primary key,
  household_id text references household (id),
  role text not null,
  title text not null,
  first_name text not null,
  last_name text not null,
  birth_name text not null,
  -- first given name, last name: folded for comparison and search
  first_key text not null,
  last_key text not null,
  birth_date text not null,
  nir_sealed bytea,
  nir_index text not null default '',
  internal_id text not null,
  france_travail_id text not null,
  address text not null,
  postcode text not null,
  city text not null,
  structure text not null,
  tags text not null,
  territory_id text references territory (id),
  referent_id text references professional (id),
  -- e-mail of a referent named in a file before that referent was known
  referent_wanted text not null,
  -- name of a territory given before that territory was known
  territory_wanted text not null default '',
  language text not null,
  preferred_channel text not null,
  discreet boolean not null,
  entered_on text not null,
  entry_source text not null,
  rights_opened_on text not null,
  duties_start_on text not null,
  subject_to_duties text not null,
  exited_on text not null,
  archived_at bigint not null default 0,
  created_at bigint not null,
  updated_at bigint not null
);
create unique index person_nir on person (nir_index) where nir_index <> '';
create unique index person_internal_id on person (internal_id) where internal_id <> '';
create index person_household on person (household_id);
create index person_referent on person (referent_id) where exited_on = '';
create index person_unplaced on person (entered_on) where exited_on = '' and (referent_id is null or territory_id is null);
create index person_name on person (last_key, first_key);

-- One row per person: when each stage was first reached, kept with the events
-- so that a funnel is one indexed aggregate.
create table milestone (
  person_id text primary key references person (id),
  territory_id text,
  referent_id text,
  entered_on text not null,
  -- why no automatic channel reaches the person; '' when one does
  contact_loss text not null,
  booked_on text not null default '',
  -- first appointment
  appointment_on text not null default '',
  sent_on text not null default '',
  handed_over_on text not null default '',
  -- first convocation communicated: delivered, accepted where no receipt exists, posted or called
  convened_on text not null default '',
  delivered_on text not null default '',
  undelivered_on text not null default '',
  answered_on text not null default '',
  met_on text not null default '',
  last_outcome text not null default '',
  registered_on text not null default '',
  oriented_on text not null default '',
  contracted_on text not null default '',
  employed_on text not null default '',
  exited_on text not null default ''
);
create index milestone_territory on milestone (territory_id, entered_on);
create index milestone_referent on milestone (referent_id, entered_on);
create index milestone_waiting on milestone (entered_on) where booked_on = '' and exited_on = '';

create table contact_point (
  id text primary key,
  person_id text not null references person (id),
  channel text not null,
  address_sealed bytea not null,
  address_index text not null,
  kind text not null,
  shared boolean not null,
  verified boolean not null,
  status text not null,
  position bigint not null,
  opted_out_at bigint not null default 0,
  blocked_at bigint not null default 0,
  created_at bigint not null,
  updated_at bigint not null,
  unique (person_id, channel, address_index)
);
create index contact_point_address on contact_point (address_index, channel);

-- The ledger of consent: who said STOP or REPRENDRE, where, when, with which proof.
create table opt_out (
  id text primary key,
  person_id text,
  channel text not null,
  address_index text not null,
  -- 'out' or 'in'
  direction text not null,
  at bigint not null,
  proof text not null
);
create index opt_out_address on opt_out (address_index, channel, at);

create table place (
  id text primary key,
  territory_id text not null references territory (id),
  name text not null,
  name_key text not null,
  address text not null,
  phone text not null,
  created_at bigint not null,
  unique (territory_id, name_key, address)
);

create table slot (
  id text primary key,
  -- what makes two rows of a file the same slot
  slot_key text not null unique,
  territory_id text not null references territory (id),
  place_id text not null references place (id),
  kind text not null,
  starts_at bigint not null,
  minutes bigint not null,
  capacity bigint not null,
  booked bigint not null default 0,
  created_at bigint not null,
  updated_at bigint not null,
  check (booked >= 0 and booked <= capacity)
);
create index slot_free on slot (kind, starts_at) where booked < capacity;

create table slot_professional (
  slot_id text not null references slot (id),
  position bigint not null,
  professional_id text not null references professional (id),
  primary key (slot_id, position)
);
create index slot_professional_professional on slot_professional (professional_id);

create table appointment (
  id text primary key,
  slot_id text references slot (id),
  territory_id text references territory (id),
  place_id text not null references place (id),
  kind text not null,
  starts_at bigint not null,
  minutes bigint not null,
  origin text not null,
  version bigint not null,
  replaces_id text references appointment (id),
  late boolean not null,
  booked_at bigint not null
);
create index appointment_slot on appointment (slot_id);
create index appointment_starts on appointment (starts_at);

create table appointment_professional (
  appointment_id text not null references appointment (id),
  position bigint not null,
  professional_id text not null references professional (id),
  primary key (appointment_id, position)
);
create index appointment_professional_professional on appointment_professional (professional_id);

create table participation (
  id text primary key,
  appointment_id text not null references appointment (id),
  person_id text not null references person (id),
  outcome text not null,
  impediment text not null default '',
  outcome_by text not null default '',
  outcome_at bigint not null default 0,
  confirmed_at bigint not null default 0,
  created_at bigint not null,
  unique (appointment_id, person_id)
);
create index participation_person on participation (person_id);

create table fact (
  id text primary key,
  person_id text not null references person (id),
  kind text not null,
  on_date text not null,
  ends_on text not null default '',
  value text not null,
  recorded_by text not null,
  recorded_at bigint not null
);
create index fact_person on fact (person_id, kind, on_date);

create table notification (
  id text primary key,
  key text not null unique,
  kind text not null,
  class text not null,
  lane bigint not null,
  person_id text references person (id),
  professional_id text references professional (id),
  appointment_id text references appointment (id),
  appointment_version bigint not null default 0,
  escalation_id text,
  in_reply_to text not null default '',
  template text not null,
  -- parcours.Facts and []parcours.Choice as JSON; sealed: may hold people's own words
  facts_sealed bytea not null,
  choices text not null,
  prompt_kind text not null,
  urgent boolean not null,
  reference text not null,
  due_at bigint not null,
  expires_at bigint not null,
  fallback_at bigint not null,
  state text not null,
  reason text not null default '',
  -- withdrawn by decision: nothing further may leave, no fallback is made
  cancelled_at bigint not null default 0,
  created_at bigint not null,
  ended_at bigint not null default 0
);
create index notification_person on notification (person_id, created_at);
create index notification_appointment on notification (appointment_id) where appointment_id is not null;
create index notification_fallback on notification (fallback_at) where fallback_at > 0;
create index notification_escalation on notification (escalation_id) where escalation_id is not null;

create table attempt (
  id text primary key,
  notification_id text not null references notification (id),
  n bigint not null,
  person_id text,
  channel text not null,
  contact_point_id text,
  address_sealed bytea,
  address_index text not null default '',
  sender text not null default '',
  body_sealed bytea,
  encoding text not null default '',
  parts bigint not null default 0,
  state text not null,
  rank bigint not null,
  lane bigint not null,
  due_at bigint not null,
  tries bigint not null default 0,
  lease_owner text not null default '',
  lease_seq bigint not null default 0,
  lease_until bigint not null default 0,
  -- process time, not business time: it is compared with the provider's own clock
  sending_at bigint not null default 0,
  -- the same moment in business time: what an answer is measured from
  left_at bigint not null default 0,
  provider_id text not null default '',
  code text not null default '',
  look_up_at bigint not null default 0,
  look_ups bigint not null default 0,
  created_at bigint not null,
  updated_at bigint not null,
  unique (notification_id, n)
);
create index attempt_due on attempt (channel, lane, due_at, id) where state = 'queued';
create index attempt_leased on attempt (lease_until) where state in ('claimed', 'sending');
create index attempt_unknown on attempt (look_up_at) where state in ('unknown', 'lost') and look_up_at > 0;
create index attempt_provider on attempt (provider_id) where provider_id <> '';
create index attempt_listed on attempt (channel, created_at) where channel in ('call', 'letter') and state = 'queued';
create index attempt_person on attempt (person_id, state);
create index attempt_address on attempt (address_index, created_at);

create table attempt_event (
  id text primary key,
  attempt_id text not null references attempt (id),
  source text not null,
  provider_id text not null,
  status text not null,
  code text not null,
  at bigint not null,
  digest text not null,
  unique (attempt_id, source, provider_id, status, code)
);
create index attempt_event_provider on attempt_event (provider_id) where provider_id <> '';

create table orphan_receipt (
  id text primary key,
  provider_id text not null,
  status text not null,
  code text not null,
  state text not null,
  at bigint not null,
  digest text not null,
  unique (provider_id, status, code)
);

create table inbox (
  id text primary key,
  provider text not null,
  provider_id text not null,
  payload_sealed bytea not null,
  received_at bigint not null,
  -- new, done, parked
  state text not null,
  tries bigint not null default 0,
  -- the person or professional the event was found to come from
  person_id text,
  professional_id text,
  -- the text that was read, sealed; kept for the timeline
  text_sealed bytea,
  channel text not null default '',
  done_at bigint not null default 0,
  unique (provider, provider_id)
);
create index inbox_new on inbox (received_at, id) where state = 'new';
create index inbox_person on inbox (person_id, received_at) where person_id is not null;

create table conversation (
  -- a person's id, 'pro:' + a professional's id, or 'unknown:' + an address index
  subject text primary key,
  person_id text,
  state text not null,
  version bigint not null,
  updated_at bigint not null
);

create table prompt (
  id text primary key,
  person_id text not null references person (id),
  notification_id text not null references notification (id),
  appointment_id text,
  kind text not null,
  choices text not null,
  -- 0 until the message that asks has left
  asked_at bigint not null default 0,
  expires_at bigint not null,
  closed_at bigint not null default 0,
  answer text not null default ''
);
create index prompt_open on prompt (person_id, asked_at) where closed_at = 0;
create index prompt_notification on prompt (notification_id);

create table escalation (
  id text primary key,
  person_id text references person (id),
  professional_id text references professional (id),
  kind text not null,
  urgent boolean not null,
  state text not null,
  channel text not null,
  -- where an unknown sender wrote from
  address_sealed bytea,
  address_index text not null default '',
  opened_at bigint not null,
  due_at bigint not null,
  second_notice_at bigint not null default 0,
  answered_at bigint not null default 0,
  answered_by text not null default ''
);
create index escalation_open on escalation (due_at) where state = 'open';
create index escalation_professional on escalation (professional_id, state, opened_at);
create index escalation_person on escalation (person_id, opened_at);

create table escalation_message (
  id text primary key,
  escalation_id text not null references escalation (id),
  -- person, professional, relais
  sender text not null,
  professional_id text,
  body_sealed bytea not null,
  inbox_id text not null default '',
  notification_id text not null default '',
  at bigint not null
);
create index escalation_message_thread on escalation_message (escalation_id, at);

create table telegram_link (
  token_index text primary key,
  person_id text references person (id),
  professional_id text references professional (id),
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint not null default 0
);

-- The journal: append only. digest = SHA-256(salt || payload); hash chains
-- (previous hash, seq, kind, at, actor, subject, digest), so that payload and
-- salt can be erased and the chain stays whole.
create table event (
  id text primary key,
  person_id text not null,
  seq bigint not null,
  kind text not null,
  at bigint not null,
  actor text not null,
  subject text not null,
  payload_sealed bytea,
  salt bytea,
  digest text not null,
  hash text not null,
  unique (person_id, seq)
);
create index event_kind on event (kind, at);

create table incident (
  id text primary key,
  key text not null unique,
  kind text not null,
  person_id text,
  attempt_id text,
  details text not null,
  at bigint not null,
  seen_at bigint not null default 0,
  seen_by text not null default ''
);
create index incident_unseen on incident (at) where seen_at = 0;

create table account (
  id text primary key,
  email text not null unique,
  password_hash text not null,
  role text not null,
  professional_id text references professional (id),
  disabled_at bigint not null default 0,
  created_at bigint not null
);

create table session (
  token text primary key,
  data bytea not null,
  expires_at bigint not null
);
create index session_expiry on session (expires_at);

create table access_log (
  id text primary key,
  account_id text not null,
  action text not null,
  subject text not null,
  at bigint not null
);
create index access_log_subject on access_log (subject, at);

create table import_batch (
  id text primary key,
  source text not null,
  kind text not null,
  file_name text not null,
  digest text not null,
  counts text not null,
  started_at bigint not null,
  finished_at bigint not null
);

-- Keyed digests of the identifiers of erased people: an import does not bring them back.
create table tombstone (
  identifier_index text primary key,
  erased_at bigint not null
);

-- Where several nodes run, one of them at a time holds a lease by name.
create table lease (
  name text primary key,
  owner text not null,
  until bigint not null
);

create table setting (
  key text primary key,
  value text not null
);
