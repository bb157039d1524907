-- name: InsertFileImport :exec
insert into file_import (id, state, file_name, digest, size, version, kind, source, sheet, territory, mapping, received_by, received_at, asked_at)
values ($1, 'receiving', $2, '', 0, 1, '', '', '', '', '', $3, $4, $4);

-- name: InsertFileChunk :exec
insert into file_import_chunk (import_id, n, data_sealed)
values ($1, $2, $3);

-- name: ReceivedFile :execrows
update file_import
set state = 'checking', digest = $2, size = $3
where id = $1 and state = 'receiving';

-- name: FileImports :many
select f.id, f.state, f.file_name, f.digest, f.size, f.version, f.kind, f.source, f.sheet, f.territory, f.mapping, f.reading_sealed, f.rows_read,
  f.rows_done, f.counts, f.warned, f.received_at, f.applied_at, f.began_at, f.began_done, f.finished_at, f.file_erased_at, f.rows_erased_at,
  cast((select count(*) from file_import_edit e where e.import_id = f.id) as bigint) as edited,
  coalesce(ra.email, '') as receiver_email, coalesce(rp.first_name, '') as receiver_first_name, coalesce(rp.last_name, '') as receiver_last_name,
  coalesce(aa.email, '') as applier_email, coalesce(ap.first_name, '') as applier_first_name, coalesce(ap.last_name, '') as applier_last_name
from file_import f
left join account ra on ra.id = f.received_by
left join professional rp on rp.id = ra.professional_id
left join account aa on aa.id = f.applied_by
left join professional ap on ap.id = aa.professional_id
where (cast(sqlc.arg(id) as text) = '' or f.id = cast(sqlc.arg(id) as text))
order by f.received_at desc, f.id desc
limit sqlc.arg(most);

-- name: FileAppliedBefore :many
select id, finished_at
from file_import
where digest = $1 and state = 'applied' and id <> $2
order by finished_at desc, id
limit 1;

-- name: NextFileImport :many
select id
from file_import
where state in ('checking', 'applying') and id <> $1
order by asked_at, id
limit 1;

-- name: FileChunks :many
select n, data_sealed
from file_import_chunk
where import_id = $1
order by n;

-- name: ChooseImport :execrows
update file_import
set state = 'checking', version = version + 1, kind = $2, source = $3, sheet = $4, territory = $5, mapping = $6, asked_at = $7
where id = $1 and state in ('checking', 'refused', 'checked');

-- name: BeginCheck :exec
update file_import
set rows_read = 0, rows_done = 0, counts = '', warned = 0
where id = $1;

-- name: DeleteFileRows :exec
delete from file_import_row
where import_id = $1;

-- name: PutFileRow :exec
insert into file_import_row (import_id, line, outcome, warned, checked_sealed)
values ($1, $2, $3, $4, $5)
on conflict (import_id, line) do update set outcome = excluded.outcome, warned = excluded.warned, checked_sealed = excluded.checked_sealed;

-- name: EndCheck :execrows
update file_import
set state = $2, reading_sealed = $3, rows_read = $4, kind = $6, source = $7, mapping = $8
where id = $1 and state in ('checking', 'applying') and version = $5;

-- name: FileOutcomes :many
select outcome, count(*) as n, cast(sum(case when warned then 1 else 0 end) as bigint) as warned, cast(sum(case when applied then 1 else 0 end) as bigint) as applied
from file_import_row
where import_id = $1
group by outcome;

-- name: CountFileRows :exec
update file_import
set counts = $2, warned = $3
where id = $1;

-- name: ApplyFileImport :execrows
update file_import
set state = 'applying', version = version + 1, applied_by = $2, applied_at = $3, asked_at = $3
where id = $1 and state = 'checked' and version = $4;

-- name: BeginApply :exec
update file_import
set began_at = $2, began_done = rows_done
where id = $1;

-- name: AppliedFileRows :many
select line, outcome
from file_import_row
where import_id = $1 and applied;

-- name: NoteFileRow :execrows
update file_import_row
set outcome = $3, applied = true, applied_sealed = $4
where import_id = $1 and line = $2 and not applied;

-- name: NoteFileRows :exec
update file_import
set rows_done = rows_done + $2
where id = $1;

-- name: FinishFileImport :execrows
update file_import
set state = 'applied', rows_done = rows_read, finished_at = $2, file_erased_at = $2, reading_sealed = $3
where id = $1 and state = 'applying';

-- name: SetImportCounts :exec
update import_batch
set counts = $2, finished_at = $3
where id = $1;

-- name: DropFileImport :execrows
update file_import
set state = 'dropped', version = version + 1, finished_at = $2, file_erased_at = $2, rows_erased_at = $2, reading_sealed = $3
where id = $1 and state in ('receiving', 'checking', 'refused', 'checked');

-- name: DeleteFileChunks :exec
delete from file_import_chunk
where import_id = $1;

-- name: DeleteFileEdits :exec
delete from file_import_edit
where import_id = $1;

-- name: FileRow :many
select r.line, r.outcome, r.applied, r.checked_sealed, r.applied_sealed, e.edit_sealed
from file_import_row r
left join file_import_edit e on e.import_id = r.import_id and e.line = r.line
where r.import_id = $1 and r.line = $2;

-- name: FileRows :many
select r.line, r.outcome, r.applied, r.checked_sealed, r.applied_sealed, e.edit_sealed
from file_import_row r
left join file_import_edit e on e.import_id = r.import_id and e.line = r.line
where r.import_id = sqlc.arg(import_id) and r.line > sqlc.arg(after)
  and (cast(sqlc.arg(outcome) as text) = '' or r.outcome = cast(sqlc.arg(outcome) as text)
    or (cast(sqlc.arg(outcome) as text) = 'refused' and r.outcome in ('error', 'conflict'))
    or (cast(sqlc.arg(outcome) as text) = 'warned' and r.warned)
    or (cast(sqlc.arg(outcome) as text) = 'edited' and e.edit_sealed is not null))
order by r.line
limit sqlc.arg(most);

-- name: FileEdits :many
select line, edit_sealed
from file_import_edit
where import_id = $1;

-- name: PutFileEdit :exec
insert into file_import_edit (import_id, line, edit_sealed, edited_by, edited_at)
values ($1, $2, $3, $4, $5)
on conflict (import_id, line) do update set edit_sealed = excluded.edit_sealed, edited_by = excluded.edited_by, edited_at = excluded.edited_at;

-- name: DeleteFileEdit :exec
delete from file_import_edit
where import_id = $1 and line = $2;

-- name: StaleFileImports :many
select id, state
from file_import
where (state in ('receiving', 'refused', 'checked') and asked_at < $1)
  or (state = 'applied' and rows_erased_at = 0 and finished_at < $2)
order by asked_at, id
limit 100;

-- name: EraseFileRows :exec
update file_import
set rows_erased_at = $2
where id = $1;

-- name: PutMapping :exec
insert into column_mapping (source_key, source, kind, headers_key, mapping, saved_by, saved_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (source_key) do update set source = excluded.source, kind = excluded.kind, headers_key = excluded.headers_key,
  mapping = excluded.mapping, saved_by = excluded.saved_by, saved_at = excluded.saved_at;

-- name: MappingOfSource :many
select source, kind, headers_key, mapping
from column_mapping
where source_key = $1;

-- name: MappingOfHeaders :many
select source, kind, headers_key, mapping
from column_mapping
where headers_key = $1
order by saved_at desc, source_key
limit 1;

-- name: Mappings :many
select source, kind, headers_key, mapping
from column_mapping
order by source_key;
