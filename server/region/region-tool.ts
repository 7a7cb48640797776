import type { Clock } from '../../shared/lib/clock.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import { StaffAccounts } from '../access/staff-accounts.ts';
import { runStaffTool } from '../access/staff-tool.ts';
import { EXIT_USAGE, StartError } from '../config/start-error.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import type { Places } from './places.ts';
import { RegionTokens } from './region-tokens.ts';

export interface RegionToolOptions {
  readonly database: AccessDatabase;
  readonly places: Places;
  /** A place; null: the whole region. */
  readonly of: string | null;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly askPassword: () => Promise<string>;
  readonly print: (line: string) => void;
}

/** `token` and `staff`. False: the words make no sense. @throws StartError */
export async function runRegionTool(options: RegionToolOptions, [command, ...words]: readonly string[]): Promise<boolean> {
  if (command === 'token') return tokens(options, words);
  if (command === 'staff') return staff(options, words);
  return false;
}

async function tokens({ clock, database, newId, places, print }: RegionToolOptions, words: readonly string[]): Promise<boolean> {
  const kept = new RegionTokens({ database, clock, newId });
  const [verb, hall, ...more] = words;
  if (verb === 'list' && hall === undefined) {
    const since = new Map((await kept.list()).map((each) => [each.hall, each.since]));
    for (const each of places.halls) {
      const at = since.get(each);
      print(`${each}  ${at === undefined ? 'no token' : `since ${new Date(at).toISOString()}`}`);
    }
    return true;
  }
  if (hall === undefined || more.length > 0) return false;
  if (verb === 'add') {
    if (!places.isHall(hall)) throw new StartError(`the region's file names no hall "${hall}"`, EXIT_USAGE);
    const token = await kept.give(hall);
    print(token);
    return true;
  }
  if (verb === 'revoke') {
    if (!(await kept.revoke(hall))) throw new StartError(`hall "${hall}" has no token`);
    print(`The token of hall "${hall}" is void.`);
    return true;
  }
  return false;
}

/** A supervisor is an account of the region's own database; what is a hall's there is the place that is looked at here. */
async function staff(options: RegionToolOptions, words: readonly string[]): Promise<boolean> {
  const { askPassword, clock, database, of, places, print } = options;
  const place = of ?? places.all[0]?.id ?? null;
  if (place !== null && places.get(place) === undefined) {
    throw new StartError(`the region's file names no place "${place}"`, EXIT_USAGE);
  }
  const [verb] = words;
  if (verb !== undefined && !['list', 'add', 'password', 'end'].includes(verb)) return false;
  const accounts = new StaffAccounts({ database, clock, by: 'cli' });
  const outcome = await runStaffTool({ accounts, hall: place, roles: 'manager', askPassword, print }, words);
  if (outcome.is === 'failed') throw new StartError(outcome.why);
  return outcome.is === 'done';
}
