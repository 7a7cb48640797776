import type { CommandType } from '../../shared/hall/commands.ts';

/** What chance gave: enough for any command. Things that exist are drawn by their place among those that do. */
export interface Draw {
  readonly type: CommandType;
  readonly counter: number;
  readonly service: string;
  readonly classId: string;
  readonly ticket: number;
  /** A number for whatever else the command leaves open. */
  readonly any: number;
}
