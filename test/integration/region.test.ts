import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { EVERY_DUTY } from '../../server/hub/duties.ts';
import { SILENT_LOG } from '../../server/hub/hub-log.ts';
import { NO_PEERS } from '../../server/hub/peers.ts';
import { SqliteJournal } from '../../server/journal/sqlite-journal.ts';
import { openShipping } from '../../server/shipping/open-shipping.ts';
import { must } from '../../shared/lib/assert.ts';
import type { HallLive, RegionLive, RegionReport } from '../../shared/protocol/region.ts';
import type { ShippingState } from '../../shared/protocol/shipping.ts';
import { HubProcess } from '../support/hub-process.ts';
import { writeLongJournal } from '../support/long-journal.ts';
import { RegionProcess } from '../support/region-process.ts';
import { REGION_YAML } from '../support/region-stage.ts';
import { SYSTEM_CLOCK, SYSTEM_TIMERS } from '../support/system-timers.ts';

/** `REGION_ENTRIES=100000` for days of a large hall; each change takes an hour of it. */
const ENTRIES = Number(process.env['REGION_ENTRIES'] ?? 2_000);
const SHIPPED_MS_MAX = 60_000 + ENTRIES * 5;
/** The demonstration's hall in the place of one of the stage's. */
const YAML = REGION_YAML.replace('id: south-1', 'id: demo');

const closing: (() => Promise<unknown> | void)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function until(what: string, limitMs: number, isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + limitMs; Date.now() < end; await new Promise((resume) => setTimeout(resume, 100))) {
    if (await isSo()) return;
  }
  throw new Error(`not within ${limitMs} ms: ${what}`);
}

async function openRegion(): Promise<RegionProcess> {
  const region = await RegionProcess.start(YAML);
  closing.push(() => region.close());
  return region;
}

async function liveOf(region: RegionProcess, hall: string): Promise<HallLive> {
  const { halls } = await region.get<RegionLive>('/api/region/live');
  return must(
    halls.find((each) => each.hall === hall),
    'a hall of the region',
  );
}

describe('a hall and its region', () => {
  it(
    '[Z1] [Z20] [Z45] the hall serves while the region is dead, and the region knows all of it when it is back',
    { timeout: 120_000 },
    async () => {
      const region = await openRegion();
      const environment = {
        HALLCALL_REGION_URL: region.url,
        HALLCALL_REGION_TOKEN_FILE: region.tokenFile('demo'),
        HALLCALL_REGION_CA: region.caFile,
      };
      const hub = await HubProcess.start({ environment });
      closing.push(() => hub.close());
      const shipping = (): Promise<ShippingState> => hub.read('9001', 'shipping');
      await until('the region has the hall', 30_000, async () => (await liveOf(region, 'demo')).line.is === 'live');
      expect((await shipping()).is).toBe('up-to-date');

      await region.kill();
      await hub.command('9001', { type: 'open-day' }).catch(() => undefined);
      for (let each = 0; each < 20; each += 1) await hub.command('2001', { type: 'issue-ticket', service: 'A' });
      await until('the panel says so', 30_000, async () => (await shipping()).is === 'cut-off');
      const figures = await (await fetch(`${hub.url}/metrics`)).text();
      expect(figures).toMatch(/hallcall_shipping_state\{hall="demo",state="cut-off"\} 1/);

      await region.start();
      const { version } = await hub.state('9001');
      await until('it has all', 60_000, async () => (await liveOf(region, 'demo')).line.is === 'live');
      const live = await liveOf(region, 'demo');
      expect(live.now?.waiting).toBe(20);
      await until('the panel says so', 10_000, async () => (await shipping()).is === 'up-to-date');
      expect((await hub.state('9001')).version).toBeGreaterThanOrEqual(version);
    },
  );

  it(
    '[Z4] a token that is revoked while the hall ships is told on its panel and in its figures',
    { timeout: 120_000 },
    async () => {
      const region = await openRegion();
      const file = region.tokenFile('demo');
      const environment = {
        HALLCALL_REGION_URL: region.url,
        HALLCALL_REGION_TOKEN_FILE: file,
        HALLCALL_REGION_CA: region.caFile,
      };
      const hub = await HubProcess.start({ environment });
      closing.push(() => hub.close());
      const shipping = (): Promise<ShippingState> => hub.read('9001', 'shipping');
      await until('the region has the hall', 30_000, async () => (await shipping()).is === 'up-to-date');
      region.tool(['token', 'revoke', 'demo']);
      await until('it is refused', 30_000, async () => (await shipping()).is === 'refused');
      expect(await shipping()).toMatchObject({ is: 'refused', fault: 'unauthenticated' });
      // A teller is not told, the hall's manager is.
      await expect(hub.read('1001', 'shipping')).rejects.toThrow(/403/);
      expect(await (await fetch(`${hub.url}/metrics`)).text()).toMatch(
        /hallcall_shipping_state\{hall="demo",state="refused"\} 1/,
      );
    },
  );

  it(
    '[Z2] a log of days is caught up with in parts, though the region is killed in between',
    { timeout: 2 * SHIPPED_MS_MAX },
    async () => {
      const region = await openRegion();
      const folder = mkdtempSync(join(tmpdir(), 'hallcall-shipped-'));
      closing.push(() => rmSync(folder, { recursive: true }));
      const path = join(folder, 'journal.sqlite');
      const { head } = writeLongJournal({ path, hall: 'north-1', entries: ENTRIES, tail: null });
      const journal = SqliteJournal.open({ path, timers: SYSTEM_TIMERS });
      closing.push(() => journal.close());
      const address = { regionUrl: region.url, regionTokenFile: region.tokenFile('north-1'), regionCa: region.caFile };
      const hub = { onCommitted: () => () => undefined };
      const basics = { clock: SYSTEM_CLOCK, timers: SYSTEM_TIMERS, log: SILENT_LOG };
      const shipping = must(openShipping(address, { ...basics, hub, journal, duties: EVERY_DUTY, peers: NO_PEERS }), 'a region');
      closing.push(() => shipping.close());
      const startedAt = performance.now();
      await shipping.take('north-1');
      const behind = (): number => {
        const state = shipping.state('north-1');
        return 'by' in state && state.by !== null ? state.by : ENTRIES;
      };
      await until('half of it', SHIPPED_MS_MAX, () =>
        Promise.resolve(behind() < ENTRIES / 2 || shipping.state('north-1').is === 'up-to-date'),
      );
      await region.kill();
      await region.start();
      await until('all of it', SHIPPED_MS_MAX, () => Promise.resolve(shipping.state('north-1').is === 'up-to-date'));
      const seconds = (performance.now() - startedAt) / 1_000;
      console.log(
        `${ENTRIES} entries shipped in ${seconds.toFixed(1)} s, ${Math.round(ENTRIES / seconds)} a second, with one kill in between`,
      );
      expect(await liveOf(region, 'north-1')).toMatchObject({ line: { is: 'live' } });
      const report = await region.get<RegionReport>('/api/region/report?place=north-1&from=2023-12-31&to=2024-01-14');
      expect(report.place).toBe('north-1');
      // The region's own journal is the hall's, entry by entry: a body that says so is the proof.
      const asked = must(openShipping(address, { ...basics, hub, journal, duties: EVERY_DUTY, peers: NO_PEERS }), 'a region');
      closing.push(() => asked.close());
      await asked.take('north-1');
      await until('it says so', 10_000, () => Promise.resolve(asked.state('north-1').is === 'up-to-date'));
      expect((await journal.head('north-1')).hash).toBe(head.hash);
    },
  );

  it('[Z17] the service begins with a certificate or on this machine only, and with a file that names its halls', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hallcall-region-'));
    closing.push(() => rmSync(folder, { recursive: true }));
    const complaint = (words: readonly string[]): string => {
      const ended = spawnSync(process.execPath, ['dist/region.mjs', ...words, '--data', folder], {
        encoding: 'utf8',
        timeout: 20_000,
      });
      expect(ended.status).not.toBe(0);
      return ended.stderr;
    };
    expect(complaint(['--host', '0.0.0.0'])).toMatch(/region.yaml cannot be read \(ENOENT\)/);
    writeFileSync(join(folder, 'region.yaml'), YAML);
    expect(complaint(['--host', '0.0.0.0'])).toMatch(/refusing to listen on 0.0.0.0 without a certificate/);
    expect(complaint(['token', 'add', 'nowhere'])).toMatch(/the region's file names no hall "nowhere"/);
    expect(complaint(['token', 'revoke', 'demo'])).toMatch(/hall "demo" has no token/);
    writeFileSync(join(folder, 'region.yaml'), YAML.replace('id: demo', 'id: north-1'));
    expect(complaint([])).toMatch(/region.yaml:17:15 cities\[0\].districts\[1\].halls\[0\].id: "north-1" is a hall already/);
  });
});
