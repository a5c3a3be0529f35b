-- name: turns.find_due
select tenant_id, contact_id from find_due_turns(%(now)s, %(limit)s);

-- name: turns.claim
update turn_queue set owner = %(owner)s, lease_until = clock_timestamp() + %(lease)s,
  fence = nextval('fences'), attempts = attempts + 1
where contact_id = %(contact)s and due_at <= %(now)s
  and (lease_until is null or lease_until < clock_timestamp())
returning fence, attempts;

-- name: turns.renew
update turn_queue set lease_until = clock_timestamp() + %(lease)s
where contact_id = any(%(contacts)s) and owner = %(owner)s;

-- name: turns.free
select free_leases(%(owner)s) as freed;

-- name: turns.postpone
update turn_queue set owner = null, lease_until = null, due_at = %(due_at)s
where contact_id = %(contact)s and fence = %(fence)s;

-- name: turns.load
-- Everything one turn starts from, in one snapshot: the oldest conversation with something unread,
-- its unread messages, what was said before, and whether the contact may be written to.
select q.arrived, q.due_at as settled_at, c.id as conversation_id, c.channel, c.address, c.sender,
  c.owner, c.state, c.turns, c.status,
  (select count(*) > 1 from conversations o
   where o.contact_id = q.contact_id and o.last_seq > o.answered_seq) as more,
  (select k.kind from consent_ledger k where k.contact_id = q.contact_id
   order by k.id desc limit 1) as consent,
  (select jsonb_agg(jsonb_build_object(
      'id', m.id, 'seq', m.seq, 'text', m.text, 'received_at', m.received_at, 'extra', m.extra
    ) order by m.seq)
   from conversation_messages m
   where m.conversation_id = c.id and m.seq > c.answered_seq) as unread
from turn_queue q
join lateral (
  select * from conversations o where o.contact_id = q.contact_id and o.last_seq > o.answered_seq
  order by o.active_at limit 1
) c on true
where q.contact_id = %(contact)s;

-- name: turns.hold
select hold_turn(%(contact)s, %(fence)s);

-- name: turns.drop_empty
delete from turn_queue where contact_id = %(contact)s and fence = %(fence)s and not exists (
  select from conversations c where c.contact_id = %(contact)s and c.last_seq > c.answered_seq
);

-- name: turns.save
insert into ai_responses (
  id, tenant_id, conversation_id, number, from_seq, to_seq, bot, rung, kind, reason, asked, to_bot,
  handoff, reading, slots, steps, trace_id, started_at, processing_ms, waited_ms
) values (
  %(id)s, %(tenant)s, %(conversation)s, %(number)s, %(from_seq)s, %(to_seq)s, %(bot)s, %(rung)s,
  %(kind)s, %(reason)s, %(asked)s, %(to_bot)s, %(handoff)s, %(reading)s, %(slots)s, %(steps)s,
  %(trace_id)s, %(started_at)s, %(processing_ms)s, %(waited_ms)s
);

-- name: turns.save_state
-- The owner is not written here: a person may have taken over while the turn ran.
update conversations set state = %(state)s, bot = %(bot)s, turns = %(number)s,
  answered_seq = %(to_seq)s, active_at = greatest(active_at, %(now)s)
where id = %(conversation)s;

-- name: turns.measure
insert into measurements (
  tenant_id, bot, operation, outcome, rung, processing_ms, waited_ms, steps, at
) values (
  %(tenant)s, %(bot)s, %(operation)s, %(outcome)s, %(rung)s, %(processing_ms)s, %(waited_ms)s,
  %(steps)s, %(now)s
);

-- name: turns.release
-- Nothing new came in while the turn ran: the row goes. Otherwise it stays for the next turn.
with gone as (
  delete from turn_queue
  where contact_id = %(contact)s and fence = %(fence)s and arrived = %(arrived)s and not %(more)s
  returning 1
), kept as (
  update turn_queue set owner = null, lease_until = null, attempts = 0, first_at = %(now)s
  where contact_id = %(contact)s and fence = %(fence)s and (arrived <> %(arrived)s or %(more)s)
  returning 1
)
select exists (select from kept) as more;
