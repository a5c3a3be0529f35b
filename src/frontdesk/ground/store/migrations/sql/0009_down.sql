drop index pages_groups;
drop index alerts_groups;
