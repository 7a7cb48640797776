import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { VirtualTime } from '../../../test/support/virtual-time.ts';
import { PHONE_BEAT_MS, type PhoneView } from '../../../shared/protocol/phone-view.ts';
import { LAST_WORDS_MS, PhoneLine, UNREAD_BYTES_MAX } from './phone-line.ts';

/** An answer whose bytes nobody takes, as with a phone in a tunnel. */
class Unread extends Writable {
  readonly said: string[] = [];
  failed: Error | null = null;

  constructor() {
    super({ decodeStrings: false });
    this.on('error', (error) => (this.failed = error));
  }

  writeHead(): this {
    return this;
  }

  override _write(text: unknown): void {
    this.said.push(String(text));
  }
}

function lineOf(): { readonly answer: Unread; readonly line: PhoneLine; readonly time: VirtualTime } {
  const [answer, time] = [new Unread(), new VirtualTime()];
  return { answer, time, line: new PhoneLine(answer as never, time) };
}

const VIEW = { number: 'A001' } as PhoneView;

describe('a line to a phone that takes nothing', () => {
  it('[F200] says nothing after its end, and is cut when nobody took its last words', async () => {
    const { answer, line, time } = lineOf();
    let closed = 0;
    line.closed(() => (closed += 1));
    line.show(VIEW);
    line.end();
    time.advance(PHONE_BEAT_MS);
    line.show(VIEW);
    line.gone();
    await new Promise(setImmediate);
    expect(answer.failed).toBeNull();
    expect(answer.said).toHaveLength(1);
    expect(answer.destroyed).toBe(false);
    time.advance(LAST_WORDS_MS);
    await new Promise(setImmediate);
    expect(answer.destroyed).toBe(true);
    expect(closed).toBe(1);
    line.closed(() => (closed += 1));
    expect(closed).toBe(2);
  });

  it('[F200] is cut when too much is kept for it', () => {
    const { answer, line } = lineOf();
    const long = { number: 'x'.repeat(UNREAD_BYTES_MAX) } as PhoneView;
    line.show(long);
    expect(answer.destroyed).toBe(false);
    line.show(VIEW);
    expect(answer.destroyed).toBe(true);
  });
});
