-- Remembers which message shows a download to the one who asked for it under this id,
-- both ways: who reacts to the message means that download. One that is forgotten
-- meanwhile stays so.
local id, n = resolve(A.id)
if not id then return 0 end
dset(id, n, 'status_message', A.message)
local kept = math.max(number(id, 'kept'), DAY)
if not ENDED[get(id, 'state')] then kept = kept + A.longest end
redis.call('SET', key('message:' .. A.message), A.id, 'PX', ms(kept))
return 1
