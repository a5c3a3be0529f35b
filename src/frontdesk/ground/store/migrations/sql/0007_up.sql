-- Alerts, who is to be told of them, and what was agreed about them.
create table alerts (
  id uuid primary key,
  tenant_id text not null,
  rule text not null,
  fingerprint text not null,
  labels jsonb not null,
  source text not null default 'rules',
  state text not null check (state in ('pending', 'firing', 'no_data', 'resolved')),
  severity text not null check (severity in ('info', 'warning', 'critical')),
  priority text not null,
  value double precision,
  threshold double precision,
  unit text not null default '',
  says text not null default '',
  facts jsonb not null default '{}',
  since timestamptz not null,
  fired_at timestamptz,
  seen_at timestamptz not null,
  recovered_at timestamptz,
  resolved_at timestamptz,
  resolved_by text,
  held_s double precision not null default 0,
  flaps integer not null default 0,
  acknowledged_at timestamptz,
  acknowledged_by text,
  acknowledged_from text,
  snoozed_until timestamptz,
  policy jsonb not null default '[]',
  silent_since timestamptz,
  inhibited_by text not null default '',
  group_key text not null,
  runbook text not null default ''
);
-- One open alert per thing; the next episode is a new row.
create unique index alerts_open on alerts (tenant_id, rule, fingerprint) where resolved_at is null;
create index alerts_listing on alerts (tenant_id, since desc);

create table alert_events (
  id bigint generated always as identity primary key,
  tenant_id text not null,
  alert_id uuid not null references alerts on delete cascade,
  at timestamptz not null,
  kind text not null,
  who text not null default '',
  source text not null default '',
  says text not null default '',
  detail jsonb not null default '{}'
);
create index alert_events_alert on alert_events (alert_id, id);

-- One row per alert, kind of message, level and target; sent only when it says sent.
create table pages (
  id uuid primary key,
  tenant_id text not null,
  alert_id uuid not null references alerts on delete cascade,
  kind text not null check (kind in ('firing', 'acknowledged', 'resolved')),
  level integer not null,
  notifier text not null,
  target text not null default '',
  due_at timestamptz not null,
  status text not null default 'waiting'
    check (status in ('waiting', 'sending', 'sent', 'grouped', 'called_off', 'refused', 'dead')),
  group_key text not null,
  attempts integer not null default 0,
  lease_until timestamptz,
  sent_at timestamptz,
  receipt text not null default '',
  thread text not null default '',
  problem text not null default '',
  created_at timestamptz not null,
  unique (alert_id, kind, level, notifier, target)
);
create index pages_due on pages (due_at) where status in ('waiting', 'sending');

create table silences (
  id uuid primary key,
  tenant_id text not null,
  matchers jsonb not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  who text not null,
  why text not null,
  kind text not null default 'silence' check (kind in ('silence', 'maintenance')),
  updated_at timestamptz not null
);
create index silences_live on silences (tenant_id, ends_at);

create table on_call (
  id uuid primary key,
  tenant_id text not null,
  name text not null,
  plan jsonb not null,
  updated_at timestamptz not null,
  who text not null,
  unique (tenant_id, name)
);

create table heartbeats (
  tenant_id text not null,
  name text not null,
  every_s double precision not null,
  grace_s double precision not null,
  seen_at timestamptz not null,
  says text not null default '',
  primary key (tenant_id, name)
);

-- The watcher's own state: when it last ran, and what it was told elsewhere.
create table watch_state (
  name text primary key,
  value jsonb not null,
  at timestamptz not null
);

grant select, insert, update, delete on alerts, pages, silences, on_call, heartbeats, watch_state
  to frontdesk_app;
grant select, insert on alert_events to frontdesk_app;
grant usage on all sequences in schema public to frontdesk_app;

do $$
declare named text;
begin
  foreach named in array array[
    'alerts', 'alert_events', 'pages', 'silences', 'on_call', 'heartbeats'
  ] loop
    execute format('alter table %I enable row level security', named);
    execute format(
      'create policy tenant_only on %I to frontdesk_app using (tenant_id = current_setting(''app.tenant'', true))',
      named
    );
  end loop;
end $$;

-- Whose pages are due, asked before a tenant is set: `*` is the installation itself.
create function find_due_pages(p_now timestamptz)
returns table (tenant_id text, due bigint)
language sql stable security definer set search_path = public as $$
  select p.tenant_id, count(*) from pages p
  where p.status in ('waiting', 'sending') and p.due_at <= p_now
    and (p.lease_until is null or p.lease_until < p_now)
  group by p.tenant_id;
$$;
-- What ails the installation itself keeps its consequences quiet, whoever's they are.
create function find_firing_in_house() returns setof text
language sql stable security definer set search_path = public as $$
  select distinct a.rule from alerts a
  where a.tenant_id = '*' and a.resolved_at is null and a.state = 'firing';
$$;
revoke all on function find_due_pages, find_firing_in_house from public;
grant execute on function find_due_pages, find_firing_in_house to frontdesk_app;
