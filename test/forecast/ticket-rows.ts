/** One ticket of a file. Seconds of the day of `date`, past 86,400 after midnight. */
export interface TicketRow {
  /** ISO. */
  readonly date: string;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly arrival: number;
  readonly type: string;
  /** 0 and 1 regular, 2 high. */
  readonly priority: number;
  readonly queued: boolean;
  readonly wait: number;
  /** Null: gave up. */
  readonly service: ServiceRow | null;
}

export interface ServiceRow {
  /** Null: not recorded; the server is at it until the next customer. */
  readonly end: number | null;
  readonly server: string | null;
}

export interface TicketRows {
  /** Of each date in order of arrival. */
  readonly days: ReadonlyMap<string, readonly TicketRow[]>;
  /** What was wrong with the file and went on without, each kind once with its count. */
  readonly warnings: readonly string[];
}

/** What a file cannot be used for: one line for a person. */
export class UnusableFile extends Error {}

const COLUMNS = [
  'date',
  'dow_sun0',
  'arrival_s',
  'type',
  'priority',
  'queued',
  'wait_s',
  'outcome',
  'service_start_s',
  'service_end_s',
  'server',
] as const;
type Column = (typeof COLUMNS)[number];
type Fields = Readonly<Record<Column, string>>;

/** A day with what runs past midnight, and a service of a teller who forgot to finish. */
const DAY_SECONDS_MAX = 2 * 86_400;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;
const NOBODY = new Set(['', 'NO_SERVER']);

/**
 * Reads the columns of the Anonymous Bank's tickets (`README.md` beside the data) from CSV, in any order of columns and rows.
 * Rows without a usable time are left out, and so is what is wrong with a service; both are counted.
 *
 * @throws {UnusableFile} a column is missing, or there is no usable row.
 */
export function parseTickets(csv: string): TicketRows {
  const lines = csv.split(/\r?\n/);
  const header = (lines[0] ?? '').replace(/^\uFEFF/, '').split(',');
  const missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) throw new UnusableFile(`the file has no column ${missing.join(', ')}`);
  const places = COLUMNS.map((column) => [column, header.indexOf(column)] as const);
  const faults = new Faults();
  const days = new Map<string, TicketRow[]>();
  for (const line of lines.slice(1)) {
    if (line.trim() === '') continue;
    const cells = line.split(',');
    const row = rowOf(Object.fromEntries(places.map(([column, at]) => [column, (cells[at] ?? '').trim()])) as Fields, faults);
    if (row === null) continue;
    const day = days.get(row.date);
    if (day === undefined) days.set(row.date, [row]);
    else day.push(row);
  }
  if (days.size === 0) throw new UnusableFile('the file has no usable ticket');
  for (const day of days.values()) day.sort((left, right) => left.arrival - right.arrival);
  countOverlaps(days, faults);
  return { days: new Map([...days].sort(([left], [right]) => (left < right ? -1 : 1))), warnings: faults.sentences() };
}

function rowOf(fields: Fields, faults: Faults): TicketRow | null {
  const arrival = seconds(fields.arrival_s);
  const wait = seconds(fields.wait_s);
  if (!ISO_DATE.test(fields.date) || Number.isNaN(Date.parse(fields.date))) return faults.add('left out: no date');
  if (arrival === null) return faults.add('left out: no arrival, or not a time of the day');
  if (fields.outcome !== 'S' && fields.outcome !== 'A') return faults.add('left out: neither served nor abandoned');
  if (wait === null) return faults.add('left out: no wait, or a negative one');
  if (fields.type === '') return faults.add('left out: no type');
  const service = fields.outcome === 'A' ? null : serviceOf(fields, arrival + wait, faults);
  const weekday = new Date(`${fields.date}T00:00:00Z`).getUTCDay();
  if (String(weekday) !== fields.dow_sun0) faults.add('day of the week is not that of the date: the date is believed');
  const priority = fields.priority === '2' ? 2 : Number(fields.priority === '1');
  return { date: fields.date, weekday, arrival, type: fields.type, priority, queued: fields.queued === '1', wait, service };
}

function serviceOf(fields: Fields, called: number, faults: Faults): ServiceRow {
  const server = NOBODY.has(fields.server) ? null : fields.server;
  const end = seconds(fields.service_end_s);
  if (end === null) faults.add('service without an end, or with a negative one: taken to last until the next customer');
  else if (end < Math.min(called, seconds(fields.service_start_s) ?? called) - CLOCK_SECONDS) {
    faults.add('service that ends before it begins: taken to last until the next customer');
    return { end: null, server };
  }
  return { end: end === null ? null : Math.max(end, called), server };
}

/** The times of a row come from two machines and are some seconds apart. */
const CLOCK_SECONDS = 30;

function seconds(text: string): number | null {
  if (text === '') return null;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 && value <= DAY_SECONDS_MAX ? value : null;
}

function countOverlaps(days: ReadonlyMap<string, readonly TicketRow[]>, faults: Faults): void {
  for (const day of days.values()) {
    const busyUntil = new Map<string, number>();
    const served = day.filter(({ service }) => service !== null).sort((left, right) => callOf(left) - callOf(right));
    for (const row of served) {
      const { server, end } = row.service ?? { server: null, end: null };
      if (server === null || end === null) continue;
      if ((busyUntil.get(server) ?? 0) > callOf(row) + CLOCK_SECONDS) {
        faults.add('service that overlaps the one before of its server: the one before is taken to end there');
      }
      busyUntil.set(server, end);
    }
  }
}

/** When somebody was called. */
export function callOf({ arrival, wait }: TicketRow): number {
  return arrival + wait;
}

class Faults {
  readonly #counts = new Map<string, number>();

  add(kind: string): null {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    return null;
  }

  sentences(): string[] {
    return [...this.#counts].map(([kind, count]) => `${String(count)} × ${kind}`);
  }
}
