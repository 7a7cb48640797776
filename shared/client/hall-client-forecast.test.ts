import { beforeEach, describe, expect, it } from 'vitest';
import { ClientStage } from '../../test/support/client-stage.ts';
import { FORECAST_STALE_MS, HEARTBEAT_MS, STALE_AFTER_MS } from '../protocol/limits.ts';

describe('HallClient: forecasts', () => {
  let stage: ClientStage;

  beforeEach(() => {
    stage = new ClientStage();
    stage.goLive();
  });

  function told(version: number, at = stage.hubNow()): void {
    const { hub } = stage.transport.line;
    hub.message({ name: 'forecast', body: { at, version, services: [] } });
    hub.message({ name: 'ticket-forecasts', body: { at, version, tickets: [] } });
  }

  function shown(): (number | undefined)[] {
    return [stage.client.forecast?.version, stage.client.ticketForecasts?.version];
  }

  it('[F74] has none before the first, then the newest, and says when it changes', () => {
    expect(stage.client.forecast).toBeNull();
    let changes = 0;
    stage.client.subscribe(() => (changes += 1));
    told(10);
    told(11);
    expect(shown()).toEqual([11, 11]);
    expect(changes).toBe(4);
  });

  it("[F74] forgets one that is too old by the hub's clock, and says so", () => {
    told(10);
    let changes = 0;
    stage.client.subscribe(() => (changes += 1));
    for (let passed = 0; passed < FORECAST_STALE_MS; passed += HEARTBEAT_MS) {
      expect(shown()).toEqual([10, 10]);
      stage.time.advance(HEARTBEAT_MS - 1_000);
      stage.heartbeat(10);
      stage.time.advance(1_000);
    }
    expect(shown()).toEqual([undefined, undefined]);
    expect(changes).toBe(1);
  });

  it('[F74] believes none whose time is far from the hub’s', () => {
    told(10, stage.hubNow() + 3_600_000);
    stage.time.advance(1_000);
    expect(shown()).toEqual([undefined, undefined]);
  });

  it('[F74] shows none while the line is not live, nor an old one after it is again', () => {
    told(10);
    stage.time.advance(STALE_AFTER_MS);
    expect(stage.client.connection.is).toBe('stale');
    expect(shown()).toEqual([undefined, undefined]);
    stage.time.advance(2_000);
    stage.goLive();
    expect(stage.client.connection.is).toBe('live');
    expect(shown()).toEqual([undefined, undefined]);
  });
});
