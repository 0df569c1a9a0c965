
-- What an estimate of a wait is made of: for everybody, and for one delivery.
local function running_of(list)
  local found = {}
  for _, one in ipairs(list) do
    local f = redis.call('HMGET', rec(one), 'platform', 'dispatched')
    if f[1] and f[2] then found[#found + 1] = { f[1], NOW - tonumber(f[2]) } end
  end
  return found
end

local function whole_outlook()
  local slots, live = 0, redis.call('ZRANGEBYSCORE', key('hosts'), ms(NOW), '+inf')
  local takers = 0 -- hosts that take what is new
  for _, host in ipairs(live) do
    local own = live_slots(host)
    if own > 0 and redis.call('HGET', key('host:' .. host .. ':disk'), 'room') == '1' then
      slots, takers = slots + own, takers + 1
    end
  end
  return {
    hosts = takers,
    slots = slots,
    running = running_of(redis.call('ZRANGE', key('leases'), 0, 199)),
    mix = redis.call('HGETALL', key('mix')),
    paces = redis.call('HGETALL', key('paces')),
    now = NOW,
  }
end

-- nil where it doesn't wait
local function own_outlook(id, n)
  if get(id, 'state') ~= 'queued' or dget(id, n, 'end') ~= '' then return nil end
  local e = entry(id, n)
  local guilds = 0
  for rank = 0, e.rank do guilds = guilds + redis.call('ZCARD', key('ready:' .. rank)) end
  local site = get(id, 'site')
  return {
    position = (redis.call('ZRANK', key('waiting:' .. e.guild), e.member) or 0) + 1,
    waiting = redis.call('ZCARD', key('waiting:' .. e.guild)),
    guilds = guilds,
    own_ahead = redis.call('ZRANK', key('parked:user:' .. e.user), e.member) or nil,
    own_limit = tonumber(dget(id, n, 'at_once')),
    own_running = running_of(redis.call('SMEMBERS', key('running:' .. e.user))),
    site = site,
    paused = redis.call('HGETALL', key('site:' .. site)),
  }
end
