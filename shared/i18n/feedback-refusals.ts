import type { Refusal } from '../hall/refusals.ts';
import { unreachable } from '../lib/unreachable.ts';

export const FEEDBACK_REFUSALS = ['feedback-not-offered', 'service-not-finished', 'already-rated', 'feedback-too-late'] as const;
export type FeedbackRefusal = Extract<Refusal, { readonly kind: (typeof FEEDBACK_REFUSALS)[number] }>;

/** About ratings and the comment book: read by customers. */
export function feedbackRefusal(refusal: FeedbackRefusal): { readonly zh: string; readonly en: string } {
  switch (refusal.kind) {
    case 'feedback-not-offered':
      return refusal.of === 'rating'
        ? { zh: '本厅不收集服务评价。', en: 'This hall does not ask for ratings.' }
        : { zh: '本厅的意见簿未开放，请向工作人员说明。', en: 'This hall keeps no comment book here. Please tell the staff.' };
    case 'service-not-finished':
      return { zh: '业务尚未办结，办结后即可评价。', en: 'The service is not finished yet; it can be rated then.' };
    case 'already-rated':
      return { zh: '本次服务已评价，谢谢。', en: 'This service was rated already. Thank you.' };
    case 'feedback-too-late':
      return {
        zh: `办结已超过 ${refusal.minutesMax} 分钟，不能再评价。`,
        en: `The service ended more than ${refusal.minutesMax} minutes ago; it can no longer be rated.`,
      };
    default:
      return unreachable(refusal);
  }
}
