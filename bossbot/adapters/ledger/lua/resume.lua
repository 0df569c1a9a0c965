-- Queues a paused download again. Answers `resumed`, also where it runs already.
local id, n = resolve(A.id)
if not id then return 'unknown' end
if dget(id, n, 'end') ~= '' or ENDED[get(id, 'state')] then return 'ended' end
if get(id, 'state') == 'paused' then requeue(id, 'resumed') end
return 'resumed'
