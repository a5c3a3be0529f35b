-- name: spend.meet
select meet_spend(%(p)s::jsonb);

-- name: spend.book
select book_calls(%(tenant)s, %(rows)s::jsonb);

-- name: spend.leave
select leave_spend(%(tenant)s, %(process)s);

-- name: spend.bury
select bury_spender(%(tenant)s, %(process)s);

-- name: spend.reconcile
select reconcile_spender(%(tenant)s, %(process)s, %(touched)s);

-- name: spend.find_windows
select tenant_id, scope, span, starts_at, spent, leased, unsure
from find_spend_windows(%(day)s, %(hour)s);

-- name: spend.find_orphans
select tenant_id, process_id, touched, buried from find_orphan_spenders();

-- name: spend.load_key_name
select name from api_keys where id::text = %(key)s;
