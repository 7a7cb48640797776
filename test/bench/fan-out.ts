import { must } from '../../shared/lib/assert.ts';
import { teller } from '../support/played-hall.ts';
import { figure, median, percentile, type Figure, type FigureName } from './figure.ts';
import { LightLine, openLines } from './light-line.ts';
import { Program } from './program.ts';
import type { Size } from './size.ts';

/** The one that is still closed. */
const COUNTER = 65;
/** The machine comes to rest between two clicks, as it does in a hall. */
const REST_MS = 20;
const WARM_UP_ROUNDS = 20;

/** Counts who has heard; tells when it is everybody. */
class Audience {
  lastFrame: Buffer | null = null;
  #missing = 0;
  #done: (at: number) => void = () => undefined;

  /** From the click to the last of `size` listeners, in milliseconds. */
  async timed(size: number, click: () => void): Promise<number> {
    const complete = new Promise<number>((resolve) => {
      this.#done = resolve;
    });
    this.#missing = size;
    const from = performance.now();
    click();
    return (await complete) - from;
  }

  readonly hear = (frame: Buffer): void => {
    this.lastFrame = frame;
    this.#missing -= 1;
    if (this.#missing === 0) this.#done(performance.now());
  };
}

/** Somebody's clicks; every screen and the sender itself get what comes of them. */
class Sender {
  readonly #line: LightLine;
  readonly #name: string;
  #clicks = 0;

  constructor(name: string, line: LightLine) {
    this.#name = name;
    this.#line = line;
  }

  command(command: object): void {
    this.#clicks += 1;
    const id = `${this.#name}-${String(this.#clicks).padStart(8, '0')}`;
    this.#line.send(`42["command",${JSON.stringify({ ...command, id })}]`);
  }
}

/** Click at a desk to the last of N screens, beside the same bytes sent to N sockets by bare `ws`. */
export async function fanOut(size: Size, folder: string): Promise<Figure[]> {
  const hub = await Program.start('hub-program', folder);
  const rival = await Program.start('broadcast-program');
  try {
    const figures: Figure[] = [];
    const names = [
      ['fanout-200-p50', 'fanout-200-p99'],
      ['fanout-2000-p50', 'fanout-2000-p99'],
    ] as const;
    const stage = new Stage(hub.port, rival.port);
    const clicks = await stage.staffed();
    for (const [index, screens] of size.screens.entries()) {
      await stage.growTo(screens);
      const [p50, p99] = must(names[index], 'a name for each size');
      figures.push(...(await measure(clicks, size, p50, p99)));
    }
    stage.close();
    return figures;
  } finally {
    await hub.stop();
    await rival.stop();
  }
}

/** Desk and greeter on our side, and as many on the other. */
const SENDERS = 2;

/** Both sides with the same number of listeners. */
class Stage {
  readonly #hubPort: number;
  readonly #rivalPort: number;
  readonly #ours = new Audience();
  readonly #theirs = new Audience();
  readonly #lines: LightLine[] = [];
  #screens = 0;

  constructor(hubPort: number, rivalPort: number) {
    this.#hubPort = hubPort;
    this.#rivalPort = rivalPort;
  }

  async #ourLine(token: string): Promise<LightLine> {
    const line = await LightLine.toHub(this.#hubPort, token, { entries: this.#ours.hear });
    this.#lines.push(line);
    return line;
  }

  async #theirLine(): Promise<LightLine> {
    const line = await LightLine.toRival(this.#rivalPort, { entries: this.#theirs.hear });
    this.#lines.push(line);
    return line;
  }

  /** Takes the senders' places: the counter is staffed and open. */
  async staffed(): Promise<{ readonly click: () => Promise<number>; readonly rivalClick: () => Promise<number> }> {
    const desk = new Sender('desk', await this.#ourLine(teller(COUNTER).id));
    const greeter = new Sender('greeter', await this.#ourLine('staff:2001'));
    const caller = await this.#theirLine();
    await this.#theirLine();
    for (const type of ['sign-in', 'open-counter']) {
      await this.#ours.timed(SENDERS, () => desk.command({ type, counter: COUNTER }));
    }
    return {
      /** One real call: somebody waits, *next* is pressed; it also finishes the one before. */
      click: async () => {
        const listeners = this.#screens + SENDERS;
        await this.#ours.timed(listeners, () => greeter.command({ type: 'issue-ticket', service: 'A' }));
        await rest();
        return this.#ours.timed(listeners, () => desk.command({ type: 'call-next', counter: COUNTER }));
      },
      rivalClick: () => {
        const bytes = must(this.#ours.lastFrame, 'a call was made before');
        return this.#theirs.timed(this.#screens + SENDERS, () => caller.send(bytes));
      },
    };
  }

  async growTo(screens: number): Promise<void> {
    const more = screens - this.#screens;
    await openLines(more, () => this.#ourLine('device:wall'));
    await openLines(more, () => this.#theirLine());
    this.#screens = screens;
  }

  close(): void {
    for (const line of this.#lines) line.close();
  }
}

type Clicks = Awaited<ReturnType<Stage['staffed']>>;

async function measure(clicks: Clicks, size: Size, p50: FigureName, p99: FigureName): Promise<Figure[]> {
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) {
    await clicks.click();
    await clicks.rivalClick();
  }
  const blocks: { readonly ours: number[]; readonly theirs: number[] }[] = [];
  for (let block = 0; block < size.fanOutBlocks; block += 1) {
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < size.fanOutRoundsPerBlock; round += 1) {
      await rest();
      ours.push(await clicks.click());
      await rest();
      theirs.push(await clicks.rivalClick());
    }
    blocks.push({ ours, theirs });
  }
  const of = (name: FigureName, share: number): Figure =>
    figure({
      name,
      value: median(blocks.map(({ ours }) => percentile(ours, share))),
      unit: 'ms',
      rival: 'bare ws broadcast of the same bytes',
      rivalValue: median(blocks.map(({ theirs }) => percentile(theirs, share))),
    });
  return [of(p50, 0.5), of(p99, 0.99)];
}

function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, REST_MS));
}
