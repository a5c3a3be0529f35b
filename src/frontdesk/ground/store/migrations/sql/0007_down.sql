-- Takes alerts and all that belongs to them away again.
drop function find_firing_in_house();
drop function find_due_pages(timestamptz);
drop table watch_state;
drop table heartbeats;
drop table on_call;
drop table silences;
drop table pages;
drop table alert_events;
drop table alerts;
