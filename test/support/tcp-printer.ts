import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { PrinterLanguage } from '../../shared/hall/setup/paper-setup.ts';
import { freePort } from './free-port.ts';
import type { PrinterMode } from './printer-mode.ts';
import { mannerOf, type PrinterManner } from './printer-manners.ts';
import type { PrintedPaper } from './printed-paper.ts';

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

  readonly language: PrinterLanguage;
  private manner: PrinterManner;

  private constructor(language: PrinterLanguage) {
    this.language = language;
    this.manner = mannerOf(language);
    this.server = createServer((socket) => this.take(socket));
    this.server.maxConnections = 1;
  }

  static async start(mode: PrinterMode = 'ok', language: PrinterLanguage = 'epson'): Promise<TestPrinter> {
    const printer = new TestPrinter(language);
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
    this.say(this.manner.markReached('ok'));
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
    if (this.portKept === 0) this.portKept = await freePort();
    this.server.listen(this.portKept, '127.0.0.1');
    await once(this.server, 'listening');
  }

  private take(socket: Socket): void {
    this.connections += 1;
    this.socket = socket;
    this.changed();
    this.manner = mannerOf(this.language);
    // The other side may cut the line at any moment: that is its right.
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      for (const byte of chunk) this.step(socket, this.manner, byte);
    });
  }

  private step(socket: Socket, manner: PrinterManner, byte: number): void {
    if (this.mode === 'hanging' || socket.destroyed) return;
    for (const event of manner.read(byte)) {
      if (event.is === 'question') this.answer(socket, event.question, manner);
      else if (event.is === 'mark') this.confirm(manner);
      else this.drop(event.paper);
    }
    if (this.mode === 'dying' && manner.isMidPaper) socket.destroy();
    if (this.mode === 'running-out' && manner.isMidPaper) this.mode = 'paper-out';
    if (this.mode === 'jamming' && manner.isMidPaper) this.mode = 'jam';
  }

  private answer(socket: Socket, question: number, manner: PrinterManner): void {
    this.questions += 1;
    this.changed();
    if (this.mode === 'mute' && (manner.isMidPaper || this.papers.length > 0)) return;
    socket.write(manner.answer(this.mode, question));
  }

  private confirm(manner: PrinterManner): void {
    if (this.mode === 'ok' || this.mode === 'near-end' || this.mode === 'chatty') this.say(manner.markReached(this.mode));
  }

  private say(bytes: Uint8Array | null): void {
    if (bytes !== null) this.socket?.write(bytes);
  }

  private drop(paper: PrintedPaper): void {
    if (this.mode === 'paper-out' || this.mode === 'jam') return;
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
