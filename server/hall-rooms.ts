import type { HallRoom } from './hall-work.ts';

type Room = Omit<HallRoom, 'name'>;

export interface RoomsOfHalls {
  readonly advice: Room;
  readonly history: Room;
  readonly paper: Room;
  readonly records: Room;
  readonly screens: Room;
  /** Null: nothing is shipped to a region. */
  readonly shipping: Room | null;
}

/**
 * In the order in which a hub takes a hall up. Those that need no database come first: while that is away, and a hub dies, another one
 * prints the hall's tickets and ships its entries; what needs the database begins when it is back.
 */
export function hallRoomsOf({ advice, history, paper, records, screens, shipping }: RoomsOfHalls): HallRoom[] {
  const inOrder = { paper, ...(shipping !== null && { shipping }), records, screens, history, advice };
  return Object.entries(inOrder).map(([name, room]) => ({
    name,
    take: (hall) => room.take(hall),
    release: (hall) => room.release(hall),
  }));
}
