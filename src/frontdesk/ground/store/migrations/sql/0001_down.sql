-- Takes the first schema away again. The role frontdesk_app stays: it belongs to the server.
drop function commit_turn, load_turn, count_waiting, hold_timer, hold_handoff, hold_turn, accept_message, free_leases, find_due_timers, find_due_sends, find_due_turns,
  find_controls, find_session, find_key, find_front_door, find_tenants;
drop table processes, audit_log, api_keys, sessions, measurements, handoff_locks, handoffs, controls,
  consent_ledger, timers, outbox, ai_responses, turn_queue, receipts, conversation_messages,
  conversations, addresses, contacts, front_doors, tenants;
drop function forbid_change;
drop sequence fences;
revoke usage on schema public from frontdesk_app;
