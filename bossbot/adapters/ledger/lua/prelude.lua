-- Shared by every script: clock, keys, records, deliveries, events.
-- KEYS[1] is the prefix of all keys; ARGV[1] the arguments as JSON. Instants are
-- milliseconds of Redis' own clock, so that no host's clock matters.
local P = KEYS[1]
local A = cjson.decode(ARGV[1])
local t = redis.call('TIME')
local NOW = t[1] * 1000 + math.floor(t[2] / 1000)
local DAY = 86400000

local function ms(n) return string.format('%.0f', n) end
local function key(name) return P .. name end
local function rec(id) return P .. 'download:' .. id end
local function get(id, field) return redis.call('HGET', rec(id), field) or '' end
local function number(id, field) return tonumber(get(id, field)) or 0 end
local function set(id, ...) redis.call('HSET', rec(id), 'updated', ms(NOW), ...) end

local ENDED = { completed = true, failed = true, cancelled = true }
local ACTIVE = { dispatched = true, running = true }

-- Says that Redis is there; returns the instant before which no lease counts as lost.
-- Reconcilers and hosts say so every few seconds. After a gap in that, Redis was away or
-- frozen: every lease looks dead, and their holders get the time to say otherwise. Where
-- nothing was said since the last gap, it is only a slow reconciler, and nobody lives.
local function present()
  local last = tonumber(redis.call('GET', key('seen')) or 0)
  local hold = tonumber(redis.call('GET', key('hold')) or 0)
  redis.call('SET', key('seen'), ms(NOW))
  local slow = last == hold - A.lease and NOW <= hold + A.gap
  if NOW - last > A.gap and not slow then
    hold = NOW + A.lease
    redis.call('SET', key('hold'), ms(hold))
  end
  return hold
end

-- Appends to the stream; called by every script that changes a state or stage.
local function event(id, kind)
  local f = redis.call('HMGET', rec(id), 'state', 'stage', 'attempt')
  redis.call('XADD', key('events'), 'MAXLEN', '~', A.events or 20000, '*', 'id', id,
    'kind', kind, 'state', f[1] or '', 'stage', f[2] or '', 'attempt', f[3] or '0',
    'at', ms(NOW))
end

-- Deliveries are the fields `d{n}:…` of the record, one n per requester.
local function dget(id, n, field) return get(id, 'd' .. n .. ':' .. field) end
local function dset(id, n, field, value)
  redis.call('HSET', rec(id), 'd' .. n .. ':' .. field, value)
end

local function owed(id)
  local found = {}
  for n = 0, number(id, 'deliveries') - 1 do
    if dget(id, n, 'end') == '' then found[#found + 1] = n end
  end
  return found
end

local function somebody_has_it(id)
  for n = 0, number(id, 'deliveries') - 1 do
    if dget(id, n, 'end') == 'completed' then return true end
  end
  return false
end

-- The record and the delivery that were asked for under this id; nil if there is none.
local function resolve(id)
  if redis.call('HEXISTS', rec(id), 'deliveries') == 1 then return id, 0 end
  local shared, n = (redis.call('GET', key('alias:' .. id)) or ''):match('^(.-):(%d+)$')
  if shared and redis.call('HEXISTS', rec(shared), 'deliveries') == 1 then
    return shared, tonumber(n)
  end
  return nil
end

-- Takes out of every list what has no record: a ghost must not stop all the others.
local function known(id)
  if redis.call('HEXISTS', rec(id), 'deliveries') == 1 then return true end
  for _, list in ipairs({ 'leases', 'due', 'cleanups', 'paused', 'unfinished' }) do
    redis.call('ZREM', key(list), id)
  end
  redis.call('SREM', key('counted'), id)
  for _, host in ipairs(redis.call('ZRANGE', key('hosts'), 0, -1)) do
    redis.call('SREM', key('host:' .. host .. ':active'), id)
  end
  redis.call('DEL', rec(id))
  return false
end

-- The fencing token: newest attempt, and the execution that took the lease.
local function current(id)
  return get(id, 'attempt') == tostring(A.attempt) and get(id, 'owner') == A.owner
    and A.owner ~= ''
end

-- An end of a stage that was written down already, though its answer got lost: saying
-- it again must neither count twice nor look stale to the one who says it.
local function said(id, what)
  local word = table.concat({ A.owner, A.stage, what }, ' ')
  if get(id, 'said') == word and get(id, 'attempt') == tostring(A.attempt) then
    return true
  end
  if current(id) then set(id, 'said', word) end
  return false
end

-- What is to be sent to a host: run this download from this stage on.
local function sending(id, stage)
  return { id = id, attempt = number(id, 'attempt'), host = get(id, 'host'),
    stage = stage, platform = get(id, 'platform') }
end

local function encoded(list)
  if #list == 0 then return '[]' end
  return cjson.encode(list)
end
