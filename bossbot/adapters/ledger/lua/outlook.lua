-- What an estimate of the wait is made of.
local id, n = resolve(A.id)
local own = id and own_outlook(id, n)
if not own then return false end
return cjson.encode({ whole_outlook(), own })
