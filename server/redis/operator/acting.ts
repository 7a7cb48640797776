import type { Connect } from './link.ts';
import type { Installation } from './survey.ts';

/** What an act needs of the outside. */
export interface Acting {
  readonly installation: Installation;
  readonly connect: Connect;
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly say: (line: string) => void;
}
