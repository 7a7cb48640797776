import type { CounterId, HallConfiguration, ServiceId } from '../configuration.ts';
import { setUpTiers } from '../routing/served-queues.ts';
import type { DisplayId, DisplaySetup } from '../setup/display-setup.ts';

/** What one display is about: everything of the hall, or what belongs to some of its counters. */
export interface DisplayZone {
  /** Null: all. */
  readonly counters: ReadonlySet<CounterId> | null;
  readonly services: readonly ServiceId[];
}

/** The one wall of a hall that set up none. */
const ONLY_DISPLAY: DisplaySetup = { id: 'wall', name: '大屏', layout: 'calls-queues' };

/** Null: the first of the list, or everything where there is no list. Undefined for an id that the hall does not have. */
export function displaySetup(configuration: HallConfiguration, id: DisplayId | null): DisplaySetup | undefined {
  const { displays = [] } = configuration;
  return id === null ? (displays[0] ?? ONLY_DISPLAY) : displays.find((each) => each.id === id);
}

/** The lines that a display tells of: those it names, else those that its counters are set up to serve, in the hall's order. */
export function displayZone(configuration: HallConfiguration, { counters, services }: DisplaySetup): DisplayZone {
  const all = configuration.services.map(({ id }) => id);
  if (counters === undefined) return { counters: null, services: all.filter((id) => services?.includes(id) ?? true) };
  const own = new Set(counters);
  const served = new Set(
    configuration.counters
      .filter(({ id }) => own.has(id))
      .flatMap((counter) => setUpTiers(configuration, counter).flat())
      .map(({ service }) => service),
  );
  return { counters: own, services: all.filter((id) => services?.includes(id) ?? served.has(id)) };
}

export function isInZone({ counters }: DisplayZone, counter: CounterId): boolean {
  return counters === null || counters.has(counter);
}
