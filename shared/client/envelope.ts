import type { BusinessDay } from '../hall/business-day.ts';
import type { Command } from '../hall/commands.ts';
import type { ConfirmClock, SentCommand } from '../protocol/command-schema.ts';
import { commandBytesMax } from '../protocol/limits.ts';

/** The frame around a command: `42["command",…]`. */
const FRAME_BYTES = 64;

/** Meant for the day on the screen: tomorrow the hub refuses it. What opens a day cannot belong to one yet. */
export function envelope(command: Command | ConfirmClock, id: string, day: BusinessDay | undefined): SentCommand {
  return day?.is === 'open' && command.type !== 'confirm-clock' ? { ...command, id, day: day.day } : { ...command, id };
}

/** Whether a hub would take a message of this size. */
export function fitsOneMessage(sent: SentCommand): boolean {
  return new TextEncoder().encode(JSON.stringify(sent)).length <= commandBytesMax(sent.type) - FRAME_BYTES;
}
