-- What a server was found to take a file at most; the least of all findings, for so long
-- as nothing speaks against more.
local name = key('uploads:' .. A.guild)
local known = tonumber(redis.call('GET', name))
if not known or A.most <= known then
  redis.call('SET', name, ms(A.most), 'PX', A.lasts)
  return ms(A.most)
end
return ms(known)
