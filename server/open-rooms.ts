import type { Logger } from 'pino';
import * as z from 'zod/mini';
import type { HallConfiguration } from '../shared/hall/configuration.ts';
import type { EpochMs } from '../shared/lib/clock.ts';
import type { Access } from './access/access.ts';
import type { Closing } from './closing.ts';
import type { DataFolder } from './config/data-folder.ts';
import type { HubOptions } from './config/hub-options.ts';
import type { CommandOutcome } from './gateway/door.ts';
import type { KioskRooms } from './gateway/http/http-rooms.ts';
import { PhoneListener } from './gateway/phone/phone-listener.ts';
import { hallRoomsOf } from './hall-rooms.ts';
import type { HallRoom } from './hall-work.ts';
import { AdviceBook } from './history/advice-book.ts';
import { History } from './history/history.ts';
import type { Hub } from './hub/hub.ts';
import { fields, type PeerQuestions } from './hub/peer-questions.ts';
import { Identities } from './identity/identities.ts';
import { Media } from './media/media.ts';
import type { Metrics } from './observability/metrics.ts';
import { Papers } from './printing/papers.ts';
import { Records } from './records/records.ts';
import type { IgnoredReason } from './screens/call-receipts.ts';
import { Screens } from './screens/screens.ts';
import { openShipping } from './shipping/open-shipping.ts';
import type { Shipping } from './shipping/shipping.ts';
import type { Stores } from './store-set.ts';
import { clock, monotonicMs, timers } from './system-time.ts';
import type { ForecastBasis } from './watch/forecast-job.ts';
import { ForecastThread } from './watch/forecast-thread.ts';
import { Forecasts, type Made } from './watch/forecasts.ts';
import type { ThreadPriority } from './watch/thread-priority.ts';
import { VoiceShelf } from './voice/voice-shelf.ts';
import { Watch } from './watch/watch.ts';

export interface RoomsOptions {
  readonly options: HubOptions;
  readonly stores: Stores;
  readonly folder: DataFolder;
  readonly hub: Hub;
  /** Null: there are no other hubs. */
  readonly questions: PeerQuestions | null;
  readonly access: Access;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly closing: Closing;
  /** Of the pages that phones load. */
  readonly phoneScreen: string;
  /** Of the voices that come with the product. */
  readonly voices: string;
}

export interface OpenRooms {
  readonly access: Access;
  readonly advice: AdviceBook;
  readonly history: History;
  readonly kiosk: KioskRooms;
  readonly media: Media;
  readonly paper: Papers;
  readonly phone: PhoneListener | null;
  readonly records: Records;
  readonly screens: Screens;
  /** Null: nothing is shipped to a region. */
  readonly shipping: Shipping | null;
  readonly voice: VoiceShelf;
  /** Those that work for a hall while this hub has its duty. */
  readonly hallRooms: readonly HallRoom[];
}

/** What one hub learned of a hall's lines is for quotes at the others. */
const STEPS_TOPIC = 'forecast-steps';
const amount = z.number().check(z.gte(0));
const stepsSchema = z.array(z.object({ service: z.string(), class: z.string(), ahead: amount, meanMs: amount, sdMs: amount }));

/** All rooms, with no hall yet: halls come by `HallWork`. */
export async function openRooms(given: RoomsOptions): Promise<OpenRooms> {
  const { access, closing, folder, hub, log, metrics, options, questions, stores } = given;
  const { database, journal } = stores;
  const records = await Records.open({ database, hub, halls: [], clock, timers, log });
  closing.add(() => records.close());
  const screens = await openScreens(given);
  closing.add(() => screens.close());
  const history = await History.open({ database, hub, journal, halls: [], clock, timers, log });
  closing.add(() => history.close());
  const advice = await AdviceBook.open({ database, hub, halls: [], now: () => clock.now(), log });
  closing.add(() => advice.close());
  const phone = await preparePhone(given, records);
  closing.add(() => phone?.close());
  const phoneLink = phone === null ? null : (hall: string, ticket: string) => phone.link(hall, ticket);
  const holds = (hall: string): boolean => stores.duties.holds(hall);
  const printers = { addresses: options.printers, phoneLink, holds, questions: questions ?? undefined };
  const paper = await Papers.open({ hub, halls: [], clock, timers, log, ...printers });
  closing.add(() => paper.close());
  const identities = await Identities.open({ database, clock, timers, fetch, log });
  const watch = new Watch({ hub, clock, timers, log, holds });
  watch.start();
  closing.add(() => watch.close());
  if (options.forecasts === 'on') {
    const forecasts = startForecasts(given, { advice, history });
    closing.add(() => forecasts.close());
  }
  const media = new Media({ path: folder.media, access, clock, timers, log });
  closing.add(() => media.close());
  const voice = new VoiceShelf({ builtIn: given.voices, own: folder.voice });
  const kiosk: KioskRooms = { identities, testPrint: (hall, printer) => paper.testPrint(hall, printer) };
  const { duties, peers } = stores;
  const shipping = openShipping(options, { hub, journal, duties, peers, clock, timers, log });
  closing.add(() => shipping?.close());
  metrics.ships(() => shipping?.status() ?? []);
  const hallRooms = hallRoomsOf({ advice, history, paper, records, screens, shipping });
  return { access, advice, history, kiosk, media, paper, phone, records, screens, shipping, voice, hallRooms };
}

/** What customers look at and listen to. */
function openScreens({ access, hub, log, metrics, questions, stores }: RoomsOptions): Promise<Screens> {
  const { database, hubName, peers } = stores;
  const devicesOf = (each: string) => access.devicesOf(each);
  const onIgnored = (reason: IgnoredReason): void => metrics.receiptIgnored(reason);
  const others = questions === null ? undefined : { hub: hubName, peers, questions };
  return Screens.open({ database, hub, halls: [], clock, timers, log, devicesOf, onIgnored, others });
}

/** Nothing of it exists without an address for phones. */
async function preparePhone(
  { hub, log, metrics, options, phoneScreen: screenFolder, questions, stores }: RoomsOptions,
  records: Records,
): Promise<PhoneListener | null> {
  const { phoneProxy: proxy, phoneUrl } = options;
  if (phoneUrl === null) return null;
  const onOutcome = ({ type, outcome, ms }: CommandOutcome): void => metrics.command(type, outcome, ms / 1_000);
  const given = { phoneUrl, proxy, screenFolder, halls: [], clock, timers, monotonicMs, onOutcome };
  return PhoneListener.prepare({ ...given, hub, records, log, database: stores.database, questions: questions ?? undefined });
}

/** Expected waits, in a thread of their own. */
function startForecasts(
  { hub, log, stores }: RoomsOptions,
  { advice, history }: { readonly advice: AdviceBook; readonly history: History },
): Forecasts {
  const { duties, peers } = stores;
  const basisFor = (hall: string, configuration: HallConfiguration, at: EpochMs): ForecastBasis => ({
    model: history.modelFor(hall, configuration, at),
    calibrations: history.calibrationsOf(hall),
  });
  const startEngine = (priority: ThreadPriority): ForecastThread => new ForecastThread(priority);
  const onMade = (hall: string, { effects = [], steps = [] }: Made): void => {
    advice.measured(hall, effects);
    peers.tell(STEPS_TOPIC, { hall, steps: steps.map((step) => ({ ...step })) });
  };
  const learnedTo = (hall: string): number => history.version(hall);
  const holds = (hall: string): boolean => duties.holds(hall);
  const made = { basisFor, learnedTo, startEngine, onMade, holds };
  const forecasts = new Forecasts({ hub, clock, monotonicMs, timers, log, ...made });
  forecasts.start();
  // The forecast itself came as news, and is what screens show here.
  peers.on(STEPS_TOPIC, (message) => {
    const { hall, steps: given } = fields(message);
    const steps = stepsSchema.safeParse(given);
    if (typeof hall !== 'string' || !steps.success) return;
    const told = hub.news(hall, ['display']).find((news) => news.name === 'forecast');
    if (told?.name === 'forecast') forecasts.heard(hall, { forecast: told.body, steps: steps.data });
  });
  return forecasts;
}
