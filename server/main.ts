import { createHash, randomFillSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { HallConfiguration } from '../shared/hall/configuration.ts';
import type { Clock, EpochMs, Timers } from '../shared/lib/clock.ts';
import { idsFrom } from '../shared/lib/ids.ts';
import packageFile from '../package.json' with { type: 'json' };
import { Access } from './access/access.ts';
import { seedDemoAccounts } from './access/demo-accounts.ts';
import { dataFolderAt, hallFileNotice, prepareDataFolder, seedingHallFile, type DataFolder } from './config/data-folder.ts';
import { explainedStart } from './config/explained-start.ts';
import { faultAmong, HUB_OPTIONS, HUB_USAGE, hubOptionProblems, type HubOptions } from './config/hub-options.ts';
import { helpText, readOptions } from './config/read-options.ts';
import { Closing } from './closing.ts';
import { EXIT_FAILED, EXIT_USAGE, StartError } from './config/start-error.ts';
import { announcement, type Announced } from './config/announcement.ts';
import { forgetHubAddress, tellHubAddress } from './config/hub-address.ts';
import type { AccessDatabase } from './database/access-database.ts';
import { Door, type CommandOutcome } from './gateway/door.ts';
import { createApp } from './gateway/http/app.ts';
import type { KioskRooms, PaperRooms } from './gateway/http/http-rooms.ts';
import { closeServer, createHttpServer, listen } from './gateway/http/http-server.ts';
import { isLoopbackAddress } from './gateway/http/request-facts.ts';
import { PhoneListener } from './gateway/phone/phone-listener.ts';
import { GATEWAY_PLANTED_FAULTS } from './gateway/socket/planted-fault.ts';
import { SocketGateway } from './gateway/socket/socket-gateway.ts';
import { AdviceBook } from './history/advice-book.ts';
import { History } from './history/history.ts';
import { Hub } from './hub/hub.ts';
import { HUB_PLANTED_FAULTS } from './hub/planted-fault.ts';
import { Identities } from './identity/identities.ts';
import type { Journal } from './journal/journal.ts';
import { LedStrips } from './led/led-strips.ts';
import { Media } from './media/media.ts';
import { createLogger } from './observability/logger.ts';
import { measuredJournal } from './observability/measured-journal.ts';
import { Metrics } from './observability/metrics.ts';
import { Papers } from './printing/papers.ts';
import { Records } from './records/records.ts';
import type { IgnoredReason } from './screens/call-receipts.ts';
import { Screens } from './screens/screens.ts';
import { openStores } from './stores.ts';
import type { ForecastBasis } from './watch/forecast-job.ts';
import { ForecastThread } from './watch/forecast-thread.ts';
import { Forecasts, type Made } from './watch/forecasts.ts';
import type { ThreadPriority } from './watch/thread-priority.ts';
import { VoiceShelf } from './voice/voice-shelf.ts';
import { Watch } from './watch/watch.ts';

/** `dist/` or `server/`: either is one step below the root. */
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SCREENS = join(ROOT, 'dist', 'screens');
/** A shutdown that takes longer is cut short; the journal survives that as it survives a power cut. */
const SHUTDOWN_MS_MAX = 10_000;

const clock: Clock = { now: () => Date.now() };
const timers: Timers = {
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  every: (intervalMs, run) => {
    const timer = setInterval(run, intervalMs);
    return () => clearInterval(timer);
  },
};
const newId = idsFrom((bytes) => randomFillSync(bytes));

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

/** The hall of this folder: the journal's, else a new one, which gets the accounts that a demonstration has. */
async function hallOf(
  folder: DataFolder,
  options: HubOptions,
  rooms: { journal: Journal; database: AccessDatabase; hub: Hub; log: Logger },
) {
  const [hall] = await rooms.journal.halls();
  if (hall !== undefined) {
    const { configuration } = (await rooms.hub.read(hall)).state;
    const notice = configuration === null ? null : hallFileNotice(options.hallFile ?? folder.hallFile, hall, configuration);
    if (notice !== null) rooms.log.warn({ hall }, notice);
    return hall;
  }
  const file = seedingHallFile(folder, options.hallFile);
  await seedDemoAccounts(rooms.database, file.hall);
  const seeded = await rooms.hub.seed(file.hall, file.configuration);
  if (seeded !== null && !seeded.ok) throw new StartError(`the hall cannot be made: ${JSON.stringify(seeded.error)}`);
  rooms.log.info({ hall: file.hall }, 'a new hall was made');
  return file.hall;
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

const monotonicMs = (): number => performance.now();

interface HubRooms {
  readonly journal: Journal;
  readonly gateway: SocketGateway;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly release: string;
}

function createHub(options: HubOptions, { gateway, journal, log, metrics, release }: HubRooms): Hub {
  return new Hub({
    journal: measuredJournal(journal, {
      monotonicMs,
      onAppended: ({ hall, entries, ms }) => metrics.appended(hall, entries, ms / 1_000),
    }),
    broadcast: gateway,
    clock,
    monotonic: monotonicMs,
    timers,
    newId,
    log,
    release,
    plantedFault: faultAmong(HUB_PLANTED_FAULTS, options.plantedFault),
  });
}

/** Expected waits, in a thread of their own. */
function startForecasts(hub: Hub, { advice, history }: { advice: AdviceBook; history: History }, log: Logger): Forecasts {
  const basisFor = (hall: string, configuration: HallConfiguration, at: EpochMs): ForecastBasis => ({
    model: history.modelFor(hall, configuration, at),
    calibrations: history.calibrationsOf(hall),
  });
  const startEngine = (priority: ThreadPriority): ForecastThread => new ForecastThread(priority);
  const onMade = (hall: string, { effects = [] }: Made): void => advice.measured(hall, effects);
  const learnedTo = (hall: string): number => history.version(hall);
  const forecasts = new Forecasts({ hub, clock, monotonicMs, timers, log, basisFor, learnedTo, startEngine, onMade });
  forecasts.start();
  return forecasts;
}

/** What customers look at and listen to. */
function openScreens(rooms: {
  readonly access: Access;
  readonly database: AccessDatabase;
  readonly hall: string;
  readonly hub: Hub;
  readonly log: Logger;
  readonly metrics: Metrics;
}): Promise<Screens> {
  const { access, database, hall, hub, log, metrics } = rooms;
  const devicesOf = (each: string) => access.devicesOf(each);
  const onIgnored = (reason: IgnoredReason): void => metrics.receiptIgnored(reason);
  return Screens.open({ database, hub, halls: [hall], clock, timers, log, devicesOf, onIgnored });
}

/** Nothing of it exists without an address for phones. */
async function preparePhone(
  options: HubOptions,
  rooms: { hub: Hub; hall: string; database: AccessDatabase; records: Records; log: Logger; metrics: Metrics },
): Promise<PhoneListener | null> {
  const { phoneProxy: proxy, phoneUrl } = options;
  if (phoneUrl === null) return null;
  const { hall, metrics } = rooms;
  const onOutcome = ({ type, outcome, ms }: CommandOutcome): void => metrics.command(type, outcome, ms / 1_000);
  const screenFolder = join(SCREENS, 'phone');
  const given = { phoneUrl, proxy, screenFolder, halls: [hall], clock, timers, monotonicMs, onOutcome };
  return PhoneListener.prepare({ ...rooms, ...given });
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

interface OpenRooms {
  readonly access: Access;
  readonly hub: Hub;
  readonly hall: string;
  readonly advice: AdviceBook;
  readonly history: History;
  readonly kiosk: KioskRooms;
  readonly media: Media;
  readonly paper: PaperRooms;
  readonly voice: VoiceShelf;
  readonly records: Records;
  readonly screens: Screens;
}

function openDoors(options: HubOptions, rooms: HubRooms & OpenRooms): RequestListener {
  const { access, advice, gateway, hall, history, hub, journal, log, metrics, records, release, screens } = rooms;
  const onOutcome = ({ type, outcome, ms }: CommandOutcome): void => metrics.command(type, outcome, ms / 1_000);
  const door = new Door({ access, hub, monotonicMs, log, onOutcome });
  gateway.start({ access, door, hub });
  const health = {
    condition: () => journal.condition(),
    loadHall: () => hub.read(hall),
    databaseAnswers: () => access.isReady(),
  };
  const { allowedOrigins } = options;
  const given = {
    allowedOrigins,
    proxies: new Set(options.proxies),
    demoHall: hall,
    kiosk: rooms.kiosk,
    media: rooms.media,
    paper: rooms.paper,
    voice: rooms.voice,
    screensFolder: SCREENS,
    release,
  };
  return createApp({ ...given, access, advice, door, history, hub, records, screens, clock, log, health, metrics });
}

async function start(options: HubOptions, log: Logger, closing: Closing): Promise<void> {
  const folder = dataFolderAt(options.data);
  prepareDataFolder(folder);
  const { database, journal } = await openStores(options, { folder, timers, log, closing });
  forgetHubAddress(folder);
  closing.add(() => forgetHubAddress(folder));
  const { server, answer } = createHttpServer();
  const release = releaseName();
  const gatewayFault = faultAmong(GATEWAY_PLANTED_FAULTS, options.plantedFault);
  const { allowedOrigins: origins, proxies: balancers } = options;
  const proxies = new Set(balancers);
  const gateway = new SocketGateway({ server, clock, timers, log, origins, proxies, plantedFault: gatewayFault });
  const metrics = new Metrics({ sockets: () => gateway.sockets, condition: () => journal.condition() });
  metrics.collectProcess();
  const rooms = { journal, gateway, metrics, log, release };
  const hub = createHub(options, rooms);
  closing.add(() => hub.close());
  await hub.start();
  const hall = await hallOf(folder, options, { journal, database, hub, log });
  const access = await Access.open({ database, clock, timers, newId, log });
  closing.add(() => access.close());
  const { demoPasswordsInForce } = access;
  refuseOpenAddress(options.host, demoPasswordsInForce);
  if (options.phoneUrl !== null) refuseOpenAddress(options.phoneHost, demoPasswordsInForce);
  const records = await Records.open({ database, hub, halls: [hall], clock, timers, log });
  closing.add(() => records.close());
  const screens = await openScreens({ access, database, hall, hub, log, metrics });
  closing.add(() => screens.close());
  const history = await History.open({ database, hub, journal, halls: [hall], clock, timers, log });
  closing.add(() => history.close());
  const advice = await AdviceBook.open({ database, hub, halls: [hall], now: () => clock.now(), log });
  closing.add(() => advice.close());
  const phone = await preparePhone(options, { hub, hall, database, records, log, metrics });
  closing.add(() => phone?.close());
  const phoneLink = phone === null ? null : (each: string, ticket: string) => phone.link(each, ticket);
  const paper = await Papers.open({ hub, halls: [hall], clock, timers, log, addresses: options.printers, phoneLink });
  closing.add(() => paper.close());
  const identities = await Identities.open({ database, clock, timers, fetch, log });
  const kiosk: KioskRooms = { identities, testPrint: (each, printer) => paper.testPrint(each, printer) };
  const watch = new Watch({ hub, clock, timers, log });
  watch.start();
  closing.add(() => watch.close());
  if (options.forecasts === 'on') {
    const forecasts = startForecasts(hub, { advice, history }, log);
    closing.add(() => forecasts.close());
  }
  const media = new Media({ path: folder.media, access, clock, timers, log });
  closing.add(() => media.close());
  const led = new LedStrips({ hub, hall, ...ledOptions(options), timers, log });
  await led.start();
  closing.add(() => led.close());
  const voice = new VoiceShelf({ builtIn: join(ROOT, 'voice'), own: folder.voice });
  answer(openDoors(options, { ...rooms, kiosk, media, paper, voice, access, advice, history, hub, hall, records, screens }));
  closing.add(() => closeServer(server));
  closing.add(() => gateway.close());
  const port = await listen(server, options);
  tellHubAddress(folder, { host: options.host, port });
  const given = { host: options.host, port, hall, demoPasswordsInForce, dataFolder: folder.path };
  process.stdout.write(announcement({ ...given, phone: await openPhone(options, phone) }));
  log.info({ hall, host: options.host, port, release }, 'the hub is open');
  void verifyInBackground(journal, hall, log);
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
