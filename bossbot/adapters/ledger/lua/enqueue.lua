-- A new download; asking again with the same id changes nothing.
if redis.call('EXISTS', rec(A.id)) == 1 then return 0 end
local sequence = redis.call('INCR', key('sequence'))
local order = ms(A.rank * 1e13 + sequence)
set(A.id, 'schema_number', A.schema_number, 'request', A.request, 'state', 'queued',
  'stage', 'fetch', 'attempt', '0', 'owner', '', 'host', '', 'crashes', '0',
  'resends', '0', 'created', ms(NOW), 'order', order, 'pin', A.pin, 'kept', ms(A.kept))
redis.call('ZADD', key('waiting'), order, A.id)
event(A.id, 'queued')
return 1
