-- name: audit.append
insert into audit_log (tenant_id, who, action, subject, detail, at)
values (%(tenant)s, %(who)s, %(action)s, %(subject)s, %(detail)s, %(now)s);
