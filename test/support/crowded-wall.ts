import { parse, stringify } from 'yaml';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import type { DisplaySetup } from '../../shared/hall/setup/display-setup.ts';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRST'];
const COUNTERS = 30;
const VIP_ROOM = 30;

export const CROWDED_DISPLAYS: readonly DisplaySetup[] = [
  { id: 'main', name: 'main', layout: 'calls-queues', lunarDate: true },
  { id: 'media', name: 'media', layout: 'calls-media', lunarDate: true },
  { id: 'banner', name: 'banner', layout: 'media-banner' },
  { id: 'counters', name: 'counters', layout: 'counters' },
  {
    id: 'zone',
    name: 'zone',
    layout: 'calls-queues',
    counters: [1, 2],
    night: { from: '00:00', to: '24:00' },
    burnInShift: false,
  },
];

/** As much as a wall must hold: thirty counters with rooms of long names, twenty services of which half are long, two pages to post. */
export function crowdedWall(demo: string): string {
  const { receptionRoom: _room, ...hall } = parse(demo) as HallConfiguration;
  const services = LETTERS.map((id, index) => {
    const name =
      index < LETTERS.length / 2
        ? { zh: `业务${id}`, en: `Service ${id}` }
        : { zh: `综合信息化业务受理与变更${id}`, en: `Registration and modification of services ${id}` };
    return { id, name, series: id, documents: [] };
  });
  const counters = Array.from({ length: COUNTERS }, (_, index) => {
    const id = index + 1;
    if (id === VIP_ROOM)
      return { id, name: { zh: 'VIP 接待室', en: 'VIP room' }, kind: 'room', reservedFor: 'vip', serves: [LETTERS] };
    if (id === VIP_ROOM - 1) {
      const name = { zh: '国际业务与大客户接待中心', en: 'International business reception centre' };
      return { id, name, kind: 'room', serves: [LETTERS] };
    }
    const name = { zh: `${id}号柜台`, en: `Counter ${id}` };
    return {
      id,
      name,
      kind: 'counter',
      ...(id === 2 ? { reservedFor: 'priority' } : {}),
      serves: [id <= 2 ? ['A', 'B'] : LETTERS],
    };
  });
  const publicPages = [
    {
      id: 'promise',
      kind: 'service-promise',
      title: { zh: '服务承诺', en: 'Our promise' },
      body: [{ zh: '首问负责，一台清办理。', en: 'Whoever you ask first takes care of it.' }],
    },
    {
      id: 'over',
      kind: 'prices',
      title: { zh: '旧价目', en: 'Old prices' },
      body: [{ zh: '已经失效', en: 'no longer valid' }],
      validUntil: '2020-01-01',
    },
  ];
  const series = [...LETTERS, 'V'].map((letter) => ({ id: letter, letter }));
  const changed = { ...hall, services, counters, series, publicPages, displays: CROWDED_DISPLAYS, minimumOpen: [], alerts: [] };
  return stringify(changed, { aliasDuplicateObjects: false });
}
