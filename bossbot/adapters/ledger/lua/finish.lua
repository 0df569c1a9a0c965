-- Ends a stage well; the next one has until the begin deadline.
local NEXT = { fetch = 'validate', validate = 'transcode', transcode = 'upload',
  upload = 'cleanup' }
if said(A.id, 'finish') then return 1 end
if not current(A.id) then return 0 end
for field, value in pairs(A.patch) do set(A.id, field, value) end
set(A.id, 'owner', '', 'ended:' .. A.stage, ms(NOW))
if A.stage == 'cleanup' then
  set(A.id, 'cleaned', '1')
  redis.call('ZREM', key('cleanups'), A.id)
  redis.call('DEL', key('progress:' .. A.id))
  redis.call('PEXPIRE', rec(A.id), get(A.id, 'kept'))
  event(A.id, 'cleaned')
  return 1
end
set(A.id, 'stage', NEXT[A.stage])
if A.stage == 'upload' then
  finish_as(A.id, 'completed')
else
  redis.call('ZADD', key('leases'), ms(NOW + A.begin_within), A.id)
  event(A.id, 'stage')
end
return 1
