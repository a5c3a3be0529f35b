-- name: gauges.save
insert into watch_state (name, value, at) values (%(name)s, %(value)s, %(now)s)
on conflict (name) do update set value = excluded.value, at = excluded.at;

-- name: gauges.load
select value from watch_state where name like 'gauge:%%' and at >= %(since)s order by name;
