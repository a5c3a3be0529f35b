-- name: figures.load
select
  (select count(distinct pid) from pg_locks where not granted) as waiting,
  (select count(*) from pg_stat_activity where datname = current_database()) as connections,
  (select max(extract(epoch from replay_lag)) from pg_stat_replication) as lag_s,
  version.value ->> 'now' as version,
  version.value ->> 'before' as before,
  version.at as changed_at
from (select 1) as one left join watch_state version on version.name = 'version';

-- name: figures.note_version
insert into watch_state (name, value, at)
values ('version', jsonb_build_object('now', %(version)s::text, 'before', ''), %(now)s)
on conflict (name) do update set at = excluded.at, value = jsonb_build_object(
  'now', excluded.value ->> 'now', 'before', watch_state.value ->> 'now'
)
where watch_state.value ->> 'now' <> excluded.value ->> 'now';

-- name: figures.forget
delete from watch_state where name like 'gauge:%%' and at < %(before)s;
