import { ROLES, type Role } from '../../shared/hall/actor.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import type { Credential } from './credential.ts';
import type { DeviceKind } from '../database/tables.ts';

/** 12 hours whatever happens, 30 minutes without a command or request. */
export const SESSION_MS_MAX = 12 * 60 * 60_000;
export const SESSION_IDLE_MS_MAX = 30 * 60_000;

export interface StaffAccount {
  readonly staffNumber: string;
  readonly hall: string;
  readonly passwordHash: string;
  readonly roles: readonly Role[];
  readonly demoPassword: boolean;
}

export interface EnrolledDevice {
  readonly id: string;
  readonly hall: string;
  readonly kind: DeviceKind;
  readonly counter: number | null;
  readonly printer: string | null;
}

/**
 * Everybody who may come in, as the database has it at one moment. Kept in memory, so that a command is checked without waiting for a
 * disk or a server. One hall's is small and is read whole whenever something changed in it.
 */
export interface AccessView {
  /** Active accounts only. */
  readonly staff: ReadonlyMap<string, StaffAccount>;
  readonly devices: ReadonlyMap<string, EnrolledDevice>;
  readonly credentials: ReadonlyMap<string, Credential>;
  /** Token hash to credential id. */
  readonly tokens: ReadonlyMap<string, string>;
  /** By credential id; `seenAt` is when the database last heard of a use. */
  readonly sessions: ReadonlyMap<string, { readonly tokenHash: string; readonly seenAt: EpochMs }>;
  /** Any active account still has the password that everybody knows. */
  readonly demoPasswordsInForce: boolean;
}

/** Everybody. */
export function readAccessView(database: AccessDatabase, now: EpochMs): Promise<AccessView> {
  return readHalls(database, now, null, NOBODY);
}

/** What is known, with everybody of these halls read anew: hubs of a thousand halls do not read all for one log-in. */
export async function readAccessAgain(
  database: AccessDatabase,
  now: EpochMs,
  { before, halls }: { readonly before: AccessView; readonly halls: ReadonlySet<string> },
): Promise<AccessView> {
  const view = await readHalls(database, now, halls, before);
  // Whether the demo's devices are let in is asked of all accounts together.
  return view.demoPasswordsInForce === before.demoPasswordsInForce ? view : readAccessView(database, now);
}

const NOBODY: AccessView = {
  staff: new Map(),
  devices: new Map(),
  credentials: new Map(),
  tokens: new Map(),
  sessions: new Map(),
  demoPasswordsInForce: false,
};

async function readHalls(
  database: AccessDatabase,
  now: EpochMs,
  halls: ReadonlySet<string> | null,
  before: AccessView,
): Promise<AccessView> {
  const rows = await readRows(database, now, halls);
  const others = (hall: string): boolean => halls !== null && !halls.has(hall);
  const staff = new Map([...before.staff].filter(([, { hall }]) => others(hall)));
  for (const row of rows.staff) staff.set(row.staff_number, staffAccount(row));
  const demoPasswordsInForce = [...staff.values()].some(({ demoPassword }) => demoPassword);
  const devices = new Map([...before.devices].filter(([, { hall }]) => others(hall)));
  for (const { id, hall, kind, counter, printer, demo } of rows.devices) {
    if (demo === 0 || demoPasswordsInForce) devices.set(id, { id, hall, kind, counter, printer });
  }
  const credentials = new Map([...before.credentials].filter(([, { hall }]) => others(hall)));
  const tokens = new Map([...before.tokens].filter(([, id]) => credentials.has(id)));
  const sessions = new Map([...before.sessions].filter(([id]) => credentials.has(id)));
  for (const row of rows.sessions) {
    const account = staff.get(row.staff_number);
    if (account === undefined) continue;
    const credential = sessionCredential(row.token_hash, account, row.created_at);
    credentials.set(credential.id, credential);
    tokens.set(row.token_hash, credential.id);
    sessions.set(credential.id, { tokenHash: row.token_hash, seenAt: row.seen_at });
  }
  for (const device of devices.values()) credentials.set(deviceCredentialId(device.id), deviceCredential(device));
  for (const row of rows.deviceTokens) if (devices.has(row.device)) tokens.set(row.token_hash, deviceCredentialId(row.device));
  return { staff, devices, credentials, tokens, sessions, demoPasswordsInForce };
}

/** At one moment; of these halls, or of all. */
function readRows({ sql }: AccessDatabase, now: EpochMs, halls: ReadonlySet<string> | null) {
  const only = [...(halls ?? [])];
  const youngest = now - SESSION_MS_MAX;
  return sql
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (read) => ({
      staff: await read
        .selectFrom('staff')
        .selectAll()
        .where('active', '=', 1)
        .$if(halls !== null, (query) => query.where('hall', 'in', only))
        .execute(),
      devices: await read
        .selectFrom('devices')
        .selectAll()
        .where('revoked_at', 'is', null)
        .$if(halls !== null, (query) => query.where('hall', 'in', only))
        .execute(),
      deviceTokens: await read
        .selectFrom('device_tokens')
        .selectAll()
        .$if(halls !== null, (query) =>
          query.where('device', 'in', (of) => of.selectFrom('devices').select('id').where('hall', 'in', only)),
        )
        .execute(),
      sessions: await read
        .selectFrom('sessions')
        .selectAll()
        .where('created_at', '>', youngest)
        .$if(halls !== null, (query) =>
          query.where('staff_number', 'in', (of) => of.selectFrom('staff').select('staff_number').where('hall', 'in', only)),
        )
        .execute(),
    }));
}

/** The hall of whoever has this token, asked of the database; null for a token that is nobody's. */
export async function hallOfToken({ sql }: AccessDatabase, hash: string): Promise<string | null> {
  const session = await sql
    .selectFrom('sessions')
    .innerJoin('staff', 'staff.staff_number', 'sessions.staff_number')
    .select('staff.hall')
    .where('sessions.token_hash', '=', hash)
    .executeTakeFirst();
  if (session !== undefined) return session.hall;
  const device = await sql
    .selectFrom('device_tokens')
    .innerJoin('devices', 'devices.id', 'device_tokens.device')
    .select('devices.hall')
    .where('device_tokens.token_hash', '=', hash)
    .executeTakeFirst();
  return device?.hall ?? null;
}

const SESSION_ID_DIGITS = 32;

/** Half of the hash tells sessions apart in logs, and opens nothing. */
export function sessionCredentialId(hash: string): string {
  return `session:${hash.slice(0, SESSION_ID_DIGITS)}`;
}

function sessionCredential(hash: string, account: StaffAccount, createdAt: EpochMs): Credential {
  const { staffNumber, hall, roles } = account;
  return {
    id: sessionCredentialId(hash),
    hall,
    actor: { id: `staff:${staffNumber}`, roles, staffNumber },
    expiresAt: createdAt + SESSION_MS_MAX,
  };
}

export function deviceCredentialId(device: string): string {
  return `device:${device}`;
}

/** A screen may do what its kind does and no more, whoever stands in front of it. */
function deviceCredential({ id, hall, kind, counter, printer }: EnrolledDevice): Credential {
  const role = deviceRole(kind);
  return {
    id: deviceCredentialId(id),
    hall,
    actor: { id: `device:${id}`, roles: [role], ...(role === 'rating' && counter !== null && { counter }) },
    device: { id, kind: role, printer },
    expiresAt: null,
  };
}

/** As it acts, whatever it shows. */
export function deviceRole(kind: DeviceKind): 'kiosk' | 'display' | 'rating' {
  return kind === 'kiosk' || kind === 'rating' ? kind : 'display';
}

function staffAccount(row: {
  readonly staff_number: string;
  readonly hall: string;
  readonly password_hash: string;
  readonly roles: string;
  readonly demo_password: 0 | 1;
}): StaffAccount {
  return {
    staffNumber: row.staff_number,
    hall: row.hall,
    passwordHash: row.password_hash,
    roles: readRoles(row.roles),
    demoPassword: row.demo_password === 1,
  };
}

/** Unknown words give no right; nobody outside is `system`, whatever the table says. */
function readRoles(json: string): readonly Role[] {
  const given: unknown = JSON.parse(json);
  return Array.isArray(given) ? ROLES.filter((role) => role !== 'system' && role !== 'phone' && given.includes(role)) : [];
}
