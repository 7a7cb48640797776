import { SvelteSet } from 'svelte/reactivity';
import { alarms, type Alarm } from '../../shared/hall/views/alarms.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';

const SOUND_KEY = 'hallcall.alarm-sound';

export interface ShownAlarm {
  readonly key: string;
  readonly alarm: Alarm;
}

/** One short sound. Browsers allow it only after the person has clicked something on the page. */
export type Ring = () => void;

/** What is wrong with the paper, on every staff screen until it is mended or this person has seen it. */
export class AlarmBoard {
  readonly #hall: LiveHall;
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly #ring: Ring;
  readonly #seen = new SvelteSet<string>();
  readonly #rung = new Set<string>();
  #sound = $state(false);

  constructor({ hall, storage, ring }: { hall: LiveHall; storage: Pick<Storage, 'getItem' | 'setItem'>; ring: Ring }) {
    this.#hall = hall;
    this.#storage = storage;
    this.#ring = ring;
    this.#sound = storage.getItem(SOUND_KEY) === 'on';
  }

  get all(): ShownAlarm[] {
    return (this.#hall.view(alarms) ?? []).map((alarm) => ({ key: keyOf(alarm), alarm }));
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

  /** To be called after each change: rings once for each alarm that is new. */
  ringForNew(): void {
    const fresh = this.shown.filter(({ key }) => !this.#rung.has(key));
    for (const { key } of fresh) this.#rung.add(key);
    if (fresh.length > 0 && this.#sound) this.#ring();
  }
}

/** An alarm that comes back later is another alarm: its time is part of what it is. */
function keyOf(alarm: Alarm): string {
  return alarm.kind === 'print-failed'
    ? `print:${alarm.ticket}:${alarm.at}`
    : `printer:${alarm.printer}:${alarm.condition}:${alarm.since}`;
}
