import { randomFillSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { idsFrom } from '../shared/lib/ids.ts';
import { devicePath, Devices, ENROLMENT_MS_MAX } from './access/devices.ts';
import { folderHall } from './access/folder-hall.ts';
import { dataFolderAt } from './config/data-folder.ts';
import { readOptions, helpText } from './config/read-options.ts';
import { EXIT_USAGE, StartError } from './config/start-error.ts';
import { DEVICE_OPTIONS, DEVICE_USAGE } from './config/tool-options.ts';
import type { ValuesOf } from './config/option.ts';
import { openAccessDatabase, type AccessDatabase } from './database/access-database.ts';

type DeviceOptions = ValuesOf<typeof DEVICE_OPTIONS>;

const BY = 'cli';
const clock = { now: () => Date.now() };
const newId = idsFrom((bytes) => randomFillSync(bytes));

async function add(database: AccessDatabase, devices: Devices, options: DeviceOptions): Promise<void> {
  const { kind, counter, printer } = options;
  if (kind === '') throw new StartError('--kind says what the screen shows: kiosk, wall or window', EXIT_USAGE);
  const hall = options.hall ?? (await folderHall(database));
  if (hall === null) throw new StartError('this data folder has no hall yet: start the hub once, or give --hall');
  const added = await devices.add({ hall, kind, label: options.label ?? kind, counter, printer }, BY);
  if (!added.ok) throw new StartError(added.error, EXIT_USAGE);
  const hub = options.url ?? `http://127.0.0.1:${options.port}`;
  console.log(`Open this address once, on the screen itself, within ${ENROLMENT_MS_MAX / 3_600_000} hours:\n`);
  console.log(`    ${hub}/enrol#${added.value.code}\n`);
  console.log(`It then shows ${devicePath({ kind, counter })}. Device ${added.value.device}.`);
}

async function list(devices: Devices): Promise<void> {
  for (const device of await devices.list()) {
    const state = device.revoked_at !== null ? 'revoked' : device.tokens > 0 ? 'enrolled' : 'not enrolled yet';
    const place = [device.counter === null ? null : `counter ${device.counter}`, device.printer && `printer ${device.printer}`];
    console.log([device.id, device.hall, device.kind, state, device.label, ...place.filter(Boolean)].join('  '));
  }
}

async function run(options: DeviceOptions, [command, ...words]: readonly string[]): Promise<void> {
  const folder = dataFolderAt(options.data);
  if (!existsSync(folder.database))
    throw new StartError(`there is no database.sqlite in ${folder.path}: start the hub once, or give --data`);
  const database = await openAccessDatabase(folder.database);
  try {
    const devices = new Devices({ database, clock, newId });
    const [id] = words;
    if (command === 'add' && words.length === 0) await add(database, devices, options);
    else if (command === 'list' && words.length === 0) await list(devices);
    else if (command === 'revoke' && id !== undefined && words.length === 1) {
      if (!(await devices.revoke(id, BY)))
        throw new StartError(`there is no device ${id} that could be revoked; "list" shows all`);
      console.log(`Device ${id} is revoked; its screen goes dark within two seconds.`);
    } else throw new StartError(`${helpText(DEVICE_USAGE, DEVICE_OPTIONS)}`, EXIT_USAGE);
  } finally {
    await database.close();
  }
}

try {
  const read = readOptions(DEVICE_OPTIONS, { arguments: process.argv.slice(2), environment: process.env });
  if (!read.ok) throw new StartError(read.error.join('\n'), EXIT_USAGE);
  if (read.value.is === 'help') process.stdout.write(helpText(DEVICE_USAGE, DEVICE_OPTIONS));
  else await run(read.value.values, read.value.positionals);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(`device: ${error.message}`);
  process.exitCode = error.exitCode;
}
