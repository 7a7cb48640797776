import type { Actor } from '../../shared/hall/actor.ts';
import type { Welcome } from '../../shared/protocol/down.ts';
import type { Position } from '../../shared/protocol/position.ts';
import type { ScreenReport } from '../../shared/protocol/up.ts';

/** Who looks: as much of a credential as the hub needs. The hall is the credential's, never asked for. */
export interface ScreenIdentity {
  readonly hall: string;
  readonly actor: Actor;
  readonly device?: Welcome['device'];
}

/** What a gateway tells the hub about a screen's line. */
export interface ScreenSession {
  seen(version: number): void;
  /** The screen misses something. */
  resume(position: Position | null): void;
  /** It says something of itself. */
  report(report: ScreenReport): void;
  /** The line is gone. Idempotent. */
  close(): void;
}
