-- name: pages.add
insert into pages
select r.* from jsonb_populate_recordset(null::pages, %(rows)s) as r
on conflict (alert_id, kind, level, notifier, target) do update set
  -- Acknowledged a second time, after it was taken back: a message of its own.
  id = excluded.id, status = 'waiting', due_at = excluded.due_at, attempts = 0, sent_at = null,
  problem = '', created_at = excluded.created_at
where pages.kind = 'acknowledged' and excluded.kind = 'acknowledged' and pages.status <> 'sending'
  and excluded.level >= 0 and excluded.created_at > pages.created_at;

-- name: pages.find_due
select tenant_id, due from find_due_pages(%(now)s);

-- name: pages.hold_claims
select pg_try_advisory_xact_lock(hashtext('frontdesk.pages.' || %(tenant)s)) as held;

-- name: pages.hold_due_alerts
select id from alerts where id in (
  select q.alert_id from pages q
  where q.status in ('waiting', 'sending') and q.due_at <= %(now)s
    and (q.lease_until is null or q.lease_until < %(now)s)
  order by q.due_at, q.id limit %(limit)s
)
order by since, id for update;

-- name: pages.refuse_unsayable
update pages p set
  status = case when p.notifier = any (%(known)s) then 'called_off' else 'refused' end,
  problem = case when p.notifier = any (%(known)s) then %(unsaid)s else %(unknown)s end,
  lease_until = null
where p.status in ('waiting', 'sending') and p.due_at <= %(now)s and p.alert_id = any (%(ids)s)
  and (p.lease_until is null or p.lease_until < %(now)s)
  and (p.notifier <> all (%(known)s) or p.notifier || ' ' || p.kind = any (%(unsayable)s));

-- name: pages.load_doubtful
select p.id, p.kind, p.notifier, p.target, p.due_at, a.tenant_id, a.rule, a.labels, a.severity,
  a.acknowledged_at, a.resolved_at, a.recovered_at, a.inhibited_by, a.snoozed_until
from pages p join alerts a on a.id = p.alert_id
where p.status in ('waiting', 'sending') and p.due_at <= %(now)s and p.alert_id = any (%(ids)s)
  and (p.lease_until is null or p.lease_until < %(now)s) and p.id > %(after)s
  and (p.target like 'on\_call:%%' or p.kind = 'firing' and (
    %(silenced)s or a.acknowledged_at is not null or a.resolved_at is not null
    or a.recovered_at is not null or a.inhibited_by <> '' or a.snoozed_until > %(now)s
    or p.due_at < %(too_late)s))
order by p.id limit %(limit)s;

-- name: pages.put_aside
-- What was on its way when its process died keeps its lease: it may have arrived.
update pages p set
  status = r.status, due_at = r.due_at, problem = r.problem, target = r.target,
  lease_until = case when r.status = 'called_off' and p.status <> 'sending' then null
    else p.lease_until end
from jsonb_to_recordset(%(rows)s)
  as r (id uuid, status text, due_at timestamptz, problem text, target text)
where p.id = r.id;

-- name: pages.load_due_groups
with due as (
  select p.group_key, p.notifier, p.target, p.kind, p.level, p.id, p.due_at,
    case when p.attempts > 0
      then coalesce(nullif(p.receipt, ''), coalesce(p.lease_until, p.due_at)::text) else '' end
      as tried
  from pages p
  where p.status in ('waiting', 'sending') and p.due_at <= %(now)s and p.alert_id = any (%(ids)s)
    and (p.lease_until is null or p.lease_until < %(now)s)
), found as (
  select group_key, notifier, target, kind, tried, max(level) as level, min(due_at) as due_at
  from due group by group_key, notifier, target, kind, tried
), lately as (
  select q.group_key, q.notifier, q.target, q.kind,
    max(q.sent_at) filter (where q.status = 'sent') as sent_at,
    coalesce(bool_or(q.status = 'sending' and q.lease_until >= %(now)s), false) as going
  from pages q
  where q.status in ('sent', 'sending') and q.group_key in (select group_key from found)
  group by q.group_key, q.notifier, q.target, q.kind
)
select f.*, l.sent_at, coalesce(l.going, false) as going,
  f.notifier = any (%(keeping)s) as keeps, exists (
    select from lately o
    where o.going and (o.group_key, o.notifier, o.target) = (f.group_key, f.notifier, f.target)
  ) as busy, k.firing, k.unanswered
from found f
left join lately l using (group_key, notifier, target, kind)
left join lateral (
  -- Alerts of the group that this target knows of, or is about to: what it keeps stays open.
  select count(*) as firing, count(*) filter (where a.acknowledged_at is null) as unanswered
  from alerts a
  where f.kind <> 'firing' and f.notifier = any (%(keeping)s)
    and a.group_key = f.group_key and a.resolved_at is null and a.fired_at is not null
    and exists (
      select from pages q
      where q.alert_id = a.id and q.kind = 'firing' and q.notifier = f.notifier
        and (q.target = f.target and q.status in ('sent', 'grouped', 'sending')
          or q.status = 'waiting' and (q.target = f.target or q.target like 'on\_call:%%')
            and a.acknowledged_at is null and a.recovered_at is null and a.inhibited_by = ''
            and coalesce(a.snoozed_until <= %(now)s, true) and not exists (
              select from pages s
              where s.alert_id = a.id and s.kind = 'firing' and s.status = 'waiting'
                and s.problem like 'silenced by %%')))
) k on true
order by f.level desc, f.due_at, f.group_key, f.notifier, f.target, f.kind, f.tried;

-- name: pages.claim_groups
update pages p set
  status = coalesce(r.status, p.status), due_at = coalesce(r.due_at, p.due_at),
  problem = coalesce(r.problem, p.problem), receipt = coalesce(r.claim, p.receipt),
  lease_until = case when r.status is null then p.lease_until else r.lease_until end,
  attempts = p.attempts + (r.claim is not null)::int
from jsonb_to_recordset(%(rows)s) as r (
  group_key text, notifier text, target text, kind text, tried text, status text,
  due_at timestamptz, problem text, claim text, lease_until timestamptz)
where p.status in ('waiting', 'sending') and p.due_at <= %(now)s and p.alert_id = any (%(ids)s)
  and (p.lease_until is null or p.lease_until < %(now)s)
  and (p.group_key, p.notifier, p.target, p.kind)
    = (r.group_key, r.notifier, r.target, r.kind)
  and r.tried = case when p.attempts > 0
    then coalesce(nullif(p.receipt, ''), coalesce(p.lease_until, p.due_at)::text) else '' end;

-- name: pages.load_claimed
with mine as (
  select p.* from pages p
  where p.status = 'sending' and p.due_at <= %(now)s and p.receipt = any (%(claims)s)
), placed as (
  select d.*, count(*) over (partition by d.receipt) as alerts,
    row_number() over (partition by d.receipt order by d.level desc, d.id) as place
  from (
    select distinct on (m.receipt, m.alert_id) m.* from mine m
    order by m.receipt, m.alert_id, m.level desc, m.id
  ) d
)
select a.*, p.id as page_id, p.receipt as claim, p.kind, p.level, p.notifier, p.target, p.thread,
  p.attempts, p.alerts
from placed p join alerts a on a.id = p.alert_id
where p.place <= %(listed)s
order by p.receipt, p.place;

-- name: pages.settle
with done as (
  update pages p set
    status = case when p.id = %(lead)s or %(status)s <> 'sent' then %(status)s else 'grouped' end,
    due_at = coalesce(%(due_at)s, p.due_at), sent_at = coalesce(%(sent_at)s, p.sent_at),
    receipt = coalesce(%(receipt)s, p.receipt), thread = coalesce(%(thread)s, p.thread),
    problem = %(problem)s, lease_until = null
  where p.status = 'sending' and p.due_at <= %(claimed_at)s and p.receipt = %(claim)s
  returning p.tenant_id, p.alert_id, p.kind, p.level, p.notifier, p.target
)
insert into alert_events (tenant_id, alert_id, at, kind, source, says, detail)
select d.tenant_id, d.alert_id, %(now)s, %(event)s, d.notifier, %(says)s,
  jsonb_build_object('kind', d.kind, 'level', d.level, 'target', d.target)
from done d;

-- name: pages.load
select * from pages where alert_id = %(id)s order by due_at, level, notifier, target;

-- name: pages.load_told
select distinct on (alert_id, notifier, target) alert_id, notifier, target, level, thread
from pages
where alert_id = any (%(ids)s) and kind = 'firing' and (
  status in ('sent', 'grouped', 'sending') or status = 'called_off' and lease_until is not null)
order by alert_id, notifier, target, sent_at;

-- name: pages.last_sent
select a.rule, a.fingerprint, max(p.sent_at) as sent_at
from pages p join alerts a on a.id = p.alert_id
where a.fingerprint = any (%(fingerprints)s) and p.kind = 'firing'
  and p.status in ('sent', 'grouped')
group by a.rule, a.fingerprint;

-- name: pages.shift
update pages set due_at = due_at + make_interval(secs => %(by_s)s),
  lease_until = lease_until + make_interval(secs => %(by_s)s)
where status in ('waiting', 'sending');

-- name: pages.call_off
update pages set status = 'called_off', problem = %(why)s
where alert_id = any (%(ids)s) and status = 'waiting' and kind = 'firing';

-- name: pages.revive
update pages set status = 'waiting', problem = '', due_at = greatest(due_at, %(now)s)
where alert_id = %(id)s and status = 'called_off' and problem = %(why)s;

-- name: pages.load_waiting
select p.*, a.rule, a.severity, a.says from pages p join alerts a on a.id = p.alert_id
where p.status in ('waiting', 'sending') order by p.due_at limit %(limit)s;

-- name: pages.load_companions
select distinct b.alert_id
from pages a join pages b using (group_key, notifier, target, kind, sent_at)
where a.alert_id = %(id)s and a.notifier = %(notifier)s and a.kind = 'firing'
  and a.status = 'sent' and b.status in ('sent', 'grouped');

-- name: pages.load_told_groups
select distinct p.group_key
from pages p join alerts a on a.id = p.alert_id
where p.notifier = %(notifier)s and p.kind = 'firing' and p.status in ('sent', 'grouped', 'sending')
  and a.resolved_at is null;

-- name: pages.load_told_of_group
select distinct p.alert_id
from pages p join alerts a on a.id = p.alert_id
where p.notifier = %(notifier)s and p.group_key = %(group)s and p.kind = 'firing'
  and p.status in ('sent', 'grouped', 'sending')
  and a.resolved_at is null and a.since <= %(before)s
order by p.alert_id;

-- name: pages.load_installation
select value ->> 'id' as id from watch_state where name = 'installation';

-- name: pages.save_installation
insert into watch_state (name, value, at)
values ('installation', jsonb_build_object('id', %(id)s::text), %(now)s)
on conflict (name) do update set name = excluded.name
returning value ->> 'id' as id;
