import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ShippingState } from '../../shared/protocol/shipping.ts';
import type { JournalCondition } from '../journal/journal.ts';

/** From a commit on a fast disk to one that is about to fail. */
const APPEND_SECONDS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5];
const COMMAND_SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5];

export interface MetricSources {
  sockets(): number;
  condition(): JournalCondition;
  /** Absent in what has no hub. */
  halls?(): HallFigures;
}

export interface HallFigures {
  /** In memory. */
  readonly loaded: number;
  /** Whose duty this hub has: it does for them what is done once. */
  readonly onDuty: readonly string[];
  /** Of these nothing is read or written any more until an operator has looked. */
  readonly frozen: readonly string[];
  /** Commands without an answer. */
  readonly waiting: number;
}

/** What `/metrics` tells, for Prometheus. A registry of its own: two hubs in one process do not mix. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #commands: Counter<'type' | 'outcome'>;
  readonly #commandSeconds: Histogram<'type'>;
  readonly #appendSeconds: Histogram;
  readonly #entries: Counter<'hall'>;
  readonly #receiptsIgnored: Counter<'reason'>;

  constructor(sources: MetricSources) {
    const registers = [this.#registry];
    this.#commands = new Counter({
      name: 'hallcall_commands_total',
      help: 'Commands by type and outcome: accepted, or the kind of the refusal.',
      labelNames: ['type', 'outcome'],
      registers,
    });
    this.#commandSeconds = new Histogram({
      name: 'hallcall_command_seconds',
      help: 'From the door to the answer.',
      labelNames: ['type'],
      buckets: COMMAND_SECONDS,
      registers,
    });
    this.#appendSeconds = new Histogram({
      name: 'hallcall_journal_append_seconds',
      help: 'One group of entries made durable.',
      buckets: APPEND_SECONDS,
      registers,
    });
    this.#entries = new Counter({
      name: 'hallcall_journal_entries_total',
      help: 'Entries appended since the start.',
      labelNames: ['hall'],
      registers,
    });
    this.#receiptsIgnored = new Counter({
      name: 'hallcall_receipts_ignored_total',
      help: 'What screens said of calls and counted for nothing, by reason.',
      labelNames: ['reason'],
      registers,
    });
    new Gauge({
      name: 'hallcall_sockets',
      help: 'Screens and desks connected now.',
      registers,
      collect() {
        this.set(sources.sockets());
      },
    });
    journalGauges(registers, () => sources.condition());
    if (sources.halls !== undefined) hallGauges(registers, () => sources.halls?.() ?? NO_FIGURES);
  }

  /** How far behind the region is for the halls that this hub ships: a hall that ships nothing is absent. */
  ships(status: () => readonly { readonly hall: string; readonly state: ShippingState }[]): void {
    const registers = [this.#registry];
    new Gauge({
      name: 'hallcall_shipping_behind_entries',
      help: 'Entries that the region lacks, as far as it has said.',
      labelNames: ['hall'],
      registers,
      collect() {
        this.reset();
        for (const { hall, state } of status()) {
          const by = state.is === 'up-to-date' ? 0 : 'by' in state ? state.by : null;
          if (by !== null) this.set({ hall }, by);
        }
      },
    });
    new Gauge({
      name: 'hallcall_shipping_state',
      help: '1 for how shipping stands: up-to-date, behind, cut-off, refused.',
      labelNames: ['hall', 'state'],
      registers,
      collect() {
        this.reset();
        for (const { hall, state } of status()) this.set({ hall, state: state.is }, 1);
      },
    });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Memory, processor, event-loop lag, open files: of the whole process, so once per process. */
  collectProcess(): void {
    collectDefaultMetrics({ register: this.#registry });
  }

  receiptIgnored(reason: string): void {
    this.#receiptsIgnored.inc({ reason });
  }

  command(type: string, outcome: string, seconds: number): void {
    this.#commands.inc({ type, outcome });
    this.#commandSeconds.observe({ type }, seconds);
  }

  appended(hall: string, entries: number, seconds: number): void {
    this.#appendSeconds.observe(seconds);
    this.#entries.inc({ hall }, entries);
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}

const NO_FIGURES: HallFigures = { loaded: 0, onDuty: [], frozen: [], waiting: 0 };

const HALL_GAUGES = {
  hallcall_halls_loaded: ['Halls in memory.', 'loaded'],
  hallcall_commands_waiting: [
    'Commands that have no answer yet: they are decided, written, or held until the journal knows.',
    'waiting',
  ],
} as const satisfies Record<string, readonly [help: string, figure: 'loaded' | 'waiting']>;

function journalGauges(registers: Registry[], condition: () => JournalCondition): void {
  new Gauge({
    name: 'hallcall_journal_writable',
    help: '1 when the journal can be written, 0 with the reason when it cannot.',
    labelNames: ['reason'],
    registers,
    collect() {
      const told = condition();
      this.reset();
      if (told.is === 'writable') this.set({ reason: '' }, 1);
      else this.set({ reason: told.reason }, 0);
    },
  });
  new Gauge({
    name: 'hallcall_journal_copies',
    help: 'Nodes besides the first that have each entry before it counts, while fewer are kept than promised.',
    labelNames: ['which'],
    registers,
    collect() {
      const told = condition();
      this.reset();
      if (told.is !== 'writable' || told.copies === undefined) return;
      this.set({ which: 'promised' }, told.copies.promised);
      this.set({ which: 'kept' }, told.copies.kept);
    },
  });
  new Gauge({
    name: 'hallcall_store_weaker',
    help: '1 for each setting of a node of the store that is weaker than promised and was accepted by nobody.',
    labelNames: ['setting', 'node'],
    registers,
    collect() {
      this.reset();
      for (const weaker of condition().weaker ?? []) {
        const [setting = '', node = ''] = weaker.split(' ');
        this.set({ setting, node }, 1);
      }
    },
  });
}

function hallGauges(registers: Registry[], figures: () => HallFigures): void {
  new Gauge({
    name: 'hallcall_duties_held',
    help: 'Halls for which this hub does what is done once.',
    registers,
    collect() {
      this.set(figures().onDuty.length);
    },
  });
  new Gauge({
    name: 'hallcall_hall_frozen',
    help: '1 for each hall whose log is damaged, or its keys are: nothing is issued or called in it until an operator has looked.',
    labelNames: ['hall'],
    registers,
    collect() {
      this.reset();
      for (const hall of figures().frozen) this.set({ hall }, 1);
    },
  });
  new Gauge({
    name: 'hallcall_duty',
    help: '1 for each of these halls.',
    labelNames: ['hall'],
    registers,
    collect() {
      this.reset();
      for (const hall of figures().onDuty) this.set({ hall }, 1);
    },
  });
  for (const [name, [help, figure]] of Object.entries(HALL_GAUGES)) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(figures()[figure]);
      },
    });
  }
}
