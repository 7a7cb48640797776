import type { RedisReply } from './redis-store.ts';

export interface DutyOwner {
  /** Rises each time the duty changes hands. */
  readonly fence: number;
  /** Empty while nobody has it. */
  readonly hub: string;
}

/** What the functions of `duty-functions.lua` answer. */
export interface DutyAnswer {
  /** Names the last change: the same again means that nothing has changed since. */
  readonly change: string;
  /** Hub to its last word. */
  readonly hubs: ReadonlyMap<string, string>;
  /** Null: as before. */
  readonly halls: ReadonlyMap<string, DutyOwner> | null;
}

/** @throws when it is nothing of the kind. */
export function readDutyAnswer(reply: RedisReply): DutyAnswer {
  const [change, hubs, halls] = list(reply);
  if (typeof change !== 'string') throw new Error('duties: the answer is none');
  return { change, hubs: pairs(hubs), halls: halls === undefined ? null : owners(pairs(halls)) };
}

function owners(texts: ReadonlyMap<string, string>): Map<string, DutyOwner> {
  const found = new Map<string, DutyOwner>();
  for (const [hall, text] of texts) {
    const [, fence, hub] = /^(\d+) (.*)$/.exec(text) ?? [];
    if (hall !== '' && fence !== undefined && hub !== undefined) found.set(hall, { fence: Number(fence), hub });
  }
  return found;
}

function pairs(reply: RedisReply | undefined): Map<string, string> {
  const flat = list(reply);
  const found = new Map<string, string>();
  for (let index = 0; index + 1 < flat.length; index += 2) found.set(String(flat[index]), String(flat[index + 1]));
  return found;
}

function list(reply: RedisReply | undefined): readonly RedisReply[] {
  return Array.isArray(reply) ? (reply as readonly RedisReply[]) : [];
}
