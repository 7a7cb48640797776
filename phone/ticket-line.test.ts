import { describe, expect, it } from 'vitest';
import { settled } from '../test/support/running-hub.ts';
import { VirtualTime } from '../test/support/virtual-time.ts';
import { PHONE_BEAT_MS } from '../shared/protocol/phone-view.ts';
import { SILENCE_MS_MAX, TicketLine } from './ticket-line.svelte.ts';

const VIEW = { number: 'A001', state: { is: 'called' } };

/** A hub that answers as the test says; each request is a line that the test speaks on. */
function stage(statuses: (number | 'nothing')[] = []) {
  const time = new VirtualTime();
  const speakers: ((text: string | null) => void)[] = [];
  const ask = (_name: string, { signal }: RequestInit): Promise<Response> => {
    const status = statuses.shift() ?? 200;
    if (status === 'nothing') return Promise.reject(new TypeError('no network'));
    if (status !== 200) return Promise.resolve(new Response('{}', { status, headers: { 'Retry-After': '6' } }));
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => {
        signal?.addEventListener('abort', () => stream.error(new Error('aborted')));
        speakers.push((text) => (text === null ? stream.close() : stream.enqueue(new TextEncoder().encode(text))));
      },
    });
    return Promise.resolve(new Response(body));
  };
  const line = new TicketLine({ ask, clock: time, timers: time, random: () => 0.5, nowMs: () => time.monotonic() });
  const say = async (text: string | null): Promise<void> => {
    speakers.at(-1)?.(text);
    await settled();
  };
  const pass = async (ms: number): Promise<void> => {
    time.advance(ms);
    await settled();
  };
  line.open();
  return { line, say, pass, time, speakers };
}

const view = `event: view\ndata: ${JSON.stringify(VIEW)}\n\n`;

describe('the line of a phone', () => {
  it('[F195] is live while the hub speaks, and old within twelve seconds of silence', async () => {
    const { line, pass, say, speakers } = stage();
    await settled();
    expect(line.state).toBe('connecting');
    await say(view);
    expect(line.state).toBe('live');
    expect(line.view).toEqual(VIEW);
    for (let beats = 0; beats < 5; beats += 1) {
      await pass(PHONE_BEAT_MS);
      await say(':\n\n');
      expect(line.state).toBe('live');
    }
    await pass(12_000);
    expect(SILENCE_MS_MAX).toBeLessThan(12_000);
    expect(line.state).toBe('stale');
    expect(line.view).toEqual(VIEW);
    expect(speakers.length).toBeGreaterThan(1);
    await say(view);
    expect(line.state).toBe('live');
  });

  it('[F195] comes again by itself after a cut, at growing distances, and at once when the page is looked at', async () => {
    const { line, pass, say, speakers } = stage([200, 'nothing', 'nothing', 200, 'nothing', 200]);
    await settled();
    await say(view);
    await say(null);
    expect(line.state).toBe('stale');
    const tries: number[] = [];
    for (let ms = 0; speakers.length < 2; ms += 100) {
      await pass(100);
      tries.push(ms);
    }
    // Three tries, at half of 0.5, 1 and 1.5 s and a little more each.
    expect(tries.at(-1)).toBeGreaterThan(1_490);
    expect(tries.at(-1)).toBeLessThan(2_500);
    await say(view);
    await say(null);
    await pass(400);
    expect(speakers).toHaveLength(2);
    line.probe();
    await settled();
    await say(view);
    expect(line.state).toBe('live');
  });

  it('[F195] that slept shows nothing as current: it asks before it says live', async () => {
    const { line, say, speakers, time } = stage();
    await settled();
    await say(view);
    line.probe();
    expect(speakers).toHaveLength(1);
    time.sleep(60_000);
    line.probe();
    expect(line.state).toBe('stale');
    await settled();
    expect(speakers).toHaveLength(2);
    await say(view);
    expect(line.state).toBe('live');
  });

  it('[F192, F187] ends at an address that is none, and waits as long as a busy hub says', async () => {
    const over = stage([404]);
    await settled();
    expect(over.line.state).toBe('over');
    await over.pass(60_000);
    over.line.probe();
    expect(over.speakers).toHaveLength(0);
    const busy = stage([429]);
    await settled();
    expect(busy.line.state).toBe('busy');
    await busy.pass(5_900);
    expect(busy.speakers).toHaveLength(0);
    await busy.pass(200);
    await busy.say(view);
    expect(busy.line.state).toBe('live');
  });

  it('[F192] keeps the last that was told of a ticket that is over', async () => {
    const { line, say } = stage();
    await settled();
    await say(`${view}event: gone\ndata: {}\n\n`);
    expect(line.state).toBe('over');
    expect(line.view).toEqual(VIEW);
  });
});
