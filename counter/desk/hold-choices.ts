import type { HoldKind } from '../../shared/hall/ticket.ts';

/** How long somebody fills in a form, fetches a document, or has lunch. */
export const HOLD_MINUTES = [5, 10, 15, 30] as const;

export interface HoldChoice {
  readonly id: string;
  readonly kind: HoldKind;
  /** With `later`. */
  readonly minutes: number | null;
}

/** In the order of their figures on the numeric pad. */
export const HOLD_CHOICES: readonly HoldChoice[] = [
  { id: 'any-counter', kind: 'any-counter', minutes: null },
  { id: 'this-counter', kind: 'this-counter', minutes: null },
  ...HOLD_MINUTES.map((minutes) => ({ id: `later-${minutes}`, kind: 'later' as const, minutes })),
];
