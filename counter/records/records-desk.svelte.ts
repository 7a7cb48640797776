import { untrack } from 'svelte';
import type { Role } from '../../shared/hall/actor.ts';
import type { PrinterId } from '../../shared/hall/configuration.ts';
import type { Timers } from '../../shared/lib/clock.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import {
  RECORD_RIGHTS,
  type FaultDevice,
  type HandOver,
  type HardwareFault,
  type LogEntry,
  type RecordRight,
} from '../../shared/protocol/records.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import type { HallApi } from '../session/hall-api.ts';
import { CheckDesk } from './check-desk.svelte.ts';
import { CommentsDesk } from './comments-desk.svelte.ts';
import { DraftId } from './draft-id.ts';
import { RecordList } from './record-list.svelte.ts';

/** The last one is no record of REST's: what the hall told its staff is in its own state. */
export const RECORD_SHEETS = ['log', 'hand-over', 'checks', 'faults', 'comments', 'alerts'] as const;
export type RecordSheet = (typeof RECORD_SHEETS)[number];

const READ_RIGHTS: { readonly [Sheet in RecordSheet]: RecordRight } = {
  log: 'read-records',
  'hand-over': 'read-records',
  checks: 'read-records',
  faults: 'read-faults',
  comments: 'read-comments',
  alerts: 'read-faults',
};

/** Somebody else may have written: what is looked at is read again so often. */
export const REFRESH_MS = 30_000;

export interface NewFaultReport {
  readonly device: FaultDevice;
  readonly name: string;
  readonly printer: PrinterId | null;
  readonly text: string;
}

/** 值班日志, 交接班, 检查, 报障: what the hall writes down besides its tickets. */
export class RecordsDesk {
  readonly log: RecordList<LogEntry>;
  readonly handOvers: RecordList<HandOver>;
  readonly checks: CheckDesk;
  readonly faults: RecordList<HardwareFault>;
  readonly comments: CommentsDesk;
  readonly #hall: LiveHall;
  readonly #timers: Timers;
  readonly #draft: DraftId;
  #chosen = $state.raw<RecordSheet | null>(null);

  constructor({ hall, api, timers, newId }: { hall: LiveHall; api: HallApi; timers: Timers; newId: NewId }) {
    this.#hall = hall;
    this.#timers = timers;
    this.#draft = new DraftId(newId);
    this.log = new RecordList({ api, path: 'records/log' });
    this.handOvers = new RecordList({ api, path: 'records/hand-overs' });
    this.faults = new RecordList({ api, path: 'records/faults' });
    this.comments = new CommentsDesk({ api, timers });
    this.checks = new CheckDesk({ hall, api, newId });
  }

  may(right: RecordRight): boolean {
    const roles = this.#hall.welcome?.roles ?? [];
    return (RECORD_RIGHTS[right] as readonly Role[]).some((role) => roles.includes(role));
  }

  get sheets(): RecordSheet[] {
    return RECORD_SHEETS.filter((sheet) => this.may(READ_RIGHTS[sheet]));
  }

  get sheet(): RecordSheet | null {
    const { sheets } = this;
    return sheets.find((sheet) => sheet === this.#chosen) ?? sheets[0] ?? null;
  }

  choose(sheet: RecordSheet): void {
    this.#chosen = sheet;
  }

  /** Reads a sheet now and then again while somebody looks at it, and not at every change of the hall. Returns the release. */
  watch(sheet: RecordSheet): () => void {
    const load = (): void => void this.#load(sheet);
    untrack(load);
    return this.#timers.every(REFRESH_MS, load);
  }

  async writeLog(text: string): Promise<boolean> {
    return this.#add(this.log, '', { text });
  }

  async strikeLog({ id }: LogEntry): Promise<void> {
    await this.log.write(`/${id}/strike`, {});
  }

  async handOver(text: string, to: string): Promise<boolean> {
    const whom = to.trim();
    return this.#add(this.handOvers, '', { text, to: whom === '' ? null : whom });
  }

  async accept({ id }: HandOver, remark: string): Promise<boolean> {
    const said = remark.trim();
    return this.handOvers.write(`/${id}/accept`, said === '' ? {} : { remark: said });
  }

  /** Never one's own: somebody else must have looked. */
  mayAccept(handOver: HandOver): boolean {
    return handOver.accepted === null && this.may('accept-hand-over') && handOver.by !== this.#hall.welcome?.staffNumber;
  }

  async reportFault(report: NewFaultReport): Promise<boolean> {
    return this.#add(this.faults, '', report);
  }

  async stepFault({ id }: HardwareFault, step: 'in-repair' | 'done' | 'remark', remark: string): Promise<boolean> {
    const said = remark.trim();
    return this.#add(this.faults, `/${id}/history`, { step, ...(said === '' ? {} : { remark: said }) });
  }

  async #add<Item extends { readonly id: string }>(list: RecordList<Item>, below: string, words: object): Promise<boolean> {
    const kept = await list.write(below, { id: this.#draft.for({ below, ...words }), ...words });
    if (kept) this.#draft.kept();
    return kept;
  }

  async #load(sheet: RecordSheet): Promise<void> {
    if (sheet === 'log') await this.log.load();
    else if (sheet === 'hand-over') {
      const unread = this.may('read-comments') ? this.comments.look() : Promise.resolve();
      await Promise.all([this.handOvers.load(), this.faults.load('state=unfinished'), unread]);
    } else if (sheet === 'checks') await this.checks.load();
    else if (sheet === 'faults') await this.faults.load();
    else if (sheet === 'comments') await this.comments.load();
  }
}
