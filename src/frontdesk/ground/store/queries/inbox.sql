-- name: inbox.accept
select accept_message(%(message)s) as receipt;

-- name: inbox.load_received
-- Whether the message a vendor id stands for was sent from an address of the same person.
select exists (
  select from addresses a
  where a.contact_id = c.contact_id and a.kind = %(kind)s and a.address = %(address)s
) as same_contact
from conversation_messages m join conversations c on c.id = m.conversation_id
where m.conversation_id = %(conversation)s and m.seq = %(seq)s;

-- name: inbox.find_front_door
select find_front_door(%(channel)s, %(address)s) as tenant_id;

-- name: inbox.load_answer
-- The turn that answered a message, with what it said; no row while it is unanswered.
select t.id, t.number, t.from_seq, t.to_seq, t.started_at, t.processing_ms, t.bot, t.rung, t.kind, t.reason, t.asked, t.to_bot, t.handoff, t.trace_id,
  (select coalesce(jsonb_agg(o.text order by o.position), '[]') from outbox o
   where o.conversation_id = t.conversation_id and o.turn_id = t.id and o.status <> 'withheld') as reply,
  c.channel
from ai_responses t join conversations c on c.id = t.conversation_id
where t.conversation_id = %(conversation)s and t.from_seq <= %(seq)s and t.to_seq >= %(seq)s
order by t.number limit 1;
