-- Ends what was asked for under this id; what still runs finds its token stale. Answers
-- `unknown`, `ended`, `left` (others wait for it too), `cancelled`, or that with the
-- cleanup to send.
local id, n = resolve(A.id)
if not id then return 'unknown' end
if dget(id, n, 'end') ~= '' or ENDED[get(id, 'state')] then return 'ended' end
return give_up(id, n, A.error)
