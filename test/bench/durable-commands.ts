import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { teller } from '../support/played-hall.ts';
import { chainOf } from '../support/journal-entries.ts';
import { bodyOf } from '../../server/journal/hash-chain.ts';
import { openDatabase } from '../../server/database/open-database.ts';
import { figure, median, type Figure } from './figure.ts';
import { CommandLoad, echoSocket, hubSocket } from './command-load.ts';
import { LightLine, openLines } from './light-line.ts';
import { Program } from './program.ts';
import type { Size } from './size.ts';

interface Groups {
  readonly groups: number;
  readonly entries: number;
}

/** Durable commands a second beside a Socket.IO echo that keeps nothing, and beside the bare commits of the same rows. */
export async function durableCommands(size: Size, folder: string): Promise<Figure[]> {
  const hub = await Program.start('hub-program', folder);
  const echo = await Program.start('echo-program');
  try {
    const sockets = Array.from({ length: size.commandSockets });
    const ours = new CommandLoad(await Promise.all(sockets.map((_each, index) => hubSocket(hub.port, teller(index + 1).id))));
    const theirs = new CommandLoad(await Promise.all(sockets.map(() => echoSocket(echo.port))));
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
    ours.close();
    theirs.close();
    for (const line of watchers) line.close();
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
