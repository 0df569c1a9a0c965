-- The stage is to be tried again: soon, keeping slot and lease, or later without; while
-- its site is left alone, later. Returns 0 for a stale token, 1 soon, 2 later.
local before = get(A.id, 'state')
if said(A.id, 'retry') then return before == 'delayed' and 2 or 1 end
if not current(A.id) then return 0 end
local at, soon = NOW + A.delay, A.soon
redis.call('HINCRBY', rec(A.id), 'retries:' .. A.stage, 1)
set(A.id, 'owner', '')
if A.stage == 'cleanup' then -- why the download ended stays what the record says
  set(A.id, 'retry_at', ms(at))
  redis.call('ZADD', key('cleanups'), ms(at + A.begin_within), A.id)
  event(A.id, 'retry')
  return 1
end
if A.stage == 'fetch' and get(A.id, 'pin') == '' then
  site_heard(A.id)
  local site = get(A.id, 'site')
  if site_closed(site, A.id) then
    at = math.max(at, tonumber(redis.call('HGET', key('site:' .. site), 'until')))
    soon = false
  end
end
set(A.id, 'error', A.error, 'retry_at', ms(at))
if soon then
  redis.call('ZADD', key('leases'), ms(at + A.begin_within), A.id)
  event(A.id, 'retry')
  return 1
end
release(A.id)
set(A.id, 'state', 'delayed')
redis.call('ZADD', key('due'), ms(at), A.id)
event(A.id, 'delayed')
return 2
