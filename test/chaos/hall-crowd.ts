import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from '../../shared/hall/commands.ts';
import type { CounterId, HallConfiguration } from '../../shared/hall/configuration.ts';
import { randomInteger, type Random } from '../../shared/lib/random.ts';
import { testConfiguration } from '../support/test-configuration.ts';
import type { Caller } from './caller.ts';
import type { CommandRecord } from './command-record.ts';
import type { Gate, OrderDesk } from './order-desk.ts';

export const COUNTERS = [1, 2, 3, 4, 5, 6] as const;
export const KIOSKS: readonly string[] = ['kiosk-1', 'kiosk-2', 'kiosk-3', 'kiosk-4'];
const SERVICES = ['A', 'B'] as const;
const CLASSES = ['standard', 'standard', 'priority', 'vip'] as const;

/** Open round the clock, so that no hour of the day decides a run. */
export function chaosConfiguration(changes: Partial<HallConfiguration> = {}): HallConfiguration {
  const text = (words: string) => ({ zh: words, en: words });
  const counters = COUNTERS.map((id) => ({ id, name: text(String(id)), kind: 'counter' as const, serves: [['A', 'B']] }));
  return testConfiguration({ counters, ...changes });
}

interface Person {
  readonly name: string;
  readonly caller: Caller;
  readonly desk: OrderDesk;
  readonly gate: Gate;
  readonly random: Random;
}

/** Issues one ticket after the other, until the run is over. */
export async function kiosk({ name, caller, desk, gate, random }: Person): Promise<void> {
  while (!gate.isOver) {
    const service = pick(SERVICES, random);
    await desk.order(caller, name, { type: 'issue-ticket', service, class: pick(CLASSES, random) });
  }
}

/** Calls, serves and loses customers at one counter. Nobody else acts there: what the teller saw at hand must be so. */
export async function tellerAt(counter: CounterId, person: Person, faults: string[]): Promise<void> {
  const { name, caller, desk, gate, random } = person;
  const act = (command: Command): Promise<CommandRecord> => desk.order(caller, name, command);
  await act({ type: 'sign-in', counter });
  await act({ type: 'open-counter', counter });
  let atHand: string | null = null;
  while (!gate.isOver) {
    const command = nextAct(counter, atHand, random);
    const { known } = await act(command);
    if (known.is === 'acknowledged') atHand = atHandAfter(command, atHand, known.result.ticket ?? null);
    if (known.is === 'refused' && known.kind !== 'nobody-waiting') faults.push(`${name}: ${command.type} refused: ${known.kind}`);
  }
}

function nextAct(counter: CounterId, atHand: string | null, random: Random): Command {
  const dice = randomInteger(random, 10);
  if (atHand === null || dice < 6) return { type: 'call-next', counter, atHand };
  if (dice < 7) return { type: 'recall', counter };
  if (dice < 9) return { type: 'finish-service', counter };
  return { type: 'mark-no-show', counter };
}

function atHandAfter(command: Command, atHand: string | null, called: string | null): string | null {
  switch (command.type) {
    case 'call-next':
      return called;
    case 'recall':
      return atHand;
    default:
      return null;
  }
}

/** Sends answered commands once more in their senders' names, also those from before the last crash. */
export async function doubter(
  { desk, gate, random, thinkMs = 0 }: { desk: OrderDesk; gate: Gate; random: Random; thinkMs?: number },
  callers: ReadonlyMap<string, Caller>,
): Promise<void> {
  while (!gate.isOver) {
    await gate.up();
    // At the least a turn of the loop for the others, whatever was drawn.
    await pause(thinkMs);
    const record = desk.records[randomInteger(random, desk.records.length)];
    const caller = record && callers.get(record.by);
    if (record !== undefined && caller !== undefined) await desk.repeat(caller, record);
  }
}

function pick<Value>(values: readonly [Value, ...Value[]], random: Random): Value {
  return values[randomInteger(random, values.length)] ?? values[0];
}
