-- Gives the stage back unfinished: its host is going away. No retry and no crash.
if said(A.id, 'release') then return 1 end
if not current(A.id) then return 0 end
if A.stage == 'cleanup' then -- nothing is queued any more: its host is asked again
  set(A.id, 'owner', '')
  redis.call('ZADD', key('cleanups'), ms(NOW), A.id)
  return 1
end
requeue(A.id, 'released')
return 1
