import { SvelteSet } from 'svelte/reactivity';
import type { Alert } from '../../shared/hall/alert.ts';
import type { AlertSound } from '../../shared/hall/alert-rule.ts';
import { alarmsBesideAlerts, type Alarm } from '../../shared/hall/views/alarms.ts';
import { alertHistory, alertsFor, type PersonalAlert } from '../../shared/hall/views/alerts.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import type { CommandSender } from '../commands/command-sender.svelte.ts';

export const ALERTS_PLACE = 'alerts';
const SOUND_KEY = 'hallcall.alarm-sound';

/** A pulse to be told; a longer one, twice, to be asked to go there. */
export const TOLD_PULSE: readonly number[] = [200];
export const ATTEND_PULSE: readonly number[] = [600, 200, 600];

export interface ShownAlarm {
  readonly key: string;
  readonly alarm: Alarm;
}

/** One short sound. Browsers allow it only after the person has clicked something on the page. */
export type Ring = (sound: Exclude<AlertSound, 'none'>) => void;
/** A phone in the pocket of somebody who walks the hall; nothing where there is no motor. */
export type Vibrate = (pattern: readonly number[]) => void;

export interface AlertBoardOptions {
  readonly hall: LiveHall;
  readonly sender: CommandSender;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly ring: Ring;
  readonly vibrate: Vibrate;
}

/** What a person's roles are told of, above every panel: alerts until somebody answers them, faults of the paper until mended. */
export class AlertBoard {
  /** All of a long list stand on the screen; else the first few, and how many there are. */
  isLong = $state(false);
  readonly #hall: LiveHall;
  readonly #sender: CommandSender;
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly #ring: Ring;
  readonly #vibrate: Vibrate;
  readonly #seen = new SvelteSet<string>();
  readonly #rung = new Set<string>();
  #sound = $state(false);

  constructor({ hall, sender, storage, ring, vibrate }: AlertBoardOptions) {
    this.#hall = hall;
    this.#sender = sender;
    this.#storage = storage;
    this.#ring = ring;
    this.#vibrate = vibrate;
    this.#sound = storage.getItem(SOUND_KEY) === 'on';
  }

  /** What lasts, was told to me and has no answer yet, in the order in which it wants one. */
  get mine(): Alert[] {
    return this.#told.map(({ alert }) => alert).filter(({ acknowledged }) => acknowledged === null);
  }

  /** Today's, the latest first. */
  get history(): Alert[] {
    const roles = this.#hall.welcome?.roles ?? [];
    return this.#hall.view((state) => alertHistory(state, roles).map((alert) => ({ ...alert }))) ?? [];
  }

  /** A fault that an alert tells of is not told twice; one that somebody answered stays until it is mended. */
  get all(): ShownAlarm[] {
    const roles = this.#hall.welcome?.roles ?? [];
    const beside = this.#hall.view((state) => alarmsBesideAlerts(state, roles)) ?? [];
    return beside.map((alarm) => ({ key: keyOf(alarm), alarm }));
  }

  /** Those that this person has not put away. */
  get shown(): ShownAlarm[] {
    return this.all.filter(({ key }) => !this.#seen.has(key));
  }

  get sound(): boolean {
    return this.#sound;
  }

  setSound(on: boolean): void {
    this.#sound = on;
    this.#storage.setItem(SOUND_KEY, on ? 'on' : 'off');
  }

  /** Hides it on this screen only; the fault stays on every other one, and in the journal. */
  putAway(key: string): void {
    this.#seen.add(key);
  }

  /** A printer that failed a hundred times is one thing to have seen. */
  putAllAway(): void {
    for (const { key } of this.shown) this.putAway(key);
  }

  async acknowledge({ id }: Alert): Promise<void> {
    await this.#sender.send({ place: ALERTS_PLACE, command: { type: 'acknowledge-alert', alert: id } });
  }

  /** A manager may let a counter pause although too few are open then; that answers the alert too. */
  get mayLetPause(): boolean {
    return this.#hall.welcome?.roles.includes('manager') ?? false;
  }

  async letPause(alert: Alert): Promise<void> {
    const { counter, about } = alert.subject;
    if (counter === undefined) return;
    const reason = about ?? this.#hall.configuration?.pauseReasons[0]?.id ?? '';
    const done = await this.#sender.send({ place: ALERTS_PLACE, command: { type: 'pause-counter', counter, reason } });
    if (done !== null && this.mine.some(({ id }) => id === alert.id)) await this.acknowledge(alert);
  }

  /** To be called after each change: rings once for all that is new, as loud as the most urgent asks for. */
  ringForNew(): void {
    const rings = this.#told.flatMap(({ ring }) => (ring !== null && this.#isFresh(ring.key) ? ring : []));
    const faults = this.shown.filter(({ key }) => this.#isFresh(key));
    if (rings.length > 0) this.#vibrate(rings.some(({ attend }) => attend) ? ATTEND_PULSE : TOLD_PULSE);
    if (!this.#sound) return;
    const sounds: AlertSound[] = [...rings.map(({ sound }) => sound), ...faults.map(() => 'chime' as const)];
    if (sounds.includes('urgent')) this.#ring('urgent');
    else if (sounds.includes('chime')) this.#ring('chime');
  }

  get #told(): PersonalAlert[] {
    const roles = this.#hall.welcome?.roles ?? [];
    return this.#hall.view((state) => alertsFor(state, roles).map((each) => ({ ...each, alert: { ...each.alert } }))) ?? [];
  }

  #isFresh(key: string): boolean {
    if (this.#rung.has(key)) return false;
    this.#rung.add(key);
    return true;
  }
}

/** An alarm that comes back later is another alarm: its time is part of what it is. */
function keyOf(alarm: Alarm): string {
  return alarm.kind === 'print-failed'
    ? `print:${alarm.ticket}:${alarm.at}`
    : `printer:${alarm.printer}:${alarm.condition}:${alarm.since}`;
}
