import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { HallStanding } from './region-hall.ts';

/** What `/metrics` of a region tells. */
export class RegionMetrics {
  readonly #registry = new Registry();
  readonly #entries: Counter<'hall'>;

  constructor(status: () => readonly HallStanding[], now: () => number) {
    const registers = [this.#registry];
    this.#entries = new Counter({
      name: 'hallcall_region_entries_total',
      help: 'Entries in bodies that were taken, also those that were there already.',
      labelNames: ['hall'],
      registers,
    });
    new Gauge({
      name: 'hallcall_region_hall_line',
      help: '1 for what the line of a hall is: live, catching-up, cut-off, refused, not-understood, never.',
      labelNames: ['hall', 'line'],
      registers,
      collect() {
        this.reset();
        for (const { hall, line } of status()) this.set({ hall, line: line.is }, 1);
      },
    });
    new Gauge({
      name: 'hallcall_region_figures_age_seconds',
      help: 'How old what is shown of a hall is; a hall without figures is absent.',
      labelNames: ['hall'],
      registers,
      collect() {
        this.reset();
        for (const { asOf, hall } of status()) if (asOf !== null) this.set({ hall }, Math.max(0, now() - asOf) / 1_000);
      },
    });
    collectDefaultMetrics({ register: this.#registry });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  taken(hall: string, entries: number): void {
    if (entries > 0) this.#entries.inc({ hall }, entries);
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
