-- Keeps the ledger of model calls for ever again.
drop function forget_calls(timestamptz, integer);
