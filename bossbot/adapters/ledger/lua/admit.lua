-- Hands out free slots: by priority, between servers by virtual time, between the users
-- of a server by rounds. Returns what to dispatch, and whether there may be more to do.
local sent, steps, spare = {}, 0, 0
local hosts = {}
for _, host in ipairs(redis.call('ZRANGEBYSCORE', key('hosts'), ms(NOW), '+inf')) do
  local slots = live_slots(host)
  local free = slots - redis.call('SCARD', key('host:' .. host .. ':active'))
  local f = redis.call('HMGET', key('host:' .. host .. ':disk'), 'schema', 'room')
  hosts[host] = { free = free, schema = tonumber(f[1] or 0), room = f[2] == '1' and slots > 0 }
  spare = spare + math.max(free, 0)
end
local room = A.max_running - redis.call('SCARD', key('counted'))

local function emptiest(schema)
  local best
  for name, host in pairs(hosts) do
    if host.free > 0 and host.room and host.schema >= schema then
      local most = best and hosts[best].free or 0
      if host.free > most or (host.free == most and name < best) then best = name end
    end
  end
  return best
end

local function over_limit(user, at_once)
  return at_once > 0 and redis.call('SCARD', key('running:' .. user)) >= at_once
end

-- Whether its site isn't needed any more, as long as it runs where it belongs.
local function has_files(stage, again)
  return stage ~= 'fetch' or (again or '') ~= ''
end

-- The list it has to wait in; else nil, and the host to run it: the one that has its
-- files as long as that lives, or the emptiest.
local function verdict(id, n)
  local f = redis.call('HMGET', rec(id), 'site', 'host', 'schema_number',
    'd' .. n .. ':user', 'd' .. n .. ':at_once', 'stage', 'again')
  local home, schema = hosts[f[2]], tonumber(f[3])
  local made = has_files(f[6], f[7])
  local stays = home and home.schema >= schema and (made or home.room)
  if not (stays and made) and site_closed(f[1], id) then return 'parked:site:' .. f[1] end
  if over_limit(f[4], tonumber(f[5])) then return 'parked:user:' .. f[4] end
  if stays then
    if home.free > 0 then return nil, f[2] end
    return 'parked:host:' .. f[2]
  end
  local host = emptiest(schema)
  if host then return nil, host end
  return 'parked:schema:' .. schema
end

-- Whoever takes an entry out of a list in whose favour it was opened opens the next.
local function wake(id, n, except)
  local f = redis.call('HMGET', rec(id), 'site', 'host', 'd' .. n .. ':user',
    'd' .. n .. ':at_once')
  local list = 'parked:user:' .. f[3]
  if list ~= except and not over_limit(f[3], tonumber(f[4])) then unpark(list, 1) end
  list = 'parked:site:' .. f[1]
  if list ~= except and not site_closed(f[1], '') then let_site_go_on(f[1], 1) end
  list = 'parked:host:' .. f[2]
  if list ~= except and hosts[f[2]] and hosts[f[2]].free > 0 then unpark(list, 1) end
end

local function start(id, n, host)
  leave(id)
  if get(id, 'host') ~= host then
    set(id, 'stage', 'fetch', 'files', '[]', 'variants', '[]', 'ready', '', 'again', '')
  end
  redis.call('HINCRBY', rec(id), 'attempt', 1)
  set(id, 'state', 'dispatched', 'host', host, 'payer', n, 'resends', '0',
    'dispatched', ms(NOW))
  occupy(id, n, host)
  local site = key('site:' .. get(id, 'site'))
  local probes = get(id, 'pin') == '' and not has_files(get(id, 'stage'), get(id, 'again'))
  if probes and redis.call('EXISTS', site) == 1 then
    redis.call('HSET', site, 'probe', id)
  end
  event(id, 'dispatched')
  sent[#sent + 1] = sending(id, get(id, 'stage'))
  hosts[host].free = hosts[host].free - 1
  spare = spare - 1
end

-- The private worker of a `get`: outside of all limits but its own slots.
for name, host in pairs(hosts) do
  while host.free > 0 do
    local member = redis.call('ZRANGE', key('pinned:' .. name), 0, 0)[1]
    if not member then break end
    local id, n = entry_of(member)
    if known(id) then start(id, n, name) else redis.call('ZREM', key('pinned:' .. name), member) end
  end
end

local function turn(guild, rank, at)
  local member = head(guild, rank)
  if not member then return sync_ready(guild, rank) end
  local id, n = entry_of(member)
  if not known(id) then
    redis.call('ZREM', key('open:' .. guild), member)
    redis.call('ZREM', key('waiting:' .. guild), member)
    return
  end
  local list, host = verdict(id, n)
  if list then
    park(id, n, list)
    return wake(id, n, list)
  end
  local e = entry(id, n)
  redis.call('SET', key('vtime:' .. rank), at)
  redis.call('ZINCRBY', key('ready:' .. rank), 1, guild)
  start(id, n, host)
  room = room - 1
  wake(id, n, '')
  if redis.call('EXISTS', key('waiting:' .. guild)) == 1 then
    local rounds, round = key('rounds:' .. guild), tonumber(e.score) - rank * BAND
    if round > tonumber(redis.call('HGET', rounds, rank) or 0) then
      redis.call('HSET', rounds, rank, ms(round))
    end
    redis.call('PEXPIRE', rounds, DAY)
  end
end

for rank = 0, 2 do
  while room > 0 and spare > 0 and steps < A.steps do
    local top = redis.call('ZRANGE', key('ready:' .. rank), 0, 0, 'WITHSCORES')
    if not top[1] then break end
    steps = steps + 1
    turn(top[1], rank, top[2])
  end
end
return { encoded(sent), (steps >= A.steps) and 1 or 0 }
