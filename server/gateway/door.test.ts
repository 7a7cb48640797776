import { describe, expect, it } from 'vitest';
import { failed, ok } from '../../shared/lib/result.ts';
import type { Credential } from '../access/credential.ts';
import { Door, readCommand, type CommandOutcome, type DoorOptions } from './door.ts';

const credential: Credential = { id: 'session:1', hall: 'demo', actor: { id: 'staff:1001', roles: ['teller'] }, expiresAt: null };
const command = { id: 'command-1', type: 'recall', counter: 1 };

function door(changes: Partial<DoorOptions> = {}) {
  const outcomes: CommandOutcome[] = [];
  const bugs: string[] = [];
  const log = { debug() {}, info() {}, warn() {}, error: (_facts: object, message: string) => bugs.push(message) };
  const options: DoorOptions = {
    access: { permit: () => ok({ id: 'staff:1001', roles: ['greeter'] }), isTeller: () => true },
    hub: { submit: (hall, actor) => Promise.resolve(ok({ version: 7, result: { number: `${hall} ${actor.roles.join()}` } })) },
    log,
    onOutcome: (outcome) => outcomes.push(outcome),
    ...changes,
  };
  return { door: new Door(options), outcomes, bugs };
}

describe('the door', () => {
  it('[A24] asks the hub in the name of the account as it is now, not as it was at the handshake', async () => {
    const { door: open, outcomes } = door();
    expect(await open.submit(credential, 'demo', command)).toEqual(ok({ version: 7, result: { number: 'demo greeter' } }));
    expect(outcomes).toEqual([{ type: 'recall', outcome: 'accepted', ms: 0 }]);
  });

  it('[A24] asks access for every command, and the hub only when access says yes', async () => {
    const asked: unknown[] = [];
    const { door: closed, outcomes } = door({
      access: {
        permit: (...question) => {
          asked.push(question);
          return failed({ kind: 'not-allowed' });
        },
        isTeller: () => true,
      },
      hub: { submit: () => Promise.reject(new Error('the hub was asked')) },
    });
    for (const hall of ['demo', 'other'])
      expect(await closed.submit(credential, hall, command)).toEqual(failed({ kind: 'not-allowed' }));
    expect(asked).toEqual([
      ['session:1', 'demo', 'recall'],
      ['session:1', 'other', 'recall'],
    ]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['not-allowed', 'not-allowed']);
  });

  it('[A27] seats nobody, and plans no break for anybody, who is no teller of the hall', async () => {
    const isTeller = (hall: string, staffNumber: string): boolean => hall === 'demo' && staffNumber === '1005';
    const { door: open } = door({ access: { permit: () => ok({ id: 'staff:3001', roles: ['manager'] }), isTeller } });
    const opening = { id: 'command-1', type: 'open-counter', counter: 5 };
    const planning = { id: 'command-1', type: 'plan-break', from: 0, minutes: 30, reason: 'meal' };
    for (const asked of [opening, planning]) {
      const unknown = failed({ kind: 'unknown-teller', teller: '1050' });
      expect(await open.submit(credential, 'demo', { ...asked, teller: '1050' })).toEqual(unknown);
      expect(await open.submit(credential, 'demo', { ...asked, teller: '1005' })).toMatchObject({ ok: true });
    }
    expect(await open.submit(credential, 'demo', opening)).toMatchObject({ ok: true });
  });

  it('[A25] never rejects: a bug inside is logged, and told as internal', async () => {
    for (const changes of [
      { hub: { submit: () => Promise.reject(new Error('bug')) } },
      {
        access: {
          permit: () => {
            throw new Error('bug');
          },
          isTeller: () => true,
        },
      },
    ] satisfies Partial<DoorOptions>[]) {
      const { bugs, door: broken } = door(changes);
      expect(await broken.submit(credential, 'demo', command)).toEqual(failed({ kind: 'internal' }));
      expect(bugs.length).toBeGreaterThan(0);
    }
  });

  it('[A26] tells an unknown command from a known one that is malformed, and where', () => {
    expect(readCommand({ ...command, type: 'fly' })).toEqual(failed({ kind: 'unknown-command' }));
    expect(readCommand({ ...command, type: 'toString' })).toEqual(failed({ kind: 'unknown-command' }));
    expect(readCommand({ ...command, counter: 'one' })).toEqual(
      failed({ kind: 'malformed', detail: 'counter: Invalid input: expected number, received string' }),
    );
    for (const body of [null, undefined, 7, 'recall', [], {}, { type: null }, { type: ['recall'] }]) {
      expect(readCommand(body)).toMatchObject({ ok: false, error: { kind: 'malformed' } });
    }
    expect(readCommand({ ...command, [`x${'y'.repeat(5_000)}`]: 1 })).toMatchObject({ error: { kind: 'malformed' } });
    const long = readCommand({ ...command, [`x${'y'.repeat(5_000)}`]: 1 });
    expect(!long.ok && (long.error.detail ?? '').length).toBeLessThan(400);
  });
});
