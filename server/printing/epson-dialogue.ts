import type { PrinterCondition } from '../../shared/hall/commands.ts';
import type { PrinterFault } from './printer.ts';
import type { PrinterDialogue } from './printer-dialogue.ts';
import type { PrinterLine } from './printer-line.ts';
import {
  conditionOf,
  CONFIRM_QUESTION,
  confirmsPaper,
  isConfirmation,
  isStatusAnswer,
  statusQuestion,
  stoppedBy,
  type StatusBytes,
  type StatusQuestion,
} from './epson-status.ts';
import { CONFIRM_ASK_MS, CONFIRM_MS_MAX, CONFIRM_SILENCE_MS_MAX, STATUS_ANSWER_MS_MAX } from './print-limits.ts';

/** ESC/POS: four questions in real time, and one that is answered in turn, after the paper. */
export const EPSON_DIALOGUE: PrinterDialogue = {
  greets: async (line) => (await answer(line, 1)) !== null,
  condition,
  prints: (line, bytes) => {
    line.send(bytes);
    line.send(CONFIRM_QUESTION);
    return confirmed(line, line.transferMs(bytes.length));
  },
};

async function condition(line: PrinterLine): Promise<PrinterCondition> {
  const answers: number[] = [];
  for (const question of [1, 2, 3, 4] as const) {
    const byte = await answer(line, question);
    if (byte === null) return 'unreachable';
    answers.push(byte);
  }
  return conditionOf(answers as unknown as StatusBytes);
}

function answer(line: PrinterLine, question: StatusQuestion): Promise<number | null> {
  line.ask(statusQuestion(question));
  return line.next(isStatusAnswer, STATUS_ANSWER_MS_MAX);
}

/**
 * Null: the printer has worked through everything that was sent. Else what keeps it from doing so. Time is counted in
 * waits, not read from a clock that may be set meanwhile; the way to the printer is not counted.
 */
async function confirmed(line: PrinterLine, transferMs: number): Promise<PrinterFault | null> {
  let silentMs = -transferMs;
  let waitedMs = -transferMs;
  let asked = false;
  while (silentMs < CONFIRM_SILENCE_MS_MAX && waitedMs < CONFIRM_MS_MAX) {
    const byte = await line.next(isConfirmationOrStatus, CONFIRM_ASK_MS);
    if (byte !== null && isConfirmation(byte)) {
      // Its answer must not be taken for the answer to the next question.
      if (asked) await line.next(isStatusAnswer, STATUS_ANSWER_MS_MAX);
      return confirmsPaper(byte) ? null : 'paper-out';
    }
    if (byte !== null) {
      const trouble = stoppedBy(byte);
      if (trouble !== null) return trouble === 'printer-error' ? causeOf(line) : trouble;
      silentMs = 0;
      asked = false;
      continue;
    }
    if (line.isGone) return 'unreachable';
    silentMs += CONFIRM_ASK_MS;
    waitedMs += CONFIRM_ASK_MS;
    if (!asked) line.send(statusQuestion(2));
    asked = true;
  }
  return 'printer-error';
}

/** It says that there is an error: which one is another question. */
async function causeOf(line: PrinterLine): Promise<PrinterFault> {
  return (await condition(line)) === 'paper-jam' ? 'paper-jam' : 'printer-error';
}

function isConfirmationOrStatus(byte: number): boolean {
  return isConfirmation(byte) || isStatusAnswer(byte);
}
