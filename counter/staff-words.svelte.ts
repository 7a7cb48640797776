import { callReasonText } from '../shared/i18n/call-reason.ts';
import { counterTexts, type CounterTexts } from '../shared/i18n/counter-texts.ts';
import { refusalText } from '../shared/i18n/refusals.ts';
import { timeText, watchText } from '../shared/i18n/time.ts';
import { words } from '../shared/i18n/words.ts';
import type { ClassId, PrinterId, ServiceId } from '../shared/hall/configuration.ts';
import { classSetup, serviceSetup } from '../shared/hall/configuration.ts';
import type { CallReason } from '../shared/hall/routing/call-reason.ts';
import type { Choice } from '../shared/hall/text.ts';
import type { EpochMs } from '../shared/lib/clock.ts';
import type { TickingClock } from '../shared/ui/clock.svelte.ts';
import type { LiveHall } from '../shared/ui/hall.svelte.ts';
import type { LanguageChoice } from '../shared/ui/language.svelte.ts';
import type { ShownAlarm } from './alarms/alarm-board.svelte.ts';
import type { Notice } from './commands/command-sender.svelte.ts';

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

  get words(): ReturnType<typeof words> {
    return words(this.language.current);
  }

  service(id: ServiceId): string {
    const configuration = this.#hall.configuration;
    const setup = configuration === null ? undefined : serviceSetup(configuration, id);
    return setup?.name[this.language.current] ?? id;
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

  get now(): string {
    return this.time(this.#clock.now);
  }

  get passedMax(): number | null {
    return this.#hall.configuration?.routing.passedMax ?? null;
  }

  notice({ what }: Notice): string {
    return what.is === 'held-back'
      ? this.texts.heldBack[what.why]
      : refusalText(what.refusal, this.language.current, this.#hall.configuration);
  }

  alarm({ alarm }: ShownAlarm): string {
    const printer = this.printer(alarm.printer);
    if (alarm.kind === 'printer') return this.texts.alarms.printer(printer, this.words.printerConditions[alarm.condition]);
    return this.texts.alarms.printFailed(alarm.number ?? '', printer, this.words.printFaults[alarm.fault]);
  }
}
