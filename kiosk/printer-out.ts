import type { PrinterCondition } from '../shared/hall/commands.ts';
import type { PrinterId } from '../shared/hall/configuration.ts';
import type { Text } from '../shared/hall/text.ts';
import type { EpochMs } from '../shared/lib/clock.ts';
import type { LiveHall } from '../shared/ui/hall.svelte.ts';

const PRINTS: readonly PrinterCondition[] = ['ready', 'paper-near-end'];

export interface OwnPrinter {
  readonly id: PrinterId;
  readonly name: Text;
  /** `ready` also while nothing has been heard of it. */
  readonly condition: PrinterCondition;
  /** 换纸: since when somebody has it open on purpose. */
  readonly paperChangeSince: EpochMs | null;
}

/** The printer that this kiosk's tickets go to; null: none. */
export function ownPrinter(hall: LiveHall): OwnPrinter | null {
  const own = hall.welcome?.device?.printer ?? null;
  return hall.view(({ configuration, paperChanges, printers }) => {
    const setup = configuration?.printers.find(({ id }) => own === null || id === own);
    if (setup === undefined) return null;
    const { id, name } = setup;
    return {
      id,
      name,
      condition: printers.get(id)?.condition ?? 'ready',
      paperChangeSince: paperChanges.get(id) ?? null,
    };
  });
}

/** Whether the printer that this kiosk's tickets go to is known to give no paper now. */
export function printerIsOut(hall: LiveHall): boolean {
  const printer = ownPrinter(hall);
  return printer !== null && !PRINTS.includes(printer.condition);
}
