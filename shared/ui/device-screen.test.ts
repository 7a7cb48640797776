import { describe, expect, it } from 'vitest';
import type { ConnectionState } from '../client/connection-state.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { Welcome } from '../protocol/down.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { DeviceScreen } from './device-screen.svelte.ts';
import type { DeviceFault } from './device-session.ts';
import type { HallLine } from './hall-line.ts';
import { RELEASE_REST_MS, ReleaseReloads } from './release-reloads.ts';

class FakeLine {
  connection: ConnectionState = { is: 'connecting', attempt: 1 };
  welcome: Welcome | null = null;
  closed = false;
  readonly listeners = new Set<() => void>();

  tell(connection: ConnectionState, release = 'r1'): void {
    this.connection = connection;
    this.welcome = { protocol: 1, hall: 'demo', roles: ['display'], serverNow: 0, release };
    for (const listener of [...this.listeners]) listener();
  }

  get line(): HallLine {
    const subscribe = (listener: () => void): (() => void) => {
      this.listeners.add(listener);
      return () => this.listeners.delete(listener);
    };
    const hall = Object.defineProperties(
      { subscribe },
      { connection: { get: () => this.connection }, welcome: { get: () => this.welcome } },
    );
    return { hall, close: () => (this.closed = true) } as unknown as HallLine;
  }
}

function screen(tokens: Result<string, DeviceFault>[], release: string | null = null, kept = new Map<string, string>()) {
  const time = new VirtualTime();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  };
  const lines: FakeLine[] = [];
  const seen = { forgotten: 0, reloads: 0 };
  const device = new DeviceScreen({
    kind: 'display',
    timers: time,
    session: { token: () => Promise.resolve(tokens.shift() ?? failed('not-enrolled')), forget: () => (seen.forgotten += 1) },
    openLine: () => {
      const made = new FakeLine();
      lines.push(made);
      return made.line;
    },
    reload: () => (seen.reloads += 1),
    release,
    releaseReloads: new ReleaseReloads(storage, () => time.now()),
  });
  return { time, lines, seen, device };
}

const flush = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const REFUSED: ConnectionState = { is: 'refused', error: { kind: 'unauthenticated' } };

describe('a screen that nobody stands behind', () => {
  it('[D17] asks a hub that does not answer again until it does', async () => {
    const { device, time } = screen([failed('hub-unreachable'), ok('t')]);
    await device.start();
    expect(device.phase).toEqual({ is: 'asking', hubUnreachable: true });
    time.advance(3_000);
    await flush();
    expect(device.phase.is).toBe('running');
  });

  it('[D17] forgets a refused token and asks once more, then says that it is not enrolled', async () => {
    const { device, lines, seen } = screen([ok('old'), ok('new')]);
    await device.start();
    lines[0]!.tell(REFUSED);
    await flush();
    expect(device.phase.is).toBe('running');
    expect([lines.length, lines[0]!.closed, seen.forgotten]).toEqual([2, true, 1]);
    lines[1]!.tell(REFUSED);
    await flush();
    expect(device.phase).toEqual({ is: 'not-enrolled' });
    expect(lines).toHaveLength(2);
  });

  it('[D18] loads itself anew after an update, once, when nobody is using it', async () => {
    const { device, lines, seen, time } = screen([ok('t')]);
    let idle = false;
    device.isIdle = () => idle;
    await device.start();
    lines[0]!.tell({ is: 'live' }, 'r1');
    lines[0]!.tell({ is: 'live' }, 'r1');
    time.advance(60_000);
    expect(seen.reloads).toBe(0);
    lines[0]!.tell({ is: 'live' }, 'r2');
    time.advance(20_000);
    expect(seen.reloads).toBe(0);
    idle = true;
    time.advance(5_000);
    lines[0]!.tell({ is: 'live' }, 'r2');
    time.advance(60_000);
    expect(seen.reloads).toBe(1);
  });

  it('[W17] knows its own release, so one that is older than its hub loads itself anew, and no second time within ten minutes', async () => {
    const kept = new Map<string, string>();
    const first = screen([ok('t')], 'old', kept);
    await first.device.start();
    first.lines[0]!.tell({ is: 'live' }, 'new');
    first.time.advance(0);
    expect(first.seen.reloads).toBe(1);
    // Loaded from a hub of the old release again, and its line goes to one of the new.
    const second = screen([ok('t')], 'old', kept);
    await second.device.start();
    second.lines[0]!.tell({ is: 'live' }, 'new');
    second.time.advance(RELEASE_REST_MS - 1);
    second.lines[0]!.tell({ is: 'live' }, 'new');
    expect(second.seen.reloads).toBe(0);
    second.time.advance(1);
    expect(second.seen.reloads).toBe(1);
  });

  it('[W17] stays as it is when all hubs have its own release by then', async () => {
    const kept = new Map<string, string>();
    const first = screen([ok('t')], 'old', kept);
    await first.device.start();
    first.lines[0]!.tell({ is: 'live' }, 'new');
    first.time.advance(0);
    const second = screen([ok('t')], 'new', kept);
    await second.device.start();
    second.lines[0]!.tell({ is: 'live' }, 'old');
    second.time.advance(60_000);
    second.lines[0]!.tell({ is: 'live' }, 'new');
    second.time.advance(RELEASE_REST_MS);
    expect(second.seen.reloads).toBe(0);
  });

  it('[D18] that the hub calls too old loads itself anew, not faster than once a minute', async () => {
    const { device, lines, seen, time } = screen([ok('t')]);
    await device.start();
    lines[0]!.tell({ is: 'outdated', side: 'screen' });
    time.advance(59_000);
    expect(seen.reloads).toBe(0);
    time.advance(1_000);
    expect(seen.reloads).toBe(1);
  });
});
