import type { PrinterCondition } from '../shared/hall/commands.ts';
import type { LiveHall } from '../shared/ui/hall.svelte.ts';

const PRINTS: readonly PrinterCondition[] = ['ready', 'paper-near-end'];

/** Whether the printer that this kiosk's tickets go to is known to give no paper now. */
export function printerIsOut(hall: LiveHall): boolean {
  const own = hall.welcome?.device?.printer ?? null;
  const known = hall.view((state) => {
    const printer = own ?? state.configuration?.printers[0]?.id;
    return printer === undefined ? null : (state.printers.get(printer)?.condition ?? null);
  });
  return known !== null && !PRINTS.includes(known);
}
