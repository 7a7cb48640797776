import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Access } from '../../server/access/access.ts';
import { StaffAccounts } from '../../server/access/staff-accounts.ts';
import { openAccessDatabase, type AccessDatabase } from '../../server/database/access-database.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { positionOf, sealEntry } from '../../server/journal/hash-chain.ts';
import { MemoryDisk } from '../../server/journal/memory-disk.ts';
import { MemoryJournal } from '../../server/journal/memory-journal.ts';
import { SILENT_LOG, type Log } from '../../server/observability/log.ts';
import { DatabaseJournal } from '../../server/region/database-journal.ts';
import { regionApp } from '../../server/region/http/region-app.ts';
import { readRegionFile } from '../../server/region/region-file.ts';
import { RegionMetrics } from '../../server/region/region-metrics.ts';
import { RegionTokens } from '../../server/region/region-tokens.ts';
import { Region } from '../../server/region/region.ts';
import { assert, must } from '../../shared/lib/assert.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import type { Shipment } from '../../shared/protocol/shipping.ts';
import { entryDraft } from './journal-entries.ts';
import { CHEAP_PASSWORDS, newId } from './open-access.ts';
import { MANAGER, MINUTE, PlayedHall } from './played-hall.ts';
import { VirtualTime } from './virtual-time.ts';

/** Two districts of one city: `north-1` and `north-2`, `south-1`. */
export const REGION_YAML = `region: river
name: { zh: 江城, en: River }
timeZone: Asia/Shanghai
targetMinutes: 10
cities:
  - id: river-city
    name: { zh: 江城市, en: River City }
    districts:
      - id: north
        name: { zh: 城北, en: North }
        halls:
          - { id: north-1, name: { zh: 城北一厅, en: North One } }
          - { id: north-2, name: { zh: 城北二厅, en: North Two } }
      - id: south
        name: { zh: 城南, en: South }
        halls:
          - { id: south-1, name: { zh: 城南厅, en: South } }
`;
export const REGION_PASSWORD = 'rivers-run-deep-7';

/** The log of a played hall, as the journal of a hall of this name has it. */
export function logOf(hall: string, played: Pick<PlayedHall, 'log'>): JournalEntry[] {
  let head = ORIGIN;
  return played.log.map(({ at, events }, index) => {
    const entry = sealEntry(entryDraft(hall, `${hall}-${index}`, { at, events }), head);
    head = positionOf(entry);
    return entry;
  });
}

/** What a hall's hub would send of these: those behind a version, and where its log ends. */
export function shipmentOf(log: readonly JournalEntry[], after = 0, at = log.at(-1)?.at ?? 0): Shipment {
  const last = log.at(-1);
  const entries = log.slice(after).map(({ hall: _hall, ...entry }) => entry);
  const shipment = { head: last === undefined ? ORIGIN : positionOf(last), at, entries };
  return JSON.parse(JSON.stringify(shipment)) as Shipment;
}

/** So many customers, one after the other at counter 1; each waits so many minutes and is promised 2 to 10. */
export function playedMorning(customers: number, waitMinutes: (each: number) => number): PlayedHall {
  const hall = new PlayedHall().staff(1, 2);
  hall.quoteFor = () => ({ fromMs: 2 * MINUTE, toMs: 10 * MINUTE });
  for (let each = 0; each < customers; each += 1) {
    hall.issue('A');
    hall.wait(waitMinutes(each) * MINUTE);
    hall.next(1);
  }
  return hall;
}

/** Whoever is served is finished, and the day with it: nothing of it is open any more. */
export function closedHall(hall: PlayedHall): PlayedHall {
  hall.done({ type: 'close-day' }, MANAGER);
  return hall;
}

/** Of a refusal. */
export async function refusalKind(response: Response): Promise<string> {
  return ((await response.json()) as { readonly kind: string }).kind;
}

interface RegionStageOptions {
  readonly log?: Log;
  /** The logs are in the database, as with PostgreSQL; else in a journal of their own. */
  readonly isInDatabase?: boolean;
  /** Where the built page is; absent: there is none. */
  readonly screens?: string | null;
}

/** A whole region service over a memory journal, in virtual time, its doors on a loopback port. */
export class RegionStage {
  readonly time = new VirtualTime(Date.UTC(2026, 10, 22, 1));
  disk = new MemoryDisk();
  journal = new MemoryJournal({ disk: this.disk });
  region!: Region;
  tokens!: RegionTokens;
  readonly #log: Log;
  readonly #isInDatabase: boolean;
  readonly #screens: string | null;
  readonly #folder = mkdtempSync(join(tmpdir(), 'hallcall-region-'));
  #database!: AccessDatabase;
  #access!: Access;
  #server: Server | null = null;

  private constructor({ isInDatabase = false, log = SILENT_LOG, screens = null }: RegionStageOptions) {
    this.#log = log;
    this.#isInDatabase = isInDatabase;
    this.#screens = screens;
  }

  static async open(options: RegionStageOptions = {}): Promise<RegionStage> {
    const stage = new RegionStage(options);
    await stage.#open();
    return stage;
  }

  get database(): AccessDatabase {
    return this.#database;
  }

  get url(): string {
    const address = this.#server?.address() as AddressInfo;
    return `http://127.0.0.1:${address.port}`;
  }

  /** As after a crash: what was durable is there, nothing else. */
  async restart(): Promise<void> {
    await this.#stop();
    this.journal = new MemoryJournal({ disk: this.disk });
    await this.#open();
  }

  /** Of an account that may look at this place. */
  async signIn(staffNumber: string, place: string): Promise<string> {
    // Another connection to the same file, as the command-line tool has it.
    const database = await openAccessDatabase(join(this.#folder, 'database.sqlite'));
    const accounts = new StaffAccounts({ database, clock: this.time, by: 'test', passwordCost: CHEAP_PASSWORDS });
    const added = await accounts.add({ staffNumber, hall: place, roles: ['manager'], password: REGION_PASSWORD });
    await database.close();
    assert(added.ok, 'the account is added');
    await this.#access.check();
    const response = await fetch(`${this.url}/api/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ staffNumber, password: REGION_PASSWORD }),
    });
    const { token } = (await response.json()) as { readonly token: string };
    return token;
  }

  ship(hall: string, token: string | null, body: unknown): Promise<Response> {
    const headers = { 'content-type': 'application/json', ...(token !== null && { authorization: `Bearer ${token}` }) };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return fetch(`${this.url}/api/shipping/${hall}`, { method: 'POST', headers, body: text });
  }

  /** As if the hall had sent it. */
  async take(hall: string, log: readonly JournalEntry[], after = 0): Promise<string> {
    return (await must(this.region.take(hall, shipmentOf(log, after)), 'it is in the file')).is;
  }

  get(token: string, path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } });
  }

  async close(): Promise<void> {
    await this.#stop();
    rmSync(this.#folder, { recursive: true });
  }

  async #open(): Promise<void> {
    const file = readRegionFile(REGION_YAML);
    assert(file.ok, 'the stage has a good file');
    this.#database = await openAccessDatabase(join(this.#folder, 'database.sqlite'));
    const given = { database: this.#database, clock: this.time, timers: this.time, log: this.#log };
    this.#access = await Access.open({ ...given, newId, passwordCost: CHEAP_PASSWORDS });
    const journal = this.#isInDatabase ? new DatabaseJournal(this.#database) : this.journal;
    this.region = await Region.open({ ...given, file: file.value, journal });
    this.tokens = new RegionTokens({ ...given, newId });
    const metrics = new RegionMetrics(
      () => this.region.status(),
      () => this.time.now(),
    );
    const onTaken = (hall: string, entries: number): void => metrics.taken(hall, entries);
    const { region, tokens } = this;
    const rooms = { access: this.#access, region, tokens, clock: this.time, log: this.#log, onTaken, metrics };
    const server = createServer(regionApp({ ...rooms, screensFolder: this.#screens ?? this.#folder, allowedOrigins: [] }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
  }

  async #stop(): Promise<void> {
    const server = this.#server;
    await new Promise((resolve) => {
      server?.close(resolve);
      server?.closeAllConnections();
    });
    await this.region.close();
    await this.#access.close();
    await this.journal.close();
    await this.#database.close();
  }
}
