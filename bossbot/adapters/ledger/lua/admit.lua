-- Hands out free slots, oldest first; returns the references to dispatch.
local sent = {}
local room = A.max_running - redis.call('ZCARD', key('leases'))
if room <= 0 then return cjson.encode(sent) end

local hosts, free = {}, {}
for _, host in ipairs(redis.call('ZRANGEBYSCORE', key('hosts'), ms(NOW), '+inf')) do
  local n = live_slots(host) - redis.call('SCARD', key('host:' .. host .. ':active'))
  free[host] = n
  if n > 0 then hosts[#hosts + 1] = host end
end

local function emptiest()
  local best
  for _, host in ipairs(hosts) do
    if free[host] > 0 and (not best or free[host] > free[best]) then best = host end
  end
  return best
end

-- Where it may run: its pin; the host that has its files; else anywhere, from fetch.
local function place(id)
  local f = redis.call('HMGET', rec(id), 'pin', 'host')
  local pin, home = f[1] or '', f[2] or ''
  if pin ~= '' then return (free[pin] or 0) > 0 and pin or nil end
  if home ~= '' and free[home] then return free[home] > 0 and home or nil end
  return emptiest()
end

for _, id in ipairs(redis.call('ZRANGE', key('waiting'), 0, A.look - 1)) do
  if room <= 0 or not emptiest() then break end
  local host = known(id) and place(id)
  if host then
    if get(id, 'host') ~= host then set(id, 'stage', 'fetch', 'files', '[]') end
    local attempt = redis.call('HINCRBY', rec(id), 'attempt', 1)
    set(id, 'state', 'dispatched', 'host', host, 'resends', '0', 'dispatched', ms(NOW))
    redis.call('ZREM', key('waiting'), id)
    redis.call('ZADD', key('leases'), ms(NOW + A.begin_within), id)
    redis.call('SADD', key('host:' .. host .. ':active'), id)
    event(id, 'dispatched')
    sent[#sent + 1] = { id = id, attempt = attempt, host = host, stage = get(id, 'stage'),
      request = get(id, 'request') }
    room = room - 1
    free[host] = free[host] - 1
  end
end
if #sent == 0 then return '[]' end
return cjson.encode(sent)
