import { randomFillSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Actor } from '../../shared/hall/actor.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { idsFrom } from '../../shared/lib/ids.ts';
import type { SentCommand } from '../../shared/protocol/command-schema.ts';
import type { WireEntry } from '../../shared/protocol/entry.ts';
import { readHallFile, type HallFile } from '../../server/config/hall-file.ts';
import { Hub } from '../../server/hub/hub.ts';
import type { Journal } from '../../server/journal/journal.ts';
import { createLogger } from '../../server/observability/logger.ts';
import { SYSTEM_CLOCK, SYSTEM_TIMERS } from '../support/system-timers.ts';
import { openChaosJournal } from './chaos-journal.ts';

/**
 * The hub and its journal without the rooms around them: no accounts, no screens, no paper. It starts in a fraction of the
 * time, so that faults of the journal are met many times in a minute. Told like the product, by `HALLCALL_*`; whoever calls is who
 * the token says.
 */
const { env } = process;
const log = createLogger(env['HALLCALL_LOG_LEVEL'] === 'info' ? 'info' : 'error');
const SEED_AGAIN_MS = 100;
const COMMAND = /^\/api\/halls\/([a-z0-9-]+)\/(commands|state)$/;
const watchers = new Set<ServerResponse>();

function hallFile(): HallFile {
  const file = readHallFile(readFileSync(join(env['HALLCALL_DATA'] ?? '.', 'hall.yaml'), 'utf8'));
  if (!file.ok) throw new Error(JSON.stringify(file.error));
  return file.value;
}

function shown(entries: readonly WireEntry[]): void {
  const lines = entries.map(({ hash, version }) => `${JSON.stringify([version, hash])}\n`).join('');
  for (const watcher of watchers) watcher.write(lines);
}

/** `kiosk-…` is a device, any other name a member of staff. */
function actorOf(request: IncomingMessage): Actor {
  const name = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  if (name.startsWith('kiosk')) return { id: `device:${name}`, roles: ['kiosk'] };
  return { id: `staff:${name}`, roles: ['teller'], staffNumber: name };
}

function openHub(journal: Journal): Hub {
  return new Hub({
    journal,
    broadcast: { entries: (_hall, entries) => shown(entries) },
    clock: SYSTEM_CLOCK,
    monotonic: () => performance.now(),
    timers: SYSTEM_TIMERS,
    newId: idsFrom((bytes) => randomFillSync(bytes)),
    log,
    release: 'bare',
  });
}

async function answer(hub: Hub, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, hall, what] = COMMAND.exec(request.url ?? '') ?? [];
  if (hall === undefined) return send(response, 404, {});
  if (what === 'state') {
    const { position, state } = await hub.read(hall);
    return send(response, 200, { ...position, state: toSnapshot(state) });
  }
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const outcome = await hub.submit(hall, actorOf(request), JSON.parse(body) as SentCommand);
  if (outcome.ok) send(response, 200, outcome.value);
  else send(response, 409, outcome.error);
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Hubs that start together seed together: one of them wins, the others find the hall. */
async function seed(hub: Hub): Promise<void> {
  const { configuration, hall } = hallFile();
  for (;;) {
    const seeded = await hub.seed(hall, configuration).catch((error: unknown) => log.error({ err: error }, 'not seeded'));
    if (seeded === null || (seeded !== undefined && seeded.ok)) return;
    await new Promise((resume) => setTimeout(resume, SEED_AGAIN_MS));
  }
}

const journal = await openChaosJournal(env, log);
const hub = openHub(journal);
await hub.start();
let isSeeded = false;
const server = createServer((request, response) => {
  if (request.url === '/readyz') return send(response, isSeeded && journal.condition().is === 'writable' ? 200 : 503, {});
  if (request.url === '/shown') {
    watchers.add(response.writeHead(200));
    response.flushHeaders();
    response.on('close', () => watchers.delete(response));
    return;
  }
  answer(hub, request, response).catch((error: unknown) => {
    log.error({ err: error }, 'no answer');
    send(response, 500, { kind: 'internal' });
  });
});
server.listen(Number(env['HALLCALL_PORT']), env['HALLCALL_HOST'] ?? '127.0.0.1');
process.once('SIGTERM', () => {
  void hub
    .close()
    .then(() => journal.close())
    .finally(() => process.exit());
});
await seed(hub);
isSeeded = true;
