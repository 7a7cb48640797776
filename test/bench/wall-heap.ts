import { chromium, type CDPSession } from 'playwright-core';
import { HubProcess, withoutRecallSpacing } from '../support/hub-process.ts';
import { figure, median, type Figure } from './figure.ts';
import { heapByKind } from './heap-snapshot.ts';
import type { Size } from './size.ts';

const CHROMIUM = '/usr/bin/chromium';
const COUNTERS = [1, 2, 3, 4];
const MINUTE_MS = 60_000;
const MINUTES_PER_HOUR = 60;
const BYTES_PER_MB = 1_000_000;
/** The browser's own: machine code and bytecode, which grow with use and not with time (decision 198), and what is outside this heap. */
const NOT_KEPT_BY_THE_PAGE: readonly string[] = ['code', 'native', 'synthetic'];

/** `kept` and `used` in MB; `kept` is what the page's own values take, `used` all of the JavaScript heap with the code compiled so far. */
interface Heap {
  readonly kept: number;
  readonly used: number;
  /** Of the document, and what listens to them. */
  readonly nodes: number;
}

/**
 * What a wall keeps after a working day, beside what it kept after the first hour. The hub's clock goes on by a minute at a time, and in
 * each customers come and are called as in a busy hall: the wall gets a day's entries, forgets a day's tickets and paints a day's calls.
 */
export async function wallHeap(size: Size): Promise<Figure[]> {
  // The day begins early enough for all of it.
  const hub = await HubProcess.start({ hallFile: withoutRecallSpacing, startsAt: '09:01' });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  try {
    for (const counter of COUNTERS) {
      await hub.command(String(1000 + counter), { type: 'sign-in', counter });
      await hub.command(String(1000 + counter), { type: 'open-counter', counter });
    }
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.goto(`${hub.url}/display/wall`);
    await page.locator('.display[data-connection="live"]').waitFor();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('HeapProfiler.enable');
    let called = 0;
    /** Both readings are of the same picture: hours are played faster than calls can be shown, so what stands there is chance. */
    const oneStands = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, size.wallDrainedMs));
      await hub.command('2001', { type: 'issue-ticket', service: 'A' });
      const { number } = await hub.command('1001', { type: 'call-next', counter: 1 });
      await page
        .locator('.stage .number', { hasText: number ?? '' })
        .first()
        .waitFor();
    };
    const minute = async (): Promise<void> => {
      for (let nth = 0; nth < size.wallCallsPerMinute; nth += 1) {
        const counter = COUNTERS[called % COUNTERS.length] ?? 1;
        called += 1;
        await hub.command('2001', { type: 'issue-ticket', service: 'A' });
        await hub.command(String(1000 + counter), { type: 'call-next', counter });
      }
      await hub.passTime(MINUTE_MS);
    };
    const [before, after] = size.wallHours;
    for (let each = 0; each < before * MINUTES_PER_HOUR; each += 1) await minute();
    await oneStands();
    const afterOne = await heapOf(devtools, size.wallReadings);
    for (let each = before * MINUTES_PER_HOUR; each < after * MINUTES_PER_HOUR; each += 1) await minute();
    await oneStands();
    const afterAll = await heapOf(devtools, size.wallReadings);
    const rival = `the same wall after ${before} h; ${called} calls in ${after} h`;
    return [
      figure({ name: 'wall-heap', value: afterAll.kept, unit: 'MB', rival, rivalValue: afterOne.kept }),
      figure({ name: 'wall-heap-with-code', value: afterAll.used, unit: 'MB', rival, rivalValue: afterOne.used }),
      figure({ name: 'wall-nodes', value: afterAll.nodes, unit: 'nodes', rival, rivalValue: afterOne.nodes }),
    ];
  } finally {
    await browser.close();
    await hub.close();
  }
}

/** After what nobody holds was collected. */
async function heapOf(devtools: CDPSession, times: number): Promise<Heap> {
  const readings: Heap[] = [];
  for (let reading = 0; reading < times; reading += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devtools.send('Runtime.getHeapUsage');
    const counted = await devtools.send('Memory.getDOMCounters');
    const kept = [...(await heapByKind(devtools))]
      .filter(([kind]) => !NOT_KEPT_BY_THE_PAGE.includes(kind))
      .reduce((sum, [, bytes]) => sum + bytes, 0);
    const nodes = counted.nodes + counted.jsEventListeners;
    readings.push({ kept: kept / BYTES_PER_MB, used: usedSize / BYTES_PER_MB, nodes });
  }
  const middle = (of: keyof Heap): number => median(readings.map((reading) => reading[of]));
  return { kept: middle('kept'), used: middle('used'), nodes: middle('nodes') };
}
