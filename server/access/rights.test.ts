import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES, type Role } from '../../shared/hall/actor.ts';
import { COMMAND_TYPES } from '../../shared/hall/command-types.ts';
import { must } from '../../shared/lib/assert.ts';
import type { SentCommandType } from '../../shared/protocol/command-schema.ts';
import { CHEAP_PASSWORDS, newId, openAccess, type OpenAccess } from '../../test/support/open-access.ts';
import type { Credential } from './credential.ts';
import { Devices } from './devices.ts';
import { DEMO_PASSWORD } from './password.ts';
import { RIGHTS } from './rights.ts';
import { StaffAccounts } from './staff-accounts.ts';

const ALL_TYPES: readonly SentCommandType[] = [...COMMAND_TYPES, 'confirm-clock'];
/** No account and no device is a phone: it comes by its own door, with a ticket's token. */
const OUTSIDE_ROLES = ROLES.filter((role) => role !== 'system' && role !== 'phone');

/** Said a second time, the other way round: what each role may, so that a slip in the table is seen. */
const DESK: readonly SentCommandType[] = [
  'call-next',
  'call-ticket',
  'recall',
  'start-service',
  'finish-service',
  'mark-no-show',
  'return-ticket',
  'serve-without-ticket',
  'sign-in',
  'sign-out',
  'open-counter',
  'close-counter',
  'pause-counter',
  'resume-counter',
  'mark-left',
  'cancel-ticket',
  'hold-ticket',
  'resume-ticket',
  'wake-ticket',
  'transfer-ticket',
  'merge-tickets',
  'reprint-ticket',
  'check-documents',
  'undo',
  'set-auto-call',
  'confirm-notice',
  'request-help',
  'acknowledge-alert',
  'book-appointments',
  'cancel-appointment',
  'check-in',
];
const FLOOR: readonly SentCommandType[] = ['issue-ticket', 'check-in', 'reprint-ticket', 'confirm-notice', 'acknowledge-alert'];
const GREETER: readonly SentCommandType[] = [
  ...FLOOR,
  'return-ticket',
  'cancel-ticket',
  'mark-left',
  'postpone-ticket',
  'wake-ticket',
  'redirect-tickets',
  'reclassify-ticket',
  'merge-tickets',
  'check-documents',
  'undo',
  'book-appointments',
  'cancel-appointment',
  'set-paper-change',
];
const ALLOWED: { readonly [Each in Role]: readonly SentCommandType[] } = {
  kiosk: ['issue-ticket', 'check-in', 'reprint-ticket', 'lease-numbers', 'issue-offline', 'set-paper-change'],
  display: [],
  rating: ['rate-service'],
  phone: ['cancel-ticket', 'postpone-ticket', 'rate-service'],
  teller: DESK,
  greeter: GREETER,
  guard: FLOOR,
  manager: [
    ...DESK,
    ...GREETER,
    'open-day',
    'close-day',
    'confirm-clock',
    'configure-hall',
    'move-teller',
    'serve-only',
    'stop-service',
    'resume-service',
    'post-notice',
    'withdraw-notice',
    'plan-break',
    'cancel-break',
    'accept-advice',
    'decline-advice',
  ],
  admin: ['configure-hall', 'confirm-notice', 'book-appointments', 'cancel-appointment'],
  system: ALL_TYPES,
};

const STAFF = { teller: '1001', greeter: '2001', guard: '2002', manager: '3001', admin: '9001' } as const;

let open: OpenAccess;
/** Live ones, and ones that were revoked since: one of each role. */
const live = new Map<Role, Credential>();
const revoked = new Map<Role, Credential>();

async function enrolled(kind: 'kiosk' | 'wall' | 'rating'): Promise<Credential> {
  const added = await new Devices({ database: open.database, clock: open.time, newId }).add(
    { hall: 'demo', kind, label: kind, counter: kind === 'rating' ? 3 : null, printer: null },
    'test',
  );
  const given = await open.access.enrol(added.ok ? added.value.code : '', '127.0.0.1');
  return must(open.access.credentialFor(given.ok ? given.value.token : ''), 'an enrolled device');
}

async function signedIn(staffNumber: string): Promise<{ token: string; credential: Credential }> {
  const given = await open.access.login({ staffNumber, password: DEMO_PASSWORD, address: '127.0.0.1' });
  if (!given.ok) throw new Error(given.error.kind);
  return given.value;
}

beforeAll(async () => {
  open = await openAccess();
  for (const [role, staffNumber] of Object.entries(STAFF) as [keyof typeof STAFF, string][]) {
    const gone = await signedIn(staffNumber);
    await open.access.logout(gone.token);
    revoked.set(role, gone.credential);
    live.set(role, (await signedIn(staffNumber)).credential);
  }
  for (const [role, kind] of [
    ['kiosk', 'kiosk'],
    ['display', 'wall'],
    ['rating', 'rating'],
  ] as const) {
    const gone = await enrolled(kind);
    await open.asTool((tool) =>
      new Devices({ database: tool, clock: open.time, newId }).revoke(must(gone.device, 'a device').id, 'test'),
    );
    revoked.set(role, gone);
    live.set(role, await enrolled(kind));
  }
  await open.access.check();
});

afterAll(async () => {
  await open.close();
});

describe('rights', () => {
  it('[A20] have a row for every command that travels, and for nothing else', () => {
    expect(Object.keys(RIGHTS).toSorted()).toEqual([...ALL_TYPES].toSorted());
  });

  it('[A20] are, for every command and role, in the own hall and another, live and revoked, what the table says', () => {
    let asked = 0;
    for (const role of OUTSIDE_ROLES) {
      for (const type of ALL_TYPES) {
        for (const hall of ['demo', 'other']) {
          const isAllowed = ALLOWED[role].includes(type) && hall === 'demo';
          const answer = open.access.permit(must(live.get(role), role).id, hall, type);
          expect(answer.ok ? 'allowed' : answer.error.kind, `${role} ${type} ${hall}`).toBe(
            isAllowed ? 'allowed' : 'not-allowed',
          );
          const late = open.access.permit(must(revoked.get(role), role).id, hall, type);
          expect(late, `revoked ${role} ${type} ${hall}`).toEqual({ ok: false, error: { kind: 'unauthenticated' } });
          asked += 2;
        }
      }
    }
    expect(asked).toBe(OUTSIDE_ROLES.length * ALL_TYPES.length * 4);
  });

  it('[A21] leave everything to the hub’s own rooms, and no credential is one of them', () => {
    expect(ALL_TYPES.filter((type) => !RIGHTS[type].includes('system'))).toEqual([]);
    for (const credential of [...live.values(), ...revoked.values()]) expect(credential.actor.roles).not.toContain('system');
  });

  it('[F182] let a phone leave, be put back and rate, and no credential is a phone', () => {
    expect(ALL_TYPES.filter((type) => RIGHTS[type].includes('phone')).toSorted()).toEqual(ALLOWED.phone.toSorted());
    for (const credential of [...live.values(), ...revoked.values()]) expect(credential.actor.roles).not.toContain('phone');
  });

  it('[A22] combine: a teller who is a greeter too may what either may', async () => {
    const staff = new StaffAccounts({ database: open.database, clock: open.time, by: 'test', passwordCost: CHEAP_PASSWORDS });
    await open.asTool((tool) =>
      new StaffAccounts({ database: tool, clock: open.time, by: 'test', passwordCost: CHEAP_PASSWORDS }).setRoles('1006', [
        'teller',
        'greeter',
      ]),
    );
    await open.access.check();
    const { credential } = await signedIn('1006');
    const may = ALL_TYPES.filter((type) => open.access.permit(credential.id, 'demo', type).ok);
    expect(may.toSorted()).toEqual([...new Set([...ALLOWED.teller, ...ALLOWED.greeter])].toSorted());
    expect((await staff.list()).find((row) => row.staff_number === '1006')?.roles).toBe('["teller","greeter"]');
  });

  it('[A23] know nobody by an id that was never given out', () => {
    for (const id of ['', 'staff:3001', 'session:', 'system:setup', '__proto__']) {
      expect(open.access.permit(id, 'demo', 'open-day')).toEqual({ ok: false, error: { kind: 'unauthenticated' } });
    }
  });
});
