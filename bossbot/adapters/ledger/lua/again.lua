-- A requester's retry of what failed: from the stage that failed while its files are
-- there, else from fetch; behind what waits already. Answers `again`, or why not.
local id, n = resolve(A.id)
if not id then return 'unknown' end
local state, ended = get(id, 'state'), dget(id, n, 'end')
if ended == '' then -- somebody was faster, or there is nothing to try again
  return dget(id, n, 'generation') ~= '0' and 'again' or 'not_failed'
end
if ended ~= 'failed' then return 'not_failed' end
if get(id, 'pin') ~= '' then return 'pinned' end
-- Its files are on their way to storage, or those of another server's eyes alone.
local guild = dget(id, n, 'guild')
local foreign = get(id, 'private') == '1' and get(id, 'private_guild') ~= guild
if foreign and not ENDED[state] then return 'running' end
if state == 'completed' and get(id, 'cleaned') ~= '1' then return 'running' end
local waits = waiting_in(guild)
if A.max_waiting > 0 and waits >= A.max_waiting then
  return cjson.encode({ full = waits })
end
redis.call('HDEL', rec(id), 'd' .. n .. ':end', 'd' .. n .. ':error',
  'd' .. n .. ':posting', 'd' .. n .. ':made')
redis.call('HINCRBY', rec(id), 'd' .. n .. ':generation', 1)
redis.call('ZADD', key('guild:' .. guild), ms(NOW), id .. ':' .. n)
if not ENDED[state] then -- it goes on for others
  if state == 'queued' then
    assign(id, n)
    enter_one(id, n)
  elseif ACTIVE[state] then
    redis.call('SADD', key('runs:' .. guild), id .. ':' .. n)
  end
  event(id, 'again')
  return 'again'
end
local why = cjson.decode(get(id, 'error') ~= '' and get(id, 'error') or '{"permanent":true}')
local fresh = NOW - number(id, 'ended') < A.resumable
local there = state == 'failed' and not foreign and not why.permanent and fresh
  and lives(get(id, 'host'))
if there and get(id, 'stage') == 'upload' then set(id, 'stage', 'transcode') end
if not there then
  set(id, 'stage', 'fetch', 'files', '[]', 'variants', '[]', 'ready', '',
    'private', '', 'again', state == 'completed' and A.again or '')
end
for _, stage in ipairs({ 'fetch', 'validate', 'transcode', 'upload', 'cleanup' }) do
  redis.call('HDEL', rec(id), 'retries:' .. stage)
end
redis.call('HDEL', rec(id), 'ended', 'cleaned', 'cleanup_failed', 'said')
redis.call('ZREM', key('cleanups'), id)
redis.call('PERSIST', rec(id))
for m = 1, number(id, 'deliveries') - 1 do
  if dget(id, m, 'end') ~= 'moved' then
    redis.call('PERSIST', key('alias:' .. dget(id, m, 'id')))
  end
end
redis.call('ZADD', key('unfinished'), ms(NOW), id)
redis.call('SET', key('share:' .. get(id, 'share')), id, 'NX')
set(id, 'state', 'queued', 'owner', '', 'retry_at', '', 'error', '', 'crashes', '0',
  'resends', '0', 'payer', n)
assign(id, n)
enter(id)
event(id, 'again')
return 'again'
