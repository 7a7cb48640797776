import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HALL, settled } from '../../test/support/running-hub.ts';
import { ScriptedPrinter } from '../../test/support/scripted-printer.ts';
import { SeveralHubs, type OneOfHubs } from '../../test/support/several-hubs.ts';
import { must } from '../../shared/lib/assert.ts';
import { SILENT_LOG } from '../hub/hub-log.ts';
import { Papers } from './papers.ts';
import { PAPER_ASKED_MS } from './print-limits.ts';

const FRONT = { id: 'front', name: { zh: '门口', en: 'front' }, host: 'front', port: 9100, columns: 48 };

let hubs: SeveralHubs;
/** The one machine that stands in the hall: both hubs reach it. */
let machine: ScriptedPrinter;
let rooms: Map<string, Papers>;

async function openRoom({ duties, name, questions, running }: OneOfHubs): Promise<void> {
  const { hub, time } = running;
  const basics = { hub, halls: [], clock: time, timers: time, log: SILENT_LOG, addresses: new Map(), phoneLink: null };
  const holds = (hall: string) => duties.holds(hall);
  rooms.set(name, await Papers.open({ ...basics, questions, holds, openPrinter: () => machine }));
}

function room(name: string): Papers {
  return must(rooms.get(name), 'a room of this hub');
}

const tickets = () => machine.sent.flatMap((words) => /A\d{3}/.exec(words)?.[0] ?? []);

async function prints() {
  return [...(await hubs.of('a').running.hub.read(HALL)).state.tickets.values()].map(({ print }) => print.is);
}

beforeEach(async () => {
  machine = new ScriptedPrinter();
  hubs = await SeveralHubs.serving({ printers: [FRONT] });
  rooms = new Map();
  for (const name of ['a', 'b']) await openRoom(hubs.of(name));
  await room('a').take(HALL);
  await settled();
});

afterEach(async () => {
  machine.finish();
  for (const each of rooms.values()) await each.close();
  await hubs.close();
});

describe('paper of a hall with several hubs', () => {
  it('[Y7] is printed once, by the hub whose duty it is, whichever hub took the ticket', async () => {
    await hubs.of('b').running.issue();
    await hubs.of('a').running.issue();
    await hubs.pass(1_000);
    expect(tickets()).toEqual(['A001', 'A002']);
    expect(await prints()).toEqual(['printed', 'printed']);
  });

  it('[Y7] a hub that lost its duty prints nothing of what waits, and the next one prints it, marked', async () => {
    machine.isHeld = true;
    for (let ticket = 1; ticket <= 3; ticket += 1) await hubs.of('a').running.issue();
    await settled();
    expect(tickets()).toEqual(['A001']);
    // As a hub that was paused finds it: the duty is gone, and nobody has told its rooms.
    hubs.of('a').duties.give(HALL, false);
    machine.isHeld = false;
    machine.finish();
    await settled();
    expect(tickets()).toEqual(['A001']);
    await hubs.hand('b');
    await room('b').take(HALL);
    await hubs.pass(1_000);
    expect(tickets()).toEqual(['A001', 'A002', 'A003']);
    expect(machine.sent.slice(1).every((words) => words.includes('补打'))).toBe(true);
    expect(await prints()).toEqual(['printed', 'printed', 'printed']);
    await room('a').release(HALL);
    await hubs.of('b').running.issue();
    await hubs.pass(1_000);
    expect(tickets()).toHaveLength(4);
  });

  it('[Y8] a slip and a test page that are asked for at one hub are printed by the other, once', async () => {
    await hubs.of('a').running.issue();
    await settled();
    machine.sent.length = 0;
    expect(await room('b').testPrint(HALL, 'front')).toEqual({ is: 'printed' });
    expect(await room('b').printSlip(HALL, 'calls', undefined)).toEqual({ is: 'printed' });
    expect(await room('b').testPrint(HALL, 'cellar')).toBeNull();
    expect(machine.sent).toHaveLength(2);
    machine.condition = 'paper-out';
    expect(await room('b').testPrint(HALL, 'front')).toEqual({ is: 'failed', fault: 'paper-out' });
  });

  it('[Y8] who hears nothing of the hub that prints is told that the printer was not reached', async () => {
    hubs.of('a').peers.isCut = true;
    const asked = room('b').testPrint(HALL, 'front');
    await hubs.pass(PAPER_ASKED_MS);
    expect(await asked).toEqual({ is: 'failed', fault: 'unreachable' });
    expect(machine.sent).toEqual([]);
  });
});
