import { parse, stringify } from 'yaml';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';

const LETTERS = [...'ABCDEFGHIJ'];
const NAMES: readonly (readonly [zh: string, en: string])[] = [
  ['缴费', 'Pay a bill'],
  ['开户', 'Open an account'],
  ['宽带', 'Broadband'],
  ['查询', 'Enquiries'],
  ['综合业务', 'Other business'],
  ['销户', 'Close an account'],
  ['投诉与建议', 'Complaints'],
  ['过户', 'Transfer of ownership'],
  ['换卡补卡', 'SIM replacement'],
  ['政企业务', 'Business customers'],
];
const COUNTERS = 30;

/** The largest hall that a duty manager's screen shows without scrolling: ten services, thirty counters. */
export function largeHallFile(demo: string): string {
  const hall = parse(demo) as HallConfiguration & { readonly hall: string };
  const services = NAMES.map(([zh, en], index) => ({
    id: LETTERS[index]!,
    name: { zh, en },
    series: LETTERS[index]!,
    documents: [],
    promisedWaitMinutes: 15,
  }));
  const counters = Array.from({ length: COUNTERS }, (_, index) => ({
    id: index + 1,
    name: { zh: `${index + 1}号柜台`, en: `Counter ${index + 1}` },
    kind: 'counter' as const,
    serves: [LETTERS],
    // The last one is called silently.
    ...(index === COUNTERS - 1 ? { silent: true } : {}),
  }));
  const series = [...LETTERS, 'V'].map((letter) => ({ id: letter, letter }));
  const minimumOpen = [{ service: 'A', counters: 2, from: '00:00', to: '24:00' }];
  const { receptionRoom: _room, ...rest } = hall;
  return stringify({ ...rest, services, counters, series, minimumOpen, alerts: [] }, { aliasDuplicateObjects: false });
}
