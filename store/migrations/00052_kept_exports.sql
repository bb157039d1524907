-- +goose Up

-- Who may take exports away. Whoever could until now, by their role, goes on; a
-- coordinator or a project lead takes the right away and gives it.
alter table account add column may_export boolean not null default false;
update account set may_export = true where role in ('coordinator', 'lead', 'auditor');

-- Files that were exported from the console, to be downloaded again for a few days. A row
-- goes with its content; that it was taken stays in access_log.
create table kept_export (
  id text primary key,
  account_id text not null references account (id),
  -- the action of access_log, which says what it is
  action text not null,
  file_name text not null,
  media text not null,
  -- whom it is about, in words: the filter
  whom text not null,
  lines bigint not null,
  -- it holds people's data: it goes when anybody is erased
  of_people boolean not null,
  content_sealed bytea not null,
  made_at bigint not null,
  expires_at bigint not null
);
create index kept_export_account on kept_export (account_id, made_at);
create index kept_export_expiry on kept_export (expires_at);
