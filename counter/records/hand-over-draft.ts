import type { HallState } from '../../shared/hall/state.ts';
import { isUp } from '../../shared/hall/notice.ts';
import { currentLeg } from '../../shared/hall/ticket.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { HardwareFault } from '../../shared/protocol/records.ts';
import type { RecordsTexts } from '../../shared/i18n/records-texts.ts';
import type { StaffWords } from '../staff-words.svelte.ts';

interface DraftParts {
  readonly state: HallState;
  readonly now: EpochMs;
  /** Not repaired. */
  readonly faults: readonly HardwareFault[];
  readonly texts: RecordsTexts;
  readonly words: Pick<StaffWords, 'service' | 'time' | 'stopReason' | 'language' | 'words'>;
}

/** 交接班, begun: what the next one must know of and nobody should have to remember. The person adds the rest. */
export function handOverDraft({ state, now, faults, texts, words }: DraftParts): string {
  const own = texts.handOver;
  const waiting = [...state.tickets.values()].filter(({ status }) => status.is === 'waiting').length;
  const held = [...state.tickets.values()].flatMap((ticket) => {
    const { status, number } = ticket;
    if (status.is !== 'held') return [];
    return own.heldLine(number ?? '', words.service(currentLeg(ticket).service), status.counter, own.holdKinds[status.kind]);
  });
  const broken = faults
    .filter((fault) => fault.state !== 'done')
    .map((fault) => {
      const seen = fault.condition === null ? '' : words.words.printerConditions[fault.condition];
      const what = fault.text === '' ? seen : fault.text;
      return `${texts.faults.devices[fault.device]} ${fault.name}: ${what} (${texts.faults.states[fault.state]})`;
    });
  const notices = [...state.notices.values()]
    .filter((notice) => isUp(notice, now))
    .map(({ text }) => text[words.language.current]);
  const stopped = [...state.stopped].map(([service, { reason }]) => `${words.service(service)}: ${words.stopReason(reason)}`);
  return [
    own.waiting(waiting),
    ...part(own.held, held, own.nothing),
    ...part(own.faults, broken, own.nothing),
    ...part(own.notices, notices, own.nothing),
    ...(stopped.length === 0 ? [] : part(own.stopped, stopped, own.nothing)),
    '',
  ].join('\n');
}

function part(title: string, lines: readonly string[], nothing: string): string[] {
  return lines.length === 0 ? [`${title}: ${nothing}`] : [`${title}:`, ...lines.map((line) => `- ${line}`)];
}
