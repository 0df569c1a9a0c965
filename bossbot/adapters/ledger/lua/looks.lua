-- All there is to show of downloads, under the ids that requesters were given: the
-- record, the delivery, progress, and what the wait is made of. One long answer, for
-- many short ones take the client several times as long to read.
local found, waits = {}, false
for i, asked in ipairs(A.ids) do
  local id, n = resolve(asked)
  if id then
    local own = own_outlook(id, n)
    waits = waits or own ~= nil
    local progress = redis.call('GET', key('progress:' .. id))
    found[i] = { id, n, redis.call('HGETALL', rec(id)), progress, own or false }
  else
    found[i] = false
  end
end
return cjson.encode({ waits and whole_outlook(), found })
