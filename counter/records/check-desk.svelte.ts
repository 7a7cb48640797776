import { localDay } from '../../shared/hall/local-time.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import type { CheckKind, CheckPoint, CheckSheets } from '../../shared/protocol/records.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import type { ApiFailure, HallApi } from '../session/hall-api.ts';
import { DraftId } from './draft-id.ts';

/** 班前检查, 班后检查: the day's two sheets, ticked point by point, each tick kept with who and when. */
export class CheckDesk {
  readonly #hall: LiveHall;
  readonly #api: HallApi;
  readonly #draft: DraftId;
  #sheets = $state.raw<CheckSheets | null>(null);
  #failure = $state.raw<ApiFailure | null>(null);
  #busy = $state(false);

  constructor({ hall, api, newId }: { hall: LiveHall; api: HallApi; newId: NewId }) {
    this.#hall = hall;
    this.#api = api;
    this.#draft = new DraftId(newId);
  }

  get sheets(): CheckSheets | null {
    return this.#sheets;
  }

  get failure(): ApiFailure | null {
    return this.#failure;
  }

  get isBusy(): boolean {
    return this.#busy;
  }

  /** The open business day, else today: what is checked after closing still belongs to the day that was. */
  get day(): string {
    const day = this.#hall.view((state) => state.day);
    if (day?.is === 'open') return day.day;
    return localDay(this.#hall.now(), this.#hall.configuration?.timeZone ?? 'UTC');
  }

  async load(): Promise<void> {
    const answer = await this.#api.get<CheckSheets>(`records/checks?day=${this.day}`);
    this.#failure = answer.ok ? null : answer.error;
    if (answer.ok) this.#sheets = answer.value;
  }

  async tick(kind: CheckKind, point: string, good: boolean, remark: string): Promise<boolean> {
    const said = remark.trim();
    const words = { day: this.day, kind, point, good, ...(said === '' ? {} : { remark: said }) };
    const kept = await this.#write('POST', 'records/checks', { id: this.#draft.for(words), ...words });
    if (kept) this.#draft.kept();
    return kept;
  }

  /** The hall's own list, for who may change it. */
  async points(): Promise<readonly CheckPoint[] | null> {
    const answer = await this.#api.get<{ readonly points: readonly CheckPoint[] }>('records/check-points');
    if (answer.ok) return answer.value.points;
    this.#failure = answer.error;
    return null;
  }

  async changePoints(points: readonly CheckPoint[]): Promise<boolean> {
    return this.#write('PUT', 'records/check-points', { points });
  }

  async #write(method: 'POST' | 'PUT', path: string, body: object): Promise<boolean> {
    if (this.#busy) return false;
    this.#busy = true;
    const answer = await this.#api.send(method, path, body);
    this.#busy = false;
    this.#failure = answer.ok ? null : answer.error;
    if (answer.ok) await this.load();
    return answer.ok;
  }
}
