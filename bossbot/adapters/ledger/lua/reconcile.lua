-- Puts right what a dead process left; returns the messages to send again.
local sent = {}
local hold = present()

local function past(list, instant)
  local ids = redis.call('ZRANGEBYSCORE', key(list), 0, ms(instant), 'LIMIT', 0, A.many)
  local found = {}
  for _, id in ipairs(ids) do
    if known(id) then found[#found + 1] = id end
  end
  return found
end

-- Downloads whose wait is over, and those that nobody came back to.
for _, id in ipairs(past('due', NOW)) do requeue(id, 'due') end
for _, id in ipairs(past('paused', NOW - A.paused)) do
  finish_as(id, 'cancelled', A.forgotten)
  if get(id, 'host') ~= '' then sent[#sent + 1] = sending(id, 'cleanup') end
end

for _, id in ipairs(redis.call('ZRANGE', key('unfinished'), 0, 9)) do known(id) end

-- Leases that ran out: sent again if only the message is missing, else re-queued. What
-- was never begun didn't crash anybody: its host has gone.
local function lost(id)
  local waits, there = get(id, 'owner') == '', lives(get(id, 'host'))
  if waits and there and number(id, 'resends') < A.resends then
    redis.call('HINCRBY', rec(id), 'resends', 1)
    redis.call('ZADD', key('leases'), ms(NOW + A.begin_within), id)
    event(id, 'resent')
    sent[#sent + 1] = sending(id, get(id, 'stage'))
  elseif waits and not there then
    requeue(id, 'lost')
  elseif redis.call('HINCRBY', rec(id), 'crashes', 1) > A.max_crashes then
    finish_as(id, 'failed', A.lost)
    sent[#sent + 1] = sending(id, 'cleanup')
  else
    requeue(id, 'crashed')
  end
end
if NOW >= hold then
  for _, id in ipairs(past('leases', NOW)) do lost(id) end
end

-- Cleanups that nobody reported done. A host that is away is asked again later; one
-- that kills its process every time is sent more and more rarely.
for _, id in ipairs(past('cleanups', NOW)) do
  local wait, died = A.away, get(id, 'owner') ~= ''
  if lives(get(id, 'host')) then
    local times = redis.call('HINCRBY', rec(id), 'resends', 1)
    wait = A.begin_within
    set(id, 'owner', '') -- whoever held it let its lease run out
    if died and times > 1 then
      wait = math.min(A.away, A.begin_within * times)
    else
      sent[#sent + 1] = sending(id, 'cleanup')
    end
  end
  redis.call('ZADD', key('cleanups'), ms(NOW + wait), id)
end

-- Sites that may be tried again: one of those that wait for each.
for _, site in ipairs(redis.call('ZRANGEBYSCORE', key('sites'), 0, ms(NOW))) do
  if redis.call('EXISTS', key('site:' .. site)) == 0 then
    redis.call('ZREM', key('sites'), site)
  elseif not site_closed(site, '') then
    try_site(site)
  end
end

-- Lists whose reason has passed, whatever became of the event that should have told.
local function look_at(list)
  local kind, name = list:match('^parked:(%l+):(.*)$')
  local member = redis.call('ZRANGE', key(list), 0, 0)[1]
  if not kind or not member then
    if not member then redis.call('SREM', key('parked'), list) end
    return
  end
  local id, n = entry_of(member)
  if kind == 'user' then
    local most = tonumber(dget(id, n, 'at_once')) or 0
    local running = redis.call('SCARD', key('running:' .. name))
    if most == 0 or running < most then unpark(list, 1) end
  elseif kind == 'site' then
    if redis.call('EXISTS', key('site:' .. name)) == 0 then let_site_go_on(name, A.many) end
  elseif kind == 'host' then
    local taken = redis.call('SCARD', key('host:' .. name .. ':active'))
    if taken < live_slots(name) then unpark(list, live_slots(name) - taken) end
  end
end
for _, list in ipairs(redis.call('SRANDMEMBER', key('parked'), 50)) do look_at(list) end
for _, host in ipairs(redis.call('ZRANGEBYSCORE', key('hosts'), 0, ms(NOW))) do
  unpark('parked:host:' .. host, A.many)
end

-- Hosts that have been gone for a day, with what was meant for them alone.
local forgotten = ms(NOW - A.forget)
for _, host in ipairs(redis.call('ZRANGEBYSCORE', key('hosts'), 0, forgotten, 'LIMIT', 0, 10)) do
  local pinned = key('pinned:' .. host)
  for _, member in ipairs(redis.call('ZRANGE', pinned, 0, A.many - 1)) do
    local id = entry_of(member)
    if known(id) then finish_as(id, 'failed', A.lost) else redis.call('ZREM', pinned, member) end
  end
  if redis.call('SCARD', key('host:' .. host .. ':active')) == 0
    and redis.call('EXISTS', pinned) == 0 then
    redis.call('ZREM', key('hosts'), host)
    for _, part in ipairs({ ':workers', ':slots', ':schemas', ':disk' }) do
      redis.call('DEL', key('host:' .. host .. part))
    end
  end
end
return encoded(sent)
