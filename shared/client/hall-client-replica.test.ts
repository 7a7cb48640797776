import { beforeEach, describe, expect, it } from 'vitest';
import { ClientStage, LOG } from '../../test/support/client-stage.ts';
import { foldOf, positionAt, wireLog } from '../../test/support/wire-log.ts';
import { must } from '../lib/assert.ts';
import { toSnapshot } from '../hall/snapshot.ts';
import { PROTOCOL_VERSION } from '../protocol/protocol-version.ts';

describe('HallClient: the replica', () => {
  let stage: ClientStage;

  beforeEach(() => {
    stage = new ClientStage();
  });

  it('[C8] applies what follows, ignores what it knows, asks once for what it misses', () => {
    stage.goLive(10);
    stage.entries(11, 13);
    stage.entries(9, 12);
    expect(must(stage.client.state, 'live').version).toBe(13);
    expect(stage.transport.line.resumes).toEqual([]);
    stage.entries(15, 15);
    stage.entries(16, 17);
    expect(stage.client.position).toEqual(positionAt(LOG, 13));
    expect(stage.transport.line.resumes).toEqual([{ name: 'resume', body: { position: positionAt(LOG, 13) } }]);
    stage.heartbeat(17);
    expect(stage.transport.line.resumes).toHaveLength(2);
    stage.entries(14, 17);
    stage.heartbeat(17);
    expect(toSnapshot(must(stage.client.state, 'healed'))).toEqual(toSnapshot(foldOf(LOG.slice(0, 17))));
  });

  it('[C8] takes no entry of another log', () => {
    stage.goLive(10);
    stage.entries(11, 11, wireLog(40, 1));
    expect(stage.client.position).toEqual(positionAt(LOG, 10));
    expect(stage.transport.line.resumes).toHaveLength(1);
  });

  it('[C9] is live only when the hub has confirmed its very position', () => {
    stage.client.start();
    expect(stage.client.connection).toEqual({ is: 'connecting', attempt: 1 });
    stage.welcome();
    expect(stage.client.connection.is).toBe('connecting');
    stage.snapshot(10);
    expect(stage.client.connection).toEqual({ is: 'live' });
    stage.transport.line.hub.closed();
    expect(stage.client.connection.is).toBe('connecting');
    stage.time.advance(1_000);
    stage.welcome();
    stage.entries(11, 12);
    expect(stage.client.connection.is).toBe('connecting');
    stage.heartbeat(12);
    expect(stage.client.connection).toEqual({ is: 'live' });
  });

  it('[C9] is not live while something is missing', () => {
    stage.goLive(10);
    const heardAt = stage.hubNow();
    stage.entries(12, 12);
    expect(stage.client.connection).toEqual({ is: 'stale', since: heardAt });
    stage.snapshot(12);
    expect(stage.client.connection).toEqual({ is: 'live' });
    stage.heartbeat(12, wireLog(40, 1));
    expect(stage.client.connection.is).toBe('stale');
    expect(stage.transport.line.resumes.at(-1)).toEqual({ name: 'resume', body: { position: positionAt(LOG, 12) } });
  });

  it('[C11] takes a snapshot of a shorter log for the truth', () => {
    stage.goLive(20);
    const cut = wireLog(40, 1);
    stage.snapshot(5, cut);
    expect(stage.client.position).toEqual(positionAt(cut, 5));
    expect(stage.client.connection).toEqual({ is: 'live' });
  });

  it('[C22] drops a state that an entry has broken, and lets the error be heard', () => {
    stage.goLive(10);
    const broken = { ...must(LOG[10], 'in the log'), events: [{ type: 'ticket-left', ticket: 'never-issued' } as const] };
    expect(() => stage.transport.line.hub.message({ name: 'entries', body: [broken] })).toThrow();
    expect(stage.client.state).toBeNull();
    expect(stage.client.connection.is).not.toBe('live');
    expect(stage.transport.line.resumes).toEqual([{ name: 'resume', body: { position: null } }]);
    stage.snapshot(11);
    expect(stage.client.connection).toEqual({ is: 'live' });
  });

  it('[C18] says where it stands, in the handshake and after each heartbeat', () => {
    stage.client.start();
    expect(stage.transport.line.handshake).toEqual({ protocol: PROTOCOL_VERSION, token: 'token-of-desk-3', resume: null });
    stage.welcome();
    stage.snapshot(10);
    stage.heartbeat(10);
    expect(stage.transport.line.sent).toEqual([{ name: 'seen', body: { version: 10 } }]);
    stage.transport.line.hub.closed();
    stage.time.advance(1_000);
    expect(stage.transport.line.handshake.resume).toEqual(positionAt(LOG, 10));
  });
});
