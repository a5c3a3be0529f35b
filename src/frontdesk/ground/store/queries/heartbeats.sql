-- name: heartbeats.save
insert into heartbeats (tenant_id, name, every_s, grace_s, seen_at, says)
values (%(tenant)s, %(name)s, %(every_s)s, %(grace_s)s, %(now)s, %(says)s)
on conflict (tenant_id, name) do update set
  every_s = excluded.every_s, grace_s = excluded.grace_s, seen_at = excluded.seen_at,
  says = excluded.says
returning name, every_s, grace_s, seen_at, says;

-- name: heartbeats.refresh
update heartbeats set seen_at = %(now)s, says = %(says)s,
  every_s = coalesce(%(every_s)s, every_s), grace_s = coalesce(%(grace_s)s, grace_s)
where name = %(name)s
returning name, every_s, grace_s, seen_at, says;

-- name: heartbeats.fail
update heartbeats set says = %(says)s,
  seen_at = %(now)s::timestamptz - make_interval(secs => every_s + grace_s + 1)
where name = %(name)s
returning name, every_s, grace_s, seen_at, says;

-- name: heartbeats.load
select name, every_s, grace_s, seen_at, says from heartbeats order by name;

-- name: heartbeats.remove
delete from heartbeats where name = %(name)s returning name;

-- name: heartbeats.forgive
update heartbeats h set seen_at = least(h.seen_at + (%(now)s::timestamptz - w.at), %(now)s)
from watch_state w
where w.name = 'look:rules:' || %(tenant)s
  and abs(extract(epoch from %(now)s::timestamptz - w.at)) > %(gap_s)s
  and h.seen_at + make_interval(secs => h.every_s + h.grace_s) > w.at;
