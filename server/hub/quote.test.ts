import { describe, expect, it } from 'vitest';
import { WatchedHub } from '../../test/support/watched-hub.ts';

const SHOWN = { fromMs: 120_000, toMs: 600_000 };

describe('quotes of the hub', () => {
  it('[F70] are taken from what is shown at that moment, and stop with it', async () => {
    const watched = await WatchedHub.serving();
    expect((await watched.issue()).result).not.toHaveProperty('quote');
    const release = watched.hub.quoteBy((_hall, service) => (service === 'A' ? SHOWN : null));
    expect((await watched.issue()).result.quote).toEqual(SHOWN);
    release();
    expect((await watched.issue()).result).not.toHaveProperty('quote');
  });

  it('[F71] come back the same for a command sent again, whatever is shown by then', async () => {
    const watched = await WatchedHub.serving();
    watched.hub.quoteBy(() => SHOWN);
    const first = await watched.issue('the-command');
    watched.hub.quoteBy(() => ({ fromMs: 0, toMs: 60_000 }));
    expect(await watched.issue('the-command')).toEqual(first);
  });
});
