-- name: gauges.save
insert into watch_state (name, value, at) values (%(name)s, %(value)s, %(now)s)
on conflict (name) do update set value = excluded.value, at = excluded.at;

-- name: gauges.load
select value from watch_state where name like 'gauge:%%' and at >= %(since)s order by name;

-- name: gauges.seen
insert into watch_state (name, value, at) values (%(name)s, '{}', %(now)s)
on conflict (name) do update set at = excluded.at;

-- name: gauges.load_seen
select name, at from watch_state where name like 'ping:%%' or name like 'serving:%%' order by name;

-- name: gauges.keep_pings
delete from watch_state where name like 'ping:%%' and not name = any (%(names)s);
