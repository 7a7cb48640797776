import { fc } from '../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { FakeTransport } from '../../test/support/fake-transport.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { foldOf, heartbeatAt, positionAt, snapshotAt, wireLog } from '../../test/support/wire-log.ts';
import { must } from '../lib/assert.ts';
import { toSnapshot } from '../hall/snapshot.ts';
import type { Position } from '../protocol/position.ts';
import { PROTOCOL_VERSION } from '../protocol/protocol-version.ts';
import { HallClient } from './hall-client.ts';
import { memoryOutbox } from './outbox.ts';

const LENGTH = 60;
const LOG = wireLog(LENGTH);

type Step =
  | { readonly is: 'grow'; readonly by: number }
  | { readonly is: 'lose'; readonly by: number }
  | { readonly is: 'double'; readonly from: number; readonly count: number }
  | { readonly is: 'snapshot'; readonly back: number }
  | { readonly is: 'heartbeat' }
  | { readonly is: 'drop' }
  | { readonly is: 'pass'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ is: fc.constant('grow' as const), by: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ is: fc.constant('lose' as const), by: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    is: fc.constant('double' as const),
    from: fc.integer({ min: 1, max: LENGTH }),
    count: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({ is: fc.constant('snapshot' as const), back: fc.integer({ min: 0, max: 5 }) }),
  fc.record({ is: fc.constant('heartbeat' as const) }),
  fc.record({ is: fc.constant('drop' as const) }),
  fc.record({ is: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 15_000 }) }),
);

/** A hub that answers truly, over a line that loses and doubles what it likes. */
class UnreliableHub {
  readonly time = new VirtualTime();
  readonly transport = new FakeTransport();
  readonly client: HallClient;
  head = 0;
  #answered = 0;
  #welcomed = 0;

  constructor() {
    this.client = new HallClient({
      transport: this.transport,
      clock: this.time,
      timers: this.time,
      newId: () => '0'.repeat(32),
      outboxStorage: memoryOutbox(),
      token: 'token',
      random: () => 0.5,
    });
    this.client.start();
  }

  run(step: Step): void {
    switch (step.is) {
      case 'grow': {
        const from = this.head;
        this.head = Math.min(LENGTH, this.head + step.by);
        this.#entries(from + 1, this.head);
        return;
      }
      case 'lose':
        this.head = Math.min(LENGTH, this.head + step.by);
        return;
      case 'double':
        return this.#entries(step.from, Math.min(this.head, step.from + step.count));
      case 'snapshot':
        return this.#snapshot(Math.max(0, this.head - step.back));
      case 'heartbeat':
        return this.#heartbeat();
      case 'drop':
        if (!this.transport.line.isClosed) this.transport.line.hub.closed();
        return;
      case 'pass':
        this.time.advance(step.ms);
    }
  }

  /** The faults stop: the hub welcomes, answers every question, and beats. */
  heal(): void {
    for (let round = 0; round < 6; round += 1) {
      this.time.advance(9_000);
      const { line } = this.transport;
      if (this.#welcomed !== this.transport.lines.length) {
        this.#welcomed = this.transport.lines.length;
        this.#answered = 0;
        line.hub.message({
          name: 'welcome',
          body: { protocol: PROTOCOL_VERSION, hall: 'demo', roles: ['display'], serverNow: this.time.now(), release: 'r' },
        });
        this.#resume(line.handshake.resume);
      }
      for (const message of line.resumes.slice(this.#answered)) {
        if (message.name === 'resume') this.#resume(message.body.position);
      }
      this.#answered = line.resumes.length;
      this.#heartbeat();
    }
  }

  #resume(position: Position | null): void {
    if (position === null || positionAt(LOG, position.version).hash !== position.hash) this.#snapshot(this.head);
    else this.#entries(position.version + 1, this.head);
  }

  #entries(from: number, to: number): void {
    if (to >= from) this.transport.line.hub.message({ name: 'entries', body: LOG.slice(from - 1, to) });
  }

  #snapshot(version: number): void {
    this.transport.line.hub.message({ name: 'snapshot', body: snapshotAt(LOG, version) });
  }

  #heartbeat(): void {
    this.transport.line.hub.message({ name: 'heartbeat', body: heartbeatAt(LOG, this.head, this.time.now()) });
  }
}

describe('a replica over a bad line', () => {
  it('[C10] ends as the fold of the log, and is never live anywhere else', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const hub = new UnreliableHub();
        for (const each of steps) {
          hub.run(each);
          const { state, position } = hub.client;
          if (state === null || position === null) continue;
          expect(toSnapshot(state)).toEqual(toSnapshot(foldOf(LOG.slice(0, position.version))));
        }
        hub.heal();
        expect(hub.client.connection).toEqual({ is: 'live' });
        expect(hub.client.position).toEqual(positionAt(LOG, hub.head));
        expect(toSnapshot(must(hub.client.state, 'healed'))).toEqual(toSnapshot(foldOf(LOG.slice(0, hub.head))));
        hub.client.close();
        expect(hub.time.timersLeft).toBe(0);
      }),
      { numRuns: 300, seed: 20_261_102 },
    );
  });
});
