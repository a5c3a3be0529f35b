-- name: desk.load_latest
-- Newest first by when they began, which has an index that a turn never has to move.
select c.id, c.channel, c.owner, c.status, c.turns, c.created_at, c.active_at,
  c.state, coalesce(nullif(c.bot, ''), c.state ->> 'bot', '') as bot,
  c.last_seq > c.answered_seq as waiting, m.text as said, t.kind, t.reason, t.rung,
  exists (select from outbox o where o.conversation_id = c.id and o.status = 'dead') as undelivered
from conversations c
left join conversation_messages m on m.conversation_id = c.id and m.seq = c.last_seq
left join ai_responses t on t.conversation_id = c.id and t.number = c.turns
where (%(before)s::timestamptz is null or c.created_at < %(before)s)
order by c.created_at desc limit %(limit)s;

-- name: desk.load_conversation
-- One conversation whole, in one snapshot.
select c.id, c.contact_id, c.channel, c.owner, c.status, c.created_at, c.active_at, c.state,
  coalesce(nullif(c.bot, ''), c.state ->> 'bot', '') as bot,
  (select coalesce(jsonb_agg(jsonb_build_object(
      'seq', m.seq, 'id', m.id, 'text', m.text, 'received_at', m.received_at
    ) order by m.seq), '[]')
   from conversation_messages m where m.conversation_id = c.id) as messages,
  (select coalesce(jsonb_agg(to_jsonb(t) order by t.number), '[]')
   from ai_responses t where t.conversation_id = c.id) as turns,
  (select coalesce(jsonb_agg(jsonb_build_object(
      'id', o.id, 'turn_id', o.turn_id, 'text', o.text, 'status', o.status, 'purpose', o.purpose,
      'attempts', o.attempts, 'problem', o.problem, 'created_at', o.created_at
    ) order by o.position), '[]')
   from outbox o where o.conversation_id = c.id) as replies,
  (select coalesce(jsonb_agg(jsonb_build_object(
      'turn_id', h.turn_id, 'source', h.source, 'target', h.target, 'score', h.score,
      'threshold', h.threshold, 'outcome', h.outcome, 'reason', h.reason, 'evidence', h.evidence
    ) order by h.at), '[]')
   from handoffs h where h.contact_id = c.contact_id and h.conversation_id = c.id) as handoffs
from conversations c where c.id = %(conversation)s;

-- name: desk.set_owner
-- Nobody takes a conversation from another person without that person giving it back.
update conversations set owner = %(owner)s
where id = %(conversation)s and owner = any(%(from_owners)s)
returning id;

-- name: desk.load_owner
select owner from conversations where id = %(conversation)s;

-- name: desk.load_seen
-- What a visitor sees of their newest conversation, past a cursor. A reply not fetched yet is given
-- whatever its position: two of them may have been committed out of order.
with chat as (
  select c.id, c.owner from addresses a
  join conversations c on c.contact_id = a.contact_id and c.channel = %(channel)s
  where a.kind = %(kind)s and a.address = %(address)s
  order by c.created_at desc limit 1
)
select chat.id, chat.owner,
  (select coalesce(jsonb_agg(jsonb_build_object(
      'seq', m.seq, 'text', m.text, 'at', m.received_at) order by m.seq), '[]')
   from conversation_messages m
   where m.conversation_id = chat.id
     and (m.seq > %(after_seq)s or chat.id::text <> %(conversation)s)) as messages,
  (select coalesce(jsonb_agg(jsonb_build_object(
      'position', o.position, 'id', o.id, 'text', o.text, 'at', o.created_at, 'status', o.status,
      'purpose', o.purpose) order by o.position), '[]')
   from outbox o
   where o.conversation_id = chat.id and (
     o.status = 'offered' or (
       o.status in ('sent', 'delivered')
       and (o.position > %(after_position)s or chat.id::text <> %(conversation)s)))) as replies
from chat;

-- name: desk.mark_fetched
update outbox set status = 'delivered', done_at = %(now)s
where id = any(%(ids)s) and status = 'offered';
