import type { HallConfiguration } from '../shared/hall/configuration.ts';
import { devicePath, Devices, ENROLMENT_MS_MAX } from './access/devices.ts';
import { setKioskPin } from './access/kiosk-pin.ts';
import { askSecret } from './config/ask-secret.ts';
import { dataFolderAt, type DataFolder } from './config/data-folder.ts';
import { hubAddressOf } from './config/hub-address.ts';
import { readOptions, helpText } from './config/read-options.ts';
import { EXIT_USAGE, StartError } from './config/start-error.ts';
import { DEVICE_OPTIONS, DEVICE_USAGE } from './config/tool-options.ts';
import type { ValuesOf } from './config/option.ts';
import type { AccessDatabase } from './database/access-database.ts';
import { clock, newId } from './system-time.ts';
import { configurationInForce, hallInQuestion, openToolDatabase } from './tool-stores.ts';

type DeviceOptions = ValuesOf<typeof DEVICE_OPTIONS>;

const BY = 'cli';

async function add(database: AccessDatabase, devices: Devices, folder: DataFolder, options: DeviceOptions): Promise<void> {
  const { kind, counter, printer, display } = options;
  if (kind === '') throw new StartError('--kind says what the screen shows: kiosk, wall, window or rating', EXIT_USAGE);
  const hall = await hallInQuestion(options, database, options.hall);
  if (hall === null) throw new StartError('there is no hall here yet: start the hub once');
  const wrong = placeProblem(await configurationInForce(options, hall), { hall, counter, printer, display });
  if (wrong !== null) throw new StartError(wrong, EXIT_USAGE);
  const added = await devices.add({ hall, kind, label: options.label ?? display ?? kind, counter, printer, display }, BY);
  if (!added.ok) throw new StartError(added.error, EXIT_USAGE);
  const hub = options.url ?? hubAddressOf(folder, options.port);
  console.log(`Open this address once, on the screen itself, within ${ENROLMENT_MS_MAX / 3_600_000} hours:\n`);
  console.log(`    ${hub}/enrol#${added.value.code}\n`);
  console.log(`It then shows ${devicePath({ kind, counter, display })}. Device ${added.value.device}.`);
}

/** A screen for what the hall does not have would show nothing, or print nowhere, and nobody would know why. */
function placeProblem(
  configuration: HallConfiguration | null,
  {
    hall,
    counter,
    printer,
    display,
  }: {
    readonly hall: string;
    readonly counter: number | null;
    readonly printer: string | null;
    readonly display: string | null;
  },
): string | null {
  if (configuration === null) return `there is no hall "${hall}" here`;
  const { counters, printers, displays = [] } = configuration;
  if (counter !== null && !counters.some(({ id }) => id === counter))
    return `hall "${hall}" has no counter ${counter}; it has ${counters.map(({ id }) => id).join(', ')}`;
  if (printer !== null && !printers.some(({ id }) => id === printer))
    return `hall "${hall}" has no printer "${printer}"; it has ${printers.map(({ id }) => id).join(', ') || 'none'}`;
  if (display !== null && !displays.some(({ id }) => id === display))
    return `hall "${hall}" has no display "${display}"; it has ${displays.map(({ id }) => id).join(', ') || 'none'}`;
  return null;
}

async function list(devices: Devices): Promise<void> {
  for (const device of await devices.list()) {
    const state = device.revoked_at !== null ? 'revoked' : device.tokens > 0 ? 'enrolled' : 'not enrolled yet';
    const place = [
      device.counter === null ? null : `counter ${device.counter}`,
      device.printer && `printer ${device.printer}`,
      device.display && `display ${device.display}`,
    ];
    console.log([device.id, device.hall, device.kind, state, device.label, ...place.filter(Boolean)].join('  '));
  }
}

/** In force at once: the hub beside it looks at the database for every try. */
async function setPin(database: AccessDatabase, options: DeviceOptions): Promise<void> {
  const hall = await hallInQuestion(options, database, options.hall);
  if (hall === null) throw new StartError('there is no hall here yet: start the hub once');
  const pin = await askSecret('New PIN of the kiosks: ', { input: process.stdin, output: process.stdout });
  const set = await setKioskPin({ database, clock, hall, pin: pin ?? '', by: BY });
  if (!set.ok) throw new StartError(set.error, EXIT_USAGE);
  console.log(`The kiosks of ${hall} have a new PIN.`);
}

async function run(options: DeviceOptions, [command, ...words]: readonly string[]): Promise<void> {
  const folder = dataFolderAt(options.data);
  const database = await openToolDatabase(options);
  try {
    const devices = new Devices({ database, clock, newId });
    const [id] = words;
    if (command === 'add' && words.length === 0) await add(database, devices, folder, options);
    else if (command === 'list' && words.length === 0) await list(devices);
    else if (command === 'revoke' && id !== undefined && words.length === 1) {
      if (!(await devices.revoke(id, BY)))
        throw new StartError(`there is no device ${id} that could be revoked; "list" shows all`);
      console.log(`Device ${id} is revoked; its screen goes dark within two seconds.`);
    } else if (command === 'pin' && words.length === 0) await setPin(database, options);
    else throw new StartError(`${helpText(DEVICE_USAGE, DEVICE_OPTIONS)}`, EXIT_USAGE);
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
