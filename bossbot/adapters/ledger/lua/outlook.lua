-- What an estimate of the wait is made of.
local id, n = resolve(A.id)
if not id or get(id, 'state') ~= 'queued' or dget(id, n, 'end') ~= '' then return false end
local e = entry(id, n)

local function running_of(list)
  local found = {}
  for _, one in ipairs(list) do
    local f = redis.call('HMGET', rec(one), 'platform', 'dispatched')
    if f[1] and f[2] then found[#found + 1] = { f[1], NOW - tonumber(f[2]) } end
  end
  return found
end

local slots, live = 0, redis.call('ZRANGEBYSCORE', key('hosts'), ms(NOW), '+inf')
local takers = 0 -- hosts that take what is new
for _, host in ipairs(live) do
  local own = live_slots(host)
  if own > 0 and redis.call('HGET', key('host:' .. host .. ':disk'), 'room') == '1' then
    slots, takers = slots + own, takers + 1
  end
end
local guilds = 0
for rank = 0, e.rank do guilds = guilds + redis.call('ZCARD', key('ready:' .. rank)) end
local own = redis.call('ZRANK', key('parked:user:' .. e.user), e.member)
local site = get(id, 'site')
return cjson.encode({
  position = redis.call('ZRANK', key('waiting:' .. e.guild), e.member) + 1,
  waiting = redis.call('ZCARD', key('waiting:' .. e.guild)),
  guilds = guilds,
  hosts = takers,
  slots = slots,
  running = running_of(redis.call('ZRANGE', key('leases'), 0, 199)),
  mix = redis.call('HGETALL', key('mix')),
  paces = redis.call('HGETALL', key('paces')),
  own_ahead = own or nil,
  own_limit = tonumber(dget(id, n, 'at_once')),
  own_running = running_of(redis.call('SMEMBERS', key('running:' .. e.user))),
  site = site,
  paused = redis.call('HGETALL', key('site:' .. site)),
  now = NOW,
})
