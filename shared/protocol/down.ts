import type { EpochMs } from '../lib/clock.ts';
import type { Role } from '../hall/actor.ts';
import type { Answer } from '../hall/answer.ts';
import type { PrinterId } from '../hall/configuration.ts';
import type { HallForecast, TicketForecasts } from '../hall/forecast/hall-forecast.ts';
import type { HallSnapshot } from '../hall/snapshot.ts';
import type { AdviceMessage } from './advice.ts';
import type { WireEntry } from './entry.ts';
import type { ProtocolError, WireRefusal } from './errors.ts';
import type { ReceiptsMessage } from './receipts.ts';

/** First message of a session: who the hub takes this screen for. */
export interface Welcome {
  readonly protocol: number;
  readonly hall: string;
  readonly roles: readonly Role[];
  readonly staffNumber?: string | undefined;
  readonly device?:
    { readonly id: string; readonly kind: 'kiosk' | 'display' | 'rating'; readonly printer: PrinterId | null } | undefined;
  readonly serverNow: EpochMs;
  /** Changes with every build; a screen of another build reloads itself when idle. */
  readonly release: string;
}

/** Everything at once: to a new screen, or to one that is too far behind. */
export interface SnapshotMessage {
  readonly version: number;
  readonly hash: string;
  readonly state: HallSnapshot;
}

/** The hub's word on one command. A refusal changes nothing. */
export type AnswerMessage =
  | { readonly id: string; readonly version: number; readonly result: Answer }
  | { readonly id: string; readonly refusal: WireRefusal };

/** What keeps a journal from taking anything. */
export type JournalTrouble = 'disk-full' | 'io-error' | 'damaged' | 'unreachable' | 'copies-missing' | 'unsafe-settings';

/** Whether anything can be changed now, and how safely it is kept. */
export interface Writing {
  /** Why nothing can be changed now; null when it can. */
  readonly readOnly: 'journal' | 'clock' | null;
  /** Of `journal`, where the hub knows it. */
  readonly why?: JournalTrouble | undefined;
  /** Nodes besides the first that have what is written; only where fewer are kept than promised. */
  readonly copies?: { readonly kept: number; readonly promised: number } | undefined;
  /** Accounts, records and history do not answer; tickets and calls go on without them. Absent: they do. */
  readonly database?: 'away' | undefined;
}

export interface Heartbeat extends Writing {
  readonly version: number;
  readonly hash: string;
  readonly serverNow: EpochMs;
}

export type Down =
  | { readonly name: 'welcome'; readonly body: Welcome }
  | { readonly name: 'entries'; readonly body: readonly WireEntry[] }
  | { readonly name: 'snapshot'; readonly body: SnapshotMessage }
  | { readonly name: 'answer'; readonly body: AnswerMessage }
  | { readonly name: 'heartbeat'; readonly body: Heartbeat }
  | { readonly name: 'advice'; readonly body: AdviceMessage }
  /** What the hub expects: to every screen. In no version; each replaces the last. */
  | { readonly name: 'forecast'; readonly body: HallForecast }
  /** The same for each waiting ticket: to staff only. */
  | { readonly name: 'ticket-forecasts'; readonly body: TicketForecasts }
  /** What screens said of the latest calls: to staff only. */
  | { readonly name: 'receipts'; readonly body: ReceiptsMessage }
  /** Last message: why the hub ends this session. */
  | { readonly name: 'goodbye'; readonly body: ProtocolError };
