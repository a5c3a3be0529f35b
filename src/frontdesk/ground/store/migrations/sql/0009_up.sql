-- A message of a group asks what the group was told and what of it is still open.
create index pages_groups on pages (group_key) where status in ('sent', 'sending');
create index alerts_groups on alerts (group_key) where resolved_at is null;
