import { describe, expect, it } from 'vitest';
import { DeviceSession, type TokenStorage } from './device-session.ts';

interface Asked {
  readonly path: string;
  readonly body: unknown;
}

function storage(): TokenStorage & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

function session(answer: () => Response, kept: TokenStorage = storage()) {
  const asked: Asked[] = [];
  const fetch = (path: string, init: { body: string }): Promise<Response> => {
    asked.push({ path, body: JSON.parse(init.body) });
    return Promise.resolve().then(answer);
  };
  return { asked, session: new DeviceSession({ storage: kept, fetch }) };
}

const json = (status: number, body: object): Response => new Response(JSON.stringify(body), { status });

describe('a device’s session', () => {
  it('[D17] asks for the demonstration’s token once and keeps one for each kind', async () => {
    const kept = storage();
    let count = 0;
    const { asked, session: device } = session(() => json(201, { token: `t${(count += 1)}`, path: '/kiosk' }), kept);
    expect(await device.token('kiosk')).toEqual({ ok: true, value: 't1' });
    expect(await device.token('kiosk')).toEqual({ ok: true, value: 't1' });
    expect(await device.token('display')).toEqual({ ok: true, value: 't2' });
    expect(asked).toEqual([
      { path: '/api/devices/demo', body: { kind: 'kiosk' } },
      { path: '/api/devices/demo', body: { kind: 'display' } },
    ]);
    device.forget('kiosk');
    expect(await device.token('kiosk')).toEqual({ ok: true, value: 't3' });
  });

  it('[D17] tells a hub that gives none from a hub that does not answer', async () => {
    const of = (answer: () => Response) => session(answer).session.token('display');
    expect(await of(() => json(401, { kind: 'unauthenticated' }))).toEqual({ ok: false, error: 'not-enrolled' });
    expect(await of(() => json(503, {}))).toEqual({ ok: false, error: 'hub-unreachable' });
    expect(await of(() => json(429, {}))).toEqual({ ok: false, error: 'hub-unreachable' });
    expect(await of(() => new Response('<html>'))).toEqual({ ok: false, error: 'hub-unreachable' });
    const noLine = (): Response => {
      throw new TypeError('failed to fetch');
    };
    expect(await of(noLine)).toEqual({ ok: false, error: 'hub-unreachable' });
  });

  it('[D17] works until the page is closed where storage is forbidden', async () => {
    const forbidden = (): never => {
      throw new DOMException('denied');
    };
    const none: TokenStorage = { getItem: forbidden, setItem: forbidden, removeItem: forbidden };
    const { session: device } = session(() => json(201, { token: 't' }), none);
    expect(await device.token('kiosk')).toEqual({ ok: true, value: 't' });
    expect(() => device.forget('kiosk')).not.toThrow();
  });

  it('[D19] trades a code for a token and goes nowhere but to a screen of this hub', async () => {
    const kept = storage();
    const good = session(() => json(201, { token: 't', kind: 'display', path: '/display/wall' }), kept);
    expect(await good.session.enrol('code')).toEqual({ ok: true, value: '/display/wall' });
    expect(good.asked).toEqual([{ path: '/api/devices/enrol', body: { code: 'code' } }]);
    expect([...kept.kept.values()]).toEqual(['t']);
    const bad = session(() => json(201, { token: 't', kind: 'display', path: '//elsewhere' }));
    expect(await bad.session.enrol('code')).toEqual({ ok: false, error: 'not-enrolled' });
    const used = session(() => json(401, { kind: 'unauthenticated' }));
    expect(await used.session.enrol('code')).toEqual({ ok: false, error: 'not-enrolled' });
  });
});
