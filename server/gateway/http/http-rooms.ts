import type { Role } from '../../../shared/hall/actor.ts';
import type { HallState } from '../../../shared/hall/state.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { TestPrint } from '../../../shared/protocol/kiosk-requests.ts';
import type { WireEntry } from '../../../shared/protocol/entry.ts';
import type { PaperPreview, PaperPreviewAsked, SlipKind, SlipPrint } from '../../../shared/protocol/paper-requests.ts';
import type { Position } from '../../../shared/protocol/position.ts';
import type { Access } from '../../access/access.ts';
import type { DeviceLines } from '../../hub/device-lines.ts';
import type { News } from '../../hub/news.ts';
import type { AdviceBook } from '../../history/advice-book.ts';
import type { History } from '../../history/history.ts';
import type { Identities } from '../../identity/identities.ts';
import type { JournalEntry } from '../../journal/entry.ts';
import type { Log } from '../../observability/log.ts';
import type { Records } from '../../records/records.ts';
import type { Screens } from '../../screens/screens.ts';
import type { Shipping } from '../../shipping/shipping.ts';
import type { Door } from '../door.ts';

/** What reading a hall needs of the hub: `Hub` fits. The state is the hub's own: read at once, never kept. */
export interface ReadableHub {
  read(hall: string): Promise<{ readonly state: HallState; readonly position: Position }>;
  entries(hall: string, after: number, limit: number): Promise<readonly WireEntry[]>;
  /** With who did it: for histories that name people, never for screens. */
  entry(hall: string, version: number): Promise<Pick<JournalEntry, 'version' | 'at' | 'actor' | 'events'> | null>;
  deviceLines(hall: string): DeviceLines | Promise<DeviceLines>;
  /** The newest that these roles may see besides the log. */
  news(hall: string, roles: readonly Role[]): readonly News[];
}

/** What kiosks ask for. */
export interface KioskRooms {
  readonly identities: Pick<Identities, 'classOf' | 'replaceList' | 'counts'>;
  /** Null: the hall has no such printer. */
  testPrint(hall: string, printer: string): Promise<TestPrint | null>;
}

/** Papers besides tickets. */
export interface PaperRooms {
  preview(hall: string, asked: PaperPreviewAsked): PaperPreview;
  /** Null: the hall has no such printer. */
  printSlip(hall: string, slip: SlipKind, printer: string | undefined): Promise<SlipPrint | null>;
}

/** The rooms behind the HTTP doors. */
export interface HttpRooms {
  readonly access: Access;
  readonly door: Door;
  readonly hub: ReadableHub;
  readonly records: Records;
  readonly screens: Pick<Screens, 'standings' | 'hung' | 'callsSince'>;
  readonly history: Pick<History, 'accuracy' | 'learnedReport'>;
  readonly advice: Pick<AdviceBook, 'report'>;
  readonly kiosk: KioskRooms;
  /** Null or absent where nothing is shipped to a region. */
  readonly shipping?: Pick<Shipping, 'state'> | null | undefined;
  readonly paper: PaperRooms;
  readonly clock: Clock;
  readonly log: Log;
}
