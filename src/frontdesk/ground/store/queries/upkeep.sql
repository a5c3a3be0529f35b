-- name: upkeep.hold
insert into watch_state (name, value, at) values (%(name)s, '{}', %(now)s)
on conflict (name) do update set at = excluded.at
where watch_state.at <= excluded.at - make_interval(secs => %(every_s)s)
  or watch_state.at > excluded.at + make_interval(secs => %(every_s)s)
returning name;

-- name: upkeep.load
select max(at) filter (where name like 'look:rules:%%') as looked_at,
  max(at) filter (where name = 'collected') as collected_at
from watch_state;

-- name: upkeep.note_collected
insert into watch_state (name, value, at) values ('collected', '{}', %(now)s)
on conflict (name) do update set at = excluded.at
where watch_state.at < excluded.at - interval '5 seconds'
  or watch_state.at > excluded.at + interval '5 seconds';
