import { randomFillSync } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { idsFrom } from '../../shared/lib/ids.ts';
import { must } from '../../shared/lib/assert.ts';
import { randomInteger, seededRandom, type Random } from '../../shared/lib/random.ts';
import { SmallDisk } from '../support/small-disk.ts';
import { RestCaller } from './caller.ts';
import type { ChaosReport } from './chaos-report.ts';
import { readState } from './hall-entrance.ts';
import type { HubProgram } from './hub-program.ts';
import { entriesIn, everybodysTokens, hubOnDisk } from './hub-on-disk.ts';
import { RunningHall } from './running-hall.ts';

const DISK_BYTES = 48 * 1_024 * 1_024;
const THINK_MS = 5;
const BUSY_MS = 400;
const FULL_MS = 600;
/** The log's file keeps some room of its own, which is written first; the machine may be busy. */
const READ_ONLY_MS_MAX = 60_000;
/** The hub looks every second whether there is room. */
const BACK_MS_MAX = 15_000;
const LOOK_MS = 20;

const newId = idsFrom((bytes) => randomFillSync(bytes));

/** `fullMsMax`: the longest from a full disk to a hub that says so; `backMsMax`: from room to a hub that is ready. */
export interface DiskReport extends ChaosReport {
  readonly filled: number;
  readonly fullMsMax: number;
  readonly backMsMax: number;
}

interface Run {
  readonly disk: SmallDisk;
  readonly hub: HubProgram;
  readonly hall: RunningHall;
  readonly random: Random;
  readonly kiosk: string;
  readonly figures: { filled: number; fullMsMax: number; backMsMax: number };
}

/**
 * The real hub on a real disk that is filled to the last byte under load and gets room again: it refuses what it cannot keep, goes on showing what
 * it has, and goes on by itself. Needs a file system of its own, so root.
 */
export async function diskFull({ rounds, seed }: { readonly rounds: number; readonly seed: number }): Promise<DiskReport> {
  const disk = new SmallDisk(DISK_BYTES);
  const random = seededRandom(seed);
  let hub: HubProgram | null = null;
  let hall: RunningHall | null = null;
  try {
    if (disk.kind !== 'tmpfs') throw new Error('a disk that can be filled needs a file system of its own: run it as root');
    hub = await hubOnDisk(disk.folder);
    await hub.start();
    const tokens = await everybodysTokens(hub.url);
    const readEntries = () => Promise.resolve(entriesIn(disk.folder));
    hall = new RunningHall({ hubs: [hub], random, thinkMs: THINK_MS, tokenFor: (name) => tokens.get(name) ?? name, readEntries });
    const figures = { filled: 0, fullMsMax: 0, backMsMax: 0 };
    const run = { disk, hub, hall, random, kiosk: must(tokens.get('kiosk-1'), 'a kiosk'), figures };
    for (let round = 0; round < rounds; round += 1) await fillOnce(run);
    if (hub.startMs.length !== 1) hall.faults.push('disk: the hub was started again');
    return { ...(await hall.end(rounds)), ...figures };
  } finally {
    disk.free();
    await hall?.close();
    await hub?.remove();
    disk.dispose();
  }
}

async function fillOnce({ disk, figures, hall, hub, kiosk, random }: Run): Promise<void> {
  await hall.desk.nextAnswer();
  await pause(randomInteger(random, BUSY_MS));
  disk.fill();
  figures.filled += 1;
  const fullMs = await until(async () => !(await isReady(hub)), READ_ONLY_MS_MAX);
  figures.fullMsMax = Math.max(figures.fullMsMax, Math.round(fullMs ?? READ_ONLY_MS_MAX));
  if (fullMs === null) hall.faults.push(`disk: full for ${READ_ONLY_MS_MAX} ms, and the hub says it is ready`);
  else await lookAtReadOnly(hub, kiosk, hall.faults);
  await pause(randomInteger(random, FULL_MS));
  disk.free();
  const backMs = await until(() => isReady(hub), BACK_MS_MAX);
  figures.backMsMax = Math.max(figures.backMsMax, Math.round(backMs ?? BACK_MS_MAX));
  if (backMs === null) hall.faults.push(`disk: ${BACK_MS_MAX} ms after there was room the hub is not ready: ${hub.said}`);
  await hall.settle();
}

/** A customer who comes now is told, and everybody still sees the hall. What was refused is nobody's: in the log it would be a stranger. */
async function lookAtReadOnly(hub: HubProgram, kiosk: string, faults: string[]): Promise<void> {
  const reply = await new RestCaller(hub.url, kiosk).call({ type: 'issue-ticket', service: 'A', id: newId() });
  const told = reply.is === 'unsure' ? 'nothing' : reply.answer.ok ? 'a version' : reply.answer.error.kind;
  if (told !== 'hall-read-only') faults.push(`disk: full, and a new customer was told ${told}`);
  await readState(hub.url, kiosk).catch((error: unknown) => faults.push(`disk: full, and ${String(error)}`));
}

async function isReady(hub: HubProgram): Promise<boolean> {
  const response = await fetch(`${hub.url}/readyz`);
  await response.arrayBuffer();
  return response.ok;
}

/** Milliseconds until it was so; null when it was not in time. */
async function until(isSo: () => Promise<boolean>, msMax: number): Promise<number | null> {
  const startedAt = performance.now();
  while (!(await isSo())) {
    if (performance.now() - startedAt > msMax) return null;
    await pause(LOOK_MS);
  }
  return performance.now() - startedAt;
}
