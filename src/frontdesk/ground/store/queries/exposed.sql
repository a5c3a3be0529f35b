-- name: exposed.save
insert into watch_state (name, value, at) values ('exposed', %(value)s, %(now)s)
on conflict (name) do update set value = excluded.value, at = excluded.at;

-- name: exposed.load
select value from watch_state where name = 'exposed' and at >= %(since)s;

-- name: exposed.count_open
select rule, severity, count(*) as alerts,
  case when inhibited_by <> '' then 'inhibited'
    when state = 'firing' and acknowledged_at is not null then 'acknowledged'
    else state end as state
from alerts where resolved_at is null
group by rule, severity, 4;

-- name: exposed.count_day
select rule, severity, count(*) as alerts,
  coalesce(sum(extract(epoch from acknowledged_at - fired_at)), 0)::float as acknowledge_s,
  count(acknowledged_at) as acknowledged,
  coalesce(sum(extract(epoch from resolved_at - fired_at)), 0)::float as resolve_s,
  count(resolved_at) as resolved
from alerts where fired_at >= %(since)s
group by rule, severity;

-- name: exposed.count_pages
select notifier, status, count(*) as pages from pages where created_at >= %(since)s
group by notifier, status;
