import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import packageFile from '../package.json' with { type: 'json' };
import { Access } from './access/access.ts';
import { dataFolderAt, prepareDataFolder } from './config/data-folder.ts';
import { explainedStart } from './config/explained-start.ts';
import { faultAmong, HUB_OPTIONS, HUB_USAGE, hubOptionProblems, type HubOptions } from './config/hub-options.ts';
import { helpText, readOptions } from './config/read-options.ts';
import { Closing } from './closing.ts';
import { EXIT_FAILED, EXIT_USAGE, StartError } from './config/start-error.ts';
import { announcement, type Announced } from './config/announcement.ts';
import { forgetHubAddress, tellHubAddress } from './config/hub-address.ts';
import { hallsOrFirst } from './first-hall.ts';
import { Door, type CommandOutcome } from './gateway/door.ts';
import { createApp } from './gateway/http/app.ts';
import type { ReadableHub } from './gateway/http/http-rooms.ts';
import { closeServer, createHttpServer, listen } from './gateway/http/http-server.ts';
import { isLoopbackAddress } from './gateway/http/request-facts.ts';
import type { PhoneListener } from './gateway/phone/phone-listener.ts';
import { GATEWAY_PLANTED_FAULTS } from './gateway/socket/planted-fault.ts';
import { SocketGateway } from './gateway/socket/socket-gateway.ts';
import { HallList } from './hall-list.ts';
import { HallWork } from './hall-work.ts';
import type { Duties } from './hub/duties.ts';
import { Hub } from './hub/hub.ts';
import { LEAVING_NOTICE_MS } from './hub/limits.ts';
import { PeerQuestions } from './hub/peer-questions.ts';
import { HUB_PLANTED_FAULTS } from './hub/planted-fault.ts';
import { SharedLines } from './hub/shared-lines.ts';
import type { Journal } from './journal/journal.ts';
import { LedStrips } from './led/led-strips.ts';
import { calmLog } from './observability/calm-log.ts';
import { createLogger } from './observability/logger.ts';
import { measuredJournal } from './observability/measured-journal.ts';
import { Metrics, type HallFigures } from './observability/metrics.ts';
import { openRooms, type OpenRooms } from './open-rooms.ts';
import type { Stores } from './store-set.ts';
import { openStores } from './stores.ts';
import { clock, monotonicMs, newId, timers } from './system-time.ts';

/** `dist/` or `server/`: either is one step below the root. */
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SCREENS = join(ROOT, 'dist', 'screens');
/** A shutdown that takes longer is cut short; the journal survives that as it survives a power cut. */
const SHUTDOWN_MS_MAX = 15_000;

function optionsOrExit(): HubOptions {
  const read = readOptions(HUB_OPTIONS, { arguments: process.argv.slice(2), environment: process.env });
  if (!read.ok) throw new StartError(read.error.join('\n'), EXIT_USAGE);
  if (read.value.is === 'help') {
    process.stdout.write(helpText(HUB_USAGE, HUB_OPTIONS));
    process.exit(0);
  }
  const { values, positionals } = read.value;
  const problems = [...hubOptionProblems(values), ...positionals.map((word) => `"${word}" is no option; --help lists all`)];
  if (problems.length > 0) throw new StartError(problems.join('\n'), EXIT_USAGE);
  return values;
}

/** Another build of the screens is another release: open pages reload themselves when they see it. */
function releaseName(): string {
  const hash = createHash('sha256');
  for (const shell of ['kiosk', 'display', 'counter'].map((app) => join(SCREENS, app, 'index.html'))) {
    if (existsSync(shell)) hash.update(readFileSync(shell));
  }
  return `${packageFile.version}+${hash.digest('hex').slice(0, 8)}`;
}

function refuseOpenAddress(host: string, demoPasswordsInForce: boolean): void {
  if (!demoPasswordsInForce || host === 'localhost' || isLoopbackAddress(host)) return;
  throw new StartError(
    `refusing to listen on ${host}: accounts still have the demo password, which everybody knows.\n` +
      'Give each account a password of its own: npm run hall -- staff password 9001\n' +
      'and end those that are not needed:       npm run hall -- staff end-demo\n' +
      'Until then only 127.0.0.1 is served.',
  );
}

interface HubRooms {
  readonly stores: Stores;
  readonly gateway: SocketGateway;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly release: string;
  readonly isDatabaseAway: () => boolean;
}

function createHub(options: HubOptions, { gateway, isDatabaseAway, log, metrics, release, stores }: HubRooms): Hub {
  return new Hub({
    journal: measuredJournal(stores.journal, {
      monotonicMs,
      onAppended: ({ hall, entries, ms }) => metrics.appended(hall, entries, ms / 1_000),
    }),
    broadcast: gateway,
    clock,
    monotonic: monotonicMs,
    timers,
    newId,
    log: calmLog({ log, monotonicMs }),
    release,
    duties: stores.duties,
    peers: stores.peers,
    isDatabaseAway,
    plantedFault: faultAmong(HUB_PLANTED_FAULTS, options.plantedFault),
  });
}

async function openPhone(options: HubOptions, phone: PhoneListener | null): Promise<Announced['phone']> {
  const { phoneHost: host, phonePort, phoneUrl: url } = options;
  if (phone === null || url === null) return null;
  try {
    return { host, port: await phone.open({ host, port: phonePort }), url };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartError(`the phones' page cannot be served at ${host}:${phonePort} (--phone-host, --phone-port): ${why}`);
  }
}

interface Doors extends HubRooms, OpenRooms {
  readonly hub: Hub;
  readonly halls: readonly [string, ...string[]];
  readonly lines: SharedLines | null;
}

function openDoors(options: HubOptions, rooms: Doors): RequestListener {
  const { access, gateway, halls, hub, log, metrics, stores } = rooms;
  const onOutcome = ({ type, outcome, ms }: CommandOutcome): void => metrics.command(type, outcome, ms / 1_000);
  const door = new Door({ access, hub, monotonicMs, log, onOutcome });
  gateway.start({ access, door, hub });
  const [firstHall] = halls;
  const health = {
    condition: () => stores.journal.condition(),
    // A hub among others loads no hall for being asked how it is.
    loadHall: () => (stores.areShared ? stores.journal.head(firstHall) : hub.read(firstHall)),
    databaseAnswers: () => access.isReady(),
    halls: () => ({ loaded: hub.status().length, frozen: stores.journal.frozen?.() ?? [] }),
    goesOnWithoutDatabase: access.sharesDatabase,
    takesScreens: () => hub.takesScreens,
  };
  const { allowedOrigins } = options;
  const proxies = new Set(options.proxies);
  const readable = readableHub(hub, rooms.lines);
  return createApp({
    ...rooms,
    ...{ allowedOrigins, proxies, clock, door, health, screensFolder: SCREENS },
    demoHall: firstHall,
    hub: readable,
  });
}

/** The hub as requests read it; where there are others, with the screens that hang on those. */
function readableHub(hub: Hub, lines: SharedLines | null): ReadableHub {
  return {
    read: (hall) => hub.read(hall),
    entries: (hall, after, limit) => hub.entries(hall, after, limit),
    entry: (hall, version) => hub.entry(hall, version),
    deviceLines: (hall) => lines?.of(hall) ?? hub.deviceLines(hall),
    news: (hall, roles) => hub.news(hall, roles),
  };
}

/** What is under way for halls ends before another hub gets their duty, or a ticket would be printed twice. */
function dutiesAfterWork(duties: Duties, endWork: () => Promise<void>): Duties {
  return {
    holds: (hall) => duties.holds(hall),
    fence: (hall) => duties.fence(hall),
    stand: (hall) => duties.stand(hall),
    onChange: (listener) => duties.onChange(listener),
    close: async () => {
      await endWork();
      await duties.close();
    },
  };
}

async function start(options: HubOptions, log: Logger, closing: Closing): Promise<void> {
  const folder = dataFolderAt(options.data);
  prepareDataFolder(folder);
  const opened = await openStores(options, { folder, timers, log, closing });
  forgetHubAddress(folder);
  closing.add(() => forgetHubAddress(folder));
  let work: HallWork | null = null;
  const stores: Stores = { ...opened, duties: dutiesAfterWork(opened.duties, async () => work?.close()) };
  const { database, duties, journal, peers } = stores;
  const { server, answer } = createHttpServer();
  const release = releaseName();
  const gatewayFault = faultAmong(GATEWAY_PLANTED_FAULTS, options.plantedFault);
  const { allowedOrigins: origins, proxies: balancers } = options;
  const proxies = new Set(balancers);
  const gateway = new SocketGateway({ server, clock, timers, log, origins, proxies, plantedFault: gatewayFault });
  const metrics: Metrics = new Metrics({
    sockets: () => gateway.sockets,
    condition: () => journal.condition(),
    halls: () => hallFigures(hub, journal, work),
  });
  metrics.collectProcess();
  let isDatabaseAway = (): boolean => false;
  const rooms = { stores, gateway, metrics, log, release, isDatabaseAway: () => isDatabaseAway() };
  const hub: Hub = createHub(options, rooms);
  closing.add(() => hub.close());
  await hub.start();
  const halls = await hallsOrFirst(folder, options, { journal, database, hub, log });
  const access = await Access.open({ database, clock, timers, newId, log });
  isDatabaseAway = () => access.isDatabaseAway;
  closing.add(() => access.close());
  const { demoPasswordsInForce } = access;
  refuseOpenAddress(options.host, demoPasswordsInForce);
  if (options.phoneUrl !== null) refuseOpenAddress(options.phoneHost, demoPasswordsInForce);
  const questions = stores.areShared ? new PeerQuestions({ peers, hub: stores.hubName, clock, timers, newId, log }) : null;
  closing.add(() => questions?.close());
  const places = { phoneScreen: join(SCREENS, 'phone'), voices: join(ROOT, 'voice') };
  const open = await openRooms({ options, stores, folder, hub, questions, access, metrics, log, closing, ...places });
  work = new HallWork({ duties, rooms: open.hallRooms, timers, log: calmLog({ log, monotonicMs }) });
  await beginWork({ stores, halls, work, log, closing });
  const led = new LedStrips({
    hub,
    hall: ledHall(options, halls),
    ...ledOptions(options),
    timers,
    log,
    holds: (hall) => duties.holds(hall),
  });
  await led.start();
  closing.add(() => led.close());
  const lines = questions === null ? null : new SharedLines(hub, questions);
  answer(openDoors(options, { ...rooms, ...open, hub, halls, lines }));
  closing.add(() => closeServer(server));
  closing.add(() => gateway.close());
  if (stores.areShared) closing.add(() => hub.leave(LEAVING_NOTICE_MS));
  const port = await listen(server, options);
  tellHubAddress(folder, { host: options.host, port });
  const given = { host: options.host, port, halls, demoPasswordsInForce, dataFolder: folder.path };
  process.stdout.write(announcement({ ...given, phone: await openPhone(options, open.phone) }));
  log.info({ halls: halls.length, hall: halls[0], host: options.host, port, release }, 'the hub is open');
  if (!stores.areShared) void verifyInBackground(journal, halls[0], log);
}

function hallFigures(hub: Hub, journal: Journal, work: HallWork | null): HallFigures {
  const loaded = hub.status();
  const waiting = loaded.reduce((sum, hall) => sum + hall.waiting, 0);
  return { loaded: loaded.length, onDuty: work?.halls ?? [], frozen: journal.frozen?.() ?? [], waiting };
}

/** A hub that is alone begins with its hall before anybody comes in; one among others as duties come to it. */
async function beginWork(rooms: {
  readonly stores: Stores;
  readonly halls: readonly string[];
  readonly work: HallWork;
  readonly log: Logger;
  readonly closing: Closing;
}): Promise<void> {
  const { closing, halls, log, stores, work } = rooms;
  work.start();
  closing.add(() => work.close());
  if (!stores.areShared) for (const hall of halls) await work.begin(hall);
  const list = new HallList({ ...stores, timers, log, onFound: (hall) => work.know(hall) });
  if (stores.areShared) await list.start();
  closing.add(() => list.close());
}

/** Strips hang in one hall, and their places name its counters. @throws StartError */
function ledHall({ led }: HubOptions, halls: readonly [string, ...string[]]): string {
  if (led.length > 0 && halls.length > 1)
    throw new StartError(`--led speaks to the strips of one hall, and there are ${halls.length} halls here`, EXIT_USAGE);
  return halls[0];
}

function ledOptions({ led: places, ledEncoding: encoding, ledRepeat: repeatSeconds }: HubOptions) {
  return { places, encoding, repeatSeconds };
}

/** The start verified the tail; the rest of the chain and the file are read beside the work. */
async function verifyInBackground(journal: Journal, hall: string, log: Logger): Promise<void> {
  try {
    const damage = await journal.verify(hall);
    if (damage !== null) log.error({ err: damage }, 'the journal is damaged; nothing is written any more');
  } catch (error) {
    // A hub that is stopping stops the check too.
    log.info({ reason: error instanceof Error ? error.message : String(error) }, 'the journal was not verified to its beginning');
  }
}

async function main(): Promise<void> {
  const closing = new Closing();
  let options: HubOptions | null = null;
  try {
    options = optionsOrExit();
    const log = createLogger(options.logLevel);
    stopOnSignals(log, closing);
    await start(options, log, closing);
  } catch (error) {
    const known = explainedStart(error, options);
    console.error(known === null ? error : `hallcall: ${known.message}`);
    process.exitCode = known?.exitCode ?? EXIT_FAILED;
    await closing.run();
    process.exit();
  }
}

function stopOnSignals(log: Logger, closing: Closing): void {
  const stop = (reason: string, exitCode: number) => {
    log.info({ reason }, 'the hub is stopping');
    setTimeout(() => process.exit(exitCode), SHUTDOWN_MS_MAX).unref();
    closing.run().then(
      () => process.exit(exitCode),
      (error: unknown) => {
        log.error({ err: error }, 'the hub did not stop cleanly');
        process.exit(EXIT_FAILED);
      },
    );
  };
  process.once('SIGTERM', () => stop('SIGTERM', 0));
  process.once('SIGINT', () => stop('SIGINT', 0));
  // A bug that nobody caught: what is in memory cannot be trusted, what is in the journal can.
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'bug: nobody caught this');
    stop('bug', EXIT_FAILED);
  });
}

await main();
