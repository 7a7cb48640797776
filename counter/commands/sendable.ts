import type { ConfirmClock } from '../../shared/protocol/command-schema.ts';
import type { Command } from '../../shared/hall/commands.ts';

/** What a person at a panel can ask for: the hall's commands, and the hub's own. */
export type Sendable = Command | ConfirmClock;
