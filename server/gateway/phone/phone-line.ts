import type { ServerResponse } from 'node:http';
import type { Timers } from '../../../shared/lib/clock.ts';
import { PHONE_BEAT_MS, type PhoneView } from '../../../shared/protocol/phone-view.ts';
import type { PhoneWatcher } from '../../phone/phone-room.ts';

/** What a line that is not read may hold back before it is cut: some views. */
export const UNREAD_BYTES_MAX = 65_536;
/** A line that was ended and whose last words nobody takes is cut after so long. */
export const LAST_WORDS_MS = 10_000;

/** What a line needs of the answer that it is: an express `Response` fits. */
type Answer = Pick<
  ServerResponse,
  'writeHead' | 'write' | 'end' | 'destroy' | 'on' | 'destroyed' | 'writableEnded' | 'writableLength'
>;

/**
 * One line to one phone, as server-sent events: `view` with each change, `gone` at the end, and a comment now and then, which says that it is alive.
 *
 * An ended line stays open until its last words were taken, and a phone in a tunnel takes none: nothing is written after the end, for that would be an
 * error which nobody catches, and the hub would stop by it.
 */
export class PhoneLine implements PhoneWatcher {
  readonly #answer: Answer;
  readonly #timers: Timers;
  readonly #stopBeat: () => void;
  #stopWaiting: () => void = () => undefined;

  constructor(answer: Answer, timers: Timers) {
    this.#answer = answer;
    this.#timers = timers;
    answer.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // A proxy that keeps lines back until they are long keeps a call back.
      'X-Accel-Buffering': 'no',
    });
    this.#stopBeat = timers.every(PHONE_BEAT_MS, () => this.#say(':\n\n'));
    answer.on('error', () => answer.destroy());
    this.closed(() => {
      this.#stopBeat();
      this.#stopWaiting();
    });
  }

  get isOver(): boolean {
    return this.#answer.destroyed || this.#answer.writableEnded;
  }

  /** `then` is called once the connection is gone, whoever ended it. */
  closed(then: () => void): void {
    if (this.#answer.destroyed) then();
    else this.#answer.on('close', then);
  }

  show(view: PhoneView): void {
    this.#say(`event: view\ndata: ${JSON.stringify(view)}\n\n`);
  }

  gone(): void {
    this.end('event: gone\ndata: {}\n\n');
  }

  /** Idempotent. */
  end(lastWords = ''): void {
    if (this.isOver) return;
    this.#stopBeat();
    this.#answer.end(lastWords);
    if (!this.#answer.destroyed) this.#stopWaiting = this.#timers.after(LAST_WORDS_MS, () => this.#answer.destroy());
  }

  #say(text: string): void {
    if (this.isOver) return;
    if (this.#answer.writableLength > UNREAD_BYTES_MAX) this.#answer.destroy();
    else this.#answer.write(text);
  }
}
