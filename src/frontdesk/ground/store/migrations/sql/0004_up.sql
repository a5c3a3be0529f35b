-- What models cost: the ledger of calls, what each window has spent of its limit, and the slices of
-- what is left that running processes hold. `spent` of a window is always the sum of its ledger rows:
-- both are written by book_calls and by nothing else.

create table model_calls (
  id uuid primary key,
  tenant_id text not null,
  at timestamptz not null,
  bot text not null,
  key_id text,
  conversation_id text,
  trace_id text,
  purpose text not null,
  prompt text not null,
  provider text not null,
  model text not null,
  rung text not null,
  via text not null,
  outcome text not null,
  tokens_in bigint not null,
  tokens_out bigint not null,
  cached_in bigint not null,
  cost_micro bigint,  -- null: the price is unknown
  charged_micro bigint not null,  -- what budgets count; the cost, where it is known
  saved_micro bigint not null,
  latency_ms real not null,
  first_ms real,
  attempts integer not null,
  streamed boolean not null,
  request_hash text not null
);
create index model_calls_at on model_calls (tenant_id, at);
create trigger model_calls_append_only before update or truncate on model_calls
  for each statement execute function forbid_change();

-- Money in micro-dollars, for the scopes tenant, bot/<name> and key/<id>; tokens for tokens/<provider>.
create table spend_windows (
  tenant_id text not null,
  scope text not null,
  span text not null check (span in ('day', 'hour')),
  starts_at timestamptz not null,
  spent bigint not null default 0,
  leased bigint not null default 0 check (leased >= 0),
  unsure bigint not null default 0 check (unsure >= 0),  -- leased to processes that are no more
  primary key (tenant_id, scope, span, starts_at)
) with (fillfactor = 50);
create index spend_windows_standing on spend_windows (tenant_id, starts_at);

create table spend_leases (
  tenant_id text not null,
  process_id text not null,
  scope text not null,
  span text not null,
  starts_at timestamptz not null,
  leased bigint not null check (leased > 0),
  primary key (tenant_id, process_id, scope, span, starts_at)
) with (fillfactor = 50);

-- Who holds slices. `touched` grows with every sign of life; `in_flight` are the calls that were under
-- way at the last one; `lost` is what was booked for a process taken for dead.
create table spenders (
  tenant_id text not null,
  process_id text not null,
  touched bigint not null default 1,
  in_flight jsonb not null,
  buried boolean not null default false,
  lost jsonb,
  primary key (tenant_id, process_id)
) with (fillfactor = 50);

grant select, insert on model_calls to frontdesk_app;
grant select, insert, update, delete on spend_windows, spend_leases, spenders to frontdesk_app;
do $$
declare named text;
begin
  foreach named in array array['model_calls', 'spend_windows', 'spend_leases', 'spenders'] loop
    execute format('alter table %I enable row level security', named);
    execute format(
      'create policy tenant_only on %I to frontdesk_app using (tenant_id = current_setting(''app.tenant'', true))',
      named
    );
  end loop;
end $$;

-- The first statement of everything that changes a tenant's windows: one at a time, so that a
-- reservation sees all its windows as they are, and no two can wait for each other.
create function hold_spend(p_tenant text) returns void language plpgsql as $$
begin
  perform set_config('app.tenant', p_tenant, true);
  perform pg_advisory_xact_lock(hashtext('spend'), hashtext(p_tenant));
end $$;

-- Ledger rows and what they add to their windows. A row that is there already adds nothing.
create function book_calls(p_tenant text, p_rows jsonb) returns void language plpgsql as $$
begin
  perform hold_spend(p_tenant);
  with booked as (
    insert into model_calls (
      id, tenant_id, at, bot, key_id, conversation_id, trace_id, purpose, prompt, provider, model,
      rung, via, outcome, tokens_in, tokens_out, cached_in, cost_micro, charged_micro, saved_micro,
      latency_ms, first_ms, attempts, streamed, request_hash
    )
    select r.id, p_tenant, r.at, r.bot, r.key_id, r.conversation_id, r.trace_id, r.purpose,
      coalesce(r.prompt, ''), r.provider, coalesce(r.model, ''), coalesce(r.rung, 'full'),
      coalesce(r.via, 'model'), r.outcome, r.tokens_in, coalesce(r.tokens_out, 0),
      coalesce(r.cached_in, 0), r.cost_micro, r.charged_micro, coalesce(r.saved_micro, 0),
      coalesce(r.latency_ms, 0), r.first_ms, coalesce(r.attempts, 1),
      coalesce(r.streamed, false), coalesce(r.request_hash, '')
    from jsonb_to_recordset(p_rows) as r (
      id uuid, at timestamptz, bot text, key_id text, conversation_id text, trace_id text,
      purpose text, prompt text, provider text, model text, rung text, via text, outcome text,
      tokens_in bigint, tokens_out bigint, cached_in bigint, cost_micro bigint,
      charged_micro bigint, saved_micro bigint, latency_ms real, first_ms real, attempts integer,
      streamed boolean, request_hash text
    )
    on conflict (id) do nothing
    returning at, bot, key_id, provider, charged_micro, tokens_in + tokens_out as tokens
  ), added as (
    select w.scope, w.span, w.starts_at, sum(w.amount) as amount
    from booked b cross join lateral (
      values
        ('tenant', 'day', date_trunc('day', b.at, 'UTC'), b.charged_micro),
        ('tenant', 'hour', date_trunc('hour', b.at, 'UTC'), b.charged_micro),
        ('bot/' || nullif(b.bot, ''), 'day', date_trunc('day', b.at, 'UTC'), b.charged_micro),
        ('key/' || b.key_id, 'day', date_trunc('day', b.at, 'UTC'), b.charged_micro),
        ('tokens/' || nullif(b.provider, ''), 'day', date_trunc('day', b.at, 'UTC'), b.tokens)
    ) as w (scope, span, starts_at, amount)
    where w.scope is not null and w.amount <> 0
    group by w.scope, w.span, w.starts_at
  )
  insert into spend_windows as t (tenant_id, scope, span, starts_at, spent)
  select p_tenant, scope, span, starts_at, amount from added
  on conflict (tenant_id, scope, span, starts_at) do update set spent = t.spent + excluded.spent;
end $$;

-- A process that was taken for dead shows up again: its slices count as leased once more, and what was
-- booked as lost is taken back, for it will book what its calls really cost. Says whether there was such.
create function revive_spender(p_tenant text, p_process text) returns boolean
language plpgsql as $$
declare v_spender spenders;
begin
  select * into v_spender from spenders where tenant_id = p_tenant and process_id = p_process;
  if v_spender.buried and v_spender.lost is null then
    update spend_windows w set unsure = w.unsure - l.leased, leased = w.leased + l.leased
    from spend_leases l
    where l.tenant_id = p_tenant and l.process_id = p_process
      and (w.tenant_id, w.scope, w.span, w.starts_at)
        = (l.tenant_id, l.scope, l.span, l.starts_at);
  elsif v_spender.lost is not null then
    perform book_calls(p_tenant, (
      select jsonb_agg(row || jsonb_build_object(
        'id', gen_random_uuid(), 'outcome', 'found',
        'charged_micro', -(row ->> 'charged_micro')::bigint,
        'cost_micro', -(row ->> 'cost_micro')::bigint,
        'tokens_in', -(row ->> 'tokens_in')::bigint
      ))
      from jsonb_array_elements(v_spender.lost) as row
    ));
    return true;
  end if;
  return false;
end $$;

-- What a process holds of one window: no more than it says and had (or has under way, `p_least`), and
-- what it is granted on top.
create function move_lease(
  p_tenant text, p_process text, p_scope text, p_span text, p_starts_at timestamptz,
  p_held bigint, p_least bigint, p_grant bigint
) returns bigint language plpgsql as $$
declare v_had bigint; v_has bigint;
begin
  select leased into v_had from spend_leases
  where (tenant_id, process_id, scope, span, starts_at)
    = (p_tenant, p_process, p_scope, p_span, p_starts_at);
  v_had := coalesce(v_had, 0);
  v_has := least(greatest(v_had, p_least), p_held) + p_grant;
  if v_has = v_had then
    return v_has;
  end if;
  if v_has = 0 then
    delete from spend_leases
    where (tenant_id, process_id, scope, span, starts_at)
      = (p_tenant, p_process, p_scope, p_span, p_starts_at);
  else
    insert into spend_leases (tenant_id, process_id, scope, span, starts_at, leased)
    values (p_tenant, p_process, p_scope, p_span, p_starts_at, v_has)
    on conflict (tenant_id, process_id, scope, span, starts_at) do update set leased = v_has;
  end if;
  update spend_windows set leased = leased + v_has - v_had
  where (tenant_id, scope, span, starts_at) = (p_tenant, p_scope, p_span, p_starts_at);
  if not found then
    insert into spend_windows (tenant_id, scope, span, starts_at, leased)
    values (p_tenant, p_scope, p_span, p_starts_at, v_has);
  end if;
  return v_has;
end $$;

-- spend.meet: all that a process has to say and to ask, at once. It books `rows`, says how much of
-- each window it still holds (less than it was given: the rest goes back), and asks for slices. Either
-- every window has room for its `need`, and each grants at least that and at most `want`, but no more
-- than an eighth of what is left; or none grants anything, and `refused` is the place of the first
-- without room. `told` per window: held by this process, and its spent, leased and unsure.
create function meet_spend(p jsonb) returns jsonb language plpgsql as $$
declare
  v_tenant text := p ->> 'tenant'; v_process text := p ->> 'process';
  v_asked record; v_window spend_windows; v_room bigint; v_held bigint;
  v_refused integer; v_place integer := 0; v_told jsonb := '[]'; v_was_lost boolean;
begin
  perform hold_spend(v_tenant);
  v_was_lost := revive_spender(v_tenant, v_process);
  insert into spenders as s (tenant_id, process_id, in_flight)
  values (v_tenant, v_process, p -> 'in_flight')
  on conflict (tenant_id, process_id) do update
    set touched = s.touched + 1, in_flight = excluded.in_flight, buried = false, lost = null;
  if jsonb_array_length(p -> 'rows') > 0 then
    perform book_calls(v_tenant, p -> 'rows');
  end if;

  for v_asked in
    select * from jsonb_to_recordset(p -> 'windows')
    as a (
      scope text, span text, starts_at timestamptz, held bigint, flying bigint, most bigint,
      need bigint
    )
  loop
    perform move_lease(
      v_tenant, v_process, v_asked.scope, v_asked.span, v_asked.starts_at, v_asked.held,
      case when v_was_lost then v_asked.flying else 0 end, 0
    );
    select * into v_window from spend_windows
    where (tenant_id, scope, span, starts_at)
      = (v_tenant, v_asked.scope, v_asked.span, v_asked.starts_at);
    v_room := v_asked.most - coalesce(v_window.spent + v_window.leased + v_window.unsure, 0);
    if v_refused is null and v_asked.need > 0 and v_asked.need > v_room then
      v_refused := v_place;
    end if;
    v_place := v_place + 1;
  end loop;

  for v_asked in
    select * from jsonb_to_recordset(p -> 'windows') as a (
      scope text, span text, starts_at timestamptz, held bigint, most bigint, need bigint,
      want bigint
    )
  loop
    select * into v_window from spend_windows
    where (tenant_id, scope, span, starts_at)
      = (v_tenant, v_asked.scope, v_asked.span, v_asked.starts_at);
    v_room := v_asked.most - coalesce(v_window.spent + v_window.leased + v_window.unsure, 0);
    v_held := move_lease(
      v_tenant, v_process, v_asked.scope, v_asked.span, v_asked.starts_at, v_asked.held, 0,
      case when v_asked.need > 0 and v_refused is null
        then greatest(v_asked.need, least(v_asked.want, v_room / 8)) else 0 end
    );
    select * into v_window from spend_windows
    where (tenant_id, scope, span, starts_at)
      = (v_tenant, v_asked.scope, v_asked.span, v_asked.starts_at);
    v_told := v_told || jsonb_build_array(jsonb_build_array(
      v_held, coalesce(v_window.spent, 0), coalesce(v_window.leased, 0),
      coalesce(v_window.unsure, 0)
    ));
  end loop;
  return jsonb_build_object('refused', v_refused, 'told', v_told);
end $$;

-- spend.leave: a process stops cleanly; it has given everything back.
create function leave_spend(p_tenant text, p_process text) returns void language plpgsql as $$
begin
  perform hold_spend(p_tenant);
  delete from spenders s where s.tenant_id = p_tenant and s.process_id = p_process
    and not exists (
      select from spend_leases l where l.tenant_id = p_tenant and l.process_id = p_process
    );
end $$;

-- spend.bury: what a dead process held counts as spent, as long as nobody knows what it did with it.
create function bury_spender(p_tenant text, p_process text) returns void language plpgsql as $$
begin
  perform hold_spend(p_tenant);
  update spenders set buried = true
  where tenant_id = p_tenant and process_id = p_process and not buried;
  if found then
    update spend_windows w set unsure = w.unsure + l.leased, leased = w.leased - l.leased
    from spend_leases l
    where l.tenant_id = p_tenant and l.process_id = p_process
      and (w.tenant_id, w.scope, w.span, w.starts_at)
        = (l.tenant_id, l.scope, l.span, l.starts_at);
  end if;
end $$;

-- spend.reconcile: the calls that a buried process had under way are booked as lost, and the rest of
-- its slices goes back; unless it has shown a sign of life since `p_touched`. Says whether it did.
create function reconcile_spender(p_tenant text, p_process text, p_touched bigint)
returns boolean language plpgsql as $$
declare v_rows jsonb;
begin
  perform hold_spend(p_tenant);
  select coalesce(jsonb_agg(
    row || jsonb_build_object('id', gen_random_uuid(), 'outcome', 'lost')
  ), '[]') into v_rows
  from spenders s, jsonb_array_elements(s.in_flight) as row
  where s.tenant_id = p_tenant and s.process_id = p_process;
  update spenders set lost = v_rows, in_flight = '[]'
  where tenant_id = p_tenant and process_id = p_process and buried and lost is null
    and touched = p_touched;
  if not found then
    return false;
  end if;
  update spend_windows w set unsure = w.unsure - l.leased
  from spend_leases l
  where l.tenant_id = p_tenant and l.process_id = p_process
    and (w.tenant_id, w.scope, w.span, w.starts_at) = (l.tenant_id, l.scope, l.span, l.starts_at);
  delete from spend_leases where tenant_id = p_tenant and process_id = p_process;
  if jsonb_array_length(v_rows) > 0 then
    perform book_calls(p_tenant, v_rows);
  else
    delete from spenders where tenant_id = p_tenant and process_id = p_process;
  end if;
  return true;
end $$;
grant execute on function hold_spend, book_calls, revive_spender, move_lease, meet_spend, leave_spend,
  bury_spender, reconcile_spender to frontdesk_app;

-- Asked for many tenants at once: how far the windows of those are, and which holders of slices are no
-- process any more.
create function find_spend_windows(p_tenants text[], p_day timestamptz, p_hour timestamptz)
returns table (
  tenant_id text, scope text, span text, starts_at timestamptz, spent bigint, leased bigint,
  unsure bigint
)
language sql stable security definer set search_path = public as $$
  select w.tenant_id, w.scope, w.span, w.starts_at, w.spent, w.leased, w.unsure
  from spend_windows w
  where w.tenant_id = any(p_tenants)
    and ((w.span = 'day' and w.starts_at = p_day) or (w.span = 'hour' and w.starts_at = p_hour));
$$;

create function find_orphan_spenders()
returns table (tenant_id text, process_id text, touched bigint, buried boolean)
language sql stable security definer set search_path = public as $$
  select s.tenant_id, s.process_id, s.touched, s.buried from spenders s
  where s.lost is null and not exists (select from processes p where p.id = s.process_id);
$$;
revoke all on function find_spend_windows, find_orphan_spenders from public;
grant execute on function find_spend_windows, find_orphan_spenders to frontdesk_app;
