import type { ScreenReport } from '../../shared/protocol/up.ts';

/** One page of an enrolled device, from its handshake until it goes; the same object each time. */
export interface ScreenLine {
  readonly hall: string;
  /** Id of the device; pages of a demonstration share one. */
  readonly device: string;
}

/** Hears what devices' screens do and say. Throws nothing. */
export interface ScreenListener {
  came(line: ScreenLine): void;
  /** A heartbeat was answered: its script runs and shows this version, by its own word. */
  seen(line: ScreenLine, version: number): void;
  reported(line: ScreenLine, report: ScreenReport): void;
  went(line: ScreenLine): void;
}
