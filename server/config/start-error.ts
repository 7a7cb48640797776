/** Why a program cannot do what it was asked: a sentence that says what to do, and the exit code. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT_FAILED) {
    super(message);
    this.exitCode = exitCode;
  }
}

export const EXIT_FAILED = 1;
/** The person at the keyboard must change an option or a file. */
export const EXIT_USAGE = 2;
