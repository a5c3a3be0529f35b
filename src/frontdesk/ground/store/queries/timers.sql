-- name: timers.set
insert into timers (id, tenant_id, kind, contact_id, conversation_id, due_at)
values (%(id)s, %(tenant)s, %(kind)s, %(contact)s, %(conversation)s, %(due_at)s)
on conflict (conversation_id, kind) do update set due_at = excluded.due_at, id = excluded.id,
  lease_until = null, attempts = 0, problem = null;

-- name: timers.cancel
delete from timers where conversation_id = %(conversation)s and kind = %(kind)s;

-- name: timers.find_due
select tenant_id, id from find_due_timers(%(now)s, %(limit)s);

-- name: timers.claim
update timers set fence = nextval('fences'), attempts = attempts + 1,
  lease_until = clock_timestamp() + %(lease)s
where id = %(id)s and due_at <= %(now)s
  and (lease_until is null or lease_until < clock_timestamp())
returning id, kind, contact_id, conversation_id, due_at, attempts, fence;

-- name: timers.load
select c.id, c.channel, c.address, c.sender, c.status, c.owner, c.state, c.active_at,
  exists (select from turn_queue q where q.contact_id = c.contact_id) as unread
from conversations c where c.id = %(conversation)s;

-- name: timers.hold
select hold_timer(%(id)s, %(fence)s);

-- name: timers.finish
delete from timers where id = %(id)s;

-- name: timers.move
update timers set due_at = %(due_at)s, kind = %(kind)s, lease_until = null, attempts = 0
where id = %(id)s;

-- name: timers.set_status
update conversations set status = %(status)s where id = %(conversation)s and status <> 'closed';
