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
select * from load_turn(%(tenant)s, %(contact)s);

-- name: turns.drop_empty
delete from turn_queue where contact_id = %(contact)s and fence = %(fence)s and not exists (
  select from conversations c where c.contact_id = %(contact)s and c.last_seq > c.answered_seq
);

-- name: turns.commit
select commit_turn(
  %(tenant)s, %(contact)s, %(fence)s, %(arrived)s, %(more)s, %(conversation)s, %(channel)s,
  %(address)s, %(sender)s, %(state)s, %(turn)s, %(number)s, %(from_seq)s, %(to_seq)s,
  %(bot)s, %(rung)s, %(kind)s, %(reason)s, %(asked)s, %(to_bot)s, %(handoff)s, %(reading)s,
  %(steps)s, %(trace_id)s, %(started_at)s, %(processing_ms)s, %(waited_ms)s, %(now)s,
  %(reply_ids)s, %(texts)s, %(purpose)s, %(status)s
) as more;

-- name: turns.save_asked
-- For replays: what the last reply asked and offered, as the recording has it.
update conversations set state = state || %(forced)s where id = %(conversation)s;
