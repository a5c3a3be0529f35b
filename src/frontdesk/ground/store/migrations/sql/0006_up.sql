-- Measurements of everything, folded into slots that any process reads alike.
alter table measurements
  add column subject text not null default 'turn',
  add column code text not null default '',
  add column cacheable boolean not null default false,
  add column cached boolean not null default false,
  add column cost_micro bigint not null default 0,
  alter column steps set default '[]',
  alter column rung set default '';

-- One row per thing, minute or hour: counts, and the sketches of processing and waiting.
create table measure_slots (
  tenant_id text not null,
  subject text not null,
  name text not null,
  operation text not null,
  grain_s integer not null check (grain_s in (60, 3600)),
  slot_at timestamptz not null,
  count bigint not null,
  outcomes jsonb not null,
  codes jsonb not null,
  rungs jsonb not null,
  cacheable bigint not null,
  cached bigint not null,
  cost_micro bigint not null,
  ms jsonb not null,
  waited jsonb not null,
  last_at timestamptz not null,
  primary key (tenant_id, subject, name, operation, grain_s, slot_at)
);
create index measure_slots_reading on measure_slots (tenant_id, grain_s, slot_at);
grant select on measure_slots to frontdesk_app;
alter table measure_slots enable row level security;
create policy tenant_only on measure_slots to frontdesk_app
  using (tenant_id = current_setting('app.tenant', true));

-- Measurements are an intake: whoever folds them takes them away, in one transaction.
create function take_measurements(p_limit integer)
returns setof measurements language sql security definer set search_path = public as $$
  delete from measurements where ctid = any (array(
    select m.ctid from measurements m limit p_limit for update skip locked
  )) returning *;
$$;

create function note_measurements(p_rows jsonb)
returns void language sql security definer set search_path = public as $$
  insert into measurements (
    tenant_id, subject, bot, operation, outcome, code, rung, processing_ms, waited_ms, cacheable,
    cached, cost_micro, at
  )
  select r.tenant, r.subject, r.name, r.operation, r.outcome, r.code, r.rung, r.ms,
    coalesce(r.waited_ms, r.ms), r.cacheable, r.cached, r.cost_micro, r.at
  from jsonb_to_recordset(p_rows) as r (
    tenant text, subject text, name text, operation text, outcome text, code text, rung text,
    ms real, waited_ms real, cacheable boolean, cached boolean, cost_micro bigint, at timestamptz
  );
$$;

create function find_slots(p_keys jsonb)
returns setof measure_slots language sql stable security definer set search_path = public as $$
  select s.* from jsonb_to_recordset(p_keys) as k (
    tenant text, subject text, name text, operation text, grain_s integer, slot_at timestamptz
  ) join measure_slots s on s.tenant_id = k.tenant and s.subject = k.subject and s.name = k.name
    and s.operation = k.operation and s.grain_s = k.grain_s and s.slot_at = k.slot_at;
$$;

create function save_slots(p_rows jsonb)
returns void language sql security definer set search_path = public as $$
  insert into measure_slots
  select r.* from jsonb_populate_recordset(null::measure_slots, p_rows) as r
  on conflict (tenant_id, subject, name, operation, grain_s, slot_at) do update set
    count = excluded.count, outcomes = excluded.outcomes, codes = excluded.codes,
    rungs = excluded.rungs, cacheable = excluded.cacheable, cached = excluded.cached,
    cost_micro = excluded.cost_micro, ms = excluded.ms, waited = excluded.waited,
    last_at = excluded.last_at;
$$;

create function drop_slots(p_minutes timestamptz, p_hours timestamptz)
returns bigint language sql security definer set search_path = public as $$
  with gone as (
    delete from measure_slots
    where (grain_s = 60 and slot_at < p_minutes) or (grain_s = 3600 and slot_at < p_hours)
    returning 1
  ) select count(*) from gone;
$$;

-- A model call is measured with its row of the ledger; corrections of the ledger are no calls.
create function measure_call() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  if new.outcome not in ('lost', 'found', 'refund') then
    insert into measurements (
      tenant_id, subject, bot, operation, outcome, code, rung, processing_ms, waited_ms, cacheable,
      cached, cost_micro, at
    ) values (
      new.tenant_id, 'model', trim(leading '/' from new.provider || '/' || new.model), new.purpose,
      case new.outcome when 'ok' then 'ok' when 'rate_limited' then 'limited'
        when 'cancelled' then 'cancelled' else 'error' end,
      new.outcome, new.rung, new.latency_ms, new.latency_ms, new.via like 'cache%',
      new.via like 'cache%', coalesce(new.cost_micro, 0), new.at
    );
  end if;
  return null;
end $$;
create trigger model_calls_measured after insert on model_calls
  for each row execute function measure_call();

revoke all on function take_measurements, note_measurements, find_slots, save_slots, drop_slots,
  measure_call from public;
grant execute on function take_measurements, note_measurements, find_slots, save_slots, drop_slots
  to frontdesk_app;

create or replace function commit_turn(p jsonb) returns jsonb language plpgsql as $$
declare m record; v_out boolean := false;
begin
  select * into m from jsonb_to_record(p) as t (
    tenant text, contact uuid, fence bigint, arrived integer, more boolean, conversation uuid,
    channel text, address text, sender text, state jsonb, turn uuid, number integer,
    from_seq bigint, to_seq bigint, bot text, rung text, kind text, reason text, asked text,
    to_bot text, handoff jsonb, reading jsonb, steps jsonb, trace_id text, started_at timestamptz,
    processing_ms real, waited_ms real, now timestamptz, replies jsonb, purpose text, status text,
    idle_at timestamptz, finished boolean
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
    tenant_id, bot, operation, outcome, code, rung, processing_ms, waited_ms, steps, at
  ) values (
    m.tenant, m.bot, 'process', case when m.reason like 'broken:%' then 'error' else 'ok' end,
    m.reason, m.rung, m.processing_ms, m.waited_ms, m.steps, m.now
  );
  -- A whole interview: the processing of all its turns, without the customer's own time.
  if m.finished then
    insert into measurements (
      tenant_id, bot, operation, outcome, rung, processing_ms, waited_ms, at
    )
    select m.tenant, m.bot, 'full_qualification', 'ok', m.rung, sum(r.processing_ms),
      sum(r.waited_ms), m.now
    from ai_responses r where r.conversation_id = m.conversation;
  end if;

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
