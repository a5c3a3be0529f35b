-- The first schema: tenants and people, conversations, the line (receipts, turns, outbox, timers),
-- consent, controls, handoffs, measurements, keys and the audit trail.
-- Every table carries tenant_id and is closed by row-level security for the role frontdesk_app.

do $$
begin
  if not exists (select from pg_roles where rolname = 'frontdesk_app') then
    create role frontdesk_app nologin nobypassrls;
  end if;
end $$;
grant frontdesk_app to current_user;

create sequence fences as bigint;

create table tenants (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
  name text not null,
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);

-- Which tenant an address of ours belongs to: a phone number we are texted on, for example.
create table front_doors (
  channel text not null,
  address text not null,
  tenant_id text not null references tenants on delete cascade,
  primary key (channel, address)
);

create table contacts (
  id uuid primary key,
  tenant_id text not null references tenants on delete cascade,
  name text,
  created_at timestamptz not null
);

create table addresses (
  tenant_id text not null,
  kind text not null,
  address text not null,
  contact_id uuid not null references contacts on delete cascade,
  created_at timestamptz not null,
  primary key (tenant_id, kind, address)
);
create index addresses_contact on addresses (contact_id);

create table conversations (
  id uuid primary key,
  tenant_id text not null,
  contact_id uuid not null references contacts on delete cascade,
  channel text not null,
  address text not null,
  sender text not null default '',
  status text not null default 'open' check (status in ('open', 'idle', 'closed')),
  owner text not null default 'bot',
  bot text not null default '',
  state jsonb not null default '{}',
  turns integer not null default 0,
  last_seq bigint not null default 0,
  answered_seq bigint not null default 0,
  created_at timestamptz not null,
  active_at timestamptz not null
) with (fillfactor = 70);
create unique index conversations_open on conversations (contact_id, channel) where status <> 'closed';
create index conversations_contact on conversations (contact_id);
create index conversations_listing on conversations (tenant_id, created_at);

create table conversation_messages (
  conversation_id uuid not null references conversations on delete cascade,
  seq bigint not null,
  id uuid not null,
  tenant_id text not null,
  channel text not null,
  text text not null,
  extra jsonb,
  sent_at timestamptz,
  received_at timestamptz not null,
  primary key (conversation_id, seq)
);

-- One row per message of a vendor: a second delivery finds it and starts nothing.
create table receipts (
  tenant_id text not null,
  channel text not null,
  vendor_id text not null,
  conversation_id uuid not null,
  seq bigint not null,
  received_at timestamptz not null,
  primary key (tenant_id, channel, vendor_id)
);

-- One row per contact that has something unread. `arrived` counts what came in, `fence` tells the
-- present holder of the lease from every earlier one.
create table turn_queue (
  contact_id uuid primary key references contacts on delete cascade,
  tenant_id text not null,
  first_at timestamptz not null,
  due_at timestamptz not null,
  arrived integer not null default 1,
  attempts integer not null default 0,
  fence bigint not null default 0,
  owner text,
  lease_until timestamptz
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000);

create table ai_responses (
  id uuid primary key,
  tenant_id text not null,
  conversation_id uuid not null references conversations on delete cascade,
  number integer not null,
  from_seq bigint not null,
  to_seq bigint not null,
  bot text not null,
  rung text not null,
  kind text not null,
  reason text not null,
  asked text,
  to_bot text,
  handoff jsonb,
  reading jsonb not null,
  slots jsonb not null,
  steps jsonb not null,
  trace_id text not null,
  started_at timestamptz not null,
  processing_ms real not null,
  waited_ms real not null,
  unique (conversation_id, number)
);

create table outbox (
  id uuid primary key,
  tenant_id text not null,
  contact_id uuid not null,
  conversation_id uuid not null references conversations on delete cascade,
  turn_id uuid,
  position bigint generated always as identity,
  channel text not null,
  address text not null,
  sender text not null default '',
  text text not null,
  purpose text not null default 'answer' check (purpose in ('answer', 'consent', 'started', 'person')),
  status text not null check (
    status in ('offered', 'ready', 'sending', 'sent', 'delivered', 'withheld', 'dead')
  ),
  attempts integer not null default 0,
  due_at timestamptz not null,
  fence bigint not null default 0,
  lease_until timestamptz,
  tried_at timestamptz,
  vendor_id text,
  problem text,
  created_at timestamptz not null,
  done_at timestamptz
) with (fillfactor = 80);
create index outbox_conversation on outbox (conversation_id, position);
create index outbox_head on outbox (contact_id, position) where status in ('ready', 'sending');
create unique index outbox_vendor on outbox (tenant_id, channel, vendor_id) where vendor_id is not null;
create index outbox_dead on outbox (tenant_id, position) where status = 'dead';

create table timers (
  id uuid primary key,
  tenant_id text not null,
  kind text not null,
  contact_id uuid references contacts on delete cascade,
  conversation_id uuid references conversations on delete cascade,
  payload jsonb not null default '{}',
  due_at timestamptz not null,
  attempts integer not null default 0,
  fence bigint not null default 0,
  lease_until timestamptz,
  problem text,
  unique (conversation_id, kind)
);
create index timers_due on timers (due_at);

-- Append-only: the newest row of a contact says whether we may write to them.
create table consent_ledger (
  id bigint generated always as identity primary key,
  tenant_id text not null,
  contact_id uuid not null references contacts on delete cascade,
  kind text not null check (kind in ('out', 'in')),
  source text not null,
  channel text not null,
  evidence text not null,
  at timestamptz not null
);
create index consent_ledger_contact on consent_ledger (contact_id, id desc);

create table controls (
  tenant_id text not null,
  name text not null,
  value jsonb not null,
  who text not null,
  why text not null,
  set_at timestamptz not null,
  expires_at timestamptz,
  primary key (tenant_id, name)
);

create table handoffs (
  id uuid primary key,
  tenant_id text not null,
  contact_id uuid not null references contacts on delete cascade,
  conversation_id uuid not null references conversations on delete cascade,
  turn_id uuid not null,
  source text not null,
  target text not null,
  score real not null,
  threshold real not null,
  outcome text not null check (outcome in ('executed', 'blocked')),
  reason text not null,
  evidence text not null,
  at timestamptz not null
);
create index handoffs_contact on handoffs (contact_id, at desc);
create index handoffs_at on handoffs (tenant_id, at);

create table handoff_locks (
  contact_id uuid primary key references contacts on delete cascade,
  tenant_id text not null,
  fence bigint not null,
  until timestamptz not null
);

create table measurements (
  tenant_id text not null,
  bot text not null,
  operation text not null,
  outcome text not null,
  rung text not null,
  processing_ms real not null,
  waited_ms real not null,
  steps jsonb not null,
  at timestamptz not null
);
create index measurements_at on measurements using brin (at);

create table sessions (
  id uuid primary key,
  tenant_id text not null,
  token_hash bytea not null unique,
  origin text not null default '',
  bot text,
  created_at timestamptz not null,
  seen_at timestamptz not null
);

create table api_keys (
  id uuid primary key,
  tenant_id text not null references tenants on delete cascade,
  name text not null,
  scope text not null check (scope in ('customer', 'agent', 'operator', 'admin')),
  hash bytea not null unique,
  hint text not null,
  created_at timestamptz not null,
  revoked_at timestamptz
);

-- Append-only: who did what, when, and why.
create table audit_log (
  id bigint generated always as identity primary key,
  tenant_id text not null,
  who text not null,
  action text not null,
  subject text not null,
  detail jsonb not null default '{}',
  at timestamptz not null
);
create index audit_log_listing on audit_log (tenant_id, id desc);

-- One row per running process of this installation, kept by its heartbeat.
create table processes (
  id text primary key,
  kind text not null,
  host text not null,
  pid integer not null,
  version text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null
);

create function forbid_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger consent_ledger_append_only before update or truncate on consent_ledger
  for each statement execute function forbid_change();
create trigger audit_log_append_only before update or delete or truncate on audit_log
  for each statement execute function forbid_change();

grant usage on schema public to frontdesk_app;
grant select on all tables in schema public to frontdesk_app;
grant usage on all sequences in schema public to frontdesk_app;
grant insert, update, delete on contacts, addresses, conversations, conversation_messages, receipts,
  turn_queue, ai_responses, outbox, timers, controls, handoffs, handoff_locks, sessions, processes
  to frontdesk_app;
grant insert on consent_ledger, audit_log, measurements, api_keys, tenants, front_doors to frontdesk_app;
grant update (name, settings) on tenants to frontdesk_app;
grant update (revoked_at) on api_keys to frontdesk_app;
grant delete on front_doors to frontdesk_app;

do $$
declare named text;
begin
  foreach named in array array[
    'front_doors', 'contacts', 'addresses', 'conversations', 'conversation_messages', 'receipts',
    'turn_queue', 'ai_responses', 'outbox', 'timers', 'consent_ledger', 'controls', 'handoffs',
    'handoff_locks', 'measurements', 'sessions', 'api_keys', 'audit_log'
  ] loop
    execute format('alter table %I enable row level security', named);
    execute format(
      'create policy tenant_only on %I to frontdesk_app using (tenant_id = current_setting(''app.tenant'', true))',
      named
    );
  end loop;
end $$;
alter table tenants enable row level security;
create policy tenant_only on tenants to frontdesk_app
  using (id = current_setting('app.tenant', true));

-- The few questions that must be asked before the tenant is known. They run with the rights of the
-- schema's owner, and each gives back only what the asker needs to name a tenant.

create function find_tenants() returns table (id text, name text, settings jsonb)
language sql stable security definer set search_path = public as $$
  select t.id, t.name, t.settings from tenants t order by t.id;
$$;

create function find_front_door(p_channel text, p_address text) returns text
language sql stable security definer set search_path = public as $$
  select tenant_id from front_doors where channel = p_channel and address = p_address;
$$;

create function find_key(p_hash bytea) returns table (id uuid, tenant_id text, name text, scope text)
language sql stable security definer set search_path = public as $$
  select k.id, k.tenant_id, k.name, k.scope from api_keys k
  where k.hash = p_hash and k.revoked_at is null;
$$;

create function find_session(p_hash bytea) returns table (id uuid, tenant_id text, bot text)
language sql stable security definer set search_path = public as $$
  select s.id, s.tenant_id, s.bot from sessions s where s.token_hash = p_hash;
$$;

create function find_controls() returns table (
  tenant_id text, name text, value jsonb, expires_at timestamptz
)
language sql stable security definer set search_path = public as $$
  select c.tenant_id, c.name, c.value, c.expires_at from controls c;
$$;

create function find_due_turns(p_now timestamptz, p_limit integer)
returns table (tenant_id text, contact_id uuid)
language sql stable security definer set search_path = public as $$
  select q.tenant_id, q.contact_id from turn_queue q
  where q.due_at <= p_now and (q.lease_until is null or q.lease_until < clock_timestamp())
  order by q.attempts, q.due_at limit p_limit;  -- what fails again and again holds up nobody
$$;

create function find_due_sends(p_now timestamptz, p_limit integer)
returns table (tenant_id text, contact_id uuid)
language sql stable security definer set search_path = public as $$
  select head.tenant_id, head.contact_id
  from (
    select distinct on (o.contact_id) o.tenant_id, o.contact_id, o.due_at, o.lease_until
    from outbox o
    where o.status in ('ready', 'sending') and not exists (
      select from controls c
      where c.tenant_id = o.tenant_id and c.name = 'sending.paused' and c.value ? o.channel
        and (c.expires_at is null or c.expires_at > p_now)
    )
    order by o.contact_id, o.position
  ) head
  where head.due_at <= p_now and (head.lease_until is null or head.lease_until < clock_timestamp())
  order by head.due_at limit p_limit;
$$;

create function find_due_timers(p_now timestamptz, p_limit integer)
returns table (tenant_id text, id uuid)
language sql stable security definer set search_path = public as $$
  select t.tenant_id, t.id from timers t
  where t.due_at <= p_now and (t.lease_until is null or t.lease_until < clock_timestamp())
  order by t.attempts, t.due_at limit p_limit;
$$;

create function count_waiting() returns table (queue text, rows bigint)
language sql stable security definer set search_path = public as $$
  select 'turns', count(*) from turn_queue
  union all select 'outbox', count(*) from outbox where status in ('ready', 'sending')
  union all select 'dead', count(*) from outbox where status = 'dead'
  union all select 'timers', count(*) from timers;
$$;

create function free_leases(p_owner text) returns integer
language plpgsql security definer set search_path = public as $$
declare freed integer;
begin
  update turn_queue set owner = null, lease_until = null where owner = p_owner;
  get diagnostics freed = row_count;
  return freed;
end $$;

revoke all on all functions in schema public from public;
grant execute on all functions in schema public to frontdesk_app;

-- turns.load: everything one turn starts from, in one snapshot: the conversation whose first unread
-- message came in first, its unread messages, and whether the contact may be written to. Null when
-- nothing is unread.
create function load_turn(p_tenant text, p_contact uuid) returns jsonb language plpgsql as $$
begin
  perform set_config('app.tenant', p_tenant, true);
  return (
    select jsonb_build_object(
      'arrived', q.arrived, 'settled_at', q.due_at, 'conversation_id', c.id, 'channel', c.channel,
      'address', c.address, 'sender', c.sender, 'owner', c.owner, 'state', c.state,
      'turns', c.turns,
      'more', exists (
        select from conversations o
        where o.contact_id = p_contact and o.last_seq > o.answered_seq and o.id <> c.id
      ),
      'consent', (
        select k.kind from consent_ledger k
        where k.contact_id = p_contact order by k.id desc limit 1
      ),
      'unread', (
        select jsonb_agg(jsonb_build_object(
            'id', m.id, 'seq', m.seq, 'text', m.text, 'received_at', m.received_at,
            'extra', m.extra
          ) order by m.seq)
        from conversation_messages m where m.conversation_id = c.id and m.seq > c.answered_seq
      )
    )
    from turn_queue q
    join lateral (
      select o.* from conversations o
      join conversation_messages f on f.conversation_id = o.id and f.seq = o.answered_seq + 1
      where o.contact_id = p_contact and o.last_seq > o.answered_seq
      order by f.received_at, f.id limit 1
    ) c on true
    where q.contact_id = p_contact
  );
end $$;

-- inbox.accept: one transaction per inbound message. Locks the contact's queue row before the
-- conversation, in the same order as the commit of a turn. Takes and gives one JSON object; when
-- the turn may run at once, `fence` is its claim and `turn` what it starts from.
create function accept_message(p jsonb) returns jsonb language plpgsql as $$
declare
  m record; v_contact uuid; v_conversation uuid; v_seq bigint; v_fence bigint; v_due timestamptz;
  v_found jsonb; v_claims boolean;
begin
  select * into m from jsonb_to_record(p) as t (
    tenant text, channel text, vendor_id text, kind text, address text, sender text, text text,
    extra jsonb, sent_at timestamptz, now timestamptz, settle_s float8, settle_max_s float8,
    new_contact uuid, new_conversation uuid, message uuid, owner text, lease_s float8,
    answers boolean
  );
  v_claims := m.settle_s = 0 and m.owner is not null;
  perform set_config('app.tenant', m.tenant, true);
  if m.answers and v_claims then
    -- Nothing is promised to the sender before the turn has committed, and that commit flushes
    -- everything written before it: one wait for the disk serves both.
    perform set_config('synchronous_commit', 'off', true);
  end if;

  select jsonb_build_object(
    'duplicate', true, 'contact_id', c.contact_id, 'conversation_id', r.conversation_id,
    'seq', r.seq, 'message_id', s.id
  ) into v_found
  from receipts r
  join conversations c on c.id = r.conversation_id
  join conversation_messages s on s.conversation_id = r.conversation_id and s.seq = r.seq
  where r.tenant_id = m.tenant and r.channel = m.channel and r.vendor_id = m.vendor_id;
  if found then
    return v_found;
  end if;

  select a.contact_id into v_contact from addresses a
  where a.tenant_id = m.tenant and a.kind = m.kind and a.address = m.address;
  if not found then
    insert into contacts (id, tenant_id, created_at) values (m.new_contact, m.tenant, m.now);
    insert into addresses as a (tenant_id, kind, address, contact_id, created_at)
    values (m.tenant, m.kind, m.address, m.new_contact, m.now)
    on conflict (tenant_id, kind, address) do update set address = excluded.address
    returning a.contact_id into v_contact;
    if v_contact <> m.new_contact then
      delete from contacts c where c.id = m.new_contact;
    end if;
  end if;

  insert into turn_queue as q (contact_id, tenant_id, first_at, due_at, fence, owner, lease_until)
  values (
    v_contact, m.tenant, m.now, m.now + make_interval(secs => m.settle_s),
    case when v_claims then nextval('fences') else 0 end, case when v_claims then m.owner end,
    case when v_claims then clock_timestamp() + make_interval(secs => m.lease_s) end
  )
  on conflict (contact_id) do update set
    arrived = q.arrived + 1,
    due_at = least(
      m.now + make_interval(secs => m.settle_s), q.first_at + make_interval(secs => m.settle_max_s)
    )
  returning case when q.owner = m.owner and q.arrived = 1 then q.fence end, q.due_at
  into v_fence, v_due;

  update conversations c set last_seq = c.last_seq + 1, active_at = m.now,
    status = 'open', address = m.address, sender = m.sender
  where c.contact_id = v_contact and c.channel = m.channel and c.status <> 'closed'
  returning c.id, c.last_seq into v_conversation, v_seq;
  if not found then
    v_conversation := m.new_conversation;
    v_seq := 1;
    insert into conversations (
      id, tenant_id, contact_id, channel, address, sender, last_seq, created_at, active_at
    ) values (
      v_conversation, m.tenant, v_contact, m.channel, m.address, m.sender, 1, m.now, m.now
    );
  end if;

  insert into conversation_messages (
    conversation_id, seq, id, tenant_id, channel, text, extra, sent_at, received_at
  ) values (
    v_conversation, v_seq, m.message, m.tenant, m.channel, m.text, m.extra, m.sent_at, m.now
  );
  insert into receipts (tenant_id, channel, vendor_id, conversation_id, seq, received_at)
  values (m.tenant, m.channel, m.vendor_id, v_conversation, v_seq, m.now)
  on conflict do nothing;
  if not found then
    -- The same message came in twice at once: give all of this up; asked again, we find the other.
    raise exception 'message % was received twice at once', m.vendor_id using errcode = 'FD001';
  end if;

  return jsonb_build_object(
    'duplicate', false, 'contact_id', v_contact, 'conversation_id', v_conversation, 'seq', v_seq,
    'message_id', m.message, 'fence', v_fence, 'due_at', v_due,
    'turn', case when v_fence is not null then load_turn(m.tenant, v_contact) end
  );
end $$;
grant execute on function accept_message to frontdesk_app;

-- turns.hold: the first statement of every commit of a turn. Locks the contact's queue row and
-- raises unless this holder's lease is still the newest.
create function hold_turn(p_contact uuid, p_fence bigint) returns void language plpgsql as $$
begin
  perform from turn_queue q where q.contact_id = p_contact and q.fence = p_fence for update;
  if not found then
    raise exception 'the turn of contact % was taken over', p_contact using errcode = 'FD002';
  end if;
end $$;
grant execute on function hold_turn to frontdesk_app;

-- handoffs.hold: an executed handoff proves inside the commit that its lock was not taken over.
create function hold_handoff(p_contact uuid, p_fence bigint) returns void language plpgsql as $$
begin
  perform from handoff_locks l where l.contact_id = p_contact and l.fence = p_fence for update;
  if not found then
    raise exception 'the handoff of contact % was taken over', p_contact using errcode = 'FD002';
  end if;
end $$;
grant execute on function hold_handoff to frontdesk_app;

-- timers.hold: what a timer does commits only while the timer still stands and is ours.
create function hold_timer(p_id uuid, p_fence bigint) returns void language plpgsql as $$
begin
  perform from timers t where t.id = p_id and t.fence = p_fence for update;
  if not found then
    raise exception 'the timer % was cancelled or taken over', p_id using errcode = 'FD002';
  end if;
end $$;
grant execute on function hold_timer to frontdesk_app;

-- turns.commit: a finished turn, whole or not at all: the claim is proven first, then record,
-- state, replies, measurement, and the claim given back. A contact who opted out gets nothing but
-- the answer to that. Takes one JSON object; gives `more` (something new came in meanwhile) and
-- `withheld` (the contact opted out while the turn ran).
create function commit_turn(p jsonb) returns jsonb language plpgsql as $$
declare m record; v_out boolean := false;
begin
  select * into m from jsonb_to_record(p) as t (
    tenant text, contact uuid, fence bigint, arrived integer, more boolean, conversation uuid,
    channel text, address text, sender text, state jsonb, turn uuid, number integer,
    from_seq bigint, to_seq bigint, bot text, rung text, kind text, reason text, asked text,
    to_bot text, handoff jsonb, reading jsonb, steps jsonb, trace_id text, started_at timestamptz,
    processing_ms real, waited_ms real, now timestamptz, replies jsonb, purpose text, status text,
    idle_at timestamptz
  );
  perform set_config('app.tenant', m.tenant, true);
  perform hold_turn(m.contact, m.fence);

  update conversations set state = m.state, bot = m.bot, turns = m.number,
    answered_seq = m.to_seq, active_at = greatest(active_at, m.now)
  where id = m.conversation;

  insert into ai_responses (
    id, tenant_id, conversation_id, number, from_seq, to_seq, bot, rung, kind, reason, asked,
    to_bot, handoff, reading, slots, steps, trace_id, started_at, processing_ms, waited_ms
  ) values (
    m.turn, m.tenant, m.conversation, m.number, m.from_seq, m.to_seq, m.bot, m.rung, m.kind,
    m.reason, m.asked, m.to_bot, m.handoff, m.reading, coalesce(m.state -> 'slots', '{}'),
    m.steps, m.trace_id, m.started_at, m.processing_ms, m.waited_ms
  );

  if jsonb_array_length(m.replies) > 0 then
    v_out := m.purpose <> 'consent' and coalesce((
      select k.kind = 'out' from consent_ledger k
      where k.contact_id = m.contact order by k.id desc limit 1
    ), false);
    insert into outbox (
      id, tenant_id, contact_id, conversation_id, turn_id, channel, address, sender, text, purpose,
      status, problem, due_at, created_at
    )
    select (reply.item ->> 'id')::uuid, m.tenant, m.contact, m.conversation, m.turn, m.channel,
      m.address, m.sender, reply.item ->> 'text', m.purpose,
      case when v_out then 'withheld' else m.status end,
      case when v_out then 'consent.opted_out' end, m.now, m.now
    from jsonb_array_elements(m.replies) with ordinality as reply (item, place)
    order by reply.place;
  end if;

  insert into measurements (
    tenant_id, bot, operation, outcome, rung, processing_ms, waited_ms, steps, at
  ) values (
    m.tenant, m.bot, 'process', m.kind, m.rung, m.processing_ms, m.waited_ms, m.steps, m.now
  );

  if m.idle_at is not null then
    insert into timers (id, tenant_id, kind, contact_id, conversation_id, due_at)
    values (gen_random_uuid(), m.tenant, 'idle', m.contact, m.conversation, m.idle_at)
    on conflict (conversation_id, kind) do nothing;
  end if;

  delete from turn_queue q
  where q.contact_id = m.contact and q.fence = m.fence and q.arrived = m.arrived and not m.more;
  if found then
    return jsonb_build_object('more', false, 'withheld', v_out);
  end if;
  update turn_queue q set owner = null, lease_until = null, attempts = 0, first_at = m.now
  where q.contact_id = m.contact and q.fence = m.fence;
  return jsonb_build_object('more', true, 'withheld', v_out);
end $$;
grant execute on function load_turn, commit_turn to frontdesk_app;
