-- Takes the breakers of models away again.
drop function claim_probe;
drop function note_breaker;
drop table breakers;
