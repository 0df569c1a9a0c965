-- Ends a stage well; the next one has until the begin deadline. Returns 0 for a stale
-- token, 1, 2 where nobody is left for whom to go on, or what to send where the chain
-- has to go on from elsewhere.
local NEXT = { fetch = 'validate', validate = 'transcode', transcode = 'upload',
  upload = 'cleanup' }
if said(A.id, 'finish') then
  return A.stage ~= 'upload' and A.stage ~= 'cleanup' and ENDED[get(A.id, 'state')] and 2 or 1
end
if not current(A.id) then return 0 end
for field, value in pairs(A.patch) do set(A.id, field, value) end
set(A.id, 'owner', '', 'ended:' .. A.stage, ms(NOW))
if A.stage == 'cleanup' then
  set(A.id, 'cleaned', '1')
  redis.call('ZREM', key('cleanups'), A.id)
  redis.call('DEL', key('progress:' .. A.id))
  expire(A.id)
  event(A.id, 'cleaned')
  return 1
end

-- How long stages take, as a moving average: what the estimates are made of.
if get(A.id, 'ready') ~= '1' then
  local took = NOW - number(A.id, 'since')
  local name = get(A.id, 'platform') .. ':' .. A.stage
  local pace = tonumber(redis.call('HGET', key('paces'), name) or took)
  redis.call('HSET', key('paces'), name, string.format('%.1f', pace + A.weight * (took - pace)))
end

set(A.id, 'stage', NEXT[A.stage])
if A.stage == 'fetch' then
  set(A.id, 'fetched', get(A.id, 'change'))
  if get(A.id, 'ready') ~= '1' then site_answers(get(A.id, 'site')) end
  if get(A.id, 'private') == '1' then split_off(A.id) end
end
if A.stage ~= 'upload' then
  local last
  for n, why in pairs(A.failed) do -- who may not have what the others may
    if dget(A.id, n, 'end') == '' then
      end_delivery(A.id, n, 'failed', why)
      inherit(A.id, n)
      last = why
    end
  end
  if last and #owed(A.id) == 0 then
    local made = somebody_has_it(A.id)
    finish_as(A.id, made and 'completed' or 'failed', not made and last or '')
    return 2
  end
  redis.call('ZADD', key('leases'), ms(NOW + A.begin_within), A.id)
  event(A.id, 'stage')
  return 1
end
local last
for _, n in ipairs(owed(A.id)) do
  if dget(A.id, n, 'posting') == tostring(A.attempt) then
    local why = A.failed[tostring(n)]
    last = why or last
    end_delivery(A.id, n, why and 'failed' or 'completed', why)
  end
end
if #owed(A.id) == 0 then
  local made = somebody_has_it(A.id)
  finish_as(A.id, made and 'completed' or 'failed', not made and last or '')
  return 1
end
-- Somebody joined too late for this upload.
inherit(A.id, get(A.id, 'payer'))
redis.call('HINCRBY', rec(A.id), 'attempt', 1)
set(A.id, 'stage', 'transcode')
redis.call('ZADD', key('leases'), ms(NOW + A.begin_within), A.id)
event(A.id, 'stage')
return cjson.encode(sending(A.id, 'transcode'))
