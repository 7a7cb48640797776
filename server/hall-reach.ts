import { existsSync } from 'node:fs';
import type { HallConfiguration } from '../shared/hall/configuration.ts';
import { fromSnapshot, type HallSnapshot } from '../shared/hall/snapshot.ts';
import { askSecret } from './config/ask-secret.ts';
import { dataFolderAt, type DataFolder } from './config/data-folder.ts';
import { hubAddressOf } from './config/hub-address.ts';
import { StartError } from './config/start-error.ts';
import { JournalOpenError } from './journal/journal-open-error.ts';
import type { Journal } from './journal/journal.ts';
import { SqliteJournal } from './journal/sqlite-journal.ts';
import { newId, timers } from './system-time.ts';
import { noSuchHall, onlyHall, openSharedJournal, toolHub, type OpenJournal, type ToolPlace } from './tool-stores.ts';

export interface ReachOptions extends ToolPlace {
  readonly url: string | null;
  readonly port: number | null;
  readonly hall: string | null;
  /** Staff number that signs in at a running hub. */
  readonly as: string | null;
  /** Null: it is asked for. */
  readonly password: string | null;
}

/** What `apply` and `export` need: a hub that runs, or the files of one that does not. */
export interface Reach {
  read(): Promise<{ readonly hall: string; readonly configuration: HallConfiguration }>;
  configure(configuration: HallConfiguration): Promise<void>;
  close(): Promise<void>;
}

/** From the keyboard, or one line of standard input. @throws StartError for none */
export async function ask(question: string): Promise<string> {
  const answer = await askSecret(question, { input: process.stdin, output: process.stderr });
  if (answer === null) throw new StartError('no password was given');
  return answer;
}

async function throughHub(url: string, options: ReachOptions): Promise<Reach> {
  const password = options.password ?? (await ask(`Password of ${options.as}: `));
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

/** The journal itself: of a folder that no hub has open (its lock sees to that), or one that many hubs append to, of which this is one more. */
function throughJournal({ close, journal, hall }: OpenHall): Reach {
  const hub = toolHub(journal);
  return {
    read: async () => ({ hall, configuration: configurationOf((await hub.read(hall)).state) }),
    async configure(configuration) {
      const actor = { id: 'system:hall-tool', roles: ['system'] as const };
      const answer = await hub.submit(hall, actor, { id: newId(), type: 'configure-hall', configuration });
      if (!answer.ok) throw new StartError(`the hall refused: ${JSON.stringify(answer.error, null, 2)}`);
    },
    async close() {
      await hub.close();
      await close();
    },
  };
}

interface OpenHall {
  readonly journal: Journal;
  readonly hall: string;
  close(): Promise<void>;
}

async function throughFiles(folder: DataFolder, journal: SqliteJournal): Promise<Reach> {
  const [hall] = await journal.halls();
  if (hall === undefined) {
    await journal.close();
    throw new StartError(`the journal in ${folder.path} has no hall yet: start the hub once`);
  }
  return throughJournal({ journal, hall, close: () => journal.close() });
}

/** @throws StartError when it is not there, or there are several and none was named. */
async function throughShared({ close, journal }: OpenJournal, wanted: string | null): Promise<Reach> {
  try {
    const halls = await journal.halls();
    const hall = wanted ?? onlyHall(halls);
    if (hall !== null && halls.includes(hall)) return throughJournal({ journal, hall, close });
    throw hall === null ? new StartError('there is no hall here yet: start a hub once') : noSuchHall(hall, halls);
  } catch (error) {
    await close();
    throw error;
  }
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
 * A hub that was named; else the journal that many hubs share, where `wanted` says which of several halls is meant if nobody did; else the
 * folder, if no hub has it open. Only then whichever hub answers: asked first, a hub of another
 * folder would be changed in the place of this one.
 */
export async function reachOf(options: ReachOptions, wanted: string | null): Promise<Reach> {
  const shared = options.url === null ? await openSharedJournal(options) : null;
  if (shared !== null) return throughShared(shared, options.hall ?? wanted);
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
