import type { PrinterId } from '../../shared/hall/configuration.ts';
import { PRINT_FAULTS } from '../../shared/hall/ticket.ts';
import { SLIP_KINDS, type SlipKind, type SlipPrint } from '../../shared/protocol/paper-requests.ts';
import { fields, type PeerQuestions } from '../hub/peer-questions.ts';
import type { PeerMessage } from '../hub/peers.ts';
import { PAPER_ASKED_MS } from './print-limits.ts';

const PAPER_QUESTION = 'paper';

/** A page that says only that it is a test, or a slip for the staff. */
export type PaperWanted =
  | { readonly is: 'test'; readonly hall: string; readonly printer: PrinterId }
  | { readonly is: SlipKind; readonly hall: string; readonly printer: PrinterId | undefined };

/** Null: the hall has no such printer. */
export type PaperOutcome = SlipPrint | null;

/**
 * Papers that somebody asks for at a hub that does not print for the hall: the hub that does is asked, once. Who hears nothing of it is
 * told that the printer was not reached; a paper may lie there all the same, and nobody's number hangs on it.
 */
export class FarPapers {
  readonly #questions: PeerQuestions;
  readonly #release: () => void;

  /** `print`: undefined where this hub does not print for the hall either. */
  constructor(questions: PeerQuestions, print: (wanted: PaperWanted) => Promise<PaperOutcome> | undefined) {
    this.#questions = questions;
    this.#release = questions.answer(PAPER_QUESTION, async (question) => {
      const wanted = readWanted(question);
      const printed = wanted === null ? undefined : print(wanted);
      return printed === undefined ? null : { outcome: await printed };
    });
  }

  async print({ hall, is, printer }: PaperWanted): Promise<PaperOutcome> {
    const answer = await this.#questions.askOne(PAPER_QUESTION, { hall, is, printer: printer ?? null }, PAPER_ASKED_MS);
    return answer === null ? { is: 'failed', fault: 'unreachable' } : readOutcome(fields(answer)['outcome'] ?? null);
  }

  /** Idempotent. */
  close(): void {
    this.#release();
  }
}

function readWanted(question: PeerMessage): PaperWanted | null {
  const { hall, is, printer } = fields(question);
  if (typeof hall !== 'string') return null;
  if (is === 'test') return typeof printer === 'string' ? { is, hall, printer } : null;
  const slip = SLIP_KINDS.find((kind) => kind === is);
  return slip === undefined ? null : { is: slip, hall, printer: typeof printer === 'string' ? printer : undefined };
}

function readOutcome(answer: PeerMessage): PaperOutcome {
  if (answer === null) return null;
  const { fault, is } = fields(answer);
  if (is === 'printed') return { is };
  return { is: 'failed', fault: PRINT_FAULTS.find((each) => each === fault) ?? 'printer-error' };
}
