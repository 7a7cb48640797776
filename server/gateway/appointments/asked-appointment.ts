import * as z from 'zod/mini';
import { failed, ok, type Result } from '../../../shared/lib/result.ts';
import {
  IMPORT_COLUMNS,
  IMPORT_LINES_MAX,
  type ImportColumn,
  type ImportFault,
} from '../../../shared/protocol/appointment-import.ts';
import { csvRows, type CsvRow } from './csv-rows.ts';

/** An appointment as a list has it, before anybody looked whether it makes sense. `at`: words, or `EpochMs` in JSON. */
export interface AskedAppointment {
  readonly line: number;
  readonly code: string;
  readonly service: string;
  /** Empty: the hall's standard class. */
  readonly class: string;
  readonly at: string | number;
}

const CELL_LENGTH_MAX = 64;
const cell = z.string().check(z.trim(), z.maxLength(CELL_LENGTH_MAX));

export const appointmentsSchema = z.strictObject({
  appointments: z
    .array(
      z.strictObject({
        code: cell,
        service: cell,
        class: z.optional(cell),
        at: z.union([z.int().check(z.nonnegative(), z.lte(8_640_000_000_000_000)), cell]),
      }),
    )
    .check(z.minLength(1), z.maxLength(IMPORT_LINES_MAX)),
});

export function askedInJson({ appointments }: z.infer<typeof appointmentsSchema>): AskedAppointment[] {
  return appointments.map((each, index) => ({ ...each, line: index + 1, class: each.class ?? '' }));
}

/** What stands above a column, as people write it. */
const HEADINGS: { readonly [Column in ImportColumn]: readonly string[] } = {
  code: ['code', '预约码', '预约号'],
  service: ['service', '业务'],
  class: ['class', '客户类别', '类别'],
  at: ['at', 'time', '时间', '预约时间'],
};

/** With a heading row, in any order; what else the file has is not looked at. */
export function askedInCsv(text: string): Result<AskedAppointment[], ImportFault> {
  const [heading, ...rows] = csvRows(text);
  const places = placesOf(heading?.cells ?? []);
  const missing = (['code', 'service', 'at'] as const).find((column) => places[column] === -1);
  if (heading === undefined || missing !== undefined) return failed(headingFault(heading?.line ?? 1, missing ?? 'code'));
  if (rows.length === 0) return failed({ line: heading.line, column: null, text: EMPTY });
  if (rows.length > IMPORT_LINES_MAX) return failed(tooLong(rows[IMPORT_LINES_MAX]?.line ?? 0));
  return ok(rows.map((row) => askedIn(row, places)));
}

type Places = { readonly [Column in ImportColumn]: number };

function placesOf(cells: readonly string[]): Places {
  const place = (column: ImportColumn) => cells.findIndex((each) => HEADINGS[column].includes(each.toLowerCase()));
  return { code: place('code'), service: place('service'), class: place('class'), at: place('at') };
}

function askedIn({ line, cells }: CsvRow, places: Places): AskedAppointment {
  const at = (column: ImportColumn) => (cells[places[column]] ?? '').slice(0, CELL_LENGTH_MAX);
  return { line, code: at('code'), service: at('service'), class: at('class'), at: at('at') };
}

const EMPTY = { zh: '表中没有预约。', en: 'The list has no appointments.' };

function headingFault(line: number, column: ImportColumn): ImportFault {
  return {
    line,
    column,
    text: {
      zh: `首行须为列名：${IMPORT_COLUMNS.join('、')}；缺少 ${column}（${HEADINGS[column].slice(1).join('、')}）。`,
      en: `The first line names the columns ${IMPORT_COLUMNS.join(', ')}; ${column} is missing.`,
    },
  };
}

function tooLong(line: number): ImportFault {
  return {
    line,
    column: null,
    text: { zh: `一次最多导入 ${IMPORT_LINES_MAX} 行。`, en: `At most ${IMPORT_LINES_MAX} lines are imported at once.` },
  };
}
