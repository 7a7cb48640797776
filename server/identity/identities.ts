import { classSetup, standardClass, type ClassId, type HallConfiguration } from '../../shared/hall/configuration.ts';
import type { Clock, EpochMs, Timers } from '../../shared/lib/clock.ts';
import { unreachable } from '../../shared/lib/unreachable.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import { databaseTrouble } from '../database/database-trouble.ts';
import type { Log } from '../observability/log.ts';
import { IdentityServer, type AskedOutcome, type FetchServer } from './ask-server.ts';
import { IdentityList, type ListedIdentity } from './identity-list.ts';
import { plainIdentity } from './identity.ts';

/** A server that fails is told of no more often than this. */
const TOLD_AGAIN_MS = 60_000;

export interface IdentitiesOptions {
  readonly database: AccessDatabase;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly fetch: FetchServer;
  readonly log: Log;
}

/**
 * Of what class a customer is who says who he is. The hall's configuration names the way: its list, or its own server. An
 * identity lives as long as its question and is in no log, no table, no message to a screen.
 */
export class Identities {
  readonly #options: IdentitiesOptions;
  readonly #list: IdentityList;
  readonly #server: IdentityServer;
  #toldAt: EpochMs | null = null;

  private constructor(options: IdentitiesOptions, list: IdentityList) {
    this.#options = options;
    this.#list = list;
    this.#server = new IdentityServer({ fetch: options.fetch, after: (delayMs, run) => options.timers.after(delayMs, run) });
  }

  static async open(options: IdentitiesOptions): Promise<Identities> {
    return new Identities(options, await IdentityList.open(options.database, options.clock));
  }

  /** Null: the standard class, also for whatever is no identity, is not known, or could not be looked up in time. */
  async classOf(hall: string, configuration: HallConfiguration, given: string): Promise<ClassId | null> {
    const lookup = configuration.kiosk?.identity;
    const identity = plainIdentity(given);
    if (lookup === undefined || identity === null) return null;
    const found = lookup.kind === 'list' ? await this.#listed(hall, identity) : await this.#ask(lookup.url, identity);
    const isKnown = found !== null && found !== standardClass(configuration) && classSetup(configuration, found) !== undefined;
    return isKnown ? found : null;
  }

  replaceList(hall: string, listed: readonly ListedIdentity[]): Promise<number> {
    return this.#list.replace(hall, listed);
  }

  counts(hall: string): Promise<{ readonly class: ClassId; readonly count: number }[]> {
    return this.#list.counts(hall);
  }

  /** A customer gets his number also while the database is away. */
  async #listed(hall: string, identity: string): Promise<ClassId | null> {
    try {
      return await this.#list.classOf(hall, identity);
    } catch (error) {
      if (databaseTrouble(error) === null) throw error;
      this.#tell('database');
      return null;
    }
  }

  async #ask(url: string, identity: string): Promise<ClassId | null> {
    const outcome = await this.#server.ask(url, identity);
    switch (outcome.is) {
      case 'class':
        return outcome.class;
      case 'nobody':
        return null;
      case 'failed':
        this.#tell(outcome.why);
        return null;
      default:
        return unreachable(outcome);
    }
  }

  /** Without who was asked about, and without the address, which may hold a key. */
  #tell(why: Extract<AskedOutcome, { is: 'failed' }>['why'] | 'database'): void {
    const now = this.#options.clock.now();
    if (this.#toldAt !== null && now - this.#toldAt < TOLD_AGAIN_MS) return;
    this.#toldAt = now;
    this.#options.log.warn({ why }, 'what knows customers’ classes did not answer; they are of the standard class');
  }
}
