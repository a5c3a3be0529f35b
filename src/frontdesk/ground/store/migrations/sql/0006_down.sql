-- Takes the slots away again; turns are measured as before.
drop trigger model_calls_measured on model_calls;
drop function measure_call();
create or replace function commit_turn(p jsonb) returns jsonb language plpgsql as $$
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

drop function drop_slots(timestamptz, timestamptz);
drop function save_slots(jsonb);
drop function find_slots(jsonb);
drop function note_measurements(jsonb);
drop function take_measurements(integer);
drop table measure_slots;
delete from measurements where subject <> 'turn';
alter table measurements
  drop column subject,
  drop column code,
  drop column cacheable,
  drop column cached,
  drop column cost_micro,
  alter column steps drop default,
  alter column rung drop default;
