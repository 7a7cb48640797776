import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { chainOf } from '../support/journal-entries.ts';
import { bodyOf } from '../../server/journal/hash-chain.ts';
import { openDatabase } from '../../server/database/open-database.ts';
import { figure, median, type Figure } from './figure.ts';
import { LightLine, openLines } from './light-line.ts';
import { Program } from './program.ts';
import type { Size } from './size.ts';

/** Commands of one socket on their way at once; the same for the echo. */
const IN_FLIGHT = 8;

interface Groups {
  readonly groups: number;
  readonly entries: number;
}

/** Durable commands a second beside a Socket.IO echo that keeps nothing, and beside the bare commits of the same rows. */
export async function durableCommands(size: Size, folder: string): Promise<Figure[]> {
  const hub = await Program.start('hub-program.ts', folder);
  const echo = await Program.start('echo-program.ts');
  try {
    const ours = await Load.open(size, (hear) => LightLine.toHub(hub.port, 'staff:2001', { answer: hear }), durableCommand);
    const theirs = await Load.open(size, (hear) => echoLine(echo.port, hear), echoedCommand);
    const watchers = await openLines(size.watchers, () => LightLine.toHub(hub.port, 'device:wall', {}));
    await ours.run(size.commandsPerRound);
    await theirs.run(size.commandsPerRound);
    const before = await hub.ask<Groups>('groups');
    const rates: { readonly ours: number; readonly echo: number; readonly sqlite: number }[] = [];
    for (let round = 0; round < size.commandRounds; round += 1) {
      const mine = await ours.run(size.commandsPerRound);
      const after = await hub.ask<Groups>('groups');
      const perGroup = Math.round((after.entries - before.entries) / Math.max(1, after.groups - before.groups));
      rates.push({
        ours: mine,
        echo: await theirs.run(size.commandsPerRound),
        sqlite: bareCommits(join(folder, 'bare.sqlite'), size.commandsPerRound, perGroup),
      });
    }
    for (const line of [...ours.lines, ...theirs.lines, ...watchers]) line.close();
    const value = median(rates.map((rate) => rate.ours));
    const figures = [
      ['durable-commands', 'bare Socket.IO echo', median(rates.map((rate) => rate.echo))],
      [
        'durable-commands-sqlite',
        'bare SQLite commits of the same rows in groups of the same size',
        median(rates.map((rate) => rate.sqlite)),
      ],
    ] as const;
    return figures.map(([name, rival, rivalValue]) => figure({ name, value, unit: '1/s', rival, rivalValue }));
  } finally {
    await hub.stop();
    await echo.stop();
  }
}

/** Half issue a ticket, half cancel it again: the hall stays as full as it is. */
function durableCommand(count: number, answered: string | null): string {
  const id = `load-${String(count).padStart(10, '0')}`;
  const ticket = answered === null ? null : /"ahead":/.test(answered) ? /"ticket":"([^"]+)"/.exec(answered)?.[1] : null;
  const command = ticket ? { id, type: 'cancel-ticket', ticket } : { id, type: 'issue-ticket', service: 'A' };
  return `42["command",${JSON.stringify(command)}]`;
}

function echoedCommand(count: number): string {
  const id = `load-${String(count).padStart(10, '0')}`;
  return `42${count}["command",${JSON.stringify({ id, type: 'issue-ticket', service: 'A' })}]`;
}

/** An acknowledgement is `43…`: it has no name, so every frame that is no ping counts as one. */
async function echoLine(port: number, hear: (frame: Buffer) => void): Promise<LightLine> {
  return LightLine.toEcho(port, hear);
}

type Hear = (frame: Buffer) => void;

/** Sockets that each keep some commands on their way. */
class Load {
  readonly lines: LightLine[] = [];
  readonly #command: (count: number, answered: string | null) => string;
  #sent = 0;
  #missing = 0;
  #toSend = 0;
  #done: () => void = () => undefined;

  private constructor(command: (count: number, answered: string | null) => string) {
    this.#command = command;
  }

  static async open(size: Size, open: (hear: Hear) => Promise<LightLine>, command: Load['next']): Promise<Load> {
    const load = new Load(command);
    await openLines(size.commandSockets, async () => {
      const line = await open((frame) => load.#heard(line, frame));
      load.lines.push(line);
      return line;
    });
    return load;
  }

  get next(): (count: number, answered: string | null) => string {
    return this.#command;
  }

  /** Commands a second. */
  async run(commands: number): Promise<number> {
    const complete = new Promise<void>((resolve) => {
      this.#done = resolve;
    });
    this.#missing = commands;
    this.#toSend = commands;
    const from = performance.now();
    for (let turn = 0; turn < IN_FLIGHT; turn += 1) for (const line of this.lines) this.#send(line, null);
    await complete;
    return (commands * 1_000) / (performance.now() - from);
  }

  #send(line: LightLine, answered: string | null): void {
    if (this.#toSend === 0) return;
    this.#toSend -= 1;
    this.#sent += 1;
    line.send(this.#command(this.#sent, answered));
  }

  #heard(line: LightLine, frame: Buffer): void {
    this.#missing -= 1;
    if (this.#missing === 0) this.#done();
    else this.#send(line, frame.toString());
  }
}

/** The rows of the journal's own tables, a transaction for each group, nothing else. */
function bareCommits(path: string, rows: number, perGroup: number): number {
  const entries = chainOf('demo', rows);
  const database = openDatabase(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec(
    'CREATE TABLE entries (hall TEXT, version INTEGER, epoch INTEGER, hash TEXT, body TEXT, PRIMARY KEY (hall, version)) STRICT, WITHOUT ROWID',
  );
  database.exec(
    'CREATE TABLE commands (hall TEXT, command TEXT, version INTEGER, PRIMARY KEY (hall, command)) STRICT, WITHOUT ROWID',
  );
  const entry = database.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?)');
  const command = database.prepare('INSERT INTO commands VALUES (?, ?, ?)');
  const bodies = entries.map(bodyOf);
  const from = performance.now();
  for (let index = 0; index < rows; index += perGroup) {
    database.exec('BEGIN IMMEDIATE');
    for (const [offset, each] of entries.slice(index, index + perGroup).entries()) {
      entry.run(each.hall, each.version, each.epoch, each.hash, bodies[index + offset] ?? '');
      command.run(each.hall, each.commandId, each.version);
    }
    database.exec('COMMIT');
    database.exec('PRAGMA synchronous = FULL');
  }
  const rate = (rows * 1_000) / (performance.now() - from);
  database.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  return rate;
}
