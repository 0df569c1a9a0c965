-- Puts right what a dead process left; returns the messages to send again.
local sent = {}
local last = tonumber(redis.call('GET', key('reconciler:last')) or 0)
local hold = tonumber(redis.call('GET', key('reconciler:hold')) or 0)
redis.call('SET', key('reconciler:last'), ms(NOW))
-- After a gap every lease looks dead; their holders get the time to say otherwise. Where
-- that time has just passed, a gap comes from slow passes and is no reason to wait again.
local waited = last < hold and NOW <= hold + A.gap
if NOW - last > A.gap and not waited then
  hold = NOW + A.lease
  redis.call('SET', key('reconciler:hold'), ms(hold))
end

local function send(id, stage)
  sent[#sent + 1] = { id = id, attempt = tonumber(get(id, 'attempt')),
    host = get(id, 'host'), stage = stage, request = get(id, 'request') }
end

local function lives(host)
  return host ~= ''
    and tonumber(redis.call('ZSCORE', key('hosts'), host) or 0) > NOW
end

local function past(list)
  local ids = redis.call('ZRANGEBYSCORE', key(list), 0, ms(NOW), 'LIMIT', 0, 100)
  local found = {}
  for _, id in ipairs(ids) do
    if known(id) then found[#found + 1] = id end
  end
  return found
end

-- Downloads whose wait is over.
for _, id in ipairs(past('due')) do requeue(id, 'due') end

-- Leases that ran out: sent again if only the message is missing, else re-queued.
if NOW >= hold then
  for _, id in ipairs(past('leases')) do
    local waits = get(id, 'owner') == ''
    if waits and lives(get(id, 'host')) and tonumber(get(id, 'resends')) < A.resends then
      redis.call('HINCRBY', rec(id), 'resends', 1)
      redis.call('ZADD', key('leases'), ms(NOW + A.begin_within), id)
      event(id, 'resent')
      send(id, get(id, 'stage'))
    elseif redis.call('HINCRBY', rec(id), 'crashes', 1) > A.max_crashes then
      set(id, 'error', A.lost)
      finish_as(id, 'failed')
      send(id, 'cleanup')
    else
      requeue(id, 'crashed')
    end
  end
end

-- Cleanups that nobody reported done. A host that is away is asked again later; one
-- that kills its process every time is sent more and more rarely.
for _, id in ipairs(past('cleanups')) do
  local wait, died = A.away, get(id, 'owner') ~= ''
  if lives(get(id, 'host')) then
    local times = redis.call('HINCRBY', rec(id), 'resends', 1)
    wait = A.begin_within
    set(id, 'owner', '') -- whoever held it let its lease run out
    if died and times > 1 then
      wait = math.min(A.away, A.begin_within * times)
    else
      send(id, 'cleanup')
    end
  end
  redis.call('ZADD', key('cleanups'), ms(NOW + wait), id)
end

-- Keys of hosts that have been gone for a day.
for _, host in ipairs(redis.call('ZRANGEBYSCORE', key('hosts'), 0, ms(NOW - A.forget), 'LIMIT', 0, 10)) do
  if redis.call('SCARD', key('host:' .. host .. ':active')) == 0 then
    redis.call('ZREM', key('hosts'), host)
    redis.call('DEL', key('host:' .. host .. ':workers'), key('host:' .. host .. ':slots'),
      key('host:' .. host .. ':disk'))
  end
end
if #sent == 0 then return '[]' end
return cjson.encode(sent)
