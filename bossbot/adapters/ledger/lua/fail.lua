-- Ends the download badly, by whoever holds its token.
if said(A.id, 'fail') then return 1 end
if not current(A.id) then return 0 end
if A.stage == 'cleanup' then
  -- Why the download ended stays what the record says; this one is for the log.
  set(A.id, 'owner', '', 'cleanup_failed', '1')
  redis.call('ZREM', key('cleanups'), A.id)
  redis.call('PEXPIRE', rec(A.id), get(A.id, 'kept'))
  event(A.id, 'cleanup_failed')
else
  set(A.id, 'error', A.error)
  finish_as(A.id, 'failed')
end
return 1
