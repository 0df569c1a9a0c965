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
if A.stage == 'fetch' and get(A.id, 'pin') == '' then site_heard(A.id) end
-- Who joined later has met no error yet.
local mark = ({ transcode = 'made', upload = 'posting' })[A.stage]
local word = A.stage == 'upload' and tostring(A.attempt) or '1'
for _, n in ipairs(owed(A.id)) do
  if not mark or dget(A.id, n, mark) == word then
    end_delivery(A.id, n, 'failed', A.error)
  end
end
if #owed(A.id) > 0 then
  inherit(A.id, get(A.id, 'payer'))
  set(A.id, 'stage', 'transcode')
  requeue(A.id, 'again')
  return 1
end
local made = somebody_has_it(A.id)
finish_as(A.id, made and 'completed' or 'failed', not made and A.error or '')
return 1
