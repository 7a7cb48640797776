import { alertText } from '../shared/i18n/alert.ts';
import { callReasonText } from '../shared/i18n/call-reason.ts';
import { counterTexts, type CounterTexts } from '../shared/i18n/counter-texts.ts';
import { configurationTexts, type ConfigurationTexts } from '../shared/i18n/configuration-texts.ts';
import { forecastTexts } from '../shared/i18n/forecast.ts';
import { managerForecastTexts, type ManagerForecastTexts } from '../shared/i18n/manager-forecast.ts';
import { managerTexts, type ManagerTexts } from '../shared/i18n/manager-texts.ts';
import { deskTexts, type DeskTexts } from '../shared/i18n/desk-texts.ts';
import { greeterTexts, type GreeterTexts } from '../shared/i18n/greeter-texts.ts';
import { recordsTexts, type RecordsTexts } from '../shared/i18n/records-texts.ts';
import { refusalText } from '../shared/i18n/refusals.ts';
import { screenTexts } from '../shared/i18n/screens.ts';
import { timeText, watchText } from '../shared/i18n/time.ts';
import { words } from '../shared/i18n/words.ts';
import type { Alert } from '../shared/hall/alert.ts';
import type { ClassId, PrinterId, ServiceId } from '../shared/hall/configuration.ts';
import { classSetup, serviceSetup } from '../shared/hall/configuration.ts';
import { localDay } from '../shared/hall/local-time.ts';
import type { CallReason } from '../shared/hall/routing/call-reason.ts';
import type { Choice } from '../shared/hall/text.ts';
import type { EpochMs } from '../shared/lib/clock.ts';
import type { WireRefusal } from '../shared/protocol/errors.ts';
import type { TickingClock } from '../shared/ui/clock.svelte.ts';
import type { LiveHall } from '../shared/ui/hall.svelte.ts';
import type { LanguageChoice } from '../shared/ui/language.svelte.ts';
import type { ApiFailure } from './session/hall-api.ts';
import type { ShownAlarm } from './alerts/alert-board.svelte.ts';
import type { Notice } from './commands/command-sender.svelte.ts';
import type { DeskAction } from './keys/desk-keys.ts';

/** Everything that a staff screen says, in the language that its person chose and with the hall's own names. */
export class StaffWords {
  readonly language: LanguageChoice;
  readonly #hall: LiveHall;
  readonly #clock: TickingClock;

  constructor({ language, hall, clock }: { language: LanguageChoice; hall: LiveHall; clock: TickingClock }) {
    this.language = language;
    this.#hall = hall;
    this.#clock = clock;
  }

  get texts(): CounterTexts {
    return counterTexts(this.language.current);
  }

  get manager(): ManagerTexts {
    return managerTexts(this.language.current);
  }

  /** Waits that are told and expected. */
  get waits(): ReturnType<typeof forecastTexts> {
    return forecastTexts(this.language.current);
  }

  get forecast(): ManagerForecastTexts {
    return managerForecastTexts(this.language.current);
  }

  get desk(): DeskTexts {
    return deskTexts(this.language.current);
  }

  get greeter(): GreeterTexts {
    return greeterTexts(this.language.current);
  }

  get records(): RecordsTexts {
    return recordsTexts(this.language.current);
  }

  /** Of what customers look at and listen to. */
  get screens(): ReturnType<typeof screenTexts> {
    return screenTexts(this.language.current);
  }

  get setup(): ConfigurationTexts {
    return configurationTexts(this.language.current);
  }

  get words(): ReturnType<typeof words> {
    return words(this.language.current);
  }

  service(id: ServiceId): string {
    const configuration = this.#hall.configuration;
    const setup = configuration === null ? undefined : serviceSetup(configuration, id);
    return setup?.name[this.language.current] ?? id;
  }

  /** Several services in one breath; all that the hall has are told as all. */
  services(ids: readonly ServiceId[]): string {
    const all = this.#hall.configuration?.services ?? [];
    if (all.length > 1 && all.every(({ id }) => ids.includes(id))) return this.desk.situation.all;
    return [...new Set(ids)].map((id) => this.service(id)).join(this.language.current === 'zh' ? '、' : ', ');
  }

  deskAction(action: DeskAction): string {
    return { ...this.texts.actions, ...this.desk.actions }[action];
  }

  classOf(id: ClassId): string {
    const configuration = this.#hall.configuration;
    const setup = configuration === null ? undefined : classSetup(configuration, id);
    return setup?.name[this.language.current] ?? id;
  }

  printer(id: PrinterId): string {
    const setup = this.#hall.configuration?.printers.find((each) => each.id === id);
    return setup?.name[this.language.current] ?? id;
  }

  /** A reason or outcome of the hall's list by its name; somebody's own words as they are. */
  choice(list: readonly Choice[] | undefined, id: string): string {
    return list?.find((each) => each.id === id)?.text[this.language.current] ?? id;
  }

  pauseReason(id: string): string {
    return this.choice(this.#hall.configuration?.pauseReasons, id);
  }

  stopReason(id: string): string {
    return this.choice(this.#hall.configuration?.stopReasons, id);
  }

  declineReason(id: string): string {
    return this.choice(this.#hall.configuration?.adviceDeclineReasons, id);
  }

  callReason(reason: CallReason): string | null {
    const configuration = this.#hall.configuration;
    if (configuration === null) return null;
    const why = reason.why === undefined ? undefined : this.choice(configuration.callReasons, reason.why);
    return callReasonText(why === undefined ? reason : { ...reason, why }, configuration, this.language.current);
  }

  /** A watch that runs: how long ago `at` was, by the hub's clock. */
  since(at: EpochMs): string {
    return watchText(this.#clock.now - at);
  }

  span(fromAt: EpochMs, toAt: EpochMs): string {
    return watchText(toAt - fromAt);
  }

  time(at: EpochMs): string {
    return timeText(at, this.#hall.configuration?.timeZone, this.language.current);
  }

  /** With its date, where it is of another day than today. */
  dayTime(at: EpochMs): string {
    const zone = this.#hall.configuration?.timeZone;
    const [day, today] = [at, this.#clock.now].map((each) => localDay(each, zone ?? 'UTC'));
    return day === today ? this.time(at) : `${(day ?? '').slice(5)} ${this.time(at)}`;
  }

  /** Why something that was asked over REST was not done. */
  failure(failure: ApiFailure): string {
    return failure.is === 'hub-away' ? this.records.away : failure.text[this.language.current];
  }

  get now(): string {
    return this.time(this.#clock.now);
  }

  get passedMax(): number | null {
    return this.#hall.configuration?.routing.passedMax ?? null;
  }

  notice({ what }: Notice): string {
    return what.is === 'held-back' ? this.texts.heldBack[what.why] : this.refusal(what.refusal);
  }

  refusal(refusal: WireRefusal): string {
    return refusalText(refusal, this.language.current, this.#hall.configuration);
  }

  alert(alert: Alert): string {
    const configuration = this.#hall.configuration;
    return configuration === null ? '' : alertText(alert, configuration, this.language.current);
  }

  alarm({ alarm }: ShownAlarm): string {
    const printer = this.printer(alarm.printer);
    if (alarm.kind === 'printer') return this.texts.alarms.printer(printer, this.words.printerConditions[alarm.condition]);
    return this.texts.alarms.printFailed(alarm.number ?? '', printer, this.words.printFaults[alarm.fault]);
  }
}
