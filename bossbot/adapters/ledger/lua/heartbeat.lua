-- A sign of life of one worker, for the host whose disk it stands beside.
local host = 'host:' .. A.host
if A.gone then
  redis.call('ZREM', key(host .. ':workers'), A.worker)
  redis.call('HDEL', key(host .. ':slots'), A.worker)
  if redis.call('ZCARD', key(host .. ':workers')) == 0 then
    -- Dead at once, but remembered until its keys are removed.
    redis.call('ZADD', key('hosts'), 'XX', ms(NOW - 1), A.host)
  end
  return 1
end
local dead = redis.call('ZRANGEBYSCORE', key(host .. ':workers'), 0, ms(NOW))
for _, worker in ipairs(dead) do redis.call('HDEL', key(host .. ':slots'), worker) end
redis.call('ZREMRANGEBYSCORE', key(host .. ':workers'), 0, ms(NOW))
redis.call('ZADD', key(host .. ':workers'), ms(NOW + A.lasts), A.worker)
redis.call('HSET', key(host .. ':slots'), A.worker, A.slots)
redis.call('HSET', key(host .. ':disk'), 'free', ms(A.free), 'total', ms(A.total),
  'zygote', A.zygote)
redis.call('ZADD', key('hosts'), ms(NOW + A.lasts), A.host)
return 1
