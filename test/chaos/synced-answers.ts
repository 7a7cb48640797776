import { randomFillSync } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { idsFrom } from '../../shared/lib/ids.ts';
import { RestCaller } from './caller.ts';
import { chaosConfiguration } from './hall-crowd.ts';
import { kioskToken } from './hall-entrance.ts';
import { HubProgram, type PlantedFaultName } from './hub-program.ts';

const COMMANDS = 40;
/** The tracer writes a moment after the call. */
const TRACE_MS = 200;
const newId = idsFrom((bytes) => randomFillSync(bytes));

/**
 * Commands one after the other at the real hub under `strace`: before each answer the disk must have been told to keep what the answer is
 * about. Tells how many were answered without.
 */
export async function syncedAnswers(plantedFault: PlantedFaultName | null): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hallcall-trace-'));
  const trace = join(folder, 'trace');
  const tracing = ['strace', '-D', '-f', '-qq', '-e', 'trace=fsync,fdatasync', '-o', trace];
  const place = { name: 'traced', host: '127.0.0.1', entering: tracing };
  const hub = await HubProgram.prepare({ configuration: chaosConfiguration(), plantedFault, place });
  try {
    await hub.start();
    const kiosk = new RestCaller(hub.url, await kioskToken(hub.url));
    await pause(TRACE_MS);
    const before = syncs(trace);
    let acknowledged = 0;
    for (let command = 0; command < COMMANDS; command += 1) {
      const reply = await kiosk.call({ id: newId(), type: 'issue-ticket', service: 'A' });
      if (reply.is === 'answered' && reply.answer.ok) acknowledged += 1;
    }
    await pause(TRACE_MS);
    const synced = syncs(trace) - before;
    if (acknowledged < COMMANDS) return [`only ${acknowledged} of ${COMMANDS} commands were accepted`];
    return synced >= acknowledged ? [] : [`${acknowledged} commands were acknowledged after ${synced} syncs of the disk`];
  } finally {
    await hub.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

function syncs(trace: string): number {
  if (!existsSync(trace)) throw new Error('strace wrote nothing: is it installed, and may it look at other processes?');
  // A call that another thread interrupts is written in two lines: it counts when it has ended.
  return readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => /f(?:data)?sync.*= 0$/.test(line)).length;
}
