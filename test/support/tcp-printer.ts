import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { EscPosReader, type PrintedPaper } from './escpos-reader.ts';

/**
 * - `ok`, `near-end`, `paper-out`, `cover-open`, `error`: as its sensors say.
 * - `refusing`: nobody listens. `hanging`: takes the connection and says nothing.
 * - `dying`: closes the connection in the middle of a ticket. `mute`: falls silent once a ticket has come.
 * - `running-out`: the paper ends in the middle of a ticket. `slow`: answers that all is well, and is not done yet.
 * - `chatty`: sends bytes that nobody asked for between its answers.
 */
export type PrinterMode =
  | 'ok'
  | 'near-end'
  | 'paper-out'
  | 'cover-open'
  | 'error'
  | 'refusing'
  | 'hanging'
  | 'dying'
  | 'mute'
  | 'running-out'
  | 'slow'
  | 'chatty';

const HEALTHY = 0x12;
/** Cash drawer signal, which says nothing about paper and is set on many printers. */
const PRINTER_OK = 0x16;
const ANSWERS: Readonly<Partial<Record<PrinterMode, readonly [number, number, number, number]>>> = {
  'near-end': [PRINTER_OK, HEALTHY, HEALTHY, HEALTHY | 0x0c],
  'paper-out': [PRINTER_OK | 0x08, HEALTHY | 0x20, HEALTHY, HEALTHY | 0x6c],
  'cover-open': [PRINTER_OK | 0x08, HEALTHY | 0x04, HEALTHY, HEALTHY],
  error: [PRINTER_OK | 0x08, HEALTHY | 0x40, HEALTHY | 0x08, HEALTHY],
};
const CONFIRMED = 0x00;
const CONFIRMED_NEAR_END = 0x03;
/** XON and an automatic status byte. */
const CHATTER = [0x11, 0x10];

/** A receipt printer on a loopback port: takes one connection at a time, decodes what comes, answers as it is told to. */
export class TestPrinter {
  readonly papers: PrintedPaper[] = [];
  private connections = 0;
  /** Status questions since the last paper. */
  private questions = 0;
  private readonly server: Server;
  private mode: PrinterMode = 'ok';
  private socket: Socket | null = null;
  private portKept = 0;
  private readonly waiting = new Set<() => void>();

  private constructor() {
    this.server = createServer((socket) => this.take(socket));
    this.server.maxConnections = 1;
  }

  static async start(mode: PrinterMode = 'ok'): Promise<TestPrinter> {
    const printer = new TestPrinter();
    await printer.listen();
    await printer.behave(mode);
    return printer;
  }

  get address(): { readonly host: string; readonly port: number } {
    return { host: '127.0.0.1', port: this.portKept };
  }

  async behave(mode: PrinterMode): Promise<void> {
    const was = this.mode;
    this.mode = mode;
    if (mode === 'refusing') await this.stop();
    else if (was === 'refusing') await this.listen();
  }

  /** `slow` only: the printer is through with the ticket. */
  finish(): void {
    this.socket?.write(Uint8Array.of(CONFIRMED));
  }

  /** Resolves with all papers once there are so many. */
  async printed(count: number): Promise<readonly PrintedPaper[]> {
    await this.until(() => this.papers.length >= count);
    return this.papers;
  }

  /** Resolves once somebody has connected so often. */
  connected(count: number): Promise<void> {
    return this.until(() => this.connections >= count);
  }

  /** Resolves once so many questions came after the last paper. */
  asked(count: number): Promise<void> {
    return this.until(() => this.questions >= count);
  }

  async stop(): Promise<void> {
    this.socket?.destroy();
    if (this.server.listening) await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.portKept, '127.0.0.1', resolve));
    this.portKept = (this.server.address() as AddressInfo).port;
  }

  private take(socket: Socket): void {
    this.connections += 1;
    this.socket = socket;
    this.changed();
    const reader = new EscPosReader();
    // The other side may cut the line at any moment: that is its right.
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      for (const byte of chunk) this.step(socket, reader, byte);
    });
  }

  private step(socket: Socket, reader: EscPosReader, byte: number): void {
    if (this.mode === 'hanging' || socket.destroyed) return;
    for (const event of reader.read(Uint8Array.of(byte))) {
      if (event.is === 'status-question') this.answer(socket, event.question, reader);
      else if (event.is === 'confirm-question') this.confirm(socket);
      else this.drop(event.paper);
    }
    if (this.mode === 'dying' && reader.isMidPaper) socket.destroy();
    if (this.mode === 'running-out' && reader.isMidPaper) this.mode = 'paper-out';
  }

  private answer(socket: Socket, question: number, reader: EscPosReader): void {
    this.questions += 1;
    this.changed();
    if (this.mode === 'mute' && (reader.isMidPaper || this.papers.length > 0)) return;
    const answers = ANSWERS[this.mode] ?? [PRINTER_OK, HEALTHY, HEALTHY, HEALTHY];
    const answer = answers[question - 1] ?? HEALTHY;
    socket.write(Uint8Array.from(this.mode === 'chatty' ? [...CHATTER, answer, ...CHATTER] : [answer]));
  }

  private confirm(socket: Socket): void {
    if (this.mode === 'ok') socket.write(Uint8Array.of(CONFIRMED));
    else if (this.mode === 'near-end') socket.write(Uint8Array.of(CONFIRMED_NEAR_END));
    else if (this.mode === 'chatty') socket.write(Uint8Array.of(CHATTER[0] ?? 0, CONFIRMED));
  }

  private drop(paper: PrintedPaper): void {
    if (this.mode === 'paper-out') return;
    this.papers.push(paper);
    this.questions = 0;
    this.changed();
  }

  private async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => this.waiting.add(resolve));
  }

  private changed(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const wake of waiting) wake();
  }
}
