-- Somebody doesn't want it any more.

-- Ends one delivery; with the last one that is owed, the download.
local function give_up(id, n, why)
  local others = owed(id)
  if #others == 1 then
    if somebody_has_it(id) then
      if get(id, 'state') == 'queued' then leave_one(id, n) end
      end_delivery(id, n, 'cancelled', why)
      finish_as(id, 'completed')
    else
      finish_as(id, 'cancelled', why)
    end
    if get(id, 'host') == '' then return 'cancelled' end
    return cjson.encode(sending(id, 'cleanup'))
  end
  if get(id, 'state') == 'queued' then
    local e = leave_one(id, n)
    if e.at == 'open' then unpark('parked:user:' .. e.user, 1) end
  end
  end_delivery(id, n, 'cancelled', why)
  inherit(id, n)
  event(id, 'left')
  return 'left'
end
