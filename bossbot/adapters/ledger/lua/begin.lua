-- Takes the lease for one execution of a stage; nil when it is not ours to run.
-- One long answer: fifty short ones take the client ten times as long to read.
-- Who joins after transcode has begun has nothing made for them; who joins after the
-- upload has begun isn't posted to: both are for another round.
local function whole(id)
  for _, n in ipairs(owed(id)) do
    if A.stage == 'transcode' then dset(id, n, 'made', '1') end
    if A.stage == 'upload' and dget(id, n, 'made') == '1' then
      dset(id, n, 'posting', A.attempt)
    end
  end
  return cjson.encode(redis.call('HGETALL', rec(id)))
end

local state = get(A.id, 'state')
local owner = get(A.id, 'owner')
if get(A.id, 'attempt') ~= tostring(A.attempt) then return false end
-- Whoever asks again has only lost the answer.
if owner == A.owner then return whole(A.id) end
if owner ~= '' then return false end
-- A doubled message doesn't cut a backoff short; clocks may differ by a second.
if NOW < number(A.id, 'retry_at') - 1000 then return false end
if A.stage == 'cleanup' then
  if not ENDED[state] or get(A.id, 'cleaned') == '1' then return false end
  redis.call('HDEL', rec(A.id), 'cleanup_failed')
  redis.call('ZADD', key('cleanups'), ms(NOW + A.lease), A.id)
else
  if not ACTIVE[state] or get(A.id, 'stage') ~= A.stage then return false end
  set(A.id, 'state', 'running', 'resends', '0')
  redis.call('ZADD', key('leases'), ms(NOW + A.lease), A.id)
end
set(A.id, 'owner', A.owner, 'retry_at', '', 'since', ms(NOW))
redis.call('HSETNX', rec(A.id), 'began:' .. A.stage, ms(NOW))
event(A.id, 'begin')
return whole(A.id)
