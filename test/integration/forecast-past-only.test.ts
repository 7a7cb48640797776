import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomInteger, seededRandom, type Random } from '../../shared/lib/random.ts';
import { evaluateBank } from '../forecast/evaluate-bank.ts';
import type { Evaluation, PredictorName, Said } from '../forecast/evaluate.ts';
import { parseTickets } from '../forecast/ticket-rows.ts';

const TICKETS = fileURLToPath(new URL('../../../shared/data/anonbank1999/tickets-1999-01-02.csv.gz', import.meta.url));
const FITTED = '1999-02-01';
const JUDGED = '1999-02-02';
const DAYS = [FITTED, JUDGED, '1999-02-03'];

type Row = Record<string, string>;

let header: string[];
let rows: Row[];
beforeAll(() => {
  const [first = '', ...lines] = gunzipSync(readFileSync(TICKETS)).toString().trim().split(/\r?\n/);
  header = first.split(',');
  rows = lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [header[index] ?? '', cell])));
  rows = rows.filter(({ date = '' }) => DAYS.includes(date));
});

describe('what is said of a wait', () => {
  it.each([10, 18])('[F54] does not depend on anything in the file after the arrival, at %d h', (hour) => {
    const before = saidOf(rows).said;
    const asked = [...before.keys()].filter((key) => key.startsWith(JUDGED) && arrivalOf(key) >= hour * 3_600);
    const key = asked[0] ?? '';
    const altered = alteredAfter(rows, arrivalOf(key), seededRandom(hour));
    const after = saidOf(altered).said;
    expect(difference(rows, altered)).toBeGreaterThan(500);
    for (const each of before.keys()) {
      if (each.slice(0, 10) === JUDGED && arrivalOf(each) <= arrivalOf(key))
        expect(after.get(each), each).toEqual(before.get(each));
    }
    expect(after.get(key)).toBeDefined();
  });

  it('[F54] and depends on what was before it: the comparison would show a difference', () => {
    const { said: before } = saidOf(rows);
    const key =
      [...before].find(
        ([, said]) => (said.get('queue-over-servers')?.point ?? 0) > 100 && (said.get('hallcall')?.point ?? 0) < 300,
      )?.[0] ?? '';
    const altered = rows.filter(
      ({ date, arrival_s: at }) => date !== JUDGED || !(Number(at) < arrivalOf(key) && Number(at) > arrivalOf(key) - 300),
    );
    const of = (said: Map<string, Map<PredictorName, Said>>) =>
      [...said].find(([each]) => arrivalOf(each) === arrivalOf(key) && each.startsWith(JUDGED))?.[1];
    const after = of(saidOf(altered).said);
    for (const name of ['hallcall', 'queue-over-servers'] as const)
      expect(after?.get(name), name).not.toEqual(of(before)?.get(name));
  });

  it('[F55] is a number whatever is wrong with the file, and what is wrong is named', () => {
    const random = seededRandom(5);
    const spoilt = rows.map((row) => (random() < 0.1 ? spoiltRow(row, random) : row));
    const { evaluation, warnings } = saidOf(spoilt);
    for (const scores of Object.values(evaluation.predictors)) {
      for (const value of Object.values(scores)) expect(Number.isFinite(value)).toBe(true);
    }
    const named = ['no wait, or a negative one', 'no arrival', 'without an end', 'ends before it begins', 'overlaps', 'no date'];
    for (const name of named) expect(warnings.join('\n')).toContain(name);
  });
});

function saidOf(of: readonly Row[]): {
  said: Map<string, Map<PredictorName, Said>>;
  evaluation: Evaluation;
  warnings: readonly string[];
} {
  const tickets = parseTickets(
    [header.join(','), ...of.map((row) => header.map((column) => row[column] ?? '').join(','))].join('\n'),
  );
  const said = new Map<string, Map<PredictorName, Said>>();
  const evaluation = evaluateBank({
    tickets,
    fit: { from: FITTED, to: FITTED },
    judge: { from: JUDGED, to: JUDGED },
    runs: 10,
    onSaid: (date, { at, id }, each) => said.set(`${date} ${String(at)} ${String(id)}`, new Map(each)),
  });
  return { said, evaluation, warnings: tickets.warnings };
}

function arrivalOf(key: string): number {
  return Number(key.split(' ')[1]);
}

/** Nothing that had happened by this second of the judged day is changed, and all the rest is. */
function alteredAfter(of: readonly Row[], second: number, random: Random): Row[] {
  return of.flatMap((row) => {
    if (row['date'] !== undefined && row['date'] < JUDGED) return [row];
    if (row['date'] !== JUDGED) return random() < 0.5 ? [] : [drawn(row, Number(row['arrival_s']), random)];
    const arrival = Number(row['arrival_s']);
    const called = arrival + Number(row['wait_s']);
    if (arrival > second)
      return random() < 0.3
        ? []
        : [drawn({ ...row, queued: random() < 0.5 ? '1' : '0' }, second + 1 + randomInteger(random, 30_000), random)];
    if (called > second) return [drawn(row, arrival, random, second - arrival + 1)];
    if (Number(row['service_end_s']) > second)
      return [{ ...row, service_end_s: String(second + 1 + randomInteger(random, 4_000)) }];
    return [row];
  });
}

/** Another end of the wait, another server, another length; of a ticket that came before, only what was not known. */
function drawn(row: Row, arrival: number, random: Random, waitMin = 0): Row {
  const wait = waitMin + randomInteger(random, 600);
  const start = arrival + wait + 1;
  const served = random() < 0.7;
  return {
    ...row,
    arrival_s: String(arrival),
    wait_s: String(wait),
    outcome: served ? 'S' : 'A',
    service_start_s: served ? String(start) : '',
    service_end_s: served ? String(start + randomInteger(random, 900)) : '',
    service_s: '',
    server: served ? `S${String(randomInteger(random, 60))}` : '',
  };
}

function difference(left: readonly Row[], right: readonly Row[]): number {
  const known = new Set(left.map((row) => JSON.stringify(row)));
  return right.filter((row) => !known.has(JSON.stringify(row))).length;
}

function spoiltRow(row: Row, random: Random): Row {
  const columns = ['arrival_s', 'wait_s', 'service_end_s', 'service_start_s', 'date', 'server', 'priority', 'type'];
  const values = ['', '-5', 'x', '1e99', 'NaN', '0', '99999'];
  return { ...row, [columns[randomInteger(random, columns.length)] ?? '']: values[randomInteger(random, values.length)] ?? '' };
}
