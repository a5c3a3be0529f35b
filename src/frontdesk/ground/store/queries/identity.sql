-- name: identity.find_tenants
select id, name, settings from find_tenants();

-- name: identity.save_tenant
insert into tenants (id, name, settings) values (%(id)s, %(name)s, %(settings)s)
on conflict (id) do update set name = excluded.name, settings = excluded.settings;

-- name: identity.save_front_door
insert into front_doors (channel, address, tenant_id) values (%(channel)s, %(address)s, %(tenant)s)
on conflict (channel, address) do nothing;

-- name: identity.remove_front_door
delete from front_doors where channel = %(channel)s and address = %(address)s returning tenant_id;

-- name: identity.load_front_doors
select channel, address from front_doors order by channel, address;

-- name: identity.find_key
select id, tenant_id, name, scope from find_key(%(hash)s);

-- name: identity.save_key
insert into api_keys (id, tenant_id, name, scope, hash, hint, created_at)
values (%(id)s, %(tenant)s, %(name)s, %(scope)s, %(hash)s, %(hint)s, %(now)s)
on conflict (hash) do nothing returning id;

-- name: identity.load_keys
select name, scope, hint, created_at, revoked_at from api_keys order by created_at;

-- name: identity.revoke_key
update api_keys set revoked_at = %(now)s where name = %(name)s and revoked_at is null returning id;

-- name: identity.find_session
select id, tenant_id, bot from find_session(%(hash)s);

-- name: identity.save_session
insert into sessions (id, tenant_id, token_hash, origin, bot, created_at, seen_at)
values (%(id)s, %(tenant)s, %(hash)s, %(origin)s, %(bot)s, %(now)s, %(now)s);
