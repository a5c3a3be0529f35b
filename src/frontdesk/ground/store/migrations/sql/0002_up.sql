-- Who is signed in to the console: by a key, until a time, known only by the hash of a token.
create table sign_ins (
  id uuid primary key,
  tenant_id text not null,
  key_id uuid not null references api_keys on delete cascade,
  token_hash bytea not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index sign_ins_expiry on sign_ins (tenant_id, expires_at);

grant select, insert, delete on sign_ins to frontdesk_app;
alter table sign_ins enable row level security;
create policy tenant_only on sign_ins to frontdesk_app
  using (tenant_id = current_setting('app.tenant', true));

-- Asked before the tenant is known. A revoked key ends everything that was signed in by it.
create function find_sign_in(p_hash bytea, p_now timestamptz)
returns table (key_id uuid, tenant_id text, name text, scope text)
language sql stable security definer set search_path = public as $$
  select k.id, k.tenant_id, k.name, k.scope
  from sign_ins s join api_keys k on k.id = s.key_id
  where s.token_hash = p_hash and s.expires_at > p_now and k.revoked_at is null;
$$;
revoke all on function find_sign_in from public;
grant execute on function find_sign_in to frontdesk_app;
