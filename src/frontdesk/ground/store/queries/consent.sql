-- name: consent.append
insert into consent_ledger (tenant_id, contact_id, kind, source, channel, evidence, at)
values (%(tenant)s, %(contact)s, %(kind)s, %(source)s, %(channel)s, %(evidence)s, %(now)s);

-- name: consent.append_carrier_stop
-- Nothing for who is out already, or came back after the refused message was written.
insert into consent_ledger (tenant_id, contact_id, kind, source, channel, evidence, at)
select o.tenant_id, o.contact_id, 'out', 'carrier', o.channel, %(evidence)s, %(now)s
from outbox o
where o.id = %(outbox)s and not exists (
  select from (
    select k.kind, k.at from consent_ledger k
    where k.contact_id = o.contact_id order by k.id desc limit 1
  ) newest
  where newest.kind = 'out' or newest.at > o.created_at
);

-- name: consent.load_newest
select kind, at from consent_ledger where contact_id = %(contact)s order by id desc limit 1;

-- name: consent.withhold_waiting
update outbox set status = 'withheld', problem = 'consent.opted_out', done_at = %(now)s
where contact_id = %(contact)s and status = 'ready' and purpose <> 'consent';

-- name: consent.cancel_timers
delete from timers where contact_id = %(contact)s and kind = 'nudge';
