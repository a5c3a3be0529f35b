-- name: outbox.save
-- A contact who opted out gets nothing but the answer to that, whoever wrote the row.
insert into outbox (
  id, tenant_id, contact_id, conversation_id, turn_id, channel, address, sender, text, purpose,
  status, problem, due_at, created_at
)
select %(id)s, %(tenant)s, %(contact)s, %(conversation)s, %(turn)s, %(channel)s, %(address)s,
  %(sender)s, %(text)s, %(purpose)s,
  case when out then 'withheld' else %(status)s end,
  case when out then 'consent.opted_out' end, %(now)s, %(now)s
from (
  select %(purpose)s <> 'consent' and coalesce((
    select k.kind = 'out' from consent_ledger k
    where k.contact_id = %(contact)s order by k.id desc limit 1
  ), false) as out
) standing;

-- name: outbox.find_due
select tenant_id, contact_id from find_due_sends(%(now)s, %(limit)s);

-- name: outbox.claim
-- The contact's oldest waiting row, if it is due and nobody holds it. Consent is judged here, in
-- the transaction that would send. `tried_before_at` is set when an earlier try may have arrived.
-- A row that is locked for a moment is waited for, never skipped: its successor may not overtake.
with head as (
  select o.id, o.due_at, o.lease_until, o.tried_at, o.purpose,
    coalesce((select k.kind = 'out' from consent_ledger k
      where k.contact_id = o.contact_id order by k.id desc limit 1), false) as out
  from outbox o
  where o.contact_id = %(contact)s and o.status in ('ready', 'sending')
    and not (o.channel = any(%(paused)s))
  order by o.position limit 1
  for update of o
)
update outbox o set
  status = case when head.out and head.purpose <> 'consent' then 'withheld' else 'sending' end,
  problem = case when head.out and head.purpose <> 'consent' then 'consent.opted_out' else o.problem end,
  done_at = case when head.out and head.purpose <> 'consent' then %(now)s end,
  attempts = o.attempts + 1, fence = nextval('fences'),
  lease_until = clock_timestamp() + %(lease)s
from head
where o.id = head.id and head.due_at <= %(now)s
  and (head.lease_until is null or head.lease_until < clock_timestamp())
returning o.id, o.status, o.contact_id, o.conversation_id, o.channel, o.address, o.sender, o.text,
  o.attempts, o.fence, o.created_at, head.tried_at as tried_before_at;

-- name: outbox.mark_tried
update outbox set tried_at = %(now)s where id = %(id)s and fence = %(fence)s;

-- name: outbox.mark_sent
-- A delivery report that overtook the vendor's answer stands.
update outbox set vendor_id = %(vendor_id)s, done_at = %(now)s, lease_until = null,
  problem = case when status = 'sending' then null else problem end,
  status = case when status = 'sending' then %(status)s else status end
where id = %(id)s and (fence = %(fence)s or vendor_id is null);

-- name: outbox.postpone
-- A try that surely did not arrive leaves nothing to look up; one that may have keeps `tried_at`.
update outbox set status = 'ready', lease_until = null, due_at = %(due_at)s, problem = %(problem)s,
  tried_at = case when %(uncertain)s then tried_at end,
  attempts = case when %(again)s then attempts - 1 else attempts end
where id = %(id)s and fence = %(fence)s and status = 'sending';

-- name: outbox.bury
-- `status` is `dead`, or `withheld` when the carrier says that the person opted out. What a vendor
-- refused surely did not arrive: sent again by a person, it need not be looked up first.
update outbox set status = %(status)s, lease_until = null, done_at = %(now)s, problem = %(problem)s,
  tried_at = case when %(uncertain)s then tried_at end
where id = %(id)s and fence = %(fence)s and status = 'sending';

-- name: outbox.load_vendor_ids
select vendor_id from outbox
where channel = %(channel)s and address = %(address)s and vendor_id is not null
  and created_at > %(since)s;

-- name: outbox.confirm
-- A vendor's delivery report; it may arrive before our own call returns, twice, or out of order.
-- A row that waits or is being sent knows at most the vendor's id of an earlier life, before a
-- person sent it again: reports on that one no longer count. A row given up or withheld without
-- any word from the vendor is put right by one. What was delivered stays so.
with known as (
  select id, status as before from outbox
  where id = %(id)s and case
    when status in ('ready', 'sending') then vendor_id is distinct from %(vendor_id)s
    when status = 'sent' then coalesce(vendor_id, %(vendor_id)s) = %(vendor_id)s
    when status in ('dead', 'withheld') then vendor_id is null
    else false
  end
  for update
)
update outbox o set
  vendor_id = %(vendor_id)s, status = %(status)s, problem = %(problem)s,
  done_at = coalesce(o.done_at, %(now)s), lease_until = null
from known where o.id = known.id
returning o.contact_id, o.channel, o.status, known.before;

-- name: outbox.load_dead
select id, conversation_id, channel, address, text, attempts, problem, created_at from outbox
where status = 'dead' order by position desc limit %(limit)s;

-- name: outbox.revive
update outbox set status = 'ready', attempts = 0, due_at = %(now)s, problem = null, done_at = null,
  lease_until = null
where id = %(id)s and status = 'dead' returning contact_id;
