import { PostgresServer } from '../support/postgres-server.ts';
import { bareHubProgram } from './bare-hub-program.ts';
import { chaosConfiguration, COUNTERS, KIOSKS } from './hall-crowd.ts';
import { kioskToken, signIn } from './hall-entrance.ts';
import { HubProgram, type PlantedFaultName } from './hub-program.ts';
import type { Place } from './network.ts';
import { ShownByBareHub, ShownOnScreen, type ShownEntries } from './shown-entries.ts';

/** When a copy is lost: `strict` stops writing, `relaxed` goes on with fewer. */
export type CopiesRule = 'strict' | 'relaxed';

export interface HouseHubOptions {
  readonly url: string;
  readonly name: string;
  readonly copies?: CopiesRule | undefined;
  readonly replicas?: number | undefined;
  readonly plantedFault?: PlantedFaultName | null | undefined;
  readonly place?: Place | undefined;
}

const STARTS_AGAIN_MAX = 3;

/** Which hubs a run has, and how people get in. */
export interface House {
  /** Not started. */
  hub(options: HouseHubOptions): Promise<HubProgram>;
  /** What a person or device says who it is with, once hubs are up. */
  tokens(hubs: readonly HubProgram[]): Promise<(name: string) => string>;
  shown(hub: HubProgram, token: string): ShownEntries;
  close(): Promise<void>;
}

/** Hubs without rooms: whoever says a name is it. */
export const BARE_HOUSE: House = {
  hub: async (options) => hubOf(options, { program: await bareHubProgram() }),
  tokens: () => Promise.resolve((name) => name),
  shown: (hub) => new ShownByBareHub(hub.url),
  close: () => Promise.resolve(),
};

/** The product with all its rooms, accounts in a PostgreSQL that all hubs share. */
export async function productHouse(): Promise<House> {
  const server = await PostgresServer.start();
  const database = await server.newDatabase();
  const more = { HALLCALL_DATABASE: database, HALLCALL_FORECASTS: 'off' };
  return {
    hub: (options) => hubOf(options, { environment: more }),
    tokens: async ([first]) => {
      if (first === undefined) throw new Error('a house needs a hub');
      const kiosks = await kioskToken(first.url);
      const tokens = new Map(KIOSKS.map((name) => [name, kiosks] as const));
      for (const counter of COUNTERS) tokens.set(`teller-${counter}`, await signIn(first.url, String(1000 + counter)));
      return (name) => tokens.get(name) ?? name;
    },
    shown: (hub, token) => new ShownOnScreen(hub.url, token),
    close: () => server.remove(),
  };
}

/**
 * As a supervisor does: a hub that ends while it starts is started again, a few times. What it said is told by the last one. Resolves with
 * how often it was started again.
 */
export async function startSupervised(hub: HubProgram): Promise<number> {
  for (let again = 0; ; again += 1) {
    try {
      await hub.start();
      return again;
    } catch (error) {
      if (hub.isRunning || again === STARTS_AGAIN_MAX) throw error;
    }
  }
}

function hubOf(
  { copies = 'strict', name, place, plantedFault = null, replicas = 2, url }: HouseHubOptions,
  { environment = {}, program }: { readonly environment?: Readonly<Record<string, string>>; readonly program?: string },
): Promise<HubProgram> {
  return HubProgram.prepare({
    configuration: chaosConfiguration(),
    plantedFault,
    ...(program === undefined ? {} : { program }),
    ...(place === undefined ? {} : { place }),
    environment: {
      HALLCALL_HUB: name,
      HALLCALL_HOST: place?.host ?? '127.0.0.1',
      HALLCALL_REDIS: url,
      HALLCALL_REDIS_REPLICAS: String(replicas),
      HALLCALL_REDIS_COPIES: copies,
      ...environment,
    },
  });
}
