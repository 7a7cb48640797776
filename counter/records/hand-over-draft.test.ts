import { describe, expect, it } from 'vitest';
import { recordsTexts } from '../../shared/i18n/records-texts.ts';
import { TickingClock } from '../../shared/ui/clock.svelte.ts';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { LanguageChoice } from '../../shared/ui/language.svelte.ts';
import type { HardwareFault } from '../../shared/protocol/records.ts';
import { MANAGER, PlayedHall, teller } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { StaffWords } from '../staff-words.svelte.ts';
import { handOverDraft } from './hand-over-draft.ts';

const FAULT: HardwareFault = {
  id: 'f1',
  device: 'printer',
  name: '门口',
  printer: null,
  condition: null,
  text: '卡纸',
  startedAt: 0,
  reportedAt: 0,
  reportedBy: '2001',
  state: 'in-repair',
  endedAt: null,
  recoveredAt: null,
  history: [],
};

function draftOf(played: PlayedHall, faults: readonly HardwareFault[]): string {
  const hall = new LiveHall(new StaffedHall(MANAGER, played));
  const clock = new TickingClock({ now: () => played.now, timers: new VirtualTime() });
  const words = new StaffWords({ language: new LanguageChoice(), hall, clock });
  return handOverDraft({ state: played.state, now: played.now, faults, texts: recordsTexts('zh'), words });
}

describe('a hand-over, begun', () => {
  it('[S93] names who is on hold, what is broken, which notices are up, what is stopped, and how many wait', () => {
    const played = new PlayedHall().staff(1);
    played.issue('A');
    played.issue('A');
    played.next(1);
    played.done({ type: 'start-service', counter: 1 }, teller(1));
    played.done({ type: 'hold-ticket', counter: 1, kind: 'this-counter' }, teller(1));
    played.done({ type: 'post-notice', audience: 'staff', text: { zh: '三点检查', en: 'inspection' } }, MANAGER);
    played.done({ type: 'stop-service', service: 'B', reason: '系统故障' }, MANAGER);
    expect(
      draftOf(played, [FAULT, { ...FAULT, id: 'f2', state: 'done' }])
        .trim()
        .split('\n'),
    ).toEqual([
      '现在等候 1 人。',
      '挂起号票:',
      '- A001 bills，1 号台席，回本台席继续',
      '未修复故障:',
      '- 打印机 门口: 卡纸 (维修中)',
      '在用公告和通知:',
      '- 三点检查',
      '停办业务:',
      '- accounts: 系统故障',
    ]);
  });

  it('[S93] says that there is nothing, where there is nothing', () => {
    expect(draftOf(new PlayedHall(), []).trim().split('\n')).toEqual([
      '现在等候 0 人。',
      '挂起号票: 无',
      '未修复故障: 无',
      '在用公告和通知: 无',
    ]);
  });
});
