-- A requester's retry of what failed, as it was or with a change: from the stage that
-- failed while its files are there, else from fetch; behind what waits already. What was
-- too large goes on from what was fetched. Answers `again`, or why not.
local id, n = resolve(A.id)
if not id then return 'unknown' end
local state, ended = get(id, 'state'), dget(id, n, 'end')
-- The change that was made last is the one that a plain retry tries again.
local before = dget(id, n, 'changes')
local wanted = A.change ~= '' and A.change or before:match('[^,]*$')
if ended == '' then -- somebody was faster, or there is nothing to try again
  if dget(id, n, 'generation') == '0' then return 'not_failed' end
  return wanted == before:match('[^,]*$') and 'again' or 'under_way'
end
if ended ~= 'failed' then return 'not_failed' end
if get(id, 'pin') ~= '' then return 'pinned' end
-- It counts as one of the day's downloads, however often it is tried.
if tonumber(dget(id, n, 'generation')) >= A.most_again then return 'worn_out' end
local function failed_as(text)
  return cjson.decode(text ~= '' and text or '{"permanent":true}')
end
if A.change ~= '' and failed_as(dget(id, n, 'error')).code ~= 'file_too_large' then
  return 'not_too_large'
end
-- Its files are on their way to storage, or those of another server's eyes alone, or
-- made for somebody who wants them otherwise.
local guild = dget(id, n, 'guild')
local foreign = get(id, 'private') == '1' and get(id, 'private_guild') ~= guild
local present = get(id, 'change')
local unlike = foreign or wanted ~= '' or present ~= ''
if unlike and not ENDED[state] then return 'running' end
if state == 'completed' and get(id, 'cleaned') ~= '1' then return 'running' end
local waits = waiting_in(guild)
if A.max_waiting > 0 and waits >= A.max_waiting then
  return cjson.encode({ full = waits })
end
redis.call('HDEL', rec(id), 'd' .. n .. ':end', 'd' .. n .. ':error',
  'd' .. n .. ':posting', 'd' .. n .. ':made')
redis.call('HINCRBY', rec(id), 'd' .. n .. ':generation', 1)
-- Discord takes less than was thought: what is made now is to fit.
if A.request ~= '' then dset(id, n, 'request', A.request) end
if wanted ~= '' then
  local changes = {}
  for word in before:gmatch('[^,]+') do
    if word ~= wanted then changes[#changes + 1] = word end
  end
  changes[#changes + 1] = wanted
  dset(id, n, 'changes', table.concat(changes, ','))
end
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
local why, stage = failed_as(get(id, 'error')), get(id, 'stage')
local fresh = NOW - number(id, 'ended') < A.resumable
local made = stage == 'transcode' or stage == 'upload'
local switched = wanted ~= present
local there = state == 'failed' and not foreign and fresh and lives(get(id, 'host'))
if switched or why.code == 'file_too_large' then
  -- What was fetched lies there, if it was fetched to be made into this.
  local source = get(id, 'fetched')
  there = there and made and (source == '' or source == wanted)
    and (not why.permanent or why.code == 'file_too_large')
else
  there = there and not why.permanent
end
if switched then set(id, 'change', wanted, 'variants', '[]', 'skipped', '[]') end
if there and stage == 'upload' then set(id, 'stage', 'transcode') end
if not there then
  local kept = state == 'completed' and wanted == '' and present == ''
  set(id, 'stage', 'fetch', 'files', '[]', 'variants', '[]', 'ready', '',
    'private', '', 'again', kept and A.again or '')
end
for _, name in ipairs({ 'fetch', 'validate', 'transcode', 'upload', 'cleanup' }) do
  redis.call('HDEL', rec(id), 'retries:' .. name)
end
redis.call('HDEL', rec(id), 'ended', 'cleaned', 'cleanup_failed', 'said')
redis.call('ZREM', key('cleanups'), id)
redis.call('PERSIST', rec(id))
for m = 0, number(id, 'deliveries') - 1 do
  if dget(id, m, 'end') ~= 'moved' then
    local asked, status = dget(id, m, 'id'), dget(id, m, 'status_message')
    if m > 0 then redis.call('PERSIST', key('alias:' .. asked)) end
    if status ~= '' then
      local kept = math.max(number(id, 'kept'), DAY) + A.longest
      redis.call('PEXPIRE', key('message:' .. status), ms(kept))
    end
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
