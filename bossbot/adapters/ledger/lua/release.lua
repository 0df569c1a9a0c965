-- Gives the stage back unfinished: its host is going away. No retry and no crash.
if said(A.id, 'release') then return 1 end
if not current(A.id) then return 0 end
requeue(A.id, 'released')
return 1
