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
from find_spend_windows(%(tenants)s, %(day)s, %(hour)s);

-- name: spend.find_orphans
select tenant_id, process_id, touched, buried from find_orphan_spenders();

-- name: spend.load_key_name
select name from api_keys where id::text = %(key)s;

-- name: spend.load_usage
select
  case %(by)s
    when 'bot' then c.bot
    when 'model' then trim(leading '/' from c.provider || '/' || c.model)
    when 'day' then to_char(c.at at time zone 'UTC', 'YYYY-MM-DD')
    when 'purpose' then c.purpose
    when 'key' then coalesce(k.name, c.key_id, '')
    else c.tenant_id
  end as name,
  count(*) filter (where c.via = 'model' and c.outcome = 'ok') as answered,
  count(*) filter (where c.via = 'model' and c.outcome not in ('ok', 'lost', 'found', 'refund'))
    as failed,
  count(*) filter (where c.via like 'cache%%') as kept,
  count(*) filter (where c.via = 'local') as local,
  sum(c.tokens_in)::bigint as tokens_in,
  sum(c.tokens_out)::bigint as tokens_out,
  sum(c.cached_in)::bigint as cached_in,
  coalesce(sum(c.cost_micro), 0)::bigint as cost_micro,
  count(*) filter (where c.cost_micro is null) as unpriced,
  coalesce(sum(c.charged_micro) filter (where c.cost_micro is null), 0)::bigint as unpriced_micro,
  coalesce(sum(c.saved_micro) filter (where c.via = 'model'), 0)::bigint as vendor_saved_micro,
  coalesce(sum(c.saved_micro) filter (where c.via like 'cache%%'), 0)::bigint as kept_saved_micro,
  coalesce(sum(c.cost_micro) filter (where c.outcome = 'refund'), 0)::bigint as refunded_micro,
  count(distinct c.conversation_id) as conversations
from model_calls c left join api_keys k on k.id::text = c.key_id
where c.at >= %(since)s and c.at < %(until)s
group by 1 order by 1;

-- name: spend.load_prompts
select prompt, count(*) as calls, sum(tokens_in)::bigint as tokens_in,
  sum(tokens_out)::bigint as tokens_out, sum(cached_in)::bigint as cached_in,
  sum(charged_micro)::bigint as charged_micro,
  count(*) filter (where cost_micro is null) as unpriced
from model_calls
where at >= %(since)s and at < %(until)s and via = 'model'
  and outcome not in ('lost', 'found', 'refund')
group by prompt order by charged_micro desc, prompt;

-- name: spend.load_repeats
select prompt, bot, request_hash, at, charged_micro
from (
  select *, count(*) over (partition by bot, prompt, request_hash) as times
  from model_calls
  where at >= %(since)s and at < %(until)s and via = 'model' and outcome = 'ok'
    and request_hash <> ''
) asked
where times > 1 order by at limit 200000;

-- name: spend.load_behaviour
select model,
  coalesce(sum(calls) filter (where outcome = 'ok'), 0)::bigint as answered,
  coalesce(jsonb_object_agg(outcome, calls) filter (where outcome <> 'ok'), '{}') as failures,
  sum(cost_micro)::bigint as cost_micro, sum(unpriced)::bigint as unpriced,
  max(last_at) as last_at,
  coalesce((array_agg(latencies) filter (where outcome = 'ok'))[1], '[]'::jsonb) as latencies
from (
  select c.provider || '/' || c.model as model, c.outcome, count(*) as calls,
    coalesce(sum(c.cost_micro), 0) as cost_micro,
    count(*) filter (where c.cost_micro is null) as unpriced, max(c.at) as last_at,
    jsonb_agg(c.latency_ms) as latencies
  from model_calls c
  where c.at >= %(since)s and c.via = 'model' and c.model <> '' and c.outcome not in ('lost', 'found', 'refund')
  group by 1, 2
) by_outcome
group by model;

-- name: spend.forget_before
select forget_calls(%(before)s, %(limit)s) as gone;
