-- name: silences.save
insert into silences (id, tenant_id, matchers, starts_at, ends_at, who, why, kind, updated_at)
values (%(id)s, %(tenant)s, %(matchers)s, %(starts_at)s, %(ends_at)s, %(who)s, %(why)s, %(kind)s,
  %(now)s)
on conflict (id) do update set matchers = excluded.matchers, starts_at = excluded.starts_at,
  ends_at = excluded.ends_at, who = excluded.who, why = excluded.why,
  updated_at = excluded.updated_at;

-- name: silences.load
select id, matchers, starts_at, ends_at, who, why, kind, updated_at from silences
where ends_at > %(after)s order by starts_at, id;

-- name: silences.load_one
select id, matchers, starts_at, ends_at, who, why, kind, updated_at from silences
where id = %(id)s;

-- name: silences.expire
update silences set ends_at = %(now)s, starts_at = least(starts_at, %(now)s), updated_at = %(now)s
where id = %(id)s and ends_at > %(now)s returning id;

-- name: silences.forget_before
delete from silences where ends_at < %(before)s;
