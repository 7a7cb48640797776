import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../shared/lib/random.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { exponential, happens, logNormal, weighted } from './chance.ts';
import { HubApi, type HubApiOptions } from './hub-api.ts';
import { Sleep } from './sleep.ts';

const DRAWS = 20_000;

function mean(draw: () => number): number {
  let sum = 0;
  for (let drawn = 0; drawn < DRAWS; drawn += 1) sum += draw();
  return sum / DRAWS;
}

describe('chance', () => {
  it('[A42] arrivals are exponential and service times log-normal, by the asked mean and median', () => {
    const random = seededRandom(1);
    expect(mean(() => exponential(random, 40))).toBeCloseTo(40, -0.5);
    const times = Array.from({ length: DRAWS }, () => logNormal(random, 180, 0.6)).toSorted((left, right) => left - right);
    expect(times[DRAWS / 2]).toBeGreaterThan(174);
    expect(times[DRAWS / 2]).toBeLessThan(186);
    expect(times[0]).toBeGreaterThan(0);
  });

  it('[A42] choices come as often as they weigh', () => {
    const random = seededRandom(2);
    expect(
      mean(() =>
        weighted(random, [
          ['a', 3],
          ['b', 1],
        ] as const) === 'a'
          ? 1
          : 0,
      ),
    ).toBeCloseTo(0.75, 1);
    expect(mean(() => (happens(random, 0.2) ? 1 : 0))).toBeCloseTo(0.2, 1);
    expect(() => weighted(random, [])).toThrow(RangeError);
  });
});

describe('sleep', () => {
  it('[A43] passes at the chosen speed, and ends for everybody when it is stopped', async () => {
    const time = new VirtualTime();
    const sleep = new Sleep(time, 60);
    const woken: boolean[] = [];
    void sleep.hall(60_000).then((isOn) => woken.push(isOn));
    time.advance(999);
    await Promise.resolve();
    expect(woken).toEqual([]);
    time.advance(1);
    await Promise.resolve();
    expect(woken).toEqual([true]);
    const long = sleep.real(1_000_000);
    sleep.stop();
    sleep.stop();
    expect(await long).toBe(false);
    expect(await sleep.hall(1)).toBe(false);
    expect(time.timersLeft).toBe(0);
  });
});

describe('the API of the demonstration', () => {
  function api(answers: readonly (Response | Error)[]) {
    const sent: { path: string; body: string }[] = [];
    const waiting = [...answers];
    const time = new VirtualTime();
    const timers = { after: (_ms: number, wake: () => void) => time.after(0, wake), every: time.every.bind(time) };
    const fetch: HubApiOptions['fetch'] = (path, init) => {
      sent.push({ path: String(path), body: String(init?.body) });
      const next = waiting.shift() ?? new Error('nobody');
      queueMicrotask(() => queueMicrotask(() => setImmediate(() => time.advance(0))));
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    };
    const sleep = new Sleep(timers, 1);
    let ids = 0;
    return { api: new HubApi({ url: 'http://hub', hall: 'demo', fetch, newId: () => `id-${String((ids += 1))}`, sleep }), sent };
  }
  const json = (body: object, status = 200) => new Response(JSON.stringify(body), { status });

  it('[A44] sends the very same command again while the hub is away', async () => {
    const { api: hub, sent } = api([
      json({ token: 't1' }),
      new Error('refused'),
      json({}, 503),
      json({ version: 3, result: {} }),
    ]);
    const teller = await hub.signIn('1001', 'p');
    if (!teller.ok) throw new Error('not signed in');
    expect(await teller.value.command({ type: 'open-day' })).toEqual({ ok: true, value: { version: 3, result: {} } });
    expect(new Set(sent.slice(1).map((each) => each.body))).toEqual(new Set(['{"type":"open-day","id":"id-1"}']));
    expect(sent).toHaveLength(4);
  });

  it('[A44] signs in again when the session is over, and tells refusals by their kind', async () => {
    const over = json({ kind: 'unauthenticated', title: 'Sign in.' }, 401);
    const refused = json({ kind: 'nobody-waiting', title: 'Nobody.' }, 409);
    const { api: hub, sent } = api([json({ token: 't1' }), over, json({ token: 't2' }), refused]);
    const teller = await hub.signIn('1001', 'p');
    if (!teller.ok) throw new Error('not signed in');
    expect(await teller.value.command({ type: 'call-next', counter: 1 })).toEqual({
      ok: false,
      error: { kind: 'nobody-waiting', title: 'Nobody.' },
    });
    expect(sent.map((each) => each.path.replace('http://hub', ''))).toEqual([
      '/api/sessions',
      '/api/halls/demo/commands',
      '/api/sessions',
      '/api/halls/demo/commands',
    ]);
  });
});
