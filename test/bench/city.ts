import { randomFillSync } from 'node:crypto';
import { assert } from '../../shared/lib/assert.ts';
import { idsFrom } from '../../shared/lib/ids.ts';
import { writeRoles } from '../../server/database/tables.ts';
import { openPostgresDatabase } from '../../server/database/postgres-database.ts';
import { newToken, tokenHash } from '../../server/access/token.ts';
import { Hub } from '../../server/hub/hub.ts';
import { SILENT_LOG } from '../../server/hub/hub-log.ts';
import { openRedisJournal } from '../../server/journal/redis/redis-journal.ts';
import { SYSTEM } from '../support/played-hall.ts';
import type { RedisNodes } from '../support/redis-nodes.ts';
import { openStoreOn } from '../support/redis-store-on.ts';
import { SYSTEM_CLOCK, SYSTEM_TIMERS } from '../support/system-timers.ts';
import { testConfiguration } from '../support/test-configuration.ts';

export const newId = idsFrom((bytes) => randomFillSync(bytes));
export const COUNTER = 1;
/** Halls that are made at once, and rows in one statement. */
const AT_ONCE = 50;
const FIRST_STAFF_NUMBER = 100_000;

/** A hall that is open, with one counter that is staffed, and what opens a line of each of its screens. */
export interface CityHall {
  readonly name: string;
  readonly staffNumber: string;
  readonly kiosk: string;
  readonly wall: string;
  readonly teller: string;
}

/** Makes so many halls where hubs will share them, before there is a hub. */
export async function foundCity(halls: number, nodes: RedisNodes, databaseUrl: string): Promise<CityHall[]> {
  const city = Array.from({ length: halls }, (_each, index) => ({
    name: `hall-${String(index).padStart(4, '0')}`,
    staffNumber: String(FIRST_STAFF_NUMBER + index),
    kiosk: newToken(newId),
    wall: newToken(newId),
    teller: newToken(newId),
  }));
  await openHalls(city, nodes);
  await writeAccess(city, databaseUrl);
  return city;
}

async function openHalls(city: readonly CityHall[], nodes: RedisNodes): Promise<void> {
  const store = await openStoreOn(nodes, { hub: 'founder' });
  const journal = await openRedisJournal({ store, timers: SYSTEM_TIMERS, onTrouble: () => undefined });
  const basics = { clock: SYSTEM_CLOCK, timers: SYSTEM_TIMERS, log: SILENT_LOG };
  const hub = new Hub({
    ...basics,
    journal,
    broadcast: { entries: () => undefined },
    monotonic: () => performance.now(),
    newId,
    release: 'founder',
  });
  try {
    for (let from = 0; from < city.length; from += AT_ONCE)
      await Promise.all(city.slice(from, from + AT_ONCE).map((hall) => openHall(hub, hall)));
  } finally {
    await hub.close();
    await journal.close();
    await store.close();
  }
}

async function openHall(hub: Hub, { name, staffNumber }: CityHall): Promise<void> {
  const made = await hub.seed(name, testConfiguration());
  assert(made === null || made.ok, `${name} is made`);
  const { state } = await hub.read(name);
  if (state.day.is !== 'open') await hub.submit(name, SYSTEM, { type: 'open-day', id: newId() });
  const actor = { id: `staff:${staffNumber}`, roles: ['teller'] as const, staffNumber };
  for (const type of ['sign-in', 'open-counter'] as const) {
    const answer = await hub.submit(name, actor, { type, counter: COUNTER, id: newId() });
    assert(answer.ok, `${name}: the counter is staffed`);
  }
}

/** As if everybody had been added and enrolled, and had signed in: two thousand log-ins would measure passwords. */
async function writeAccess(city: readonly CityHall[], url: string): Promise<void> {
  const database = await openPostgresDatabase(url);
  const now = SYSTEM_CLOCK.now();
  const plain = {
    label: 'screen',
    counter: null,
    printer: null,
    display: null,
    demo: 0,
    created_at: now,
    revoked_at: null,
  } as const;
  try {
    for (let from = 0; from < city.length; from += AT_ONCE) {
      const some = city.slice(from, from + AT_ONCE);
      const screens = some.flatMap(({ kiosk, name, wall }) => [
        { token: kiosk, device: { ...plain, id: `${name}-kiosk`, hall: name, kind: 'kiosk' as const } },
        { token: wall, device: { ...plain, id: `${name}-wall`, hall: name, kind: 'wall' as const } },
      ]);
      const staff = some.map(({ name, staffNumber }) => ({
        staff_number: staffNumber,
        hall: name,
        password_hash: 'nobody signs in',
        roles: writeRoles(['teller']),
        active: 1 as const,
        demo_password: 0 as const,
      }));
      await database.change('accounts', async (write) => {
        await write.insertInto('staff').values(staff).execute();
        await write
          .insertInto('sessions')
          .values(
            some.map(({ staffNumber, teller }) => ({
              token_hash: tokenHash(teller),
              staff_number: staffNumber,
              created_at: now,
              seen_at: now,
            })),
          )
          .execute();
        await write
          .insertInto('devices')
          .values(screens.map(({ device }) => device))
          .execute();
        await write
          .insertInto('device_tokens')
          .values(screens.map(({ device, token }) => ({ token_hash: tokenHash(token), device: device.id, created_at: now })))
          .execute();
      });
    }
  } finally {
    await database.close();
  }
}
