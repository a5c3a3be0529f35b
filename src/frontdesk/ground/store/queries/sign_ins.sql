-- name: sign_ins.save
insert into sign_ins (id, tenant_id, key_id, token_hash, created_at, expires_at)
values (%(id)s, %(tenant)s, %(key)s, %(hash)s, %(now)s, %(expires_at)s);

-- name: sign_ins.find
select key_id, tenant_id, name, scope from find_sign_in(%(hash)s, %(now)s);

-- name: sign_ins.end
delete from sign_ins where token_hash = %(hash)s;

-- name: sign_ins.end_expired
delete from sign_ins where expires_at <= %(now)s;
