import type { Role } from '../../shared/hall/actor.ts';
import type { Down } from '../../shared/protocol/down.ts';

export const NEWS_NAMES = ['forecast', 'ticket-forecasts', 'advice', 'receipts'] as const;
/**
 * What screens are told besides the log: what the hub expects of a hall. It is in no version, nobody catches up with it, and each
 * replaces the last of its name; so only the newest is kept, and a line that is slow never gets another.
 */
export type News = Extract<Down, { readonly name: (typeof NEWS_NAMES)[number] }>;
export type NewsName = News['name'];

const STAFF: readonly Role[] = ['teller', 'greeter', 'guard', 'manager', 'admin'];

/** Whom each is for. What is expected of single tickets goes to those who may see tickets: no wall, kiosk or phone. */
const AUDIENCE: { readonly [Name in NewsName]: (role: Role) => boolean } = {
  forecast: () => true,
  'ticket-forecasts': (role) => STAFF.includes(role),
  advice: (role) => role === 'manager',
  receipts: (role) => STAFF.includes(role),
};

export function maySee(roles: readonly Role[], name: NewsName): boolean {
  return roles.some(AUDIENCE[name]);
}

/** The newest of each name, hall by hall. */
export class NewsBoard {
  readonly #byHall = new Map<string, Map<NewsName, News>>();

  pin(hall: string, news: News): void {
    const board = this.#byHall.get(hall) ?? new Map<NewsName, News>();
    this.#byHall.set(hall, board.set(news.name, news));
  }

  of(hall: string, roles: readonly Role[]): News[] {
    return [...(this.#byHall.get(hall)?.values() ?? [])].filter(({ name }) => maySee(roles, name));
  }
}
