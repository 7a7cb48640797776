import { faultOf, type PrinterFault } from './printer.ts';
import type { PrinterDialogue } from './printer-dialogue.ts';
import type { PrinterLine } from './printer-line.ts';
import { CONFIRM_ASK_MS, CONFIRM_MS_MAX, CONFIRM_SILENCE_MS_MAX, STATUS_ANSWER_MS_MAX } from './print-limits.ts';
import {
  isStarHeader,
  STAR_COUNT,
  STAR_COUNT_FROM_0,
  STAR_STATUS_BYTES_MIN,
  STAR_STATUS_QUESTION,
  starConditionOf,
  starHasCounted,
  starLengthBytes,
  starStatusLength,
} from './star-status.ts';

/** Star: one question with a long answer; a paper is through when the printer has counted the mark after it. */
export const STAR_DIALOGUE: PrinterDialogue = {
  greets: async (line) => (await status(line)) !== null,
  condition: async (line) => {
    const answer = await status(line);
    return answer === null ? 'unreachable' : starConditionOf(answer);
  },
  prints: async (line, bytes) => {
    const trouble = await countsFrom0(line);
    if (trouble !== null) return trouble;
    line.send(bytes);
    line.send(STAR_COUNT);
    return counted(line, line.transferMs(bytes.length));
  },
};

/** A whole answer, without the length that a network printer adds. Null when it does not come in time. */
async function status(line: PrinterLine, timeoutMs = STATUS_ANSWER_MS_MAX): Promise<readonly number[] | null> {
  line.ask(STAR_STATUS_QUESTION);
  const header = await line.next(isStarHeader, timeoutMs);
  if (header === null) return null;
  const bytes = [header];
  let wanted = Math.max(STAR_STATUS_BYTES_MIN, starStatusLength(header));
  const length = wanted;
  while (bytes.length < wanted) {
    const byte = await line.next(() => true, timeoutMs);
    if (byte === null) return null;
    bytes.push(byte);
    if (bytes.length === 2) wanted += starLengthBytes(byte);
  }
  return bytes.slice(0, length);
}

/** The status is of now, the commands wait in a buffer: the old count must be seen to be gone before a new one can be believed. */
async function countsFrom0(line: PrinterLine): Promise<PrinterFault | null> {
  line.send(STAR_COUNT_FROM_0);
  for (let waitedMs = 0; waitedMs < CONFIRM_SILENCE_MS_MAX; waitedMs += CONFIRM_ASK_MS) {
    const answer = await status(line, CONFIRM_ASK_MS);
    if (answer !== null && !starHasCounted(answer)) return null;
    if (line.isGone) return 'unreachable';
    if (answer !== null) await line.next(() => false, CONFIRM_ASK_MS);
  }
  return 'printer-error';
}

/** As for every printer: silence is borne for a while, work for longer. The way to the printer is not counted. */
async function counted(line: PrinterLine, transferMs: number): Promise<PrinterFault | null> {
  let silentMs = -transferMs;
  for (let waitedMs = -transferMs; waitedMs < CONFIRM_MS_MAX; waitedMs += CONFIRM_ASK_MS) {
    const answer = await status(line, CONFIRM_ASK_MS);
    if (answer === null) {
      if (line.isGone) return 'unreachable';
      silentMs += CONFIRM_ASK_MS;
      if (silentMs >= CONFIRM_SILENCE_MS_MAX) return 'printer-error';
      continue;
    }
    if (starHasCounted(answer)) return null;
    const fault = faultOf(starConditionOf(answer));
    if (fault !== null) return fault;
    silentMs = 0;
    await line.next(() => false, CONFIRM_ASK_MS);
  }
  return 'printer-error';
}
