import type { ConfigurationDraft } from './configuration-draft.ts';

type Service = ConfigurationDraft['services'][number];
type Series = ConfigurationDraft['series'][number];
type Counter = ConfigurationDraft['counters'][number];

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** With a series of its own, as long as there is a letter that nobody uses. */
export function newService(draft: ConfigurationDraft): { readonly service: Service; readonly series: Series | null } {
  const used = new Set([...draft.series.flatMap(({ id, letter }) => [id, letter]), ...draft.services.map(({ id }) => id)]);
  const letter = LETTERS.find((each) => !used.has(each)) ?? null;
  const id = letter ?? firstFree('S', new Set(draft.services.map((each) => each.id)));
  const service = { id, name: { zh: '新业务', en: 'New service' }, series: letter ?? draft.series[0]?.id ?? 'A', documents: [] };
  return { service, series: letter === null ? null : { id: letter, letter } };
}

/** The next figure; serves what the first counter serves, which can be changed at once. */
export function newCounter(draft: ConfigurationDraft): Counter {
  const id = Math.max(0, ...draft.counters.map((counter) => counter.id)) + 1;
  const name = { zh: `${id}号柜台`, en: `Counter ${id}` };
  return { id, name, kind: 'counter', serves: [draft.services.map((service) => service.id)] };
}

export function newClass(draft: ConfigurationDraft): ConfigurationDraft['classes'][number] {
  const id = firstFree('class-', new Set(draft.classes.map((each) => each.id)));
  return { id, name: { zh: '新类别', en: 'New class' } };
}

export function newPrinter(draft: ConfigurationDraft): ConfigurationDraft['printers'][number] {
  const id = firstFree('printer-', new Set(draft.printers.map((each) => each.id)));
  return { id, name: { zh: '新打印机', en: 'New printer' }, host: '192.168.1.50', port: 9100, columns: 48 };
}

export function newDisplay(draft: ConfigurationDraft): NonNullable<ConfigurationDraft['displays']>[number] {
  const id = firstFree('wall-', new Set((draft.displays ?? []).map((each) => each.id)));
  return { id, name: id, layout: 'calls-queues' };
}

export function newPublicPage(
  draft: ConfigurationDraft,
  title: { zh: string; en: string },
): NonNullable<ConfigurationDraft['publicPages']>[number] {
  const id = firstFree('page-', new Set((draft.publicPages ?? []).map((each) => each.id)));
  return { id, kind: 'service-promise', title, body: [{ ...title }] };
}

export function newRule(kind: ConfigurationDraft['routing']['kind'], draft: ConfigurationDraft): ConfigurationDraft['routing'] {
  const { passedMax, waitMaxMinutes } = draft.routing;
  const bounds = { passedMax, ...(waitMaxMinutes === undefined ? {} : { waitMaxMinutes }) };
  const ids = draft.classes.map(({ id }) => id);
  const [first = 'standard', ...others] = ids;
  switch (kind) {
    case 'fcfs':
      return { kind, ...bounds };
    case 'strict':
      return { kind, order: [...others.reverse(), first], ...bounds };
    case 'aging':
      return { kind, factors: Object.fromEntries(others.map((id) => [id, 2])), ...bounds };
    case 'head-start':
      return { kind, minutes: Object.fromEntries(others.map((id) => [id, 10])), ...bounds };
    case 'ratio':
      return {
        kind,
        turns: [...(others.length === 0 ? [] : [{ classes: others, calls: 2 }]), { classes: [first], calls: 1 }],
        ...bounds,
      };
  }
}

function firstFree(prefix: string, used: ReadonlySet<string>): string {
  let number = used.size + 1;
  while (used.has(`${prefix}${number}`)) number += 1;
  return `${prefix}${number}`;
}
