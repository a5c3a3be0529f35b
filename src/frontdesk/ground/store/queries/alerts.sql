-- name: alerts.hold
select pg_advisory_xact_lock(hashtext('frontdesk.watch.' || %(tenant)s));

-- name: alerts.look
insert into watch_state (name, value, at) values (%(name)s, '{}', %(now)s)
on conflict (name) do update set at = excluded.at
returning (select w.at from watch_state w where w.name = %(name)s) as last_at;

-- name: alerts.hold_open
select * from alerts where resolved_at is null and source = %(source)s
order by since, id for update;

-- name: alerts.hold_changing
-- Those that nobody was told of first, whatever else is to be looked at; held in the order of all.
select * from alerts
where resolved_at is null and id in (
  select id from alerts
  where resolved_at is null and source = %(source)s
    and (policy = '[]' or state <> 'firing' or recovered_at is not null or inhibited_by <> ''
      or seen_at < %(unheard)s and not coalesce((facts ->> 'told_end')::boolean, false)
      or (facts ->> 'ends_at')::timestamptz <= %(now)s)
  order by policy = '[]' desc, since, id limit %(limit)s
)
order by since, id for update;

-- name: alerts.firing_in_house
select rule from find_firing_in_house() as rule;

-- name: alerts.load_latest
select * from alerts
where (not %(active)s or resolved_at is null) and state <> 'pending'
  and (%(rule)s::text is null or rule = %(rule)s)
order by since desc, id desc limit %(limit)s;

-- name: alerts.load_open_page
select * from alerts
where resolved_at is null and state <> 'pending'
  and (%(rule)s::text is null or rule = %(rule)s)
  and (since, id) < (%(since)s::timestamptz, %(id)s::uuid)
order by since desc, id desc limit %(limit)s;

-- name: alerts.load_open_rules
select distinct rule from alerts where resolved_at is null and state <> 'pending';

-- name: alerts.load_one
select * from alerts where id = %(id)s;

-- name: alerts.hold_one
select * from alerts where id = %(id)s for update;

-- name: alerts.shift_received
update alerts set seen_at = least(seen_at + make_interval(secs => %(by_s)s), %(now)s)
where source = %(source)s and resolved_at is null;

-- name: alerts.hold_acknowledged
select a.*, e.given_at, e.asked_at, e.asked
from alerts a
cross join lateral (
  select max(v.at) filter (where v.kind = 'acknowledged') as given_at,
    max(v.at) filter (where v.kind = 'reminded') as asked_at,
    count(*) filter (where v.kind = 'reminded') as asked
  from alert_events v where v.alert_id = a.id
) e
where a.resolved_at is null and a.acknowledged_at is not null
order by a.since, a.id for update of a;

-- name: alerts.save
insert into alerts
select r.* from jsonb_populate_recordset(null::alerts, %(rows)s) as r
on conflict (id) do update set
  state = excluded.state, severity = excluded.severity, value = excluded.value,
  threshold = excluded.threshold, unit = excluded.unit, says = excluded.says,
  facts = excluded.facts, fired_at = excluded.fired_at, seen_at = excluded.seen_at,
  recovered_at = excluded.recovered_at, resolved_at = excluded.resolved_at,
  resolved_by = excluded.resolved_by, held_s = excluded.held_s, flaps = excluded.flaps,
  silent_since = excluded.silent_since, inhibited_by = excluded.inhibited_by,
  policy = excluded.policy;

-- name: alerts.forget
delete from alerts where id = any (%(ids)s);

-- name: alerts.forget_before
delete from alerts where resolved_at < %(before)s;

-- name: alerts.mark
update alerts set acknowledged_at = %(at)s, acknowledged_by = %(who)s,
  acknowledged_from = %(source)s, snoozed_until = %(until)s
where id = %(id)s;

-- name: alerts.add_events
insert into alert_events (tenant_id, alert_id, at, kind, who, source, says, detail)
select r.tenant_id, r.alert_id, r.at, r.kind, r.who, r.source, r.says, r.detail
from jsonb_populate_recordset(null::alert_events, %(rows)s) as r;

-- name: alerts.load_events
select at, kind, who, source, says, detail from alert_events where alert_id = %(id)s order by id;

-- name: alerts.hold_watch
insert into watch_state (name, value, at)
values ('watcher', jsonb_build_object('owner', %(owner)s::text), %(now)s)
on conflict (name) do update set value = excluded.value, at = excluded.at
where watch_state.value ->> 'owner' = %(owner)s
  or watch_state.at < %(now)s::timestamptz - make_interval(secs => %(lease_s)s)
  or watch_state.at > %(now)s::timestamptz + make_interval(secs => %(lease_s)s)
returning name;

-- name: alerts.end
update alerts set state = 'resolved', resolved_at = %(now)s, resolved_by = %(who)s
where id = %(id)s;

-- name: alerts.receive
with taken as (
  insert into alerts
  select r.* from jsonb_populate_recordset(null::alerts, %(rows)s) as r
  on conflict (tenant_id, rule, fingerprint) where resolved_at is null do update set
    severity = excluded.severity, says = excluded.says, facts = excluded.facts,
    seen_at = %(now)s
  where alerts.source = 'received'
  returning tenant_id, id, says, xmax = 0 as opened
)
insert into alert_events (tenant_id, alert_id, at, kind, source, says)
select tenant_id, id, %(now)s, 'firing', 'received', says from taken where opened;
