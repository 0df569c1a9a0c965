-- Keeps what a look at a site's canary has come to, and tells the site's circuit breaker.
-- Returns 0 where somebody else wrote meanwhile: then it has to be judged anew.
local site = A.whose
if (redis.call('GET', key('canary:' .. site)) or '') ~= A.before then return 0 end
redis.call('SET', key('canary:' .. site), A.after, 'PX', A.kept)
redis.call('ZADD', key('canaries'), ms(NOW + A.kept), site)
redis.call('ZREMRANGEBYSCORE', key('canaries'), 0, ms(NOW))
redis.call('PEXPIRE', key('canaries'), A.kept)
if A.heard == 'answers' then
  site_answers(site)
elseif A.heard then
  local f = redis.call('HMGET', key('site:' .. site), 'until', 'probe', 'times')
  if f[1] and NOW >= tonumber(f[1]) and (f[2] or '') == '' then
    -- Nobody has tried it since its pause: this was the try.
    leave_alone(site, A.heard, tonumber(f[3]) + 1, A.retry_after)
  else
    site_fault(site, A.look, A.heard, A.retry_after)
  end
end
return 1
