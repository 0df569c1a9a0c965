-- Remembers which message shows a download; one that is forgotten meanwhile stays so.
if redis.call('EXISTS', rec(A.id)) == 0 then return 0 end
redis.call('HSET', rec(A.id), 'status_message', A.message)
return 1
