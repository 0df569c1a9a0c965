-- Intent or proof of the posting of one batch, under the fencing token.
if not current(A.id) then return 0 end
if A.messages and #A.messages > 0 then
  local post = cjson.decode(get(A.id, 'post:' .. A.key))
  redis.call('HSET', rec(A.id), 'post:' .. A.key, cjson.encode({ at = post.at,
    files = post.files, messages = A.messages }))
elseif get(A.id, 'post:' .. A.key) == '' then
  redis.call('HSET', rec(A.id), 'post:' .. A.key,
    cjson.encode({ at = NOW / 1000, files = A.files }))
end
return 1
