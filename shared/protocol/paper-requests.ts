import * as z from 'zod/mini';
import type { ConfigurationProblem } from '../hall/configuration-problem.ts';
import type { HallConfiguration } from '../hall/configuration.ts';
import { PAPER_KINDS, type PaperKind } from '../hall/paper/paper-fields.ts';
import type { PrintFault } from '../hall/ticket.ts';
import { configurationSchema } from './configuration-schema.ts';

/** 叫号单 · 日结单. */
export const SLIP_KINDS = ['calls', 'day'] as const;
export type SlipKind = (typeof SLIP_KINDS)[number];

/** `POST /api/halls/:hall/slips`. `printer` absent: the hall's first. Answered `SlipPrint`. */
export const slipSchema = z.strictObject({
  slip: z.enum(SLIP_KINDS),
  printer: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
});

/** A slip is no fact of the hall: what became of it is told to who asked, and nobody else. */
export type SlipPrint = { readonly is: 'printed' } | { readonly is: 'failed'; readonly fault: PrintFault };

/** `POST /api/halls/:hall/paper/preview`. Answered `PaperPreview`. */
export const paperPreviewSchema = z.strictObject({
  configuration: configurationSchema,
  kind: z.enum(PAPER_KINDS),
  columns: z.int().check(z.minimum(24), z.maximum(64)),
  large: z.boolean(),
  reprint: z.boolean(),
});

export interface PaperPreviewAsked {
  readonly configuration: HallConfiguration;
  readonly kind: PaperKind;
  /** Latin characters per line. */
  readonly columns: number;
  readonly large: boolean;
  readonly reprint: boolean;
}

export interface PaperPreview {
  /** Of an example; null with problems. Only shapes, letters and the hall's own logo: no link, no script, no style. */
  readonly svg: string | null;
  readonly problems: readonly ConfigurationProblem[];
}
