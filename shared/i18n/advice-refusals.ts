import type { Refusal } from '../hall/refusals.ts';
import { unreachable } from '../lib/unreachable.ts';

type AdviceRefusal = Extract<Refusal, { readonly kind: 'advice-answered' | 'advice-expired' }>;

/** Told to a manager who answers an advice that is no longer there to be answered. */
export function adviceRefusal(refusal: AdviceRefusal): { readonly zh: string; readonly en: string } {
  switch (refusal.kind) {
    case 'advice-answered': {
      const zh = refusal.by === null ? '有人' : `工号 ${refusal.by} `;
      const en = refusal.by === null ? 'Somebody' : `Staff ${refusal.by}`;
      return refusal.accepted
        ? { zh: `${zh}已采纳这条建议。`, en: `${en} has accepted this advice already.` }
        : { zh: `${zh}已决定不采纳这条建议。`, en: `${en} has declined this advice already.` };
    }
    case 'advice-expired':
      return {
        zh: `这条建议已超过 ${refusal.minutesMax} 分钟，大厅情况可能已变化，请看新的建议。`,
        en: `This advice is more than ${refusal.minutesMax} minutes old and the hall may have changed. See the latest advice.`,
      };
    default:
      return unreachable(refusal);
  }
}
