-- name: measures.note
select note_measurements(%(rows)s);

-- name: measures.lock
select pg_try_advisory_xact_lock(hashtext('frontdesk.measures.fold')) as held;

-- name: measures.wait_lock
select true as held from pg_advisory_xact_lock(hashtext('frontdesk.measures.fold'));

-- name: measures.take
select tenant_id, subject, bot as name, operation, outcome, code, rung, processing_ms, waited_ms,
  cacheable, cached, cost_micro, steps, at
from take_measurements(%(limit)s);

-- name: measures.find_slots
select * from find_slots(%(keys)s);

-- name: measures.save_slots
select save_slots(%(rows)s);

-- name: measures.drop_slots
select drop_slots(%(minutes)s, %(hours)s) as dropped;

-- name: measures.load
select subject, name, operation, count, outcomes, codes, rungs, cacheable, cached, cost_micro, ms,
  waited, last_at
from measure_slots
where grain_s = %(grain)s and slot_at > %(since)s
  and (%(subjects)s::text[] is null or subject = any (%(subjects)s))
order by slot_at;

-- name: measures.first
select min(slot_at) as first_at from measure_slots where grain_s = 3600;
