-- name: slo.save
insert into watch_state (name, value, at) values (%(name)s, %(value)s, %(now)s)
on conflict (name) do update set value = excluded.value, at = excluded.at;

-- name: slo.load
select value, at from watch_state where name like 'slo:%%' order by name;

-- name: slo.remove
delete from watch_state where name = %(name)s returning name;
