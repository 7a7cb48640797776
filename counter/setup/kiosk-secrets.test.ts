import { expect, it } from 'vitest';
import { failed, ok } from '../../shared/lib/result.ts';
import type { ApiAnswer, HallApi } from '../session/hall-api.ts';
import { KioskSecrets } from './kiosk-secrets.svelte.ts';

class Hub {
  readonly asked: unknown[] = [];
  answer: ApiAnswer<unknown> = ok({});
  readonly secrets = new KioskSecrets({
    get: (path: string) => this.#ask('GET', path),
    send: (method: string, path: string, body: object) => this.#ask(method, path, body),
  } as unknown as HallApi);

  #ask(...asked: unknown[]): Promise<ApiAnswer<unknown>> {
    this.asked.push(asked);
    return Promise.resolve(this.answer);
  }
}

const refused = (kind: string, faults?: unknown) =>
  failed({ is: 'refused', kind, text: { zh: '名单有误', en: 'faults' }, faults } as const);

it('[K119] a PIN is sent and forgotten, and stays to be mended when it is refused', async () => {
  const hub = new Hub();
  await hub.secrets.setPin();
  hub.secrets.pin = '123456';
  hub.answer = refused('pin-too-simple');
  await hub.secrets.setPin();
  expect([hub.secrets.pin, hub.secrets.isPinSet, hub.secrets.failure?.is]).toEqual(['123456', false, 'refused']);
  hub.secrets.pin = '864209';
  hub.answer = ok({});
  await hub.secrets.setPin();
  expect([hub.secrets.pin, hub.secrets.isPinSet, hub.secrets.failure]).toEqual(['', true, null]);
  expect(hub.asked).toEqual([
    ['PUT', 'kiosk/pin', { pin: '123456' }],
    ['PUT', 'kiosk/pin', { pin: '864209' }],
  ]);
});

it('[K119, K115] a list is told as counts, and one with faults by its lines', async () => {
  const hub = new Hub();
  hub.answer = ok({ counts: [{ class: 'vip', count: 2 }] });
  await hub.secrets.load();
  expect(hub.secrets.counts).toEqual([{ class: 'vip', count: 2 }]);
  const faults = [{ line: 3, column: 'class', text: { zh: '没有此客户类别', en: 'no such class' } }];
  hub.answer = refused('identities-invalid', faults);
  await hub.secrets.importList('identity,class\n…');
  expect([hub.secrets.faults, hub.secrets.counts]).toEqual([faults, [{ class: 'vip', count: 2 }]]);
  hub.answer = ok({ counts: [] });
  await hub.secrets.importList('identity,class\n');
  expect([hub.secrets.faults, hub.secrets.counts, hub.secrets.failure]).toEqual([[], [], null]);
});
