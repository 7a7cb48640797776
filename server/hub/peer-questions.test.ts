import { describe, expect, it } from 'vitest';
import { ManualTimers } from '../../test/support/manual-timers.ts';
import { SILENT_LOG } from '../observability/log.ts';
import { PeerQuestions } from './peer-questions.ts';
import type { PeerMessage, Peers } from './peers.ts';

const WITHIN_MS = 500;

/** What one hub tells every other one hears; a hub that hangs hears nothing. */
class Channel {
  readonly #lines = new Map<string, Map<string, Set<(message: PeerMessage) => void>>>();
  readonly hanging = new Set<string>();

  of(hub: string): Peers {
    const own = new Map<string, Set<(message: PeerMessage) => void>>();
    this.#lines.set(hub, own);
    return {
      tell: (topic, message) => {
        for (const [other, topics] of this.#lines) {
          if (other === hub || this.hanging.has(other)) continue;
          for (const listener of topics.get(topic) ?? []) listener(message);
        }
      },
      on: (topic, listener) => {
        const listeners = own.get(topic) ?? new Set();
        own.set(topic, listeners.add(listener));
        return () => listeners.delete(listener);
      },
    };
  }
}

class Stage {
  readonly channel = new Channel();
  readonly timers = new ManualTimers();
  #now = 0;
  #ids = 0;

  hub(name: string): PeerQuestions {
    const newId = (): string => `${(this.#ids += 1)}`;
    const clock = { now: () => this.#now };
    return new PeerQuestions({ peers: this.channel.of(name), hub: name, clock, timers: this.timers, newId, log: SILENT_LOG });
  }

  async pass(ms: number): Promise<void> {
    this.#now += ms;
    await this.timers.advance(ms);
  }
}

/** What was answered; `waiting` while it was not. */
async function answered(asking: Promise<unknown>): Promise<unknown> {
  const still = new Promise((resolve) => setImmediate(() => resolve('waiting')));
  return Promise.race([asking, still]);
}

describe('what is asked of other hubs', () => {
  it('[Y26] is answered at once where no other hub is known, and after a first second in which others may say that they are there', async () => {
    const stage = new Stage();
    const alone = stage.hub('a');
    const early = alone.ask('lines', 'demo', WITHIN_MS);
    expect(await answered(early)).toBe('waiting');
    await stage.pass(WITHIN_MS);
    expect(await answered(early)).toEqual([]);
    await stage.pass(1_000);
    expect(await answered(alone.ask('lines', 'demo', WITHIN_MS))).toEqual([]);
    expect(await answered(alone.askOne('lines', 'demo', WITHIN_MS))).toBeNull();
    const other = stage.hub('b');
    other.answer('lines', () => 'two screens');
    expect(await answered(alone.ask('lines', 'demo', WITHIN_MS))).toEqual(['two screens']);
  });

  it('[Y26] ends with the last word of those that are known, also where none of them had anything to say', async () => {
    const stage = new Stage();
    const [asker] = [stage.hub('a'), stage.hub('b'), stage.hub('c')] as const;
    await stage.pass(2_000);
    expect(await answered(asker.askOne('paper', 'demo', 60_000))).toBeNull();
  });

  it('[Y26] waits for a hub that hangs no longer than it was told, forgets it after a minute, and knows it again soon after', async () => {
    const stage = new Stage();
    const [asker, hanging] = [stage.hub('a'), stage.hub('b')] as const;
    hanging.answer('lines', () => 'one screen');
    await stage.pass(2_000);
    stage.channel.hanging.add('b').add('a');
    const asked = asker.ask('lines', 'demo', WITHIN_MS);
    expect(await answered(asked)).toBe('waiting');
    await stage.pass(WITHIN_MS);
    expect(await answered(asked)).toEqual([]);
    await stage.pass(61_000);
    expect(await answered(asker.ask('lines', 'demo', WITHIN_MS))).toEqual([]);
    stage.channel.hanging.clear();
    await stage.pass(2_000);
    expect(await answered(asker.ask('lines', 'demo', WITHIN_MS))).toEqual(['one screen']);
  });
});
