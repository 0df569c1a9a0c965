-- The moves that transitions are made of: slots taken and freed, ends, returns.

local function live_slots(host)
  local slots = 0
  local workers = redis.call('ZRANGEBYSCORE', key('host:' .. host .. ':workers'), ms(NOW), '+inf')
  for _, worker in ipairs(workers) do
    slots = slots + tonumber(redis.call('HGET', key('host:' .. host .. ':slots'), worker) or 0)
  end
  return slots
end

local function lives(host)
  return host ~= ''
    and tonumber(redis.call('ZSCORE', key('hosts'), host) or 0) > NOW
end

-- Takes a slot of the host, of the deployment and of the one in whose turn it starts.
local function occupy(id, n, host)
  redis.call('ZADD', key('leases'), ms(NOW + A.begin_within), id)
  redis.call('SADD', key('host:' .. host .. ':active'), id)
  redis.call('SADD', key('running:' .. dget(id, n, 'user')), id)
  if get(id, 'pin') == '' then redis.call('SADD', key('counted'), id) end
  for _, m in ipairs(owed(id)) do
    redis.call('SADD', key('runs:' .. dget(id, m, 'guild')), id .. ':' .. m)
  end
end

-- Gives all of them back, and lets in who waited for just that.
local function release(id)
  if redis.call('ZREM', key('leases'), id) == 0 then return end
  local host, site = get(id, 'host'), get(id, 'site')
  local user = dget(id, get(id, 'payer'), 'user')
  redis.call('SREM', key('host:' .. host .. ':active'), id)
  redis.call('SREM', key('running:' .. user), id)
  redis.call('SREM', key('counted'), id)
  for _, n in ipairs(owed(id)) do
    redis.call('SREM', key('runs:' .. dget(id, n, 'guild')), id .. ':' .. n)
  end
  if redis.call('HGET', key('site:' .. site), 'probe') == id then
    redis.call('HSET', key('site:' .. site), 'probe', '')
  end
  unpark('parked:user:' .. user, 1)
  unpark('parked:host:' .. host, 1)
  unpark('parked:schema:' .. get(id, 'schema_number'), 1)
end

local function end_delivery(id, n, state, why)
  local guild = dget(id, n, 'guild')
  dset(id, n, 'end', state)
  if why and why ~= '' then dset(id, n, 'error', why) end
  redis.call('ZREM', key('guild:' .. guild), id .. ':' .. n)
  redis.call('SREM', key('runs:' .. guild), id .. ':' .. n)
  redis.call('SREM', key('rests:' .. guild), id .. ':' .. n)
  if state ~= 'moved' then count_end(id, n, state) end
end

-- The slot of a download that n no longer waits for is from now on that of the next.
local function inherit(id, n)
  local heir, user = owed(id)[1], dget(id, n, 'user')
  local pays = get(id, 'payer') == tostring(n) and ACTIVE[get(id, 'state')]
  if not pays or not heir or dget(id, n, 'end') == '' then return end
  redis.call('SREM', key('running:' .. user), id)
  redis.call('SADD', key('running:' .. dget(id, heir, 'user')), id)
  set(id, 'payer', heir)
  unpark('parked:user:' .. user, 1)
end

-- Nothing is kept for ever: what has ended goes, with all names it is known by.
local function expire(id)
  local kept = get(id, 'kept')
  redis.call('PEXPIRE', rec(id), kept)
  for n = 0, number(id, 'deliveries') - 1 do
    if dget(id, n, 'end') ~= 'moved' then
      local asked, status = dget(id, n, 'id'), dget(id, n, 'status_message')
      if n > 0 then redis.call('PEXPIRE', key('alias:' .. asked), kept) end
      if status ~= '' then redis.call('PEXPIRE', key('message:' .. status), kept) end
    end
  end
end

-- Into an end state; the cleanup is due at once, wherever files may lie. From here on
-- the record has an end too: the host that is to clean up may never come back.
local function finish_as(id, state, why)
  if get(id, 'state') == 'queued' then leave(id) end
  release(id)
  redis.call('ZREM', key('due'), id)
  redis.call('ZREM', key('paused'), id)
  redis.call('ZREM', key('unfinished'), id)
  for _, n in ipairs(owed(id)) do end_delivery(id, n, state, why) end
  set(id, 'state', state, 'error', why or '', 'owner', '', 'retry_at', '',
    'resends', '0', 'ended', ms(NOW))
  local share = key('share:' .. get(id, 'share'))
  if redis.call('GET', share) == id then
    if state == 'completed' and number(id, 'retention') > 0 then
      redis.call('PEXPIRE', share, get(id, 'retention'))
    else
      redis.call('DEL', share)
    end
  end
  expire(id)
  if get(id, 'host') == '' then
    set(id, 'cleaned', '1')
  else
    redis.call('ZADD', key('cleanups'), ms(NOW + A.begin_within), id)
  end
  event(id, state)
end

-- Back among the waiting, at the age it has.
local function requeue(id, kind)
  release(id)
  redis.call('ZREM', key('due'), id)
  redis.call('ZREM', key('paused'), id)
  for _, n in ipairs(owed(id)) do
    redis.call('SREM', key('rests:' .. dget(id, n, 'guild')), id .. ':' .. n)
  end
  set(id, 'state', 'queued', 'owner', '', 'retry_at', '')
  enter(id)
  event(id, kind)
end
