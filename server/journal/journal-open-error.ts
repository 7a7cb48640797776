/** Why a journal file was refused at the start. Nothing in it was changed. */
export type JournalOpenFault = 'locked' | 'not-a-journal' | 'format-unknown' | 'damaged' | 'not-accessible' | 'not-durable';

/** Names the file and says what to do. */
export class JournalOpenError extends Error {
  override readonly name = 'JournalOpenError';
  readonly path: string;
  readonly fault: JournalOpenFault;

  constructor(path: string, fault: JournalOpenFault, what: string, cause?: unknown) {
    super(`journal file ${path}: ${what}`, { cause });
    this.path = path;
    this.fault = fault;
  }
}
