/** What a person is asked before something that cannot be taken back. `subject`: what it is about, such as a number. */
export type QuestionAbout =
  'cancel-ticket' | 'mark-left' | 'open-day' | 'close-day' | 'close-counter' | 'log-off' | 'log-off-queued' | 'confirm-clock';

export interface Asked {
  readonly about: QuestionAbout;
  readonly subject: string;
}

/** One question at a time, answered by yes or no. */
export class Question {
  #asked = $state.raw<Asked | null>(null);
  #answer: ((yes: boolean) => void) | null = null;

  get asked(): Asked | null {
    return this.#asked;
  }

  /** A question that is still open is answered with no: the person went on to something else. */
  ask(about: QuestionAbout, subject = ''): Promise<boolean> {
    this.answer(false);
    this.#asked = { about, subject };
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  answer(yes: boolean): void {
    const waiting = this.#answer;
    this.#answer = null;
    this.#asked = null;
    waiting?.(yes);
  }
}
