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

-- name: turns.load
select load_turn(%(tenant)s, %(contact)s) as turn;

-- name: turns.drop_empty
delete from turn_queue where contact_id = %(contact)s and fence = %(fence)s and not exists (
  select from conversations c where c.contact_id = %(contact)s and c.last_seq > c.answered_seq
);

-- name: turns.commit
select commit_turn(%(turn)s) as done;

-- name: turns.save_asked
-- For replays: what the last reply asked and offered, as the recording has it.
update conversations set state = state || %(forced)s where id = %(conversation)s;
