import type { Clock } from '../../shared/lib/clock.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import { failed, ok, type Result } from '../../shared/lib/result.ts';
import { unreachable } from '../../shared/lib/unreachable.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import type { DeviceKind } from '../database/tables.ts';
import { audit } from './audit-log.ts';
import { newToken, tokenHash } from './token.ts';

/** From the administrator's desk to the screen on its stand, within the working day. */
export const ENROLMENT_MS_MAX = 24 * 60 * 60_000;
export const DEVICES_MAX = 2_000;
export const LABEL_LENGTH_MAX = 80;
/** Pages of one demonstration, the oldest of which lose their token. */
export const DEMO_TOKENS_MAX = 50;

export interface DevicesOptions {
  readonly database: AccessDatabase;
  readonly clock: Clock;
  readonly newId: NewId;
}

export interface NewDevice {
  readonly hall: string;
  readonly kind: DeviceKind;
  readonly label: string;
  readonly counter: number | null;
  readonly printer: string | null;
  /** Of a wall: which of the hall's displays; absent or null: the first. */
  readonly display?: string | null | undefined;
}

export interface Enrolled {
  readonly device: string;
  readonly hall: string;
  readonly token: string;
  readonly kind: DeviceKind;
  readonly counter: number | null;
  readonly display: string | null;
}

/** A screen as people know it. */
export interface AddedDevice {
  readonly id: string;
  readonly kind: DeviceKind;
  readonly label: string;
  readonly counter: number | null;
  readonly demo: boolean;
  /** Its code was used. */
  readonly enrolled: boolean;
}

/** Screens: added by an administrator with a one-time code, enrolled by the page that brings the code, revoked. */
export class Devices {
  readonly #options: DevicesOptions;

  constructor(options: DevicesOptions) {
    this.#options = options;
  }

  /** The code is told once, here; the database keeps its hash. Good for `ENROLMENT_MS_MAX` and for one screen. */
  async add(device: NewDevice, by: string): Promise<Result<{ readonly device: string; readonly code: string }, string>> {
    const { database, clock, newId } = this.#options;
    if (device.label.length === 0 || device.label.length > LABEL_LENGTH_MAX) {
      return failed(`a device needs a label of 1 to ${LABEL_LENGTH_MAX} characters`);
    }
    const isAtCounter = device.kind === 'window' || device.kind === 'rating';
    if (isAtCounter && device.counter === null)
      return failed(`a ${NOUNS[device.kind]} belongs to a counter: --counter says which`);
    if (!isAtCounter && device.counter !== null) return failed('only a window and a rating tablet belong to a counter');
    if (device.kind !== 'kiosk' && device.printer !== null) return failed('only a kiosk has a printer');
    if (device.kind !== 'wall' && (device.display ?? null) !== null) return failed('only a wall shows one of the displays');
    const { count } = await database.sql
      .selectFrom('devices')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('hall', '=', device.hall)
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (count >= DEVICES_MAX) return failed(`there are ${DEVICES_MAX} devices, the most there can be`);
    const id = newId();
    const code = newId();
    const now = clock.now();
    await database.sql.transaction().execute(async (write) => {
      await write
        .insertInto('devices')
        .values({ ...device, display: device.display ?? null, id, demo: 0, created_at: now, revoked_at: null })
        .execute();
      await write.deleteFrom('enrolment_codes').where('expires_at', '<=', now).execute();
      await write
        .insertInto('enrolment_codes')
        .values({ code_hash: tokenHash(code), device: id, expires_at: now + ENROLMENT_MS_MAX })
        .execute();
    });
    await audit(database, { at: now, who: by, what: 'device-added', facts: { device: id, ...device } });
    return ok({ device: id, code });
  }

  /** Uses the code up. Null for a code that is unknown, used or too old: which of them is nobody's business. */
  async enrol(code: string): Promise<Enrolled | null> {
    const { database, clock, newId } = this.#options;
    const now = clock.now();
    const token = newToken(newId);
    const enrolled = await database.sql.transaction().execute(async (write) => {
      const used = await write
        .deleteFrom('enrolment_codes')
        .where('code_hash', '=', tokenHash(code))
        .where('expires_at', '>', now)
        .returning('device')
        .executeTakeFirst();
      if (used === undefined) return null;
      const device = await write
        .selectFrom('devices')
        .select(['id', 'hall', 'kind', 'counter', 'display'])
        .where('id', '=', used.device)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      if (device === undefined) return null;
      await write
        .insertInto('device_tokens')
        .values({ token_hash: tokenHash(token), device: device.id, created_at: now })
        .execute();
      const { id, hall, kind, counter, display } = device;
      return { device: id, hall, token, kind, counter, display };
    });
    if (enrolled !== null) await audit(database, { at: now, who: `device:${enrolled.device}`, what: 'device-enrolled' });
    return enrolled;
  }

  /** One device of each kind for all pages of a demonstration. The caller has made sure that it is one. */
  async enrolDemo(hall: string, kind: DeviceKind): Promise<Enrolled> {
    const { database, clock, newId } = this.#options;
    const id = `demo-${kind}`;
    const now = clock.now();
    const token = newToken(newId);
    await database.sql.transaction().execute(async (write) => {
      await write
        .insertInto('devices')
        .values({
          id,
          hall,
          kind,
          label: `demo ${kind}`,
          counter: null,
          printer: null,
          demo: 1,
          created_at: now,
          revoked_at: null,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
      await write
        .insertInto('device_tokens')
        .values({ token_hash: tokenHash(token), device: id, created_at: now })
        .execute();
      const surplus = write
        .selectFrom('device_tokens')
        .select('token_hash')
        .where('device', '=', id)
        .orderBy('created_at', 'desc')
        .limit(Number.MAX_SAFE_INTEGER)
        .offset(DEMO_TOKENS_MAX);
      await write.deleteFrom('device_tokens').where('token_hash', 'in', surplus).execute();
    });
    await audit(database, { at: now, who: `device:${id}`, what: 'demo-device-given' });
    return { device: id, hall, token, kind, counter: null, display: null };
  }

  async list() {
    return this.#options.database.sql
      .selectFrom('devices')
      .leftJoin('device_tokens', 'device_tokens.device', 'devices.id')
      .select((row) => [
        'devices.id',
        'devices.hall',
        'devices.kind',
        'devices.label',
        'devices.counter',
        'devices.printer',
        'devices.display',
        'devices.created_at',
        'devices.revoked_at',
        row.fn.count<number>('device_tokens.token_hash').as('tokens'),
      ])
      .groupBy('devices.id')
      .orderBy('devices.created_at')
      .execute();
  }

  /** The screens of one hall that may come in or have a code to; nothing of theirs that opens anything. */
  async ofHall(hall: string): Promise<AddedDevice[]> {
    const rows = await this.#options.database.sql
      .selectFrom('devices')
      .leftJoin('device_tokens', 'device_tokens.device', 'devices.id')
      .select((row) => [
        ...(['devices.id', 'devices.kind', 'devices.label', 'devices.counter', 'devices.demo'] as const),
        row.fn.count<number>('device_tokens.token_hash').as('tokens'),
      ])
      .where('devices.hall', '=', hall)
      .where('devices.revoked_at', 'is', null)
      .groupBy('devices.id')
      .orderBy('devices.created_at')
      .orderBy('devices.id')
      .execute();
    return rows.map(({ id, kind, label, counter, demo, tokens }) => {
      return { id, kind, label, counter, demo: demo === 1, enrolled: tokens > 0 };
    });
  }

  /** Its tokens and codes are void from now on. False when there is no such device, or it is revoked already. */
  async revoke(device: string, by: string): Promise<boolean> {
    const { database, clock } = this.#options;
    const now = clock.now();
    const revoked = await database.sql.transaction().execute(async (write) => {
      const { numUpdatedRows } = await write
        .updateTable('devices')
        .set({ revoked_at: now })
        .where('id', '=', device)
        .where('revoked_at', 'is', null)
        .executeTakeFirstOrThrow();
      await write.deleteFrom('device_tokens').where('device', '=', device).execute();
      await write.deleteFrom('enrolment_codes').where('device', '=', device).execute();
      return numUpdatedRows > 0n;
    });
    if (revoked) await audit(database, { at: now, who: by, what: 'device-revoked', facts: { device } });
    return revoked;
  }
}

const NOUNS: Readonly<Record<DeviceKind, string>> = { kiosk: 'kiosk', wall: 'wall', window: 'window', rating: 'rating tablet' };

/** Where an enrolled screen goes. */
export function devicePath({
  kind,
  counter,
  display,
}: {
  readonly kind: DeviceKind;
  readonly counter: number | null;
  readonly display: string | null;
}): string {
  switch (kind) {
    case 'kiosk':
      return '/kiosk';
    case 'wall':
      return display === null ? '/display/wall' : `/display/wall/${display}`;
    case 'window':
      return `/display/window/${counter ?? 1}`;
    case 'rating':
      return `/display/rating/${counter ?? 1}`;
    default:
      return unreachable(kind);
  }
}
