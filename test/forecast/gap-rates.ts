import type { Gaps } from '../../shared/hall/forecast/hall-model.ts';
import type { Call, HallNow, Onlooker } from './replay.ts';

/** Seconds since the end of the last customer. */
const SPANS = [3, 4, 5, 6, 8, 10, 15, 20, 30, 60, 120, 300, 1_200, 2_400, 4_800, Number.POSITIVE_INFINITY];
const DAY_FADES_TO = 0.97;
const MS = 1_000;

/**
 * How soon a free server calls while somebody waits whom it takes: calls over the time in which they could have been made, by how long the server had
 * been free (occurrences over exposure). Servers who have not been seen today are counted by themselves.
 */
export class GapRates implements Onlooker {
  readonly #exposure = new Float64Array(SPANS.length);
  readonly #calls = new Float64Array(SPANS.length);
  #queueSeconds = 0;
  #newcomers = 0;
  #until = 0;
  readonly #seen = new Set<string>();
  readonly #takes: (now: HallNow, server: string, type: string) => boolean;

  constructor(takes: (now: HallNow, server: string, type: string) => boolean) {
    this.#takes = takes;
  }

  gaps(): Gaps {
    const spans = SPANS.map((until, index) => ({
      untilMs: until * MS,
      callsPerMs: ((this.#calls[index] ?? 0) + FEW_CALLS) / ((this.#exposure[index] ?? 0) + FEW_SECONDS) / MS,
    }));
    return { spans };
  }

  /** Servers in a second who call for the first time today, while somebody waits. */
  newServersPerSecond(): number {
    return (this.#newcomers + FEW_CALLS) / (this.#queueSeconds + FEW_SECONDS);
  }

  dayBegins(): void {
    this.#until = 0;
    this.#seen.clear();
    for (let index = 0; index < SPANS.length; index += 1) {
      this.#exposure[index]! *= DAY_FADES_TO;
      this.#calls[index]! *= DAY_FADES_TO;
    }
    this.#queueSeconds *= DAY_FADES_TO;
    this.#newcomers *= DAY_FADES_TO;
  }

  arrival(now: HallNow): void {
    this.#pass(now);
  }

  gaveUp(now: HallNow): void {
    this.#pass(now);
  }

  ending(now: HallNow): void {
    this.#pass(now);
  }

  call(now: HallNow, { at, waited, server }: Call): void {
    this.#pass(now);
    if (server === null) return;
    const since = now.free.get(server);
    if (waited && since !== undefined) this.#calls[spanOf(at - since)]! += 1;
    else if (waited && !this.#seen.has(server)) this.#newcomers += 1;
    this.#seen.add(server);
  }

  /** Nothing has happened since the last time that anybody was told of anything. */
  #pass(now: HallNow): void {
    const from = this.#until;
    this.#until = now.at;
    if (now.at <= from || now.waiting.size === 0) return;
    this.#queueSeconds += now.at - from;
    const types = [...new Set([...now.waiting.values()].map(({ type }) => type))];
    for (const [server, since] of now.free) {
      if (types.some((type) => this.#takes(now, server, type))) this.#expose(from - since, now.at - since);
    }
  }

  #expose(from: number, to: number): void {
    let begins = 0;
    for (const [index, ends] of SPANS.entries()) {
      const inSpan = Math.min(ends, to) - Math.max(begins, from);
      if (inSpan > 0) this.#exposure[index]! += inSpan;
      begins = ends;
    }
  }
}

/** One call in ten minutes, before anything was seen. */
const FEW_CALLS = 0.5;
const FEW_SECONDS = 300;

function spanOf(seconds: number): number {
  return SPANS.findIndex((ends) => seconds < ends);
}
