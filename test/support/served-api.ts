import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Router } from 'express';
import { Access } from '../../server/access/access.ts';
import { seedDemoAccounts } from '../../server/access/demo-accounts.ts';
import { Devices } from '../../server/access/devices.ts';
import { DEMO_PASSWORD } from '../../server/access/password.ts';
import { readHallFile, type HallFile } from '../../server/config/hall-file.ts';
import { demoHallText } from '../../server/config/demo-hall-file.ts';
import { openAccessDatabase, type AccessDatabase } from '../../server/database/access-database.ts';
import { Door } from '../../server/gateway/door.ts';
import { appRouters, createApp, type AppOptions } from '../../server/gateway/http/app.ts';
import { closeServer, createHttpServer, listen } from '../../server/gateway/http/http-server.ts';
import { AdviceBook } from '../../server/history/advice-book.ts';
import { History } from '../../server/history/history.ts';
import { Hub } from '../../server/hub/hub.ts';
import { Identities } from '../../server/identity/identities.ts';
import type { Journal } from '../../server/journal/journal.ts';
import { MemoryJournal } from '../../server/journal/memory-journal.ts';
import { Media } from '../../server/media/media.ts';
import { VoiceShelf } from '../../server/voice/voice-shelf.ts';
import { SILENT_LOG } from '../../server/observability/log.ts';
import { Metrics } from '../../server/observability/metrics.ts';
import { Screens } from '../../server/screens/screens.ts';
import { paperPreview } from '../../server/printing/paper-preview.ts';
import { Records } from '../../server/records/records.ts';
import type { Command } from '../../shared/hall/commands.ts';
import { must } from '../../shared/lib/assert.ts';
import { CHEAP_PASSWORDS, newId } from './open-access.ts';
import { SYSTEM_CLOCK, SYSTEM_TIMERS } from './system-timers.ts';

export interface ApiAnswer {
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  // What came back, as a test likes to look at it.
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ServedApiOptions {
  readonly journal?: Journal;
  readonly app?: Partial<AppOptions>;
  /** Looked into once at the start, and every five seconds. */
  readonly mediaFolder?: string;
}

/** The demo hall behind the real REST door on a loopback port: real accounts, real hub, a journal in memory. */
export class ServedApi {
  readonly url: string;
  readonly access: Access;
  readonly database: AccessDatabase;
  readonly hub: Hub;
  readonly records: Records;
  readonly history: History;
  readonly advice: AdviceBook;
  /** Every route there is. */
  readonly routers: readonly Router[];
  readonly #close: () => Promise<void>;

  private constructor(
    parts: Pick<ServedApi, 'url' | 'access' | 'database' | 'hub' | 'records' | 'history' | 'advice' | 'routers'>,
    close: () => Promise<void>,
  ) {
    this.url = parts.url;
    this.access = parts.access;
    this.database = parts.database;
    this.hub = parts.hub;
    this.records = parts.records;
    this.history = parts.history;
    this.advice = parts.advice;
    this.routers = parts.routers;
    this.#close = close;
  }

  static async start(options: ServedApiOptions = {}): Promise<ServedApi> {
    const folder = await mkdtemp(join(tmpdir(), 'hallcall-api-'));
    const database = await openAccessDatabase(join(folder, 'database.sqlite'));
    await seedDemoAccounts(database, 'demo', CHEAP_PASSWORDS);
    const basics = { clock: SYSTEM_CLOCK, timers: SYSTEM_TIMERS, newId, log: SILENT_LOG };
    const access = await Access.open({ ...basics, database, passwordCost: CHEAP_PASSWORDS });
    const journal = options.journal ?? new MemoryJournal();
    const broadcast = { entries: () => undefined };
    const hub = new Hub({ ...basics, journal, broadcast, monotonic: () => performance.now(), release: 'test' });
    await hub.start();
    await hub.seed('demo', demoHall().configuration);
    await hub.seed('other', demoHall().configuration);
    const records = await Records.open({ ...basics, database, hub, halls: ['demo'] });
    const devicesOf = (hall: string) => access.devicesOf(hall);
    const screens = await Screens.open({ ...basics, database, hub, halls: ['demo'], devicesOf });
    const history = await History.open({ ...basics, database, hub, journal, halls: ['demo'] });
    const advice = await AdviceBook.open({ database, hub, halls: ['demo'], now: () => basics.clock.now(), log: basics.log });
    const media = new Media({ ...basics, access, path: options.mediaFolder ?? join(folder, 'media') });
    const identities = await Identities.open({ ...basics, database, fetch });
    const metrics = new Metrics({ sockets: () => 3, condition: () => journal.condition() });
    const onOutcome = ({ type, outcome, ms }: { type: string; outcome: string; ms: number }) =>
      metrics.command(type, outcome, ms / 1_000);
    const { server, answer } = createHttpServer();
    const app: AppOptions = {
      access,
      hub,
      records,
      screens,
      history,
      advice,
      metrics,
      media,
      voice: new VoiceShelf({ builtIn: 'voice', own: join(folder, 'voice') }),
      kiosk: { identities, testPrint: () => Promise.resolve(null) },
      paper: { preview: (_hall, asked) => paperPreview(asked, { at: 0, link: null }), printSlip: () => Promise.resolve(null) },
      door: new Door({ access, hub, log: SILENT_LOG, onOutcome }),
      clock: SYSTEM_CLOCK,
      log: SILENT_LOG,
      health: {
        condition: () => journal.condition(),
        loadHall: () => hub.read('demo'),
        databaseAnswers: () => access.isReady(),
      },
      demoHall: 'demo',
      allowedOrigins: [],
      screensFolder: join(folder, 'screens'),
      release: '0.0.0+test',
      ...options.app,
    };
    answer(createApp(app));
    const port = await listen(server, { host: '127.0.0.1', port: 0 });
    return new ServedApi(
      { url: `http://127.0.0.1:${port}`, access, database, hub, records, history, advice, routers: appRouters(app) },
      async () => {
        await closeServer(server);
        await media.close();
        await advice.close();
        await history.close();
        await screens.close();
        await records.close();
        await hub.close();
        await journal.close();
        await access.close();
        await database.close();
        await rm(folder, { recursive: true });
      },
    );
  }

  close(): Promise<void> {
    return this.#close();
  }

  async request(
    method: string,
    path: string,
    options: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<ApiAnswer> {
    const { token, body, headers } = options;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    const parsed = type.includes('json') ? (JSON.parse(text) as Record<string, unknown>) : { text };
    return { status: response.status, type, headers: response.headers, body: parsed };
  }

  async signIn(staffNumber: string): Promise<string> {
    const { body } = await this.request('POST', '/api/sessions', { body: { staffNumber, password: DEMO_PASSWORD } });
    return body['token'] as string;
  }

  async kiosk(): Promise<string> {
    return this.#enrolled('kiosk', 'demo');
  }

  /** A kiosk of the hall next door. */
  async foreignKiosk(): Promise<string> {
    return this.#enrolled('kiosk', 'other');
  }

  async wall(): Promise<string> {
    return this.#enrolled('wall', 'demo');
  }

  /** The tablet in front of a counter's customers. */
  async rating(counter: number): Promise<string> {
    return this.#enrolled('rating', 'demo', counter);
  }

  command(token: string, command: Command | object, id = newId()): Promise<ApiAnswer> {
    return this.request('POST', '/api/halls/demo/commands', { token, body: { id, ...command } });
  }

  async position(token: string): Promise<{ readonly version: unknown; readonly hash: unknown; readonly state: unknown }> {
    const { body } = await this.request('GET', '/api/halls/demo/state', { token });
    return { version: body['version'], hash: body['hash'], state: body['state'] };
  }

  async #enrolled(kind: 'kiosk' | 'wall' | 'rating', hall: string, counter: number | null = null): Promise<string> {
    const devices = new Devices({ database: this.database, clock: SYSTEM_CLOCK, newId });
    const added = await devices.add({ hall, kind, label: 'test', counter, printer: null }, 'test');
    const code = added.ok ? added.value.code : '';
    return (await this.request('POST', '/api/devices/enrol', { body: { code } })).body['token'] as string;
  }
}

function demoHall(): HallFile {
  const read = readHallFile(demoHallText());
  return must(read.ok ? read.value : null, 'the demo hall is good');
}
