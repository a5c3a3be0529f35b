-- name: on_call.load
select name, plan, updated_at, who from on_call order by name;

-- name: on_call.save
insert into on_call (id, tenant_id, name, plan, updated_at, who)
values (%(id)s, %(tenant)s, %(name)s, %(plan)s, %(now)s, %(who)s)
on conflict (tenant_id, name) do update set
  plan = excluded.plan, updated_at = excluded.updated_at, who = excluded.who;
