-- A new download, or a further delivery of one that is under way. Asking again with
-- the same id changes nothing. Answers `new` or `joined`, or why it isn't taken.
if resolve(A.id) then return cjson.encode({ known = true }) end

local pinned = A.pin ~= ''
local today = key('today:' .. A.user .. ':' .. ms(math.floor(NOW / DAY)))
local share = key('share:' .. A.share)

-- One fetch serves them all, unless what it brings is for one server's eyes.
local function joinable(id)
  if not id or redis.call('HEXISTS', rec(id), 'deliveries') == 0 then return false end
  local state = get(id, 'state')
  return (state == 'queued' or state == 'delayed' or ACTIVE[state])
    and get(id, 'change') == ''
    and number(id, 'deliveries') < A.most_deliveries
    and get(id, 'schema_number') == tostring(A.schema_number)
    and (get(id, 'private') ~= '1' or get(id, 'private_guild') == A.guild)
end

local other = not pinned and redis.call('GET', share)
local joins = joinable(other)
if not pinned then
  local stop = redis.call('GET', key('intake'))
  if stop then return cjson.encode({ stopped = cjson.decode(stop).reason }) end
  local used = tonumber(redis.call('GET', today) or 0)
  if A.per_day > 0 and used >= A.per_day then
    return cjson.encode({ used = used, resets_in = DAY - NOW % DAY })
  end
  local waits = not (joins and ACTIVE[get(other, 'state')])
  if waits and A.max_waiting > 0 and waiting_in(A.guild) >= A.max_waiting then
    return cjson.encode({ full = waiting_in(A.guild) })
  end
  redis.call('INCR', today)
  redis.call('PEXPIRE', today, 2 * DAY)
end

local id, n = A.id, 0
if joins then
  id, n = other, number(other, 'deliveries')
  redis.call('SET', key('alias:' .. A.id), id .. ':' .. n)
  set(id, 'deliveries', n + 1, 'kept', ms(math.max(number(id, 'kept'), A.kept)),
    'retention', ms(math.max(number(id, 'retention'), A.retention)))
end
new_delivery(id, n, A)
if joins then
  if get(id, 'state') == 'queued' then enter_one(id, n) end
  if ACTIVE[get(id, 'state')] then
    redis.call('SADD', key('runs:' .. A.guild), id .. ':' .. n)
  end
  event(id, 'joined')
  return cjson.encode({ joined = true })
end
new_record(id, A)
-- What is served from storage stays known by the download whose files are kept there.
if not pinned and not A.again then redis.call('SET', share, id) end
-- Should its host never come, it is given up like one that has gone.
if pinned then redis.call('ZADD', key('hosts'), 'NX', ms(NOW - 1), A.pin) end
return cjson.encode({ new = true })
