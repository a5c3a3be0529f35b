-- name: processes.beat
insert into processes (id, kind, host, pid, version, started_at, seen_at)
values (%(id)s, %(kind)s, %(host)s, %(pid)s, %(version)s, %(now)s, %(now)s)
on conflict (id) do update set seen_at = excluded.seen_at;

-- name: processes.leave
delete from processes where id = %(id)s;

-- name: processes.load
select id, kind, host, pid, version, started_at, seen_at from processes order by started_at;
