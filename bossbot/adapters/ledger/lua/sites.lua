-- The circuit breaker of each site: `site:{name}` exists while the site is left alone
-- (before `until`) or tried again by one download (`probe`).

local function site_closed(site, id)
  local f = redis.call('HMGET', key('site:' .. site), 'until', 'probe')
  if not f[1] then return false end
  if NOW < tonumber(f[1]) then return true end
  local probe = f[2] or ''
  return probe ~= '' and probe ~= id
end

local function site_event(site, kind)
  redis.call('XADD', key('events'), 'MAXLEN', '~', A.events or 20000, '*', 'id', '',
    'kind', kind, 'state', '', 'stage', '', 'attempt', '0', 'at', ms(NOW),
    'site', site)
end

local function forget_faults(site)
  redis.call('DEL', key('site:' .. site .. ':failing'), key('site:' .. site .. ':limited'))
end

local function leave_alone(site, why, times, least)
  local lasts = math.min(A.site.longest, A.site.first * 2 ^ (times - 1))
  lasts = math.max(lasts, math.min(A.site.longest, least))
  local name = key('site:' .. site)
  redis.call('HSET', name, 'until', ms(NOW + lasts), 'probe', '', 'times', times,
    'reason', why)
  redis.call('HSETNX', name, 'since', ms(NOW))
  redis.call('PEXPIRE', name, 2 * A.site.longest)
  redis.call('ZADD', key('sites'), ms(NOW + lasts), site)
  forget_faults(site)
  site_event(site, 'site_paused')
end

-- While a site was left alone, others of the server had their turns; what waited for it
-- goes on in the round that is under way, one a round for each user.
local function catch_up(member)
  local id, n = entry_of(member)
  local e = entry(id, n)
  local rounds, field = key('rounds:' .. e.guild), e.rank .. ':' .. e.user
  local f = redis.call('HMGET', rounds, e.rank, field .. ':late')
  local round, present = tonumber(e.score) - e.rank * BAND, tonumber(f[1] or 0)
  if round > present then return end
  round = math.max(present, tonumber(f[2] or 0)) + 1
  redis.call('HSET', rounds, field .. ':late', ms(round))
  dset(id, n, 'score', ms(e.rank * BAND + round))
  redis.call('ZADD', key('waiting:' .. e.guild), ms(e.rank * BAND + round), e.member)
end

local function let_site_go_on(site, most)
  local list = 'parked:site:' .. site
  for _, member in ipairs(redis.call('ZRANGE', key(list), 0, most - 1)) do
    catch_up(member)
    let_out(list, member)
  end
end

-- Any of those that wait: were it always the first, one bad link could keep a site shut.
local function try_site(site)
  local list = 'parked:site:' .. site
  local member = redis.call('ZRANDMEMBER', key(list))
  if member then let_out(list, member) end
end

-- A download met a fault that is the site's: `failing` or `limited`. Several of them
-- together, with no success in between, are reason enough.
local function site_fault(site, id, why, least)
  local f = redis.call('HMGET', key('site:' .. site), 'until', 'probe', 'times')
  if f[1] then
    if f[2] == id then leave_alone(site, why, tonumber(f[3]) + 1, least) end
    return
  end
  local faults = key('site:' .. site .. ':' .. why)
  redis.call('ZADD', faults, ms(NOW), id)
  redis.call('ZREMRANGEBYSCORE', faults, 0, ms(NOW - A.site.window))
  redis.call('PEXPIRE', faults, A.site.window)
  if redis.call('ZCARD', faults) >= A.site[why] then leave_alone(site, why, 1, least) end
end

-- The site answered as a site that works does.
local function site_answers(site)
  forget_faults(site)
  if redis.call('DEL', key('site:' .. site)) == 1 then
    redis.call('ZREM', key('sites'), site)
    site_event(site, 'site_resumed')
    let_site_go_on(site, A.many)
  end
end

-- What the end of a fetch says of its site.
local function site_heard(id)
  local site = get(id, 'site')
  if A.heard == 'answers' then
    site_answers(site)
  elseif A.heard then
    site_fault(site, id, A.heard, A.retry_after or 0)
  end
end
