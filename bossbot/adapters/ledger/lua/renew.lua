-- Prolongs the lease; 0 when the token is no longer current.
if not current(A.id) then return 0 end
local state = get(A.id, 'state')
if ACTIVE[state] then
  redis.call('ZADD', key('leases'), ms(NOW + A.lease), A.id)
elseif ENDED[state] then
  redis.call('ZADD', key('cleanups'), ms(NOW + A.lease), A.id)
else
  return 0
end
return 1
