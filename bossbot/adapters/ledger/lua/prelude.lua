-- Shared by every script: clock, keys, events, and the moves they are made of.
-- KEYS[1] is the prefix of all keys; ARGV[1] the arguments as JSON. Instants are
-- milliseconds of Redis' own clock, so that no host's clock matters.
local P = KEYS[1]
local A = cjson.decode(ARGV[1])
local t = redis.call('TIME')
local NOW = t[1] * 1000 + math.floor(t[2] / 1000)

local function ms(n) return string.format('%.0f', n) end
local function key(name) return P .. name end
local function rec(id) return P .. 'download:' .. id end
local function get(id, field) return redis.call('HGET', rec(id), field) or '' end
local function set(id, ...) redis.call('HSET', rec(id), 'updated', ms(NOW), ...) end

local ENDED = { completed = true, failed = true, cancelled = true }
local ACTIVE = { dispatched = true, running = true }

-- Appends to the stream; called by every script that changes a state or stage.
local function event(id, kind)
  local f = redis.call('HMGET', rec(id), 'state', 'stage', 'attempt')
  redis.call('XADD', key('events'), 'MAXLEN', '~', A.events or 20000, '*', 'id', id,
    'kind', kind, 'state', f[1] or '', 'stage', f[2] or '', 'attempt', f[3] or '0',
    'at', ms(NOW))
end

-- Gives the slot back, wherever the download stood.
local function release(id)
  redis.call('ZREM', key('leases'), id)
  local host = get(id, 'host')
  if host ~= '' then redis.call('SREM', key('host:' .. host .. ':active'), id) end
end

-- Into an end state; the cleanup is due at once, wherever files may lie. From here on
-- the record has an end too: the host that is to clean up may never come back.
local function finish_as(id, state)
  release(id)
  redis.call('ZREM', key('waiting'), id)
  redis.call('ZREM', key('due'), id)
  set(id, 'state', state, 'owner', '', 'retry_at', '', 'resends', '0',
    'ended', ms(NOW))
  redis.call('PEXPIRE', rec(id), get(id, 'kept'))
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
  set(id, 'state', 'queued', 'owner', '', 'retry_at', '')
  redis.call('ZADD', key('waiting'), get(id, 'order'), id)
  event(id, kind)
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

-- Takes out of every list what has no record: a ghost must not stop all the others.
local function known(id)
  if redis.call('HEXISTS', rec(id), 'request') == 1 then return true end
  for _, list in ipairs({ 'leases', 'waiting', 'due', 'cleanups' }) do
    redis.call('ZREM', key(list), id)
  end
  for _, host in ipairs(redis.call('ZRANGE', key('hosts'), 0, -1)) do
    redis.call('SREM', key('host:' .. host .. ':active'), id)
  end
  redis.call('DEL', rec(id))
  return false
end

local function live_slots(host)
  local slots = 0
  local workers = redis.call('ZRANGEBYSCORE', key('host:' .. host .. ':workers'), ms(NOW), '+inf')
  for _, worker in ipairs(workers) do
    slots = slots + tonumber(redis.call('HGET', key('host:' .. host .. ':slots'), worker) or 0)
  end
  return slots
end
