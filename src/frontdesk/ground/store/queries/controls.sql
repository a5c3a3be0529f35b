-- name: controls.find_all
select tenant_id, name, value, expires_at from find_controls();

-- name: controls.load
select name, value, who, why, set_at, expires_at from controls order by name;

-- name: controls.save
insert into controls (tenant_id, name, value, who, why, set_at, expires_at)
values (%(tenant)s, %(name)s, %(value)s, %(who)s, %(why)s, %(now)s, %(expires_at)s)
on conflict (tenant_id, name) do update set value = excluded.value, who = excluded.who,
  why = excluded.why, set_at = excluded.set_at, expires_at = excluded.expires_at;

-- name: controls.clear
delete from controls where name = %(name)s;

-- name: controls.load_log
select at, who, action, subject as name, detail from audit_log
where action in ('control.set', 'control.clear')
  and (%(name)s::text is null or subject = %(name)s)
order by id desc limit %(limit)s;
