-- The stage is to be tried again: soon, keeping slot and lease, or later without.
if said(A.id, 'retry') then return 1 end
if not current(A.id) then return 0 end
local at = NOW + A.delay
redis.call('HINCRBY', rec(A.id), 'retries:' .. A.stage, 1)
set(A.id, 'owner', '', 'retry_at', ms(at))
if A.stage == 'cleanup' then -- why the download ended stays what the record says
  redis.call('ZADD', key('cleanups'), ms(at + A.begin_within), A.id)
  event(A.id, 'retry')
  return 1
end
set(A.id, 'error', A.error)
if A.soon then
  redis.call('ZADD', key('leases'), ms(at + A.begin_within), A.id)
  event(A.id, 'retry')
else
  release(A.id)
  set(A.id, 'state', 'delayed')
  redis.call('ZADD', key('due'), ms(at), A.id)
  event(A.id, 'delayed')
end
return 1
