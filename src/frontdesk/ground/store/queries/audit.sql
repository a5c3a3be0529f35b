-- name: audit.append
insert into audit_log (tenant_id, who, action, subject, detail, at)
values (%(tenant)s, %(who)s, %(action)s, %(subject)s, %(detail)s, %(now)s);

-- name: audit.load_latest
select who, action, subject, detail, at from audit_log order by id desc limit %(limit)s;
