-- The journal's functions. All keys of a call are of one hall and in one slot.
--
-- q:{hall}:log         stream, one entry a command, id <epoch>-<version>, fields h (hash) and b (body, the very text that was hashed)
-- q:{hall}:head        hash: v, h (last entry), epoch, term (replication id of the master at the last fence), epochs ("1:1,2:104":
--                      an epoch and its first version), days ("2026-11-21:4012,2026-11-22:": a day and its last version, the present
--                      day without), f (command ids up to this version are forgotten), t (entries up to this one are only in the archive)
-- q:{hall}:cmd:<day>   hash: command id -> version, or "!" and the answer of a command that is withdrawn: nobody may do it any more
-- q:{hall}:snap        hash: version -> hash (64), checksum (64), state
--
-- A function has no rollback: everything is looked at first and written last.

local HEAD_FIELDS = { 'v', 'h', 'epoch', 'term', 'f', 'days', 'epochs', 't' }

local function read_head(key)
  local found = redis.call('HMGET', key, unpack(HEAD_FIELDS))
  if not found[1] then
    return nil
  end
  return {
    v = tonumber(found[1]),
    h = found[2],
    epoch = tonumber(found[3]),
    term = found[4] or '',
    f = tonumber(found[5] or '0'),
    days = found[6] or '',
    epochs = found[7] or '',
    t = tonumber(found[8] or '0'),
  }
end

local function told(head)
  return { head.v, head.h, head.epoch, head.term, head.f, head.days, head.epochs, head.t }
end

-- The days of a text such as "2026-11-21:4012,2026-11-22:".
local function read_days(text)
  local days = {}
  for day, last in string.gmatch(text, '([^:,]+):(%d*)') do
    days[#days + 1] = { day = day, last = tonumber(last) }
  end
  return days
end

-- How many days are kept, if the caller named the hashes of all of them; behind them may be one new day. Otherwise a hash that is
-- elsewhere (a slot that moves) would look empty.
local function knows_days(head, names)
  local kept_names, kept = string.gsub(head and head.days or '', ':%d*', '')
  if names == kept_names or (kept == 0 and not string.find(names, ',', 1, true)) then
    return kept
  end
  local before = kept_names .. ','
  local is_next = kept > 0 and string.sub(names, 1, #before) == before and not string.find(names, ',', #before + 1, true)
  return is_next and kept
end

-- Redis takes away a key whose time is over, or that somebody deletes, and says nothing: what must be there is looked for before
-- anything is written. The one of the hashes of kept days that is gone.
local function lost_day(keys, first, kept)
  if kept == 0 or redis.call('EXISTS', unpack(keys, first, first + kept - 1)) == kept then
    return nil
  end
  for index = first, first + kept - 1 do
    if redis.call('EXISTS', keys[index]) == 0 then
      return keys[index]
    end
  end
end

-- Trimming leaves the last entry, so a log always ends at its head.
local function lost_end(head, log)
  local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
  return not (last and tonumber(string.match(last[1], '%-(%d+)$')) == head.v) and log or nil
end

-- The same without reading an entry, for each append: a log has all entries that were not trimmed. One with more has somebody else's
-- behind ours, and takes no entry with an id before that.
local function lost_entries(head, log)
  return redis.call('XLEN', log) < head.v - head.t and log or nil
end

-- The one on which somebody has set an expiry. Rights of older installations lack PTTL: then it is not known.
local function expiring(keys)
  for _, key in ipairs(keys) do
    local left = redis.pcall('PTTL', key)
    if type(left) == 'number' and left >= 0 then
      return key
    end
  end
end

-- KEYS head, log, a hash for each kept day: what is wrong with them, as an answer. Older hubs name the head alone.
local function wrong(head, keys, names)
  if #keys == 1 then
    return nil
  end
  local kept = knows_days(head, names)
  if not kept then
    return { 'DAYS', head.days }
  end
  if redis.call('XLEN', keys[2]) > head.v - head.t then
    return { 'MORE' }
  end
  local lost = lost_end(head, keys[2]) or lost_day(keys, 3, kept)
  if lost then
    return { 'LOST', lost }
  end
  local key = expiring(keys)
  return key and { 'EXPIRES', key }
end

-- The version of one of the ids, else the mark of one that is withdrawn. An entry goes before a mark.
local function known_command(head, keys, first, ids)
  local mark = nil
  for index = first, #keys do
    local found = redis.call('HMGET', keys[index], unpack(ids))
    for at, value in ipairs(found) do
      local version = value and tonumber(value)
      if version and head and version > head.f then
        return version, nil
      end
      if value and not version then
        mark = { key = keys[index], id = ids[at], value = value }
      end
    end
  end
  return nil, mark
end

-- Written once more, so that WAIT behind it covers it though somebody else wrote it.
local function withdrawn(mark)
  redis.call('HSET', mark.key, mark.id, mark.value)
  return { 'WITHDRAWN', mark.id, string.sub(mark.value, 2) }
end

-- The text of the days behind which a new one begins; `before` is the last version of the one that was the present day.
local function days_with(head, new_day, before)
  local days = head and head.days or ''
  return (days == '' and '' or days .. before .. ',') .. new_day .. ':'
end

-- KEYS log, head, a hash of command ids for each day. ARGV epoch, term, expected version, expected hash, names of the days by commas,
-- then for each entry its hash, command id and body.
local function write(keys, args)
  local epoch, term = tonumber(args[1]), args[2]
  local version, hash, names = tonumber(args[3]), args[4], args[5]
  local head = read_head(keys[2])
  local kept = knows_days(head, names)
  if not kept then
    return { 'DAYS', head and head.days or '' }
  end
  local ids = {}
  for index = 6, #args, 3 do
    ids[#ids + 1] = args[index + 1]
  end
  local known, mark = known_command(head, keys, 3, ids)
  if known then
    return { 'DUP', known }
  end
  -- What the log has lost was done before anybody could withdraw it.
  if mark and head and epoch <= head.epoch then
    return withdrawn(mark)
  end
  -- In a term that nobody has fenced yet only a higher epoch may write: who brings back what the log has lost.
  if head and (epoch < head.epoch or (epoch == head.epoch and head.term ~= term)) then
    return { 'FENCED', head.epoch }
  end
  if not head and redis.call('EXISTS', keys[1]) == 1 then
    return { 'FOREIGN' }
  end
  local at_version = head and head.v or 0
  if at_version ~= version or (head and head.h ~= hash) then
    return { 'CONFLICT', at_version, head and head.h or '' }
  end
  local lost = head and (lost_entries(head, keys[1]) or lost_day(keys, 3, kept))
  if lost then
    return { 'LOST', lost }
  end
  local commands = {}
  for index = 6, #args, 3 do
    version = version + 1
    redis.call('XADD', keys[1], epoch .. '-' .. version, 'h', args[index], 'b', args[index + 2])
    commands[#commands + 1] = args[index + 1]
    commands[#commands + 1] = version
    hash = args[index]
  end
  redis.call('HSET', keys[#keys], unpack(commands))
  -- What stays as it is is not written: each field goes to every disk and every replica.
  local fields = { 'v', version, 'h', hash }
  local function put(name, value)
    fields[#fields + 1] = name
    fields[#fields + 1] = value
  end
  local is_new = not head or head.epoch < epoch
  if is_new or head.epochs == '' then
    local epochs = head and head.epochs or ''
    put('epochs', epochs .. (epochs == '' and '' or ',') .. epoch .. ':' .. (at_version + 1))
  end
  if is_new or head.term ~= term then
    put('epoch', epoch)
    put('term', term)
  end
  if #keys - 2 > kept then
    put('days', days_with(head, string.match(names, '[^,]+$'), at_version))
  end
  redis.call('HSET', keys[2], unpack(fields))
  return { 'OK', version }
end

-- As hubs of library 1 call it, which know no marks: they decide again, and do not do it.
local function append(keys, args)
  local answer = write(keys, args)
  if answer[1] ~= 'WITHDRAWN' then
    return answer
  end
  local head = read_head(keys[2])
  return { 'CONFLICT', head.v, head.h }
end

-- KEYS head, a hash for each day. ARGV epoch, term, command id, answer, names of the days. From then on nobody does the command.
local function withdraw(keys, args)
  local epoch, term, id, answer, names = tonumber(args[1]), args[2], args[3], args[4], args[5]
  local head = read_head(keys[1])
  if not head or #keys == 1 then
    return head and { 'DAYS', head.days } or { 'NONE' }
  end
  local kept = knows_days(head, names)
  if not kept then
    return { 'DAYS', head.days }
  end
  local known, mark = known_command(head, keys, 2, { id })
  if known then
    return { 'DUP', known }
  end
  -- Behind a failover something may have to be brought back first: the command itself, perhaps.
  if epoch ~= head.epoch or head.term ~= term then
    return { 'FENCED', head.epoch }
  end
  local lost = lost_day(keys, 2, kept)
  if lost then
    return { 'LOST', lost }
  end
  return withdrawn(mark or { key = keys[#keys], id = id, value = '!' .. answer })
end

-- KEYS head, log, a hash for each day. ARGV term, names of the days. Always a write where there is a hall, so that WAIT behind it covers
-- all that was written before.
local function fence(keys, args)
  local head = read_head(keys[1])
  if not head then
    return {}
  end
  local found = wrong(head, keys, args[2])
  if found then
    return found
  end
  if head.term ~= args[1] then
    head.epoch = head.epoch + 1
    head.term = args[1]
    head.epochs = head.epochs .. ',' .. head.epoch .. ':' .. (head.v + 1)
    redis.call('HSET', keys[1], 'epochs', head.epochs)
  end
  redis.call('HSET', keys[1], 'epoch', head.epoch, 'term', head.term)
  return told(head)
end

-- KEYS head; where the keys are to be looked at, too: log, a hash for each day. ARGV names of the days. Nothing for a hall that is not
-- there.
local function look(keys, args)
  local head = read_head(keys[1])
  return head and (wrong(head, keys, args[1]) or told(head)) or {}
end

local function id_of(epochs, version)
  local found = '0'
  for epoch, first in string.gmatch(epochs, '(%d+):(%d+)') do
    if tonumber(first) <= version then
      found = epoch
    end
  end
  return found .. '-' .. version
end

-- KEYS log, head. ARGV after, limit. The head, then the entry at `after` if it is kept, then what is behind it.
local function read(keys, args)
  local head = read_head(keys[2])
  if not head then
    return {}
  end
  local after = tonumber(args[1])
  local from = after == 0 and '-' or id_of(head.epochs, after)
  return { told(head), redis.call('XRANGE', keys[1], from, '+', 'COUNT', tonumber(args[2]) + 1) }
end

-- KEYS head, a hash for each day. ARGV id, names of the days.
local function find(keys, args)
  local head = read_head(keys[1])
  if not head then
    return { 'EMPTY' }
  end
  local kept = knows_days(head, args[2])
  if not kept then
    return { 'DAYS', head.days }
  end
  local version = known_command(head, keys, 2, { args[1] })
  if version then
    return { 'FOUND', version }
  end
  local lost = lost_day(keys, 2, kept)
  return lost and { 'LOST', lost } or { 'NONE' }
end

-- KEYS head, a hash for each day. ARGV up to version, names of the days.
local function forget(keys, args)
  local head = read_head(keys[1])
  local up_to = tonumber(args[1])
  if not head or up_to <= head.f then
    return { 'OK' }
  end
  if not knows_days(head, args[2]) then
    return { 'DAYS', head.days }
  end
  local kept = {}
  for index, each in ipairs(read_days(head.days)) do
    if each.last and each.last <= up_to then
      redis.call('UNLINK', keys[1 + index])
    else
      kept[#kept + 1] = each.day .. ':' .. (each.last or '')
    end
  end
  redis.call('HSET', keys[1], 'f', math.min(up_to, head.v), 'days', table.concat(kept, ','))
  return { 'OK' }
end

-- KEYS snapshots. ARGV version, text, how many are kept.
local function keep_snapshot(keys, args)
  redis.call('HSET', keys[1], args[1], args[2])
  local versions = redis.call('HKEYS', keys[1])
  table.sort(versions, function(left, right)
    return tonumber(left) > tonumber(right)
  end)
  for index = tonumber(args[3]) + 1, #versions do
    redis.call('HDEL', keys[1], versions[index])
  end
  return { 'OK' }
end

-- KEYS log, head. ARGV the last version that leaves.
local function trim(keys, args)
  local head = read_head(keys[2])
  local up_to = tonumber(args[1])
  if not head or up_to >= head.v or up_to <= head.t then
    return { 'OK', 0 }
  end
  redis.call('HSET', keys[2], 't', up_to)
  return { 'OK', redis.call('XTRIM', keys[1], 'MINID', id_of(head.epochs, up_to + 1)) }
end

-- Writes nothing, and is refused where a write would be: tells whether there is room again.
local function room()
  return { 'OK' }
end

redis.register_function('hallcall_append', append)
redis.register_function('hallcall_write', write)
redis.register_function('hallcall_withdraw', withdraw)
redis.register_function('hallcall_room', room)
redis.register_function('hallcall_fence', fence)
redis.register_function('hallcall_forget', forget)
redis.register_function('hallcall_keep_snapshot', keep_snapshot)
redis.register_function('hallcall_trim', trim)
redis.register_function({ function_name = 'hallcall_look', callback = look, flags = { 'no-writes' } })
redis.register_function({ function_name = 'hallcall_read', callback = read, flags = { 'no-writes' } })
redis.register_function({ function_name = 'hallcall_find', callback = find, flags = { 'no-writes' } })
