import { writeFileSync } from 'node:fs';
import { configurationDifferences } from '../shared/protocol/configuration-differences.ts';
import { acceptLostEnd } from './accept-lost-end.ts';
import { StaffAccounts } from './access/staff-accounts.ts';
import { runStaffTool } from './access/staff-tool.ts';
import { addHall } from './add-hall.ts';
import { dataFolderAt, readHallFileAt } from './config/data-folder.ts';
import { writeHallFile } from './config/hall-file.ts';
import type { ValuesOf } from './config/option.ts';
import { helpText, readOptions } from './config/read-options.ts';
import { EXIT_FAILED, EXIT_USAGE, StartError } from './config/start-error.ts';
import { HALL_OPTIONS, HALL_USAGE } from './config/tool-options.ts';
import { ask, reachOf, type Reach } from './hall-reach.ts';
import { HistoryStore } from './history/history-store.ts';
import { clock } from './system-time.ts';
import { hallInQuestion, openToolDatabase } from './tool-stores.ts';

type HallOptions = ValuesOf<typeof HALL_OPTIONS>;

async function withReach(options: HallOptions, wanted: string | null, use: (reach: Reach) => Promise<void>): Promise<void> {
  const reach = await reachOf({ ...options, password: process.env['HALLCALL_PASSWORD'] ?? null }, wanted);
  try {
    await use(reach);
  } finally {
    await reach.close();
  }
}

async function apply(options: HallOptions, path: string | undefined): Promise<void> {
  const file = readHallFileAt(path ?? dataFolderAt(options.data).hallFile);
  await withReach(options, file.hall, async (reach) => {
    const { hall, configuration } = await reach.read();
    if (file.hall !== hall) throw new StartError(`the file describes hall "${file.hall}", here is hall "${hall}"`, EXIT_USAGE);
    // A file that is older than the last change on the panel takes that back: it is told.
    const differences = configurationDifferences(configuration, file.configuration);
    if (differences.length === 0) return console.log(`Hall "${hall}" is as the file says already.`);
    await reach.configure(file.configuration);
    console.log(`Hall "${hall}" is as the file says. Changed:`);
    for (const { path: at, before, after } of differences) console.log(`  ${at.join('.')}: ${before ?? '-'} -> ${after ?? '-'}`);
  });
}

async function exportHall(options: HallOptions, path: string | undefined): Promise<void> {
  await withReach(options, null, async (reach) => {
    const text = writeHallFile(await reach.read());
    if (path === undefined) process.stdout.write(text);
    else writeTo(path, text);
  });
}

/** @throws StartError */
function writeTo(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new StartError(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`, EXIT_USAGE);
  }
}

async function staff(options: HallOptions, words: readonly string[]): Promise<void> {
  const database = await openToolDatabase(options);
  try {
    const accounts = new StaffAccounts({ database, clock, by: 'cli' });
    const hall = words[0] === 'add' ? await hallInQuestion(options, database, options.hall) : null;
    const askPassword = () => ask('New password: ');
    const outcome = await runStaffTool({ accounts, hall, roles: options.roles, askPassword, print: console.log }, words);
    if (outcome.is === 'usage') throw new StartError(helpText(HALL_USAGE, HALL_OPTIONS), EXIT_USAGE);
    if (outcome.is === 'failed') throw new StartError(outcome.why, EXIT_FAILED);
  } finally {
    await database.close();
  }
}

/** A hub that runs sees within seconds that its history is gone, another one at its start; either makes it anew. */
async function rebuildHistory(options: HallOptions, given: string | null): Promise<void> {
  const database = await openToolDatabase(options);
  try {
    const hall = await hallInQuestion(options, database, given ?? options.hall);
    if (hall === null) throw new StartError('there is no hall here yet: start the hub once');
    await new HistoryStore(database).forget(hall);
    console.log(`The history of hall "${hall}" is forgotten; the hub makes it anew from the journal, now or when it starts.`);
  } finally {
    await database.close();
  }
}

async function run(options: HallOptions, [command, ...words]: readonly string[]): Promise<void> {
  if (command === 'staff') return staff(options, words);
  if (command === 'add' && words.length === 1) return console.log(await addHall(options, readHallFileAt(words[0] ?? '')));
  if (command === 'apply' && words.length <= 1) return apply(options, words[0]);
  if (command === 'export' && words.length <= 1) return exportHall(options, words[0]);
  if (command === 'rebuild-history' && words.length <= 1) return rebuildHistory(options, words[0] ?? null);
  if (command === 'accept-lost-end' && words.length === 2 && /^\d{1,15}$/.test(words[1] ?? ''))
    return console.log(await acceptLostEnd(options, words[0] ?? '', Number(words[1])));
  throw new StartError(helpText(HALL_USAGE, HALL_OPTIONS), EXIT_USAGE);
}

try {
  const read = readOptions(HALL_OPTIONS, { arguments: process.argv.slice(2), environment: process.env });
  if (!read.ok) throw new StartError(read.error.join('\n'), EXIT_USAGE);
  if (read.value.is === 'help') process.stdout.write(helpText(HALL_USAGE, HALL_OPTIONS));
  else await run(read.value.values, read.value.positionals);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(`hall: ${error.message}`);
  process.exitCode = error.exitCode;
}
