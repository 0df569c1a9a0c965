-- Ends the download from outside; what still runs finds its token stale.
if redis.call('EXISTS', rec(A.id)) == 0 or ENDED[get(A.id, 'state')] then return '' end
set(A.id, 'error', A.error)
finish_as(A.id, 'cancelled')
return cjson.encode({ id = A.id, attempt = tonumber(get(A.id, 'attempt')),
  host = get(A.id, 'host'), stage = 'cleanup', request = get(A.id, 'request') })
