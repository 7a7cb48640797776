import type { HallFile } from './config/hall-file.ts';
import { EXIT_USAGE, StartError } from './config/start-error.ts';
import { HALLS_LOOK_MS } from './hall-list.ts';
import { openSharedJournal, toolHub, type ToolPlace } from './tool-stores.ts';

/**
 * Makes one hall more in the journal that many hubs share; they find it by themselves. Gives what to say to whoever did it.
 *
 * @throws StartError when there is such a hall, or no journal that has room for a second one
 */
export async function addHall(place: ToolPlace, { configuration, hall }: HallFile): Promise<string> {
  const shared = await openSharedJournal(place);
  if (shared === null) {
    throw new StartError(
      'a data folder holds one hall. Halls are added where many hubs share a journal: give --redis and --database, or HALLCALL_REDIS ' +
        'and HALLCALL_DATABASE, as the hubs have them',
      EXIT_USAGE,
    );
  }
  try {
    if ((await shared.journal.halls()).includes(hall))
      throw new StartError(`there is a hall "${hall}" already; change it with "npm run hall -- apply FILE"`, EXIT_USAGE);
    const { journal } = shared;
    const hub = toolHub(journal);
    const made = await hub.seed(hall, configuration);
    await hub.close();
    if (made === null) throw new StartError(`there is a hall "${hall}" already: somebody has just made it`, EXIT_USAGE);
    if (!made.ok) throw new StartError(`the hall cannot be made: ${JSON.stringify(made.error, null, 2)}`);
  } finally {
    await shared.close();
  }
  return (
    `Hall "${hall}" is there; hubs serve it within ${HALLS_LOOK_MS / 1_000} seconds. Nobody can sign in yet:\n` +
    `  npm run hall -- staff add NUMBER --roles admin --hall ${hall}`
  );
}
