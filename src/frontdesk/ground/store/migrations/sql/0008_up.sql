-- The ledger of model calls is kept for as long as somebody wants it. Calls and the windows that are
-- their sums go together, by whole UTC days, so that a window never says more than its calls.
create function forget_calls(p_before timestamptz, p_limit integer)
returns bigint language plpgsql security definer set search_path = public as $$
declare
  v_tenant text := current_setting('app.tenant', true);
  v_before timestamptz := date_trunc('day', p_before, 'UTC');
  v_gone bigint;
begin
  delete from model_calls where ctid = any (array(
    select c.ctid from model_calls c
    where c.tenant_id = v_tenant and c.at < v_before order by c.at limit p_limit
  ));
  get diagnostics v_gone = row_count;
  if v_gone < p_limit then
    delete from spend_windows w
    where w.tenant_id = v_tenant and w.starts_at < v_before and w.leased = 0;
  end if;
  return v_gone;
end $$;
revoke all on function forget_calls from public;
grant execute on function forget_calls to frontdesk_app;
