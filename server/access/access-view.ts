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

/** What belongs to one hall, so that it can be taken out again without looking at all others. */
interface HallKeys {
  readonly staff: string[];
  readonly devices: string[];
  readonly credentials: string[];
  readonly tokens: string[];
}

/** What a new reading changed. */
export interface AccessRefreshed {
  /** Credentials that are no longer there. */
  readonly gone: readonly string[];
  /** Of what was read: when each session was used last, as the database knows it. */
  readonly seen: readonly (readonly [credentialId: string, at: EpochMs])[];
}

type AccessRows = Awaited<ReturnType<typeof readRows>>;

/**
 * Everybody who may come in, as the database has it at one moment. Kept in memory, so that a command is checked without waiting for a
 * disk or a server. One hall's is small and is read whole whenever something changed in it; what that costs does not depend on
 * how many halls there are.
 */
export class AccessView {
  readonly #staff = new Map<string, StaffAccount>();
  readonly #devices = new Map<string, EnrolledDevice>();
  readonly #credentials = new Map<string, Credential>();
  readonly #tokens = new Map<string, string>();
  readonly #sessions = new Map<string, { readonly tokenHash: string; readonly seenAt: EpochMs }>();
  readonly #halls = new Map<string, HallKeys>();
  #demoAccounts = 0;

  /** Active accounts only. */
  get staff(): ReadonlyMap<string, StaffAccount> {
    return this.#staff;
  }

  get devices(): ReadonlyMap<string, EnrolledDevice> {
    return this.#devices;
  }

  get credentials(): ReadonlyMap<string, Credential> {
    return this.#credentials;
  }

  /** Token hash to credential id. */
  get tokens(): ReadonlyMap<string, string> {
    return this.#tokens;
  }

  /** By credential id; `seenAt` is when the database last heard of a use. */
  get sessions(): ReadonlyMap<string, { readonly tokenHash: string; readonly seenAt: EpochMs }> {
    return this.#sessions;
  }

  /** Any active account still has the password that everybody knows. */
  get demoPasswordsInForce(): boolean {
    return this.#demoAccounts > 0;
  }

  /** In one turn: nobody sees half of it. `halls` null: the rows are all that there are. */
  replace(rows: AccessRows, halls: ReadonlySet<string> | null): AccessRefreshed {
    const before = [...(halls ?? this.#halls.keys())].flatMap((hall) => this.#takeOut(hall));
    for (const row of rows.staff) this.#putStaff(staffAccount(row));
    for (const { id, hall, kind, counter, printer, demo } of rows.devices) {
      if (demo === 0 || this.demoPasswordsInForce) this.#putDevice({ id, hall, kind, counter, printer });
    }
    for (const { device, token_hash } of rows.deviceTokens) this.#putToken(token_hash, deviceCredentialId(device));
    const seen: (readonly [string, EpochMs])[] = [];
    for (const row of rows.sessions) {
      const account = this.#staff.get(row.staff_number);
      if (account === undefined) continue;
      const credential = sessionCredential(row.token_hash, account, row.created_at);
      this.#putCredential(credential);
      this.#putToken(row.token_hash, credential.id);
      this.#sessions.set(credential.id, { tokenHash: row.token_hash, seenAt: row.seen_at });
      seen.push([credential.id, row.seen_at]);
    }
    return { gone: before.filter((id) => !this.#credentials.has(id)), seen };
  }

  /** Gives the credentials that it had. Whoever belongs to another hall by now stays. */
  #takeOut(hall: string): readonly string[] {
    const keys = this.#halls.get(hall);
    if (keys === undefined) return [];
    this.#halls.delete(hall);
    for (const token of keys.tokens) {
      const id = this.#tokens.get(token);
      if (id === undefined || this.#credentials.get(id)?.hall === hall) this.#tokens.delete(token);
    }
    for (const id of keys.credentials) {
      if (this.#credentials.get(id)?.hall !== hall) continue;
      this.#credentials.delete(id);
      this.#sessions.delete(id);
    }
    for (const id of keys.devices) if (this.#devices.get(id)?.hall === hall) this.#devices.delete(id);
    for (const number of keys.staff) {
      const account = this.#staff.get(number);
      if (account?.hall === hall) this.#dropStaff(account);
    }
    return keys.credentials;
  }

  #putStaff(account: StaffAccount): void {
    const { demoPassword, hall, staffNumber } = account;
    const earlier = this.#staff.get(staffNumber);
    if (earlier !== undefined) this.#dropStaff(earlier);
    this.#staff.set(staffNumber, account);
    this.#keysOf(hall).staff.push(staffNumber);
    if (demoPassword) this.#demoAccounts += 1;
  }

  #dropStaff({ demoPassword, staffNumber }: StaffAccount): void {
    this.#staff.delete(staffNumber);
    if (demoPassword) this.#demoAccounts -= 1;
  }

  #putDevice(device: EnrolledDevice): void {
    this.#devices.set(device.id, device);
    this.#keysOf(device.hall).devices.push(device.id);
    this.#putCredential(deviceCredential(device));
  }

  #putCredential(credential: Credential): void {
    this.#credentials.set(credential.id, credential);
    this.#keysOf(credential.hall).credentials.push(credential.id);
  }

  /** Of a credential that is there; a token of a device that is not let in opens nothing. */
  #putToken(hash: string, credentialId: string): void {
    const credential = this.#credentials.get(credentialId);
    if (credential === undefined) return;
    this.#tokens.set(hash, credentialId);
    this.#keysOf(credential.hall).tokens.push(hash);
  }

  #keysOf(hall: string): HallKeys {
    let keys = this.#halls.get(hall);
    if (keys === undefined) this.#halls.set(hall, (keys = { staff: [], devices: [], credentials: [], tokens: [] }));
    return keys;
  }
}

/** Everybody. */
export async function readAccessView(database: AccessDatabase, now: EpochMs): Promise<AccessView> {
  const view = new AccessView();
  view.replace(await readRows(database, now, null), null);
  return view;
}

/** Everybody of these halls is read anew, or everybody: hubs of a thousand halls do not read all for one log-in. */
export async function refreshAccessView(
  view: AccessView,
  database: AccessDatabase,
  { halls, now }: { readonly halls: ReadonlySet<string> | null; readonly now: EpochMs },
): Promise<AccessRefreshed> {
  const wasDemo = view.demoPasswordsInForce;
  const refreshed = view.replace(await readRows(database, now, halls), halls);
  if (halls === null || view.demoPasswordsInForce === wasDemo) return refreshed;
  // Whether the demo's devices are let in is asked of all accounts together.
  const all = view.replace(await readRows(database, now, null), null);
  const gone = refreshed.gone.filter((id) => !view.credentials.has(id));
  return { gone: [...gone, ...all.gone], seen: all.seen };
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
