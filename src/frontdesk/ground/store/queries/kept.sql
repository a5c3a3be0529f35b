-- name: kept.load_partition
select version, cleared from kept_partitions
where tenant_id = %(tenant)s and partition = %(partition)s;

-- name: kept.load_answers
select a.exact, a.setting, a.version, a.question, a.embedder, a.vector, a.answer, a.cost_micro,
  a.kept_at, a.expires_at
from kept_partitions p join kept_answers a using (tenant_id, partition)
where p.tenant_id = %(tenant)s and p.partition = %(partition)s
  and a.version > greatest(%(known)s, p.cleared) and a.expires_at > %(now)s
order by a.version desc limit %(most)s;

-- name: kept.save_answer
with part as (
  insert into kept_partitions (tenant_id, partition, bot, version)
  values (%(tenant)s, %(partition)s, %(bot)s, 1)
  on conflict (tenant_id, partition) do update set version = kept_partitions.version + 1
  where kept_partitions.cleared <= %(cleared)s
  returning version
)
insert into kept_answers (
  tenant_id, partition, exact, setting, version, bot, prompt, question, embedder, vector, answer,
  cost_micro, kept_at, expires_at
)
select %(tenant)s, %(partition)s, %(exact)s, %(setting)s, part.version, %(bot)s, %(prompt)s,
  %(question)s, %(embedder)s, %(vector)s, %(answer)s, %(cost_micro)s, %(now)s, %(expires_at)s
from part
on conflict (tenant_id, partition, exact) do update set setting = excluded.setting,
  version = excluded.version, question = excluded.question, embedder = excluded.embedder,
  vector = excluded.vector, answer = excluded.answer, cost_micro = excluded.cost_micro,
  kept_at = excluded.kept_at, expires_at = excluded.expires_at
returning version;

-- name: kept.clear
with gone as (
  delete from kept_answers
  where tenant_id = %(tenant)s and (%(bot)s::text is null or bot = %(bot)s)
  returning 1
), marked as (
  update kept_partitions set version = version + 1, cleared = version + 1
  where tenant_id = %(tenant)s and (%(bot)s::text is null or bot = %(bot)s)
)
select count(*) as answers from gone;

-- name: kept.forget
with late as (
  select partition, exact, row_number() over (partition by partition order by version desc) as place,
    expires_at
  from kept_answers where tenant_id = %(tenant)s
)
delete from kept_answers a using late
where a.tenant_id = %(tenant)s and a.partition = late.partition and a.exact = late.exact
  and (late.expires_at <= %(now)s or late.place > %(most)s);

-- name: kept.count_hits
update kept_answers a set hits = a.hits + given.hits
from unnest(%(partitions)s::bytea[], %(exacts)s::bytea[], %(hits)s::bigint[])
  as given (partition, exact, hits)
where a.tenant_id = %(tenant)s and a.partition = given.partition and a.exact = given.exact;

-- name: kept.add_counts
insert into kept_counts (tenant_id, bot, day, exact, alike, missed, saved_micro)
values (%(tenant)s, %(bot)s, %(day)s, %(exact)s, %(similar)s, %(missed)s, %(saved_micro)s)
on conflict (tenant_id, bot, day) do update set exact = kept_counts.exact + excluded.exact,
  alike = kept_counts.alike + excluded.alike, missed = kept_counts.missed + excluded.missed,
  saved_micro = kept_counts.saved_micro + excluded.saved_micro;

-- name: kept.load_counts
select coalesce(sum(exact), 0)::bigint as exact, coalesce(sum(alike), 0)::bigint as similar,
  coalesce(sum(missed), 0)::bigint as missed, coalesce(sum(saved_micro), 0)::bigint as saved_micro
from kept_counts
where tenant_id = %(tenant)s and (%(bot)s::text is null or bot = %(bot)s) and day >= %(since)s;

-- name: kept.count_answers
select count(*) as answers from kept_answers
where tenant_id = %(tenant)s and (%(bot)s::text is null or bot = %(bot)s) and expires_at > %(now)s;

-- name: kept.load_frequent
select question, prompt, sum(hits)::bigint as hits from kept_answers
where tenant_id = %(tenant)s and bot = %(bot)s and question <> ''
group by question, prompt order by sum(hits) desc, question limit %(most)s;
