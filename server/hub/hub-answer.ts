import type { Answer } from '../../shared/hall/answer.ts';
import type { AnswerMessage } from '../../shared/protocol/down.ts';
import type { WireRefusal } from '../../shared/protocol/errors.ts';
import type { Result } from '../../shared/lib/result.ts';

/** The hub's word on one command: the version that holds it, or why not. */
export type HubAnswer = Result<{ readonly version: number; readonly result: Answer }, WireRefusal>;

export function answerMessage(id: string, answer: HubAnswer): AnswerMessage {
  return answer.ok ? { id, ...answer.value } : { id, refusal: answer.error };
}
