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
 * Everybody who may come in, as the database has it at one moment. Small (staff and screens of a hall), so it is read
 * whole whenever something changed, and a command is checked without waiting for a disk.
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

export async function readAccessView({ sql }: AccessDatabase, now: EpochMs): Promise<AccessView> {
  const rows = await sql.transaction().execute(async (read) => ({
    staff: await read.selectFrom('staff').selectAll().where('active', '=', 1).execute(),
    devices: await read.selectFrom('devices').selectAll().where('revoked_at', 'is', null).execute(),
    deviceTokens: await read.selectFrom('device_tokens').selectAll().execute(),
    sessions: await read
      .selectFrom('sessions')
      .selectAll()
      .where('created_at', '>', now - SESSION_MS_MAX)
      .execute(),
  }));
  const demoPasswordsInForce = rows.staff.some((row) => row.demo_password === 1);
  const staff = new Map(rows.staff.map((row) => [row.staff_number, staffAccount(row)]));
  const devices = new Map(
    rows.devices
      .filter((row) => row.demo === 0 || demoPasswordsInForce)
      .map(({ id, hall, kind, counter, printer }) => [id, { id, hall, kind, counter, printer }]),
  );
  const credentials = new Map<string, Credential>();
  const tokens = new Map<string, string>();
  const sessions = new Map<string, { readonly tokenHash: string; readonly seenAt: EpochMs }>();
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
