-- Ends the download badly, by whoever holds its token. Deliveries that were made stay.
if said(A.id, 'fail') then return 1 end
if not current(A.id) then return 0 end
if A.stage == 'cleanup' then
  -- Why the download ended stays what the record says; this one is for the log.
  set(A.id, 'owner', '', 'cleanup_failed', '1')
  redis.call('ZREM', key('cleanups'), A.id)
  expire(A.id)
  event(A.id, 'cleanup_failed')
  return 1
end
if A.stage == 'fetch' then site_heard(A.id) end
local made = false
for n = 0, number(A.id, 'deliveries') - 1 do
  made = made or dget(A.id, n, 'end') == 'completed'
end
for _, n in ipairs(owed(A.id)) do end_delivery(A.id, n, 'failed', A.error) end
finish_as(A.id, made and 'completed' or 'failed', not made and A.error or '')
return 1
