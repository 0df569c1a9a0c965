-- Every end of a delivery, counted: per server and day, per server, per user in it.

local COUNTED = 100 * DAY -- how long days are kept, and users after their last one

-- What stands in Discord of it: only what was proven counts, of the newest generation.
local function bytes_posted(id, n)
  local posts, sum, batch = 'post:' .. n .. '.' .. dget(id, n, 'generation') .. '.', 0, 0
  while true do
    local text = get(id, posts .. batch)
    if text == '' then return sum end
    local post = cjson.decode(text)
    local posted = type(post.messages) == 'table' and #post.messages > 0
    if posted then sum = sum + (tonumber(post.bytes) or 0) end
    batch = batch + 1
  end
end

-- Nobody's patience is measured by what they came back to later: a retry has no time.
local function count_end(id, n, state)
  if get(id, 'pin') ~= '' then return end -- of no server
  local guild, sums = dget(id, n, 'guild'), { [state] = 1, bytes = bytes_posted(id, n) }
  local asked = tonumber(dget(id, n, 'asked'))
  if state == 'completed' then
    sums['from:' .. get(id, 'platform')] = 1
    if asked and dget(id, n, 'generation') == '0' then
      sums.timed, sums.took = 1, math.max(0, NOW - asked)
    end
  end
  local server = key('stats:server:' .. guild)
  local user = key('stats:user:' .. guild .. ':' .. dget(id, n, 'user'))
  local day = key('stats:day:' .. guild .. ':' .. ms(math.floor(NOW / DAY)))
  for _, name in ipairs({ server, user, day }) do
    for field, more in pairs(sums) do
      if more > 0 then redis.call('HINCRBY', name, field, ms(more)) end
    end
  end
  redis.call('HSETNX', server, 'since', ms(NOW))
  redis.call('HSETNX', user, 'since', ms(NOW))
  redis.call('PEXPIRE', user, ms(COUNTED))
  redis.call('PEXPIRE', day, ms(COUNTED))
end
