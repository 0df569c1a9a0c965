-- Who waits, in which order, and who of them may be admitted now.
--
-- Each owed delivery of a queued download is an entry (`member`, named by its sequence)
-- of its server's `waiting:{guild}`, scored by priority and round. What can be admitted
-- is in `open:{guild}`, too; what can't is in one `parked:…` list, named by the reason,
-- until the event that ends that reason. A server with open entries of a priority is in
-- `ready:{rank}`, by virtual time.
local BAND = 1e12 -- score = rank * BAND + round

local function entry_of(member)
  local id, n = member:match('^%d+:([^:]+):(%d+)$')
  return id, tonumber(n)
end

local function entry(id, n)
  local d = 'd' .. n .. ':'
  local f = redis.call('HMGET', rec(id), d .. 'member', d .. 'score', d .. 'guild',
    d .. 'user', d .. 'at')
  return { member = f[1], score = f[2], guild = f[3], user = f[4], at = f[5] or '',
    rank = math.floor((tonumber(f[2]) or 0) / BAND) }
end

local function head(guild, rank)
  return redis.call('ZRANGEBYSCORE', key('open:' .. guild), ms(rank * BAND),
    '(' .. ms((rank + 1) * BAND), 'LIMIT', 0, 1)[1]
end

-- A server that comes back starts at the present virtual time: what it left unused in
-- between is nobody's debt, and what it had in advance is still its own.
local function sync_ready(guild, rank)
  local ready = key('ready:' .. rank)
  local mine = key('vtime:' .. rank .. ':' .. guild)
  local at = redis.call('ZSCORE', ready, guild)
  local present = tonumber(redis.call('GET', key('vtime:' .. rank)) or 0)
  if head(guild, rank) then
    if not at then
      local own = tonumber(redis.call('GET', mine) or 0)
      redis.call('ZADD', ready, ms(math.max(own, present)), guild)
      redis.call('DEL', mine)
    end
  elseif at then
    redis.call('ZREM', ready, guild)
    if tonumber(at) > present then redis.call('SET', mine, at, 'PX', DAY) end
  end
end

-- How many wait for their turn, or for a later one.
local function waiting_in(guild)
  return redis.call('ZCARD', key('guild:' .. guild))
    - redis.call('SCARD', key('runs:' .. guild))
    - redis.call('SCARD', key('rests:' .. guild))
end

local function open(id, n)
  local e = entry(id, n)
  redis.call('ZADD', key('open:' .. e.guild), e.score, e.member)
  dset(id, n, 'at', 'open')
  sync_ready(e.guild, e.rank)
end

-- Takes an entry out of where it could be admitted from, or waits to be.
local function close(id, n)
  local e = entry(id, n)
  if e.at == '' then return e end
  if e.at == 'open' then
    redis.call('ZREM', key('open:' .. e.guild), e.member)
    sync_ready(e.guild, e.rank)
  else
    redis.call('ZREM', key(e.at), e.member)
    if redis.call('EXISTS', key(e.at)) == 0 then redis.call('SREM', key('parked'), e.at) end
  end
  dset(id, n, 'at', '')
  return e
end

-- Of one user's those come out first that are allowed beside more of theirs.
local function park(id, n, list)
  local e, allowed = close(id, n), 0
  if list:sub(1, 12) == 'parked:user:' then allowed = tonumber(dget(id, n, 'at_once')) end
  redis.call('ZADD', key(list), ms(e.score - allowed * 4 * BAND), e.member)
  redis.call('SADD', key('parked'), list)
  dset(id, n, 'at', list)
end

local function let_out(list, member)
  local id, n = entry_of(member)
  if redis.call('HEXISTS', rec(id), 'deliveries') == 1 then
    close(id, n)
    open(id, n)
  else
    redis.call('ZREM', key(list), member)
  end
end

local function unpark(list, most)
  for _, member in ipairs(redis.call('ZRANGE', key(list), 0, most - 1)) do
    let_out(list, member)
  end
end

-- Gives an entry its place: behind what its user has in the queue already, and not
-- ahead of what has begun (one round hands everybody one start).
local function assign(id, n)
  local f = redis.call('HMGET', rec(id), 'd' .. n .. ':guild', 'd' .. n .. ':user',
    'd' .. n .. ':rank')
  local guild, user, rank = f[1], f[2], tonumber(f[3])
  local rounds = key('rounds:' .. guild)
  local last = redis.call('HMGET', rounds, rank, rank .. ':' .. user)
  local round = math.max(tonumber(last[1] or 0), tonumber(last[2] or 0)) + 1
  redis.call('HSET', rounds, rank .. ':' .. user, ms(round))
  redis.call('PEXPIRE', rounds, DAY)
  local sequence = redis.call('INCR', key('sequence'))
  dset(id, n, 'score', ms(rank * BAND + round))
  dset(id, n, 'member', string.format('%013.0f:%s:%d', sequence, id, n))
end

local function enter_one(id, n)
  local e, pin = entry(id, n), get(id, 'pin')
  redis.call('ZADD', key('waiting:' .. e.guild), e.score, e.member)
  if pin == '' then
    open(id, n)
  else
    redis.call('ZADD', key('pinned:' .. pin), e.score, e.member)
    dset(id, n, 'at', 'pinned:' .. pin)
  end
end

-- Among the waiting, at the age it has.
local function enter(id)
  for _, n in ipairs(owed(id)) do enter_one(id, n) end
  redis.call('HINCRBY', key('mix'), get(id, 'platform'), 1)
end

local function leave_one(id, n)
  local e = close(id, n)
  redis.call('ZREM', key('waiting:' .. e.guild), e.member)
  if redis.call('EXISTS', key('waiting:' .. e.guild)) == 0 then
    redis.call('DEL', key('rounds:' .. e.guild))
  end
  return e
end

local function leave(id)
  for _, n in ipairs(owed(id)) do
    local e = leave_one(id, n)
    -- Whoever was let out of the list in its favour must not wait for the next event.
    if e.at == 'open' then unpark('parked:user:' .. e.user, 1) end
  end
  redis.call('HINCRBY', key('mix'), get(id, 'platform'), -1)
end
