-- Ends all of a server's deliveries that wait; what runs goes on. Returns the ids under
-- which they were asked for, and the cleanups to send.
local gone, sent = {}, {}
for _, name in ipairs(redis.call('ZRANGE', key('guild:' .. A.guild), 0, -1)) do
  if #gone >= A.many then break end
  local id, n = name:match('^(.-):(%d+)$')
  n = tonumber(n)
  if known(id) and not ACTIVE[get(id, 'state')] and get(id, 'pin') == '' then
    gone[#gone + 1] = dget(id, n, 'id')
    local answer = give_up(id, n, A.error)
    if answer:sub(1, 1) == '{' then sent[#sent + 1] = cjson.decode(answer) end
  end
end
return { encoded(gone), encoded(sent) }
