/** What carries bytes to a printer and back: a socket, a device file. */
export interface PrinterWire {
  write(bytes: Uint8Array): void;
  /** Ends it at once; what was not sent is lost. Idempotent. */
  close(): void;
  /** How long so many bytes are under way before the printer has them: nothing in a network, seconds on a serial line. */
  transferMs(bytes: number): number;
}

export interface WireListener {
  onBytes(bytes: Uint8Array): void;
  /** The other side is gone. At most once. */
  onEnd(): void;
}

/** `refused`: at once, by a machine or a device that is there; `silent`: nothing came back in time. */
export type OpenedWire = PrinterWire | 'refused' | 'silent';

export type OpenWire = (listener: WireListener, timeoutMs: number) => Promise<OpenedWire>;
