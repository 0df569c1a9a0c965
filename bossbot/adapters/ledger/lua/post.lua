-- Intent or proof of the posting of one batch, under the fencing token.
if not current(A.id) then return 0 end
local name = 'post:' .. A.key
local known = get(A.id, name)
local post = known ~= '' and cjson.decode(known)
if A.messages and #A.messages > 0 then
  post.messages = A.messages
  redis.call('HSET', rec(A.id), name, cjson.encode(post))
  -- From a message back to what was asked for; paths are no messages.
  local asked = dget(A.id, A.key:match('^%d+'), 'id')
  for _, message in ipairs(A.messages) do
    if message:match('^%d+$') then
      redis.call('SET', key('message:' .. message), asked, 'PX', get(A.id, 'kept'))
    end
  end
-- Refused for its size, a batch is certainly not posted: fewer files make a new one.
elseif not post or (A.instead and not post.messages and post.files == A.instead) then
  redis.call('HSET', rec(A.id), name,
    cjson.encode({ at = NOW / 1000, files = A.files, bytes = A.bytes }))
end
return 1
