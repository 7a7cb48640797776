import { appointmentKey, type Appointment, type Booking } from '../../../shared/hall/appointment.ts';
import { classSetup, serviceSetup, standardClass, type HallConfiguration } from '../../../shared/hall/configuration.ts';
import { APPOINTMENT_CODE_LENGTH_MAX, APPOINTMENT_CODE_LENGTH_MIN, PLAN_AHEAD_MAX_MS } from '../../../shared/hall/limits.ts';
import { localTimeToEpoch } from '../../../shared/hall/local-time.ts';
import type { Text } from '../../../shared/hall/text.ts';
import type { EpochMs } from '../../../shared/lib/clock.ts';
import { failed, ok, type Result } from '../../../shared/lib/result.ts';
import { IMPORT_FAULTS_MAX, type ImportColumn, type ImportFault } from '../../../shared/protocol/appointment-import.ts';
import type { AskedAppointment } from './asked-appointment.ts';

/** What an import would book, and how many of its lines the hall has already. */
export interface ReadAppointments {
  readonly bookings: readonly Booking[];
  readonly before: number;
}

export interface ImportContext {
  readonly configuration: HallConfiguration;
  readonly appointments: ReadonlyMap<string, Appointment>;
  readonly now: EpochMs;
}

/**
 * Every line is looked at before anything is booked, and every fault is told by its line. A line that the hall has already, to the
 * letter, is no fault: so a list can be sent again after a failure half-way.
 */
export function readAppointments(
  asked: readonly AskedAppointment[],
  context: ImportContext,
): Result<ReadAppointments, readonly ImportFault[]> {
  const faults: ImportFault[] = [];
  const bookings: Booking[] = [];
  const lineOf = new Map<string, number>();
  let before = 0;
  for (const each of asked) {
    const read = readLine(each, context, lineOf);
    if ('fault' in read) faults.push(read.fault);
    else if (read.isThere) before += 1;
    else bookings.push(read.booking);
  }
  return faults.length > 0 ? failed(faults.slice(0, IMPORT_FAULTS_MAX)) : ok({ bookings, before });
}

type ReadLine = { readonly fault: ImportFault } | { readonly booking: Booking; readonly isThere: boolean };

const CODE = new RegExp(`^[A-Za-z0-9]{${APPOINTMENT_CODE_LENGTH_MIN},${APPOINTMENT_CODE_LENGTH_MAX}}$`);

function readLine(asked: AskedAppointment, context: ImportContext, lineOf: Map<string, number>): ReadLine {
  const { configuration, now } = context;
  const { line, service } = asked;
  const fault = (column: ImportColumn, text: Text): ReadLine => ({ fault: { line, column, text } });
  if (!CODE.test(asked.code)) return fault('code', WORDS.code(asked.code));
  const code = appointmentKey(asked.code);
  const earlier = lineOf.get(code);
  if (earlier !== undefined) return fault('code', WORDS.twice(code, earlier));
  lineOf.set(code, line);
  if (serviceSetup(configuration, service) === undefined) return fault('service', WORDS.service(service));
  const classId = asked.class === '' ? standardClass(configuration) : asked.class;
  if (classSetup(configuration, classId) === undefined) return fault('class', WORDS.class(classId));
  const at = typeof asked.at === 'number' ? asked.at : momentOf(asked.at, configuration.timeZone);
  if (at === null) return fault('at', WORDS.time(String(asked.at)));
  const there = context.appointments.get(code);
  if (there !== undefined) {
    const isSame = there.service === service && there.classId === classId && there.at === at;
    if (!isSame || there.status.is === 'cancelled') return fault('code', WORDS.taken(code, there.status.is === 'cancelled'));
  } else if (at <= now || at > now + PLAN_AHEAD_MAX_MS) {
    return fault('at', at <= now ? WORDS.past(String(asked.at)) : WORDS.far(String(asked.at)));
  }
  return { booking: { code, service, class: classId, at }, isThere: there !== undefined };
}

const LOCAL = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ]+(\d{1,2}):(\d{2})(?::00)?$/;
const WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** `2026-11-23 09:30` by the hall's own clock (spreadsheets also write `2026/11/23 9:30`), or ISO 8601 with a zone. Null: no moment. */
export function momentOf(words: string, timeZone: string): EpochMs | null {
  if (WITH_ZONE.test(words)) {
    const at = Date.parse(words);
    return Number.isNaN(at) || !isDate(words.slice(0, 10)) ? null : at;
  }
  const [, year = '', month = '', date = '', hour = '', minute = ''] = LOCAL.exec(words) ?? [];
  if (year === '' || Number(hour) > 23 || Number(minute) > 59) return null;
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  if (!isDate(day)) return null;
  return localTimeToEpoch(day, `${hour.padStart(2, '0')}:${minute}`, timeZone);
}

/** The 31st of November would become the first of December. */
function isDate(day: string): boolean {
  const asIfUtc = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(asIfUtc.getTime()) && asIfUtc.toISOString().slice(0, 10) === day;
}

const WORDS = {
  code: (code: string): Text => ({
    zh: `预约码“${code}”须为 ${APPOINTMENT_CODE_LENGTH_MIN} 至 ${APPOINTMENT_CODE_LENGTH_MAX} 位字母或数字。`,
    en: `The code "${code}" needs ${APPOINTMENT_CODE_LENGTH_MIN} to ${APPOINTMENT_CODE_LENGTH_MAX} letters and figures.`,
  }),
  twice: (code: string, line: number): Text => ({
    zh: `预约码 ${code} 与第 ${line} 行重复。`,
    en: `The code ${code} stands in line ${line} too.`,
  }),
  service: (service: string): Text => ({ zh: `没有业务“${service}”。`, en: `There is no service "${service}".` }),
  class: (classId: string): Text => ({ zh: `没有客户类别“${classId}”。`, en: `There is no class "${classId}".` }),
  time: (words: string): Text => ({
    zh: `时间“${words}”应写作 2026-11-23 09:30。`,
    en: `The time "${words}" should look like 2026-11-23 09:30.`,
  }),
  past: (words: string): Text => ({ zh: `时间 ${words} 已过。`, en: `The time ${words} is past.` }),
  far: (words: string): Text => ({ zh: `时间 ${words} 太远。`, en: `The time ${words} is too far away.` }),
  taken: (code: string, isCancelled: boolean): Text =>
    isCancelled
      ? { zh: `预约码 ${code} 已取消，请换新码。`, en: `The code ${code} was cancelled; use a new one.` }
      : { zh: `预约码 ${code} 已用于另一预约。`, en: `The code ${code} belongs to another appointment.` },
} as const;
