import { describe, expect, it } from 'vitest';
import { ManualTimers } from '../../test/support/manual-timers.ts';
import { LOOK_AGAIN_MS, UNSURE_AFTER_MS } from './limits.ts';
import { RedisRefusedError, type RedisReply, type Written } from './redis-store.ts';
import { WriteGroups, type WrittenLink } from './write-groups.ts';

/** A connection to a master that answers in order, as Redis does, once it is told to; a `WAIT` says how many copies there are. */
class TurnedLink implements WrittenLink {
  isOpen = true;
  copies = 1;
  refuses: string | null = null;
  readonly sent: string[] = [];
  readonly #unanswered: (() => void)[] = [];

  send([word = '', ...rest]: readonly string[]): Promise<RedisReply> {
    this.sent.push(word === 'SET' ? `${word} ${rest.join(' ')}` : word);
    return new Promise((resolve, reject) => {
      this.#unanswered.push(() => {
        if (word === 'WAIT') resolve(this.copies);
        else if (word === 'ROLE') resolve(['master', 0, []]);
        else if (this.refuses === null) resolve('OK');
        else reject(new RedisRefusedError(this.refuses));
      });
    });
  }

  onEnd(): void {
    // It never ends.
  }

  destroy(): void {
    this.isOpen = false;
  }

  async answer(count = Infinity): Promise<void> {
    for (const answer of this.#unanswered.splice(0, count)) answer();
    await settled();
  }
}

/** Groups are sent, and answers taken, in later turns of the event loop. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

function scene() {
  const link = new TurnedLink();
  const timers = new ManualTimers();
  const told: string[] = [];
  const line: { refusal: RedisRefusedError | null } = { refusal: null };
  const groups = new WriteGroups({
    link,
    copiesCall: 'WAIT',
    timers,
    need: () => ({ promised: 1, names: null, removed: new Set(), away: new Set() }),
    lookAtNeed: () => Promise.resolve(),
    refusal: () => line.refusal,
    onRefused: ({ code }) => told.push(code),
    onShort: (isShort) => told.push(isShort ? 'short' : 'whole'),
    onTrouble: (trouble) => told.push(trouble),
    connectElsewhere: () => Promise.reject(new Error('nowhere')),
    plantedFault: null,
  });
  const outcomes = new Map<string, Written['is']>();
  const write = (name: string): void => {
    void groups.write({ command: ['SET', name], isAsking: false }).then(({ is }) => outcomes.set(name, is));
  };
  return { link, timers, told, line, groups, outcomes, write };
}

const GROUP_END = ['ROLE', 'WAIT', 'ROLE'];

describe('writes in groups', () => {
  it('[N35] what is asked for while copies are waited for leaves when they have it, together and in its order', async () => {
    const { link, outcomes, write } = scene();
    write('a');
    await settled();
    for (const name of ['b', 'c']) {
      write(name);
      await settled();
    }
    expect(link.sent).toEqual(['SET a', ...GROUP_END]);
    await link.answer();
    expect([Object.fromEntries(outcomes), link.sent.slice(4)]).toEqual([{ a: 'kept' }, ['SET b', 'SET c', ...GROUP_END]]);
    await link.answer();
    expect(Object.fromEntries(outcomes)).toEqual({ a: 'kept', b: 'kept', c: 'kept' });
  });

  it('[N35] a group without its copies is unsure in time, is waited for further, and it is said while it is so', async () => {
    const { groups, link, outcomes, timers, told, write } = scene();
    link.copies = 0;
    write('a');
    await settled();
    await link.answer();
    await timers.advance(UNSURE_AFTER_MS - 1);
    expect([groups.isShort, told]).toEqual([false, []]);
    await timers.advance(1);
    expect([groups.isShort, Object.fromEntries(outcomes), told]).toEqual([true, { a: 'unsure' }, ['short']]);
    link.copies = 1;
    for (let turn = 0; turn < 2; turn += 1) {
      await timers.advance(LOOK_AGAIN_MS);
      await link.answer();
    }
    expect([groups.isShort, told]).toEqual([false, ['short', 'whole']]);
    write('b');
    await settled();
    await link.answer();
    expect(outcomes.get('b')).toBe('kept');
  });

  it('[N35] what has not been sent when nothing may be written any more is refused; what the server refuses is told', async () => {
    const { groups, line, link, outcomes, told, write } = scene();
    write('a');
    write('b');
    line.refusal = new RedisRefusedError('NOTWRITABLE');
    await settled();
    expect([link.sent, Object.fromEntries(outcomes)]).toEqual([[], { a: 'refused', b: 'refused' }]);

    line.refusal = null;
    link.refuses = 'OOM command not allowed';
    write('c');
    await settled();
    await link.answer();
    expect([outcomes.get('c'), told, groups.isShort]).toEqual(['refused', ['OOM'], false]);
  });
});
