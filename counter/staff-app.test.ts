import { describe, expect, it } from 'vitest';
import { failed, ok } from '../shared/lib/result.ts';
import { LanguageChoice } from '../shared/ui/language.svelte.ts';
import { LiveHall } from '../shared/ui/hall.svelte.ts';
import { TickingClock } from '../shared/ui/clock.svelte.ts';
import { panelParts } from '../test/support/panel-parts.ts';
import { teller } from '../test/support/played-hall.ts';
import { StaffedHall } from '../test/support/staffed-hall.ts';
import { StoredItems } from '../test/support/stored-items.ts';
import { VirtualTime } from '../test/support/virtual-time.ts';
import type { SessionsApi } from './session/sessions-api.ts';
import { StaffSession } from './session/staff-session.svelte.ts';
import { StaffApp } from './staff-app.svelte.ts';
import { StaffPanel } from './staff-panel.svelte.ts';

class FakeSessions implements SessionsApi {
  readonly asked: string[] = [];
  readonly ended: string[] = [];
  failure: 'wrong-password' | 'hub-away' | null = null;

  signIn(staffNumber: string, password: string) {
    this.asked.push(`${staffNumber}/${password}`);
    return Promise.resolve(this.failure === null ? ok({ token: `token-${staffNumber}` }) : failed(this.failure));
  }

  signOut(token: string): Promise<void> {
    this.ended.push(token);
    return Promise.resolve();
  }
}

function startApp(storage = new StoredItems()) {
  const api = new FakeSessions();
  const lines: { token: string; source: StaffedHall; closed: boolean }[] = [];
  const app = new StaffApp({
    session: new StaffSession({ api, storage }),
    language: new LanguageChoice(),
    openLine: (token) => {
      const timers = new VirtualTime();
      const line = { token, source: new StaffedHall(teller(1)), closed: false };
      lines.push(line);
      const hall = new LiveHall(line.source);
      const panel = new StaffPanel(panelParts(line.source, { hall, timers }));
      return { hall, panel, clock: new TickingClock({ now: () => hall.now(), timers }), close: () => void (line.closed = true) };
    },
  });
  return { app, api, lines, storage };
}

describe('a person at a staff screen', () => {
  it('[S1] signs in, keeps the session over a reload, and logs off', async () => {
    const { app, lines, storage } = startApp();
    expect(app.line).toBeNull();
    await app.signIn(' 1001 ', 'secret');
    expect(lines.map((line) => line.token)).toEqual(['token-1001']);

    const reloaded = startApp(storage);
    expect(reloaded.lines.map((line) => line.token)).toEqual(['token-1001']);
    await reloaded.app.logOff();
    expect(reloaded.api.ended).toEqual(['token-1001']);
    expect(reloaded.lines[0]?.closed).toBe(true);
    expect([reloaded.app.line, storage.size]).toEqual([null, 0]);
  });

  it('[S2] stays on the sign-in page with the reason, and opens no line', async () => {
    const { app, api, lines } = startApp();
    api.failure = 'wrong-password';
    await app.signIn('1001', 'wrong');
    expect(app.session.status).toEqual({ is: 'signed-out', why: 'wrong-password' });
    expect(lines).toEqual([]);
  });

  it('[S2] takes a double press for one attempt', async () => {
    const { app, api } = startApp();
    await Promise.all([app.signIn('1001', 'secret'), app.signIn('1001', 'secret')]);
    expect(api.asked).toEqual(['1001/secret']);
  });

  it('[S3] goes back to the sign-in page when the hub ends the session', async () => {
    const { app, lines, storage } = startApp();
    await app.signIn('1001', 'secret');
    const { source } = lines[0]!;
    source.connection = { is: 'refused', error: { kind: 'unauthenticated' } };
    source.changed();
    expect(app.line).toBeNull();
    expect(lines[0]?.closed).toBe(true);
    expect(app.session.status).toEqual({ is: 'signed-out', why: 'session-over' });
    expect(storage.size).toBe(0);
    await app.signIn('1001', 'secret');
    expect(lines).toHaveLength(2);
  });
});
