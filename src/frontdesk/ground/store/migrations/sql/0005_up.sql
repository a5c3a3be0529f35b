-- kept_partitions: who may share answers at all: a tenant's bot, one version of a prompt, one set of
-- permissions. `version` rises with every answer that is kept, `cleared` is the version of the last
-- removal: whoever knows less of either reads again.
create table kept_partitions (
  tenant_id text not null,
  partition bytea not null,
  bot text not null,
  version bigint not null,
  cleared bigint not null default 0,
  primary key (tenant_id, partition)
);

-- kept_answers: an answer, by the whole request (`exact`) and by what its question is compared within
-- (`setting`). `question` is empty where only the same request may have it.
create table kept_answers (
  tenant_id text not null,
  partition bytea not null,
  exact bytea not null,
  setting bytea not null,
  version bigint not null,
  bot text not null,
  prompt text not null,
  question text not null,
  embedder text not null,
  vector real[] not null default '{}',
  answer jsonb not null,
  cost_micro bigint not null,
  hits bigint not null default 0,
  kept_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, partition, exact),
  foreign key (tenant_id, partition) references kept_partitions on delete cascade
);
create index kept_answers_version on kept_answers (tenant_id, partition, version);
create index kept_answers_expiry on kept_answers (tenant_id, expires_at);
create index kept_answers_hits on kept_answers (tenant_id, bot, hits desc);

-- kept_counts: cacheable lookups of a day, and what hits have saved.
create table kept_counts (
  tenant_id text not null,
  bot text not null,
  day date not null,
  exact bigint not null,
  alike bigint not null,
  missed bigint not null,
  saved_micro bigint not null,
  primary key (tenant_id, bot, day)
);

grant select, insert, update, delete on kept_partitions, kept_answers, kept_counts to frontdesk_app;
alter table kept_partitions enable row level security;
create policy tenant_only on kept_partitions to frontdesk_app
  using (tenant_id = current_setting('app.tenant', true));
alter table kept_answers enable row level security;
create policy tenant_only on kept_answers to frontdesk_app
  using (tenant_id = current_setting('app.tenant', true));
alter table kept_counts enable row level security;
create policy tenant_only on kept_counts to frontdesk_app
  using (tenant_id = current_setting('app.tenant', true));
