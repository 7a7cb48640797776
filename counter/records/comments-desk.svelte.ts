import { untrack } from 'svelte';
import type { Timers } from '../../shared/lib/clock.ts';
import type { Comment, CommentsPage } from '../../shared/protocol/comments.ts';
import type { HallApi } from '../session/hall-api.ts';
import { RecordList } from './record-list.svelte.ts';

/** How many nobody has read is asked for so often while a manager looks at the hall: a comment is in no event. */
export const UNREAD_EVERY_MS = 30_000;

/** 意见簿, as managers read and answer it. */
export class CommentsDesk {
  readonly list: RecordList<Comment>;
  readonly #api: HallApi;
  readonly #timers: Timers;
  #unread = $state(0);

  constructor({ api, timers }: { api: HallApi; timers: Timers }) {
    this.#api = api;
    this.#timers = timers;
    this.list = new RecordList({ api, path: 'comments' });
  }

  /** 0 before it is known. */
  get unread(): number {
    return this.#unread;
  }

  /** Returns the release. */
  watchUnread(): () => void {
    const look = (): void => void this.look();
    untrack(look);
    return this.#timers.every(UNREAD_EVERY_MS, look);
  }

  async load(): Promise<void> {
    await Promise.all([this.list.load(), this.look()]);
  }

  async markRead({ id }: Comment): Promise<void> {
    await this.list.write(`/${id}/read`, {});
    await this.look();
  }

  /** True once the hub has it. */
  async answer({ id }: Comment, text: string, name: string): Promise<boolean> {
    const kept = await this.list.write(`/${id}/answer`, { text: text.trim(), name: name.trim() });
    await this.look();
    return kept;
  }

  /** How many nobody has read. */
  async look(): Promise<void> {
    const page = await this.#api.get<CommentsPage>('comments?state=unread&limit=1');
    if (page.ok) this.#unread = page.value.unread;
  }
}
