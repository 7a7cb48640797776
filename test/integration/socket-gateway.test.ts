import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import { COMMAND_BURST_MAX, MALFORMED_MAX, MESSAGE_BYTES_MAX } from '../../shared/protocol/limits.ts';
import { EXCESS_MAX } from '../../server/gateway/socket/gateway-limits.ts';
import { RawScreen } from '../support/raw-screen.ts';
import { responsiveMs } from '../support/responsive-time.ts';
import { newId, ServedHub, type ServedHubOptions } from '../support/served-hub.ts';

/** Connections of the operating system, not of the gateway. */
function lines(hub: ServedHub): Promise<number> {
  return new Promise((resolve, reject) => {
    hub.server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });
}

describe('the socket gateway', () => {
  let hub: ServedHub;
  let screens: RawScreen[] = [];

  async function restart(options: ServedHubOptions): Promise<void> {
    await hub.close();
    hub = await ServedHub.start(options);
  }

  async function screen(auth: object, headers: Record<string, string> = {}): Promise<RawScreen> {
    const opened = await RawScreen.open(hub.port, auth, { headers });
    screens.push(opened);
    return opened;
  }

  async function wall(): Promise<RawScreen> {
    const opened = await screen({ token: hub.access.give('device:wall', ['display']) });
    await opened.until(() => opened.all('heartbeat').length > 0);
    return opened;
  }

  async function kiosk(): Promise<RawScreen> {
    const opened = await screen({ token: hub.access.give('device:kiosk', ['kiosk']) });
    await opened.until(() => opened.all('heartbeat').length > 0);
    return opened;
  }

  beforeEach(async () => {
    hub = await ServedHub.start();
  });

  afterEach(async () => {
    for (const each of screens) await each.close();
    screens = [];
    await hub.close();
  });

  describe('who may come in', () => {
    it.each([
      ['a foreign page', { origin: 'http://evil.example' }],
      ['a page of nowhere', { origin: 'null' }],
      ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
      ['a name that begins like ours', { origin: 'http://127.0.0.1.evil.example' }],
    ])('[P1] refuses %s', async (_name, headers) => {
      await expect(RawScreen.line(hub.port, { headers })).rejects.toThrow(/40[03]/);
      expect(hub.gateway.sockets).toBe(0);
    });

    it('[P1] refuses what a browser calls cross-site', async () => {
      const headers = { 'sec-fetch-site': 'cross-site' };
      await expect(RawScreen.line(hub.port, { headers })).rejects.toThrow(/40[03]/);
    });

    it('[P1] lets in its own pages, programs without an origin, and configured origins exactly', async () => {
      await restart({ origins: ['https://hall.example'] });
      const token = hub.access.give('device:wall', ['display']);
      for (const headers of [{ origin: hub.url }, {}, { origin: 'https://hall.example' }]) {
        const opened = await screen({ token }, headers);
        await opened.until(() => opened.all('welcome').length > 0);
      }
      await expect(RawScreen.line(hub.port, { headers: { origin: 'https://hall.example.evil' } })).rejects.toThrow();
      await expect(RawScreen.line(hub.port, { headers: { origin: 'http://hall.example' } })).rejects.toThrow();
    });

    it.each([
      [0, 'screen'],
      [99, 'hub'],
    ])('[P2] refuses protocol %i before it looks at the token, naming the side to update', async (protocol, side) => {
      const opened = await screen({ protocol, token: 'unknown', nobody: 'knows this field' });
      await opened.until(() => opened.refusal !== null);
      expect(opened.refusal).toMatchObject({ kind: 'protocol-unsupported', side });
    });

    it.each([
      ['no token', {}, 'unauthenticated'],
      ['an unknown token', { token: 'unknown' }, 'unauthenticated'],
      ['a token that is no text', { token: { $gt: '' } }, 'unauthenticated'],
      ['an unknown field', { token: 'unknown', hall: 'other' }, 'malformed'],
      ['a position that is none', { token: 'unknown', resume: { version: -1, hash: 'x' } }, 'malformed'],
    ])('[P3] refuses a handshake with %s', async (_name, auth, kind) => {
      const opened = await screen(auth);
      await opened.until(() => opened.refusal !== null);
      expect(opened.refusal).toMatchObject({ kind });
      expect(opened.messages).toEqual([]);
    });

    it('[P12] has a cap on sockets of one address', async () => {
      await restart({ socketsPerAddressMax: 2 });
      const token = hub.access.give('device:wall', ['display']);
      const first = await screen({ token });
      await screen({ token });
      await expect(RawScreen.line(hub.port)).rejects.toThrow();
      await first.close();
      await expect.poll(() => hub.gateway.sockets, { timeout: 20_000 }).toBe(1);
      await screen({ token });
    });

    it('[P12] has a cap on all sockets', async () => {
      await restart({ socketsMax: 1 });
      await screen({ token: hub.access.give('device:wall', ['display']) });
      await expect(RawScreen.line(hub.port)).rejects.toThrow();
    });

    it('[P13] speaks WebSocket only, and serves no script', async () => {
      expect((await fetch(`${hub.url}/socket.io/?EIO=4&transport=polling`)).status).toBe(400);
      expect((await fetch(`${hub.url}/socket.io/socket.io.js`)).status).toBe(400);
    });
  });

  it('[P14] closes a line that says nothing after ten seconds', async () => {
    const silent = await RawScreen.line(hub.port);
    await silent.until(() => silent.closedAt !== null);
    expect(hub.gateway.sockets).toBe(0);
  });

  describe('bad input', () => {
    it('[P4] closes a socket that sends too much at once, and goes on', async () => {
      const opened = await kiosk();
      opened.raw(`42["command","${'x'.repeat(MESSAGE_BYTES_MAX)}"]`);
      await opened.until(() => opened.closedAt !== null);
      const next = await kiosk();
      expect(next.all('welcome')).toHaveLength(1);
    });

    it('[P5] answers malformed commands by their id, and ends the session at the fifth message of no known shape', async () => {
      const opened = await kiosk();
      opened.emit('command', { id: 'command-1', type: 'issue-ticket', service: 'A', price: 0 });
      opened.emit('command', { id: 'command-2', type: 'delete-hall' });
      await opened.until(() => opened.all('answer').length === 2);
      expect(opened.all('answer')).toEqual([
        { id: 'command-1', refusal: expect.objectContaining({ kind: 'malformed' }) as unknown },
        { id: 'command-2', refusal: { kind: 'unknown-command' } },
      ]);
      for (let count = 2; count < MALFORMED_MAX; count += 1) opened.emit('no-such-message', {});
      await opened.until(() => opened.closedAt !== null);
      expect(opened.all('goodbye')).toEqual([expect.objectContaining({ kind: 'malformed' })]);
      expect((await hub.hub.read('demo')).state.tickets.size).toBe(0);
    });

    it.each([
      ['a command of another type', ['command', 7]],
      ['a version that is none', ['seen', { version: 'all' }]],
      ['a position of another shape', ['resume', { position: { version: 1 } }]],
      ['a message without a body', ['seen']],
    ])('[P5] counts %s', async (_name, message) => {
      const opened = await kiosk();
      for (let count = 0; count < MALFORMED_MAX; count += 1) opened.raw(`42${JSON.stringify(message)}`);
      await opened.until(() => opened.closedAt !== null);
      expect(opened.all('goodbye')).toEqual([expect.objectContaining({ kind: 'malformed' })]);
    });

    it('[P6] refuses commands beyond the burst, and ends a flood', async () => {
      const opened = await kiosk();
      const issue = (): void => opened.emit('command', { id: newId(), type: 'issue-ticket', service: 'A' });
      for (let count = 0; count < COMMAND_BURST_MAX + 20; count += 1) issue();
      await opened.until(() => opened.all('answer').length === COMMAND_BURST_MAX + 20);
      const refused = opened.all('answer').filter((answer) => 'refusal' in answer && answer.refusal.kind === 'too-many-commands');
      expect(refused.length).toBeGreaterThanOrEqual(15);
      expect(refused.length).toBeLessThanOrEqual(20);
      for (let count = 0; count < EXCESS_MAX + COMMAND_BURST_MAX; count += 1) issue();
      await opened.until(() => opened.closedAt !== null);
      expect(opened.all('goodbye')).toEqual([{ kind: 'too-many-commands' }]);
    });

    it('[P6] ends a flood of messages that are no commands too', async () => {
      const opened = await wall();
      for (let count = 0; count < EXCESS_MAX + COMMAND_BURST_MAX + 20; count += 1) opened.emit('seen', { version: 1 });
      await opened.until(() => opened.closedAt !== null);
      expect(opened.all('goodbye')).toEqual([{ kind: 'too-many-commands' }]);
    });
  });

  describe('sessions', () => {
    it('[P11] welcomes first, then gives what is missing, then a heartbeat', async () => {
      const first = await wall();
      expect(first.messages.map((message) => message.name)).toEqual(['welcome', 'snapshot', 'heartbeat']);
      const { version, hash } = must(first.all('heartbeat')[0], 'a heartbeat');
      await hub.command({ type: 'issue-ticket', service: 'A' });
      const second = await screen({ token: 'device:wall', resume: { version, hash } });
      await second.until(() => second.all('heartbeat').length > 0);
      expect(second.messages.map((message) => message.name)).toEqual(['welcome', 'entries', 'heartbeat']);
      expect(second.versions).toEqual([version + 1]);
      second.emit('resume', { position: { version, hash: '0'.repeat(64) } });
      await second.until(() => second.all('snapshot').length === 1);
    });

    it('[P10] answers a command after its entries, and the same id with the same answer', async () => {
      const opened = await kiosk();
      const command = { id: newId(), type: 'issue-ticket', service: 'A' };
      opened.emit('command', command);
      await opened.until(() => opened.all('answer').length === 1);
      expect(opened.messages.slice(-2).map((message) => message.name)).toEqual(['entries', 'answer']);
      opened.emit('command', command);
      await opened.until(() => opened.all('answer').length === 2);
      opened.emit('command', { ...command, service: 'B' });
      await opened.until(() => opened.all('answer').length === 3);
      const [first, again, other] = opened.all('answer');
      expect(again).toEqual(first);
      expect(first).toMatchObject({ id: command.id, result: { number: 'A001' } });
      expect(other).toEqual({ id: command.id, refusal: { kind: 'command-id-reused' } });
    });

    it('[P33] gives a line that does not follow its answers and heartbeats, and nothing of the hall', async () => {
      const program = await screen({ token: hub.access.give('device:kiosk', ['kiosk']), follow: false });
      await program.until(() => program.all('heartbeat').length > 0);
      program.emit('command', { id: newId(), type: 'issue-ticket', service: 'A' });
      await program.until(() => program.all('answer').length === 1);
      program.emit('resume', { position: null });
      await program.until(() => program.all('heartbeat').length === 2);
      expect(program.messages.map((message) => message.name)).toEqual(['welcome', 'heartbeat', 'answer', 'heartbeat']);
      expect(hub.gateway.screensIn('demo')).toBe(0);
      expect(hub.hub.status()[0]?.behindMax).toBe(0);
    });

    it('[P9] sends every screen of a hall the same bytes, and nobody else', async () => {
      const walls = [await wall(), await wall(), await kiosk()];
      hub.access.give('device:elsewhere', ['display'], { hall: 'elsewhere' });
      const elsewhere = await screen({ token: 'device:elsewhere' });
      await elsewhere.until(() => elsewhere.all('goodbye').length > 0);
      expect(elsewhere.all('goodbye')).toEqual([{ kind: 'unknown-hall' }]);
      await hub.command({ type: 'issue-ticket', service: 'A' });
      for (const each of walls) await each.until(() => each.all('entries').length === 1);
      const frames = walls.map((each) => each.frames.find((frame) => frame.startsWith('42["entries"')));
      expect(new Set(frames).size).toBe(1);
      expect(elsewhere.all('entries')).toEqual([]);
    });

    it('[P7] closes the sockets of a revoked credential within two seconds', async () => {
      const opened = [await wall(), await wall()];
      const other = await kiosk();
      const closedMs = await responsiveMs(async () => {
        hub.access.revoke('device:wall');
        for (const each of opened) await each.until(() => each.closedAt !== null);
      });
      expect(closedMs).toBeLessThan(2_000);
      for (const each of opened) {
        expect(each.all('goodbye')).toEqual([expect.objectContaining({ kind: 'unauthenticated' })]);
      }
      expect(other.closedAt).toBeNull();
    });

    it('[P7] also when the peer reads nothing', async () => {
      const opened = await wall();
      opened.pause();
      const closedMs = await responsiveMs(async () => {
        hub.access.revoke('device:wall');
        await expect.poll(() => hub.gateway.sockets, { timeout: 20_000 }).toBe(0);
        await expect.poll(() => lines(hub), { timeout: 20_000 }).toBe(0);
      });
      expect(closedMs).toBeLessThan(2_000);
    });

    it('[P7] closes the sockets of a session that is over', async () => {
      hub.access.give('staff:1001', ['teller'], { expiresAt: Date.now() + 300 });
      const opened = await screen({ token: 'staff:1001' });
      await opened.until(() => opened.closedAt !== null);
      expect(opened.all('goodbye')).toEqual([expect.objectContaining({ kind: 'unauthenticated' })]);
    });

    it('[P17] says that it will be back when it stops, and lets nobody in any more', async () => {
      const opened = await wall();
      hub.gateway.close();
      await opened.until(() => opened.closedAt !== null);
      expect(opened.all('goodbye')).toEqual([expect.objectContaining({ kind: 'hub-leaving' })]);
      await expect(RawScreen.line(hub.port)).rejects.toThrow();
    });
  });
});
