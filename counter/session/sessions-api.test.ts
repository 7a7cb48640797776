import { describe, expect, it } from 'vitest';
import { counterTexts } from '../../shared/i18n/counter-texts.ts';
import { httpSessionsApi, type Fetch } from './sessions-api.ts';
import { signInFailureText } from './sign-in-text.ts';

const answering = (status: number, body: unknown): Fetch => {
  return () => Promise.resolve(new Response(JSON.stringify(body), { status }));
};

describe('signing in over REST', () => {
  it('[S1] posts staff number and password and gets a token', async () => {
    const asked: unknown[] = [];
    const api = httpSessionsApi((path, { method, body }) => {
      asked.push([path, method, body]);
      return Promise.resolve(new Response(JSON.stringify({ token: 'abc', roles: ['teller'] }), { status: 201 }));
    });
    expect(await api.signIn('1001', 'secret')).toEqual({ ok: true, value: { token: 'abc' } });
    expect(asked).toEqual([['/api/sessions', 'POST', '{"staffNumber":"1001","password":"secret"}']]);
  });

  it.each([
    [401, { kind: 'wrong-password' }, 'wrong-password'],
    [429, { kind: 'too-many-commands' }, 'too-many-commands'],
    [500, { kind: 'something new' }, 'internal'],
    [200, { nothing: true }, 'internal'],
  ])('[S2] tells a %d %j as %s', async (status, body, failure) => {
    expect(await httpSessionsApi(answering(status, body)).signIn('1', 'x')).toEqual({ ok: false, error: failure });
  });

  it('[S2] tells a hub that does not answer, or answers with something else', async () => {
    const away: Fetch = () => Promise.reject(new TypeError('failed to fetch'));
    expect(await httpSessionsApi(away).signIn('1', 'x')).toEqual({ ok: false, error: 'hub-away' });
    const proxy: Fetch = () => Promise.resolve(new Response('<html>', { status: 502 }));
    expect(await httpSessionsApi(proxy).signIn('1', 'x')).toEqual({ ok: false, error: 'hub-away' });
    await expect(httpSessionsApi(away).signOut('abc')).resolves.toBeUndefined();
  });

  it('[S2] has a sentence for every failure in both languages', () => {
    for (const language of ['zh', 'en'] as const) {
      const { failures } = counterTexts(language).signIn;
      const told = (why: Parameters<typeof signInFailureText>[0] & { is: 'signed-out' }) => signInFailureText(why, failures);
      expect(told({ is: 'signed-out', why: null })).toBeNull();
      expect(told({ is: 'signed-out', why: 'wrong-password' })).toBe(failures['wrong-password']);
      expect(told({ is: 'signed-out', why: 'unauthenticated' })).toBe(failures['wrong-password']);
      expect(told({ is: 'signed-out', why: 'hub-away' })).toBe(failures['hub-away']);
      expect(told({ is: 'signed-out', why: 'hub-busy' })).toBe(failures.other);
    }
  });
});
