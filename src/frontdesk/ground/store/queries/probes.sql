-- name: probes.ping
select 1 as one;

-- name: probes.waiting
select queue, rows from count_waiting();
