-- name: gateway.load_breakers
select model, state, cardinality(failures) as failures, kind, open_until, hold_until from breakers
order by model;

-- name: gateway.note_breaker
select model, state, cardinality(failures) as failures, kind, open_until, hold_until
from note_breaker(%(model)s, %(outcome)s, %(kind)s, %(probe)s, %(now)s, %(window)s, %(failures)s,
  %(open)s, %(probes)s, %(hold)s);

-- name: gateway.claim_probe
select claim_probe(%(model)s, %(now)s, %(open)s, %(probes)s, %(lease)s);
