-- Breakers of models, one row per `provider/model`. They belong to the installation and to no tenant:
-- a vendor that is down is down for everybody. All times are the asking process's; a time that lies
-- further ahead than it could have been set is taken for a clock that was put back, and shortened.
-- Processes write out of order, by clocks a little apart: what is a little ahead is not dropped.
create table breakers (
  model text primary key,
  state text not null default 'closed' check (state in ('closed', 'open', 'half_open')),
  failures timestamptz[] not null default '{}',
  kind text not null default '',
  opened_at timestamptz,
  open_until timestamptz,
  probes timestamptz[] not null default '{}',
  probes_ok integer not null default 0,
  hold_until timestamptz,
  changed_at timestamptz not null
) with (fillfactor = 50);

grant select, insert, update, delete on breakers to frontdesk_app;

-- One outcome of a call: `failed`, `succeeded` and `released` (a probe that ended without either), and
-- `held` (the vendor said when to come back). Gives the row as it is afterwards.
create function note_breaker(
  p_model text, p_outcome text, p_kind text, p_probe boolean, p_now timestamptz,
  p_window interval, p_failures integer, p_open interval, p_probes integer, p_hold interval
) returns setof breakers
language plpgsql set search_path = public as $$
declare b breakers;
begin
  insert into breakers (model, changed_at) values (p_model, p_now) on conflict (model) do nothing;
  select * into b from breakers where model = p_model for update;
  if p_outcome = 'held' then
    b.hold_until := greatest(
      p_now + p_hold, case when b.hold_until <= p_now + p_open then b.hold_until end
    );
  elsif p_outcome = 'failed' and b.state = 'closed' then
    b.failures := array(
      select f from unnest(b.failures) f
      where f > p_now - p_window and f < p_now + p_window order by f
    ) || p_now;
    b.kind := p_kind;
    if cardinality(b.failures) >= p_failures then
      b.state := 'open';
    end if;
  elsif p_outcome = 'failed' and p_probe then
    b.state := 'open';
    b.kind := p_kind;
  elsif p_probe and b.state = 'half_open' then
    b.probes := b.probes[2:];
    if p_outcome = 'succeeded' then
      b.probes_ok := b.probes_ok + 1;
    end if;
    if b.probes_ok >= p_probes then
      b.state := 'closed';
      b.failures := '{}';
    end if;
  end if;
  if b.state = 'open' and (p_outcome = 'failed' and (p_probe or b.opened_at is null)) then
    b.opened_at := p_now;
    b.open_until := p_now + p_open;
  end if;
  if b.state <> 'half_open' then
    b.probes := '{}';
    b.probes_ok := 0;
  end if;
  if b.state = 'closed' then
    b.opened_at := null;
    b.open_until := null;
  end if;
  delete from breakers where state = 'closed' and changed_at < p_now - interval '1 day'
    and model <> p_model;
  update breakers set state = b.state, failures = b.failures, kind = b.kind, opened_at = b.opened_at,
    open_until = b.open_until, probes = b.probes, probes_ok = b.probes_ok, hold_until = b.hold_until,
    changed_at = p_now
  where model = p_model;
  return query select * from breakers where model = p_model;
end $$;

-- Whether a call may go out as a probe. Never more at once than must answer; a probe that was not
-- heard of within the lease died with its process.
create function claim_probe(
  p_model text, p_now timestamptz, p_open interval, p_probes integer, p_lease interval
) returns boolean
language plpgsql set search_path = public as $$
declare b breakers;
begin
  select * into b from breakers where model = p_model for update;
  if not found or b.state = 'closed' then
    return true;
  end if;
  if b.state = 'open' and b.open_until > p_now then
    update breakers set open_until = p_now + p_open
    where model = p_model and open_until > p_now + p_open;
    return false;
  end if;
  b.probes := array(
    select p from unnest(b.probes) p
    where p > p_now - p_lease and p < p_now + p_lease order by p
  );
  if b.probes_ok + cardinality(b.probes) >= p_probes then
    return false;
  end if;
  update breakers set state = 'half_open', probes = b.probes || p_now, changed_at = p_now
  where model = p_model;
  return true;
end $$;
revoke all on function note_breaker, claim_probe from public;
grant execute on function note_breaker, claim_probe to frontdesk_app;
