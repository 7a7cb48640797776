-- Which hub does for a hall what must be done once.
--
-- hallcall:duty:{all}:hubs    hash: hub -> its last word, another one each time it is heard
-- hallcall:duty:{all}:halls   hash: hall -> "<fence> <hub>", without a hub while nobody has it; '' -> who changed something last
--
-- No clock of this node is asked: a hub is gone when another one has heard the same word of it for too long.

local function owner_of(keys, hall)
  local found = redis.call('HGET', keys[2], hall)
  if not found then
    return 0, ''
  end
  local fence, hub = string.match(found, '^(%d+) (.*)$')
  return tonumber(fence), hub
end

local function told(keys, seen)
  local change = redis.call('HGET', keys[2], '') or ''
  local hubs = redis.call('HGETALL', keys[1])
  if change == seen then
    return { change, hubs }
  end
  return { change, hubs, redis.call('HGETALL', keys[2]) }
end

-- KEYS hubs, halls. ARGV this hub, its word, the change it knows, then as JSON: hubs that are gone, each with the word it was last
-- heard with; halls to take; halls to give up. Taken is what nobody has, or who is gone.
local function tend(keys, args)
  local me, word = args[1], args[2]
  local gone, take, give = cjson.decode(args[4]), cjson.decode(args[5]), cjson.decode(args[6])
  local changed = false
  redis.call('HSET', keys[1], me, word)
  for _, each in ipairs(gone) do
    if redis.call('HGET', keys[1], each[1]) == each[2] then
      redis.call('HDEL', keys[1], each[1])
      changed = true
    end
  end
  for _, hall in ipairs(give) do
    local fence, hub = owner_of(keys, hall)
    if hub == me then
      redis.call('HSET', keys[2], hall, fence .. ' ')
      changed = true
    end
  end
  for _, hall in ipairs(take) do
    local fence, hub = owner_of(keys, hall)
    if hub == '' or (hub ~= me and redis.call('HEXISTS', keys[1], hub) == 0) then
      redis.call('HSET', keys[2], hall, (fence + 1) .. ' ' .. me)
      changed = true
    end
  end
  if changed then
    redis.call('HSET', keys[2], '', me .. ' ' .. word)
  end
  return told(keys, args[3])
end

-- KEYS hubs, halls. ARGV this hub, its word. Gives all up at once.
local function leave(keys, args)
  local all = redis.call('HGETALL', keys[2])
  for index = 1, #all, 2 do
    local fence, hub = string.match(all[index + 1], '^(%d+) (.*)$')
    if all[index] ~= '' and hub == args[1] then
      redis.call('HSET', keys[2], all[index], fence .. ' ')
    end
  end
  redis.call('HDEL', keys[1], args[1])
  redis.call('HSET', keys[2], '', args[1] .. ' ' .. args[2])
  return { 'OK' }
end

redis.register_function('hallcall_tend_duties', tend)
redis.register_function('hallcall_leave_duties', leave)
