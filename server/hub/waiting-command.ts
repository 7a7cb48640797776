import type { Actor } from '../../shared/hall/actor.ts';
import type { Command } from '../../shared/hall/commands.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { Envelope } from '../../shared/protocol/command-schema.ts';
import type { HubAnswer } from './hub-answer.ts';

/** A command for a hall, as it travels: the envelope and the hall's own part. */
export type HallCommand = Envelope & Command;

/** A command between its arrival and its answer. The same command arriving again meanwhile joins `answers`. */
export interface WaitingCommand {
  readonly sent: HallCommand;
  readonly actor: Actor;
  readonly fingerprint: string;
  readonly answers: ((answer: HubAnswer) => void)[];
  /** When it came. */
  readonly since: EpochMs;
  /** How often it went back into the queue. */
  decidedAgain: number;
}
