import type { Journal } from '../journal/journal.ts';

/** As much of a journal as the copies of halls' logs need: nobody commands anything here, so no command id is ever asked for. */
export type RegionJournal = Pick<
  Journal,
  'append' | 'close' | 'condition' | 'forgetCommands' | 'head' | 'latestSnapshot' | 'read' | 'saveSnapshot'
>;
