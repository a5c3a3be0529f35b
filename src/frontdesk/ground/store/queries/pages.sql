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

-- name: pages.load_due_alerts
select distinct p.alert_id from (
  select q.alert_id from pages q
  where q.status in ('waiting', 'sending') and q.due_at <= %(now)s
    and (q.lease_until is null or q.lease_until < %(now)s)
  order by q.due_at, q.id limit %(limit)s
) p;

-- name: pages.hold_due
select p.* from pages p
where p.status in ('waiting', 'sending') and p.due_at <= %(now)s and p.alert_id = any (%(ids)s)
  and (p.lease_until is null or p.lease_until < %(now)s)
order by p.due_at, p.id
limit %(limit)s
for update skip locked;

-- name: pages.hold_alerts
select * from alerts where id = any (%(ids)s) order by since, id for update;

-- name: pages.mark
update pages p set
  status = r.status, due_at = r.due_at, attempts = r.attempts, lease_until = r.lease_until,
  sent_at = r.sent_at, receipt = r.receipt, thread = r.thread, problem = r.problem,
  target = r.target
from jsonb_populate_recordset(null::pages, %(rows)s) as r
where p.id = r.id;

-- name: pages.load
select * from pages where alert_id = %(id)s order by due_at, level, notifier, target;

-- name: pages.load_told
select distinct on (alert_id, notifier, target) alert_id, notifier, target, level, thread
from pages
where alert_id = any (%(ids)s) and kind = 'firing' and status in ('sent', 'grouped', 'sending')
order by alert_id, notifier, target, sent_at;

-- name: pages.last_sent
select a.rule, a.fingerprint, max(p.sent_at) as sent_at
from pages p join alerts a on a.id = p.alert_id
where a.fingerprint = any (%(fingerprints)s) and p.kind = 'firing'
  and p.status in ('sent', 'grouped')
group by a.rule, a.fingerprint;

-- name: pages.last_of_group
select max(sent_at) filter (where status = 'sent') as sent_at,
  coalesce(bool_or(status = 'sending' and lease_until >= %(now)s), false) as going
from pages
where group_key = %(group)s and notifier = %(notifier)s and target = %(target)s
  and kind = %(kind)s and status in ('sent', 'sending');

-- name: pages.shift
update pages set due_at = due_at + make_interval(secs => %(by_s)s),
  lease_until = lease_until + make_interval(secs => %(by_s)s)
where status in ('waiting', 'sending');

-- name: pages.call_off
update pages set status = 'called_off', problem = %(why)s
where alert_id = %(id)s and status = 'waiting' and kind = 'firing';

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
