import type { Refusal } from '../hall/refusals.ts';
import { unreachable } from '../lib/unreachable.ts';

export type LeaseRefusal = Extract<
  Refusal,
  {
    readonly kind:
      'unknown-series' | 'unknown-lease' | 'lent-to-another' | 'number-not-lent' | 'lease-frozen' | 'lending-not-offered';
  }
>;

/** About numbers that kiosks have ahead (断网取号). Read by whoever looks after the kiosk. */
export function leaseRefusal({ kind }: Pick<LeaseRefusal, 'kind'>): { readonly zh: string; readonly en: string } {
  switch (kind) {
    case 'unknown-series':
      return { zh: '没有这个号段。', en: 'There is no such series of numbers.' };
    case 'unknown-lease':
      return { zh: '该断网号票所属的号码已过期。', en: 'The numbers that this offline ticket is of are over.' };
    case 'lent-to-another':
      return { zh: '这些号码已预留给另一台取号机。', en: 'These numbers were lent to another kiosk.' };
    case 'number-not-lent':
      return { zh: '该号码不在预留号码之内。', en: 'This number is outside what was lent to the kiosk.' };
    case 'lease-frozen':
      return {
        zh: '两台机器使用同一取号机的号码，今日不再预留。',
        en: 'Two machines use the numbers of one kiosk; it gets no more today.',
      };
    case 'lending-not-offered':
      return { zh: '本厅不允许断网取号。', en: 'This hall issues no tickets without the hub.' };
    default:
      return unreachable(kind);
  }
}
