-- name: handoffs.lock
insert into handoff_locks as l (contact_id, tenant_id, fence, until)
values (%(contact)s, %(tenant)s, nextval('fences'), clock_timestamp() + %(lock)s)
on conflict (contact_id) do update set fence = excluded.fence, until = excluded.until
where l.until < clock_timestamp()
returning fence;

-- name: handoffs.hold
select hold_handoff(%(contact)s, %(fence)s);

-- name: handoffs.unlock
delete from handoff_locks where contact_id = %(contact)s and fence = %(fence)s;

-- name: handoffs.load_past
select source, target, at from handoffs
where contact_id = %(contact)s and at > %(since)s and outcome = 'executed' order by at desc;

-- name: handoffs.save
insert into handoffs (
  id, tenant_id, contact_id, conversation_id, turn_id, source, target, score, threshold, outcome,
  reason, evidence, at
) values (
  %(id)s, %(tenant)s, %(contact)s, %(conversation)s, %(turn)s, %(source)s, %(target)s, %(score)s,
  %(threshold)s, %(outcome)s, %(reason)s, %(evidence)s, %(now)s
);

-- name: handoffs.load_latest
select id, contact_id, conversation_id, turn_id, source, target, score, threshold, outcome, reason,
  evidence, at
from handoffs order by at desc limit %(limit)s;
