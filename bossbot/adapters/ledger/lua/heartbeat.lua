-- A sign of life of one worker, for the host whose disk it stands beside.
local host = 'host:' .. A.host
if A.gone then
  redis.call('ZREM', key(host .. ':workers'), A.worker)
  redis.call('HDEL', key(host .. ':slots'), A.worker)
  redis.call('HDEL', key(host .. ':schemas'), A.worker)
  if redis.call('ZCARD', key(host .. ':workers')) == 0 then
    -- Dead at once, but remembered until its keys are removed.
    redis.call('ZADD', key('hosts'), 'XX', ms(NOW - 1), A.host)
    -- What nobody there has begun can go on elsewhere at once.
    for _, id in ipairs(redis.call('SMEMBERS', key(host .. ':active'))) do
      if get(id, 'owner') == '' and ACTIVE[get(id, 'state')] then requeue(id, 'lost') end
    end
  end
  return 1
end
present()
local dead = redis.call('ZRANGEBYSCORE', key(host .. ':workers'), 0, ms(NOW))
for _, worker in ipairs(dead) do
  redis.call('HDEL', key(host .. ':slots'), worker)
  redis.call('HDEL', key(host .. ':schemas'), worker)
end
redis.call('ZREMRANGEBYSCORE', key(host .. ':workers'), 0, ms(NOW))
redis.call('ZADD', key(host .. ':workers'), ms(NOW + A.lasts), A.worker)
redis.call('HSET', key(host .. ':slots'), A.worker, A.slots)
redis.call('HSET', key(host .. ':schemas'), A.worker, A.schema)
-- Any of its workers may take the next message: all of them have to understand it.
local schema = A.schema
for _, speaks in ipairs(redis.call('HVALS', key(host .. ':schemas'))) do
  schema = math.min(schema, tonumber(speaks))
end
redis.call('HSET', key(host .. ':disk'), 'free', ms(A.free), 'total', ms(A.total),
  'zygote', A.zygote, 'schema', schema, 'room', A.room,
  'watches', A.watches or 0)
redis.call('ZADD', key('hosts'), ms(NOW + A.lasts), A.host)
for number = 1, schema do unpark('parked:schema:' .. number, 10) end
return 1
