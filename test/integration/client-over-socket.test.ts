import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import { HallClient } from '../../shared/client/hall-client.ts';
import { memoryOutbox } from '../../shared/client/outbox.ts';
import { socketTransport } from '../../shared/client/socket-transport.ts';
import { webSocketTransport } from '../../shared/client/web-socket-transport.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { newId, ServedHub } from '../support/served-hub.ts';
import { SYSTEM_CLOCK, SYSTEM_TIMERS } from '../support/system-timers.ts';
import { wsSocket } from '../support/ws-socket.ts';

const LINES = {
  'as screens open them': (url: string) =>
    webSocketTransport({ url: url.replace(/^http/, 'ws'), timers: SYSTEM_TIMERS, open: wsSocket }),
  'of Socket.IO’s own client': (url: string) => socketTransport({ url }),
};

describe.each(Object.entries(LINES))('the real client over real sockets %s', (_name, transportTo) => {
  let hub: ServedHub;
  let clients: HallClient[] = [];

  function client(token: string, url = hub.url): HallClient {
    const made = new HallClient({
      transport: transportTo(url),
      clock: SYSTEM_CLOCK,
      timers: SYSTEM_TIMERS,
      newId,
      outboxStorage: memoryOutbox(),
      token,
    });
    clients.push(made);
    made.start();
    return made;
  }

  async function until(each: HallClient, isTrue: () => boolean): Promise<void> {
    if (isTrue()) return;
    await new Promise<void>((resolve) => {
      const release = each.subscribe(() => {
        if (!isTrue()) return;
        release();
        resolve();
      });
    });
  }

  beforeEach(async () => {
    hub = await ServedHub.start();
  });

  afterEach(async () => {
    for (const each of clients) each.close();
    clients = [];
    await hub.close();
  });

  it('[P18] shows on one screen what another one did, and both equal the hub', async () => {
    const kiosk = client(hub.access.give('device:kiosk', ['kiosk']));
    const wall = client(hub.access.give('device:wall', ['display']));
    await until(kiosk, () => kiosk.connection.is === 'live');
    await until(wall, () => wall.connection.is === 'live');
    const answer = await kiosk.send({ type: 'issue-ticket', service: 'A' });
    expect(answer).toMatchObject({ ok: true, value: { result: { number: 'A001' } } });
    const { position, state } = await hub.hub.read('demo');
    for (const each of [kiosk, wall]) {
      await until(each, () => each.position?.version === position.version);
      expect(each.position).toEqual(position);
      expect(toSnapshot(must(each.state, 'live'))).toEqual(toSnapshot(state));
    }
    expect(await wall.send({ type: 'issue-ticket', service: 'A' })).toMatchObject({ ok: false, error: { kind: 'not-allowed' } });
  });

  it('[P18] comes back after a cut with what it missed, and with its command', async () => {
    const kiosk = client(hub.access.give('device:kiosk', ['kiosk']));
    await until(kiosk, () => kiosk.connection.is === 'live');
    hub.server.closeAllConnections();
    for (const socket of hub.sockets) socket.destroy();
    await until(kiosk, () => kiosk.connection.is === 'connecting');
    const waiting = kiosk.send({ type: 'issue-ticket', service: 'B' });
    await hub.command({ type: 'issue-ticket', service: 'A' });
    expect(await waiting).toMatchObject({ ok: true, value: { result: { number: 'B001' } } });
    await until(kiosk, () => kiosk.connection.is === 'live');
    const { position, state } = await hub.hub.read('demo');
    expect(kiosk.position).toEqual(position);
    expect(toSnapshot(must(kiosk.state, 'live'))).toEqual(toSnapshot(state));
  });

  it('[P18] is refused for good when its credential is revoked', async () => {
    const wall = client(hub.access.give('device:wall', ['display']));
    await until(wall, () => wall.connection.is === 'live');
    hub.access.revoke('device:wall');
    await until(wall, () => wall.connection.is === 'refused');
    const stranger = client('unknown');
    await until(stranger, () => stranger.connection.is === 'refused');
    expect(stranger.connection).toEqual({ is: 'refused', error: { kind: 'unauthenticated' } });
  });

  it('[P18] keeps trying while there is no hub', async () => {
    const early = client('device:wall', 'http://127.0.0.1:1');
    await until(early, () => early.connection.is === 'connecting' && early.connection.attempt > 1);
    expect(early.state).toBeNull();
  });
});
