import type { Credential } from '../../server/access/credential.ts';
import type { HallClient } from '../../shared/client/hall-client.ts';
import type { OutboxStorage } from '../../shared/client/outbox.ts';
import type { Actor } from '../../shared/hall/actor.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import type { Random } from '../../shared/lib/random.ts';
import { GREETER, KIOSK, MANAGER, MORNING, teller } from '../support/played-hall.ts';
import type { ScreenRole, ScreenSetup } from './crowd.ts';
import { Violation, type WatchedReplica } from './watcher.ts';

export const HALL = 'demo';
const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

export interface Screen {
  readonly name: string;
  readonly role: ScreenRole;
  readonly actor: Actor;
  readonly storage: OutboxStorage;
  client: HallClient;
}

/** Two browsers at counter 1, one at each other, a kiosk, a greeter, a manager, the hub's clock-work, a tablet at counter 2, a wall. */
export const SCREENS: readonly ScreenSetup[] = [
  { name: 'desk-1a', role: { is: 'desk', counter: 1 }, actor: teller(1) },
  { name: 'desk-1b', role: { is: 'desk', counter: 1 }, actor: teller(1) },
  ...[2, 3, 4, 5].map((counter) => ({ name: `desk-${counter}`, role: { is: 'desk', counter } as const, actor: teller(counter) })),
  { name: 'kiosk', role: { is: 'kiosk' }, actor: KIOSK },
  { name: 'greeter', role: { is: 'greeter' }, actor: GREETER },
  { name: 'manager', role: { is: 'manager' }, actor: MANAGER },
  { name: 'clock-work', role: { is: 'clock-work' }, actor: { id: 'system:watch', roles: ['system'] } },
  { name: 'tablet', role: { is: 'tablet', counter: 2 }, actor: { id: 'device:tablet', roles: ['rating'], counter: 2 } },
  { name: 'wall', role: { is: 'wall' }, actor: { id: 'device:wall', roles: ['display'] } },
];

/** In the morning, shortly before the day opens or closes by the schedule, and before midnight. */
export const START_TIMES = [
  MORNING,
  MORNING,
  MORNING - HOUR_MS - 20_000,
  MORNING + 9 * HOUR_MS - 20_000,
  MORNING + 15 * HOUR_MS - 20_000,
];

export function replicaOf(name: string, { position, state }: HallClient): WatchedReplica {
  return { name, position, state };
}

export function credentialFor(token: string): Credential {
  const screen = SCREENS.find(({ name }) => token === `token-of-${name}`);
  if (screen === undefined) throw new Violation(`nobody has the token ${token}`);
  return { id: token, hall: HALL, actor: screen.actor, expiresAt: null };
}

export function describe(error: unknown): string {
  if (error instanceof Violation) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

export function idsOf(random: Random): NewId {
  return () =>
    Array.from({ length: 4 }, () =>
      Math.floor(random() * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    ).join('');
}
