import { isUp, type Notice, type NoticeAudience, type NoticeId } from '../../shared/hall/notice.ts';
import type { Text } from '../../shared/hall/text.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import type { CommandSender } from '../commands/command-sender.svelte.ts';
import { NOTICES_PLACE } from './hall-places.ts';

/** 公告 on the wall and 通知 on the panels: written here, confirmed by those who read them. */
export class NoticeDesk {
  readonly #hall: LiveHall;
  readonly #sender: CommandSender;

  constructor({ hall, sender }: { hall: LiveHall; sender: CommandSender }) {
    this.#hall = hall;
    this.#sender = sender;
  }

  /** Those that are up, newest first. */
  all(now: EpochMs): Notice[] {
    const up = this.#hall.view((state) => [...state.notices.values()].filter((notice) => isUp(notice, now)));
    return (up ?? []).map((notice) => ({ ...notice })).reverse();
  }

  /** True once the hub has it. */
  async post(audience: NoticeAudience, text: Text, until?: EpochMs): Promise<boolean> {
    const command = { type: 'post-notice', audience, text, ...(until === undefined ? {} : { until }) } as const;
    return (await this.#sender.send({ place: NOTICES_PLACE, command })) !== null;
  }

  async withdraw(notice: NoticeId): Promise<void> {
    await this.#sender.send({ place: NOTICES_PLACE, command: { type: 'withdraw-notice', notice } });
  }
}
