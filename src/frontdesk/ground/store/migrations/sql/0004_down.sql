-- Takes what model calls cost away again.
drop function find_spend_windows, find_orphan_spenders, reconcile_spender, bury_spender, leave_spend,
  meet_spend, move_lease, revive_spender, book_calls, hold_spend;
drop table spenders, spend_leases, spend_windows, model_calls;
