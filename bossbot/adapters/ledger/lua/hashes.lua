-- Whole records, each with its progress, as one long answer: many short ones take the
-- client several times as long to read.
local found = {}
for i, id in ipairs(A.ids) do
  found[i] = { redis.call('HGETALL', rec(id)), redis.call('GET', key('progress:' .. id)) }
end
return encoded(found)
