-- How downloads and their deliveries come into the world.

local function new_delivery(id, n, from)
  local d = 'd' .. n .. ':'
  redis.call('HSET', rec(id), d .. 'id', from.id, d .. 'request', from.request,
    d .. 'guild', from.guild, d .. 'user', from.user, d .. 'rank', from.rank,
    d .. 'at_once', from.at_once, d .. 'generation', '0', d .. 'asked', ms(NOW))
  redis.call('ZADD', key('guild:' .. from.guild), ms(NOW), id .. ':' .. n)
  assign(id, n)
end

-- A queued download of which delivery 0 is written down.
local function new_record(id, from)
  set(id, 'schema_number', from.schema_number, 'state', 'queued', 'stage', 'fetch',
    'attempt', '0', 'owner', '', 'host', from.host or '', 'crashes', '0',
    'resends', '0', 'created', ms(NOW), 'pin', from.pin or '', 'kept', ms(from.kept),
    'retention', ms(from.retention), 'site', from.site, 'platform', from.platform,
    'share', from.share, 'again', from.again or '', 'deliveries', '1', 'payer', '0')
  redis.call('ZADD', key('unfinished'), ms(NOW), id)
  event(id, 'queued')
  enter(id)
end

-- Makes delivery n of a download one of another: of `to`, or of a new one that takes
-- the id under which it was asked for, with the age it has.
local function move_delivery(id, n, to)
  local d = 'd' .. n .. ':'
  local f = redis.call('HMGET', rec(id), d .. 'id', d .. 'request', d .. 'guild',
    d .. 'user', d .. 'rank', d .. 'at_once', d .. 'score', d .. 'member',
    d .. 'status_message', d .. 'asked')
  local own, m = to or f[1], to and number(to, 'deliveries') or 0
  local e = 'd' .. m .. ':'
  end_delivery(id, n, 'moved')
  redis.call('HSET', rec(own), e .. 'id', f[1], e .. 'request', f[2], e .. 'guild', f[3],
    e .. 'user', f[4], e .. 'rank', f[5], e .. 'at_once', f[6], e .. 'score', f[7],
    e .. 'member', f[8]:match('^%d+') .. ':' .. own .. ':' .. m, e .. 'generation', '0',
    e .. 'asked', f[10] or ms(NOW))
  if f[9] then dset(own, m, 'status_message', f[9]) end
  redis.call('ZADD', key('guild:' .. f[3]), ms(NOW), own .. ':' .. m)
  if to then
    redis.call('SET', key('alias:' .. f[1]), own .. ':' .. m)
    set(own, 'deliveries', m + 1)
    enter_one(own, m)
    event(own, 'joined')
    return own
  end
  redis.call('DEL', key('alias:' .. f[1]))
  new_record(own, { schema_number = get(id, 'schema_number'), kept = number(id, 'kept'),
    retention = number(id, 'retention'), site = get(id, 'site'),
    platform = get(id, 'platform'), share = get(id, 'share') })
  return own
end

-- What was fetched with cookies is for one server's eyes: those of others get a
-- download of their own, one per server.
local function split_off(id)
  local first = owed(id)[1]
  local guild, made = dget(id, first, 'guild'), {}
  set(id, 'private_guild', guild)
  for _, n in ipairs(owed(id)) do
    local other = dget(id, n, 'guild')
    if other ~= guild then
      made[other] = move_delivery(id, n, made[other])
      inherit(id, n)
    end
  end
end
