import { chromium, type Page } from 'playwright-core';
import { must } from '../../shared/lib/assert.ts';
import { HubProcess, withoutRecallSpacing } from '../support/hub-process.ts';
import { figure, percentile, type Figure, type FigureName } from './figure.ts';
import { LightLine, openLines } from './light-line.ts';
import { Program } from './program.ts';
import type { Size } from './size.ts';

const CHROMIUM = '/usr/bin/chromium';
const COUNTER = 1;
const LIMIT_MS = 20_000;
/** As real screens gather what they say. */
const RECEIPT_MS = 200;

type Names = readonly [paintedP50: FigureName, paintedP95: FigureName, soundP50: FigureName, soundP95: FigureName];
const ONE: Names = ['painted-1-p50', 'painted-1-p95', 'sound-1-p50', 'sound-1-p95'];
const MANY: Names = ['painted-200-p50', 'painted-200-p95', 'sound-200-p50', 'sound-200-p95'];

/** When something was seen or heard, by the machine's clock, which hub, desk and page share. */
interface Noted {
  painted: number | null;
  sounded: number | null;
}
type NotingWindow = typeof globalThis & { wanted: string; noted: Noted };

/**
 * Runs in the page before its own scripts, and knows nothing of them: painted is the frame after the one in which the wanted number
 * stands in the page; sounded is when the first sample after the click is put out, as the browser was told.
 */
function note(): void {
  const page = window as unknown as NotingWindow;
  page.wanted = '';
  page.noted = { painted: null, sounded: null };
  let seen = '';
  const look = (): void => {
    if (page.wanted === '' || page.wanted === seen) return;
    if (![...document.querySelectorAll('.number')].some(({ textContent }) => textContent.includes(page.wanted))) return;
    seen = page.wanted;
    requestAnimationFrame(() => requestAnimationFrame(() => (page.noted.painted ??= Date.now())));
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  const start = AudioScheduledSourceNode.prototype.start;
  const noting = function (this: AudioScheduledSourceNode, when = 0, ...rest: unknown[]): void {
    if (page.wanted !== '') page.noted.sounded ??= Date.now() + Math.max(0, when - this.context.currentTime) * 1_000;
    (start as (...all: unknown[]) => void).call(this, when, ...rest);
  };
  AudioScheduledSourceNode.prototype.start = noting;
  if (typeof AudioBufferSourceNode === 'function') {
    const own = AudioBufferSourceNode.prototype.start;
    AudioBufferSourceNode.prototype.start = function (when = 0, ...rest: never[]) {
      if (page.wanted !== '') page.noted.sounded ??= Date.now() + Math.max(0, when - this.context.currentTime) * 1_000;
      own.call(this, when, ...rest);
    };
  }
}

/** Click at a desk to the frame that shows the call and to its first sound, beside a bare page that is told by a bare socket. */
export async function callToScreen(size: Size): Promise<Figure[]> {
  const hub = await HubProcess.start({ hallFile: speaking });
  const rival = await Program.start('broadcast-program');
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--autoplay-policy=no-user-gesture-required'];
  const browser = await chromium.launch({ executablePath: CHROMIUM, args });
  try {
    const wall = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await wall.addInitScript(note);
    await wall.goto(`${hub.url}/display/wall`);
    await wall.locator('.display[data-connection="live"]').waitFor();
    const bare = await browser.newPage();
    await bare.evaluate(bareScreen, rival.port);
    const clicks = await Clicks.prepare(hub, rival.port);
    const figures: Figure[] = [];
    for (const [names, screens] of [
      [ONE, 1],
      [MANY, size.audience],
    ] as const) {
      await clicks.growTo(screens);
      figures.push(...(await measured({ clicks, wall, bare, names, size })));
    }
    clicks.close();
    return figures;
  } finally {
    await browser.close();
    await rival.stop();
    await hub.close();
  }
}

function speaking(demo: string): string {
  const spoken = withoutRecallSpacing(demo)
    .replace(/^ {2}- \{ id: main, .*$/m, '  - { id: main, name: 大屏, layout: calls-queues, speaks: true }')
    .replace(/^voice:(?:.*\n(?: .*\n)*)/m, '');
  return `${spoken}\nvoice: { languages: [zh] }\n`;
}

/** The same with nothing around it: a socket, a text, a tone. */
function bareScreen(port: number): void {
  const page = window as unknown as NotingWindow;
  const audio = new AudioContext();
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
  socket.onmessage = () => {
    document.body.textContent = String(Date.now());
    requestAnimationFrame(() => requestAnimationFrame(() => (page.noted.painted ??= Date.now())));
    const tone = audio.createOscillator();
    tone.connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.05);
    page.noted.sounded ??= Date.now();
  };
  page.noted = { painted: 0, sounded: 0 };
}

/** A desk's line and the other screens of the hall, which say what they painted as real ones do; as many on the other side. */
class Clicks {
  readonly #hub: HubProcess;
  readonly #port: number;
  readonly #rivalPort: number;
  readonly #desk: LightLine;
  readonly #rivalDesk: LightLine;
  readonly #device: string;
  readonly #others: LightLine[] = [];
  #clicks = 0;

  private constructor(parts: { hub: HubProcess; rivalPort: number; desk: LightLine; rivalDesk: LightLine; device: string }) {
    this.#hub = parts.hub;
    this.#port = portOf(parts.hub);
    this.#rivalPort = parts.rivalPort;
    this.#desk = parts.desk;
    this.#rivalDesk = parts.rivalDesk;
    this.#device = parts.device;
  }

  static async prepare(hub: HubProcess, rivalPort: number): Promise<Clicks> {
    await hub.command('1001', { type: 'sign-in', counter: COUNTER });
    await hub.command('1001', { type: 'open-counter', counter: COUNTER });
    const desk = await LightLine.toHub(portOf(hub), await hub.tokenOf('1001'), {});
    const rivalDesk = await LightLine.toRival(rivalPort, {});
    const given = await fetch(`${hub.url}/api/devices/demo`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"kind":"display"}',
    });
    const { token: device } = (await given.json()) as { readonly token: string };
    return new Clicks({ hub, rivalPort, desk, rivalDesk, device });
  }

  async growTo(screens: number): Promise<void> {
    const more = screens - 1 - this.#others.length / 2;
    this.#others.push(...(await openLines(more, (nth) => this.#otherScreen(nth))));
    this.#others.push(...(await openLines(more, () => LightLine.toRival(this.#rivalPort, {}))));
  }

  /** Somebody takes a ticket; its number. */
  async waits(): Promise<string> {
    return must((await this.#hub.command('2001', { type: 'issue-ticket', service: 'A' })).number ?? undefined, 'a number');
  }

  call(): void {
    this.#clicks += 1;
    const id = `bench-desk-${String(this.#clicks).padStart(6, '0')}`;
    this.#desk.send(`42["command",${JSON.stringify({ type: 'call-next', counter: COUNTER, id })}]`);
  }

  rivalCall(): void {
    this.#rivalDesk.send('call');
  }

  close(): void {
    for (const line of [this.#desk, this.#rivalDesk, ...this.#others]) line.close();
  }

  async #otherScreen(nth: number): Promise<LightLine> {
    const says = { current: null as LightLine | null };
    const line = await LightLine.toHub(this.#port, this.#device, {
      entries: (frame) => {
        const called = calledIn(frame);
        if (called === null) return;
        const painted = Date.now();
        setTimeout(() => says.current?.send(`42["receipts",{"calls":[{"mark":${called},"painted":${painted}}]}]`), RECEIPT_MS);
      },
    });
    says.current = line;
    const health = { screen: `bench-screen-${nth}`, page: 'wall', counters: null, visible: true, sound: 'off' };
    line.send(`42["screen",${JSON.stringify({ ...health, painted: 0, frameAgeMs: 0, release: 'bench' })}]`);
    return line;
  }
}

function portOf(hub: HubProcess): number {
  return Number(new URL(hub.url).port);
}

/** The mark of a call that begins in these entries, as JSON. */
function calledIn(frame: Buffer): string | null {
  const text = frame.toString('utf8');
  if (!text.includes('"ticket-called"')) return null;
  const [, entries] = JSON.parse(text.slice(2)) as [
    string,
    { at: number; events: { type: string; ticket: string; counter: number }[] }[],
  ];
  for (const { at, events } of entries) {
    const called = events.find(({ type }) => type === 'ticket-called');
    if (called !== undefined) return JSON.stringify({ ticket: called.ticket, counter: called.counter, at, recalls: 0 });
  }
  return null;
}

interface Round {
  readonly clicks: Clicks;
  readonly wall: Page;
  readonly bare: Page;
  readonly names: Names;
  readonly size: Size;
}

async function measured({ clicks, wall, bare, names, size }: Round): Promise<Figure[]> {
  const ours: { painted: number[]; sounded: number[] } = { painted: [], sounded: [] };
  const theirs: { painted: number[]; sounded: number[] } = { painted: [], sounded: [] };
  // The first is for the caches.
  for (let round = 0; round <= size.audienceRounds; round += 1) {
    const number = await clicks.waits();
    await wall.waitForTimeout(size.audienceQuietMs);
    await wall.evaluate((wanted) => {
      const page = window as unknown as NotingWindow;
      page.noted = { painted: null, sounded: null };
      page.wanted = wanted;
    }, number);
    const ourMs = await timed(wall, () => clicks.call());
    await bare.bringToFront();
    await bare.evaluate(() => ((window as unknown as NotingWindow).noted = { painted: null, sounded: null }));
    const theirMs = await timed(bare, () => clicks.rivalCall());
    await wall.bringToFront();
    if (round === 0) continue;
    ours.painted.push(ourMs.painted);
    ours.sounded.push(ourMs.sounded);
    theirs.painted.push(theirMs.painted);
    theirs.sounded.push(theirMs.sounded);
  }
  const [paintedP50, paintedP95, soundP50, soundP95] = names;
  const of = (name: FigureName, what: 'painted' | 'sounded', share: number): Figure =>
    figure({
      name,
      value: percentile(ours[what], share),
      unit: 'ms',
      rival: what === 'painted' ? 'bare socket and a page with one text' : 'bare socket and a page with one tone',
      rivalValue: Math.max(1, percentile(theirs[what], share)),
    });
  return [
    of(paintedP50, 'painted', 0.5),
    of(paintedP95, 'painted', 0.95),
    of(soundP50, 'sounded', 0.5),
    of(soundP95, 'sounded', 0.95),
  ];
}

/** From the click, in milliseconds. */
async function timed(page: Page, click: () => void): Promise<{ readonly painted: number; readonly sounded: number }> {
  const from = Date.now();
  click();
  const noted = await page.waitForFunction(
    () => {
      const { noted: both } = window as unknown as NotingWindow;
      return both.painted !== null && both.sounded !== null ? { painted: both.painted, sounded: both.sounded } : null;
    },
    undefined,
    { timeout: LIMIT_MS },
  );
  const { painted, sounded } = must((await noted.jsonValue()) ?? undefined, 'both were noted');
  return { painted: Math.max(1, painted - from), sounded: Math.max(1, sounded - from) };
}
