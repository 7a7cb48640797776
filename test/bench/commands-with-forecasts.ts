import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { teller } from '../support/played-hall.ts';
import { hubSocket, type LoadCommand, type LoadSocket } from './command-load.ts';
import { figure, median, percentile, type Figure } from './figure.ts';
import { LightLine, openLines } from './light-line.ts';
import { shareOfOthers } from './other-programs.ts';
import { Program } from './program.ts';
import type { Size } from './size.ts';

/** Desks of a large hall, each with a command now and then: far more than people press, far less than a hub can take. */
const DESKS = 30;
const COMMANDS_PER_SECOND = 300;

/** A pair of rounds is quiet while other programs take less of the machine than this. */
const OTHERS_MAX = 0.05;
/** On a busy machine it is tried so much longer. */
const TRIES = 3;

interface Pair {
  readonly on: readonly number[];
  readonly off: readonly number[];
  readonly others: number;
}

/**
 * Time from a command to its answer in a hall of 30 counters where 300 people wait, beside the same hub that forecasts nothing: for each percentile
 * the median of the rounds'. Rounds come in pairs, and the pairs count in which other programs took least of the machine, on both sides.
 */
export async function commandsWithForecasts(size: Size, folder: string): Promise<Figure[]> {
  const started = ['on', 'off'].map(async (forecasts) => {
    const own = join(folder, forecasts);
    mkdirSync(own, { recursive: true });
    return Desks.at(await Program.start('hub-program', own, String(size.forecastWaiting), forecasts));
  });
  const [on, off] = await Promise.all([started[0]!, started[1]!]);
  try {
    const pairs = await quietPairs({ on, off }, size);
    return [0.5, 0.99].map((share) =>
      figure({
        name: share === 0.5 ? 'commands-forecast-p50' : 'commands-forecast-p99',
        value: median(pairs.map((pair) => percentile(pair.on, share))),
        unit: 'ms',
        rival: 'the same hub without forecasts',
        rivalValue: median(pairs.map((pair) => percentile(pair.off, share))),
      }),
    );
  } finally {
    await Promise.all([on.close(), off.close()]);
  }
}

async function quietPairs(desks: { readonly on: Desks; readonly off: Desks }, size: Size): Promise<Pair[]> {
  const { forecastRoundMs: roundMs, forecastRounds: wanted } = size;
  await desks.on.run(roundMs);
  await desks.off.run(roundMs);
  const pairs: Pair[] = [];
  let quiet = 0;
  while (quiet < wanted && pairs.length < TRIES * wanted) {
    // Who comes second finds the machine warmer: each is it as often as the other.
    const turns = pairs.length % 2 === 0 ? (['off', 'on'] as const) : (['on', 'off'] as const);
    const samples: Record<'on' | 'off', readonly number[]> = { on: [], off: [] };
    const others = await shareOfOthers(async () => {
      for (const turn of turns) samples[turn] = await desks[turn].run(roundMs);
    });
    pairs.push({ ...samples, others });
    if (others < OTHERS_MAX) quiet += 1;
  }
  return pairs.sort((left, right) => left.others - right.others).slice(0, wanted);
}

/** Tellers of one hub who pause and resume their counters, evenly over time, whether the last answer is there or not. */
class Desks {
  readonly #program: Program;
  readonly #sockets: readonly LoadSocket[];
  readonly #watcher: LightLine;
  #ids = 0;

  private constructor(program: Program, sockets: readonly LoadSocket[], watcher: LightLine) {
    this.#program = program;
    this.#sockets = sockets;
    this.#watcher = watcher;
  }

  static async at(program: Program): Promise<Desks> {
    const desks = Array.from({ length: DESKS }, (_each, index) => hubSocket(program.port, teller(index + 1).id));
    const [watcher] = await openLines(1, () => LightLine.toHub(program.port, 'device:wall', {}));
    return new Desks(program, await Promise.all(desks), watcher!);
  }

  /** Milliseconds from each command to its answer. */
  async run(forMs: number): Promise<number[]> {
    const commands = Math.max(2 * DESKS, Math.round((forMs * COMMANDS_PER_SECOND) / 1_000));
    const whole = commands - (commands % (2 * DESKS));
    const samples: number[] = [];
    const begin = performance.now();
    await new Promise<void>((resolve) => {
      let sent = 0;
      const sendDue = (): void => {
        const due = Math.min(whole, Math.floor(((performance.now() - begin) * COMMANDS_PER_SECOND) / 1_000));
        for (; sent < due; sent += 1) {
          const from = performance.now();
          this.#sockets[sent % DESKS]?.ask(this.#command(sent), () => {
            samples.push(performance.now() - from);
            if (samples.length === whole) resolve();
          });
        }
        if (sent < whole) setTimeout(sendDue, 1);
      };
      sendDue();
    });
    return samples;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.close();
    this.#watcher.close();
    await this.#program.stop();
  }

  #command(nth: number): LoadCommand {
    this.#ids += 1;
    const id = `desk-${String(this.#ids).padStart(10, '0')}`;
    const counter = (nth % DESKS) + 1;
    const pauses = Math.floor(nth / DESKS) % 2 === 0;
    return pauses ? { id, type: 'pause-counter', counter, reason: 'meal' } : { id, type: 'resume-counter', counter };
  }
}
