import type { ServiceSetup } from '../shared/hall/configuration.ts';
import type { WaitRange } from '../shared/hall/forecast/wait-range.ts';
import type { TicketId } from '../shared/hall/ticket.ts';
import type { WireRefusal } from '../shared/protocol/errors.ts';

/** What a customer has before him. */
export type VisitPage =
  /** Nobody stands here. */
  | { readonly is: 'attract' }
  /** `group` null: the first page. */
  | { readonly is: 'services'; readonly group: string | null }
  | { readonly is: 'needs' }
  | { readonly is: 'identity'; readonly asking: boolean }
  | { readonly is: 'check-in' }
  | { readonly is: 'documents'; readonly service: ServiceSetup }
  /** `service` null: an appointment that this screen does not know. */
  | { readonly is: 'asking'; readonly service: ServiceSetup | null; readonly slow: boolean }
  | {
      readonly is: 'ticket';
      readonly ticket: TicketId;
      readonly number: string;
      /** Null: not known. */
      readonly ahead: number | null;
      /** As it is journalled; null: none was told. */
      readonly quote: WaitRange | null;
      readonly service: ServiceSetup | null;
    }
  | { readonly is: 'refused'; readonly refusal: WireRefusal };

export const FIRST_PAGE: VisitPage = { is: 'services', group: null };
