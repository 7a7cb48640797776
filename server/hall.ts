import { randomFillSync } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import type { HallConfiguration } from '../shared/hall/configuration.ts';
import { fromSnapshot, type HallSnapshot } from '../shared/hall/snapshot.ts';
import { idsFrom } from '../shared/lib/ids.ts';
import { configurationDifferences } from '../shared/protocol/configuration-differences.ts';
import { StaffAccounts } from './access/staff-accounts.ts';
import { runStaffTool } from './access/staff-tool.ts';
import { askSecret } from './config/ask-secret.ts';
import { dataFolderAt, readHallFileAt, type DataFolder } from './config/data-folder.ts';
import { writeHallFile } from './config/hall-file.ts';
import { hubAddressOf } from './config/hub-address.ts';
import type { ValuesOf } from './config/option.ts';
import { helpText, readOptions } from './config/read-options.ts';
import { EXIT_FAILED, EXIT_USAGE, StartError } from './config/start-error.ts';
import { HALL_OPTIONS, HALL_USAGE } from './config/tool-options.ts';
import { HistoryStore } from './history/history-store.ts';
import { Hub } from './hub/hub.ts';
import { JournalOpenError } from './journal/journal-open-error.ts';
import { SqliteJournal } from './journal/sqlite-journal.ts';
import { SILENT_LOG } from './observability/log.ts';
import { hallInQuestion, openToolDatabase } from './tool-stores.ts';

type HallOptions = ValuesOf<typeof HALL_OPTIONS>;

/** What `apply` and `export` need: a hub that runs, or the files of one that does not. */
interface Reach {
  read(): Promise<{ readonly hall: string; readonly configuration: HallConfiguration }>;
  configure(configuration: HallConfiguration): Promise<void>;
  close(): Promise<void>;
}

const clock = { now: () => Date.now() };
const timers = {
  after: (delayMs: number, run: () => void) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  every: (intervalMs: number, run: () => void) => {
    const timer = setInterval(run, intervalMs);
    return () => clearInterval(timer);
  },
};
const newId = idsFrom((bytes) => randomFillSync(bytes));

async function ask(question: string): Promise<string> {
  const answer = await askSecret(question, { input: process.stdin, output: process.stderr });
  if (answer === null) throw new StartError('no password was given');
  return answer;
}

async function throughHub(url: string, options: HallOptions): Promise<Reach> {
  const password = process.env['HALLCALL_PASSWORD'] ?? (await ask(`Password of ${options.as}: `));
  const session = (await asked(url, 'POST', '/api/sessions', null, { staffNumber: options.as, password })) as {
    readonly token: string;
    readonly hall: string;
  };
  const path = `/api/halls/${session.hall}`;
  return {
    async read() {
      const { state } = (await asked(url, 'GET', `${path}/state`, session.token)) as { readonly state: HallSnapshot };
      return { hall: session.hall, configuration: configurationOf(fromSnapshot(state)) };
    },
    async configure(configuration) {
      await asked(url, 'POST', `${path}/commands`, session.token, { id: newId(), type: 'configure-hall', configuration });
    },
    async close() {
      await asked(url, 'DELETE', '/api/sessions/current', session.token);
    },
  };
}

async function asked(url: string, method: string, path: string, token: string | null, body?: object): Promise<unknown> {
  const headers = { ...(body && { 'content-type': 'application/json' }), ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(`${url}${path}`, {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  }).catch((error: unknown) => {
    throw new StartError(`no hub answers at ${url}: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (response.status === 204) return null;
  const answer = (await response.json()) as { readonly kind?: string; readonly title?: string };
  if (response.ok) return answer;
  const { kind, title, ...facts } = answer;
  throw new StartError(`the hub refused (${kind}): ${title}\n${JSON.stringify(facts, null, 2)}`);
}

/** The files themselves, which no hub has open: the journal's lock sees to that. */
async function throughFiles(folder: DataFolder, journal: SqliteJournal): Promise<Reach> {
  const broadcast = { entries: () => undefined };
  const hub = new Hub({
    journal,
    broadcast,
    clock,
    monotonic: () => performance.now(),
    timers,
    newId,
    log: SILENT_LOG,
    release: 'tool',
  });
  const [hall] = await journal.halls();
  return {
    async read() {
      if (hall === undefined) throw new StartError(`the journal in ${folder.path} has no hall yet: start the hub once`);
      return { hall, configuration: configurationOf((await hub.read(hall)).state) };
    },
    async configure(configuration) {
      const actor = { id: 'system:hall-tool', roles: ['system'] as const };
      const answer = await hub.submit(hall ?? '', actor, { id: newId(), type: 'configure-hall', configuration });
      if (!answer.ok) throw new StartError(`the hall refused: ${JSON.stringify(answer.error, null, 2)}`);
    },
    async close() {
      await hub.close();
      await journal.close();
    },
  };
}

/** The folder's journal; null when there is none, or a hub has it open. */
function freeJournal(folder: DataFolder): SqliteJournal | null {
  if (!existsSync(folder.journal)) return null;
  try {
    return SqliteJournal.open({ path: folder.journal, timers });
  } catch (error) {
    if (!(error instanceof JournalOpenError)) throw error;
    if (error.fault === 'locked') return null;
    throw new StartError(error.message);
  }
}

function configurationOf({ configuration }: { readonly configuration: HallConfiguration | null }): HallConfiguration {
  if (configuration === null) throw new StartError('the hall has no configuration');
  return configuration;
}

async function isHubAt(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/healthz`)).ok;
  } catch {
    // Nobody answers: then the files are free, or the journal's lock says that they are not.
    return false;
  }
}

/**
 * A hub that was named; else the folder, if no hub has it open. Only then whichever hub answers: asked first, a hub of another
 * folder would be changed in the place of this one.
 */
async function reachOf(options: HallOptions): Promise<Reach> {
  const folder = dataFolderAt(options.data);
  const journal = options.url === null ? freeJournal(folder) : null;
  if (journal !== null) return throughFiles(folder, journal);
  const url = options.url ?? hubAddressOf(folder, options.port);
  if (options.url !== null || (await isHubAt(url))) return throughHub(url, options);
  throw new StartError(
    existsSync(folder.journal)
      ? `a hub has ${folder.path} open, and does not answer at ${url}: give its --url or --port`
      : `there is no journal.sqlite in ${folder.path}, and no hub at ${url}: start the hub once, or give --data or --url`,
  );
}

async function withReach(options: HallOptions, use: (reach: Reach) => Promise<void>): Promise<void> {
  const reach = await reachOf(options);
  try {
    await use(reach);
  } finally {
    await reach.close();
  }
}

async function apply(options: HallOptions, path: string | undefined): Promise<void> {
  const file = readHallFileAt(path ?? dataFolderAt(options.data).hallFile);
  await withReach(options, async (reach) => {
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
  await withReach(options, async (reach) => {
    const text = writeHallFile(await reach.read());
    if (path === undefined) process.stdout.write(text);
    else writeFileSync(path, text);
  });
}

async function staff(options: HallOptions, words: readonly string[]): Promise<void> {
  const database = await openToolDatabase(options);
  try {
    const accounts = new StaffAccounts({ database, clock, by: 'cli' });
    const hall = words[0] === 'add' ? await hallInQuestion(database, options.hall) : null;
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
    const hall = await hallInQuestion(database, given ?? options.hall);
    if (hall === null) throw new StartError('no hall is known here: give --hall');
    await new HistoryStore(database).forget(hall);
    console.log(`The history of hall "${hall}" is forgotten; the hub makes it anew from the journal, now or when it starts.`);
  } finally {
    await database.close();
  }
}

async function run(options: HallOptions, [command, ...words]: readonly string[]): Promise<void> {
  if (command === 'staff') return staff(options, words);
  if (command === 'apply' && words.length <= 1) return apply(options, words[0]);
  if (command === 'export' && words.length <= 1) return exportHall(options, words[0]);
  if (command === 'rebuild-history' && words.length <= 1) return rebuildHistory(options, words[0] ?? null);
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
