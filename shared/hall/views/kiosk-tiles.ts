import type { ServiceGroup } from '../setup/kiosk-setup.ts';
import type { KioskService } from './kiosk-services.ts';

/** What stands on a kiosk's page of services: one that can be asked for, or a group behind which there are more. */
export type KioskTile =
  | { readonly is: 'service'; readonly offer: KioskService }
  | {
      readonly is: 'group';
      readonly group: ServiceGroup;
      /** For all services of the group together. */
      readonly waiting: number;
      /** At least one of them gives tickets now. */
      readonly isOpen: boolean;
    };

/**
 * The first page (`group` null) has the groups, each where the first of its services would stand, and every service that is in no
 * group; the page of a group has its services. A group that is not there any more is the first page.
 */
export function kioskTiles(
  offers: readonly KioskService[],
  groups: readonly ServiceGroup[],
  group: string | null,
): readonly KioskTile[] {
  const within = groups.find(({ id }) => id === group);
  if (within !== undefined) {
    return offers.filter(({ service }) => within.services.includes(service.id)).map((offer) => ({ is: 'service', offer }));
  }
  const shown = new Set<string>();
  return offers.flatMap((offer): KioskTile[] => {
    const of = groups.find(({ services }) => services.includes(offer.service.id));
    if (of === undefined) return [{ is: 'service', offer }];
    if (shown.has(of.id)) return [];
    shown.add(of.id);
    const inside = offers.filter(({ service }) => of.services.includes(service.id));
    return [
      {
        is: 'group',
        group: of,
        waiting: inside.reduce((sum, { waiting }) => sum + waiting, 0),
        isOpen: inside.some((each) => each.offer === 'open'),
      },
    ];
  });
}

/** Keys of one tile in a list. */
export function tileKey(tile: KioskTile): string {
  return tile.is === 'group' ? `group ${tile.group.id}` : tile.offer.service.id;
}
