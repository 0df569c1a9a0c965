-- Puts a download aside that waits or fetches: its slot is free, its files stay, and so
-- does its age. Answers `paused`, or why not.
local id, n = resolve(A.id)
if not id then return 'unknown' end
local state = get(id, 'state')
if dget(id, n, 'end') ~= '' or ENDED[state] then return 'ended' end
if state == 'paused' then return 'paused' end
if get(id, 'pin') ~= '' then return 'pinned' end
if ACTIVE[state] and get(id, 'stage') ~= 'fetch' then return 'running' end
if #owed(id) > 1 then return 'shared' end
if state == 'queued' then leave(id) end
release(id)
redis.call('ZREM', key('due'), id)
set(id, 'state', 'paused', 'owner', '', 'retry_at', '')
redis.call('ZADD', key('paused'), ms(NOW), id)
redis.call('SADD', key('rests:' .. dget(id, n, 'guild')), id .. ':' .. n)
event(id, 'paused')
return 'paused'
