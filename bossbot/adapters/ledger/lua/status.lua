-- Remembers which message shows a download to the one who asked for it under this id;
-- one that is forgotten meanwhile stays so.
local id, n = resolve(A.id)
if not id then return 0 end
dset(id, n, 'status_message', A.message)
return 1
