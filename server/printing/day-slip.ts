import { DEFAULT_TEMPLATES } from '../../shared/hall/paper/paper-fields.ts';
import type { DayId } from '../../shared/hall/business-day.ts';
import { counterSetup, type HallConfiguration } from '../../shared/hall/configuration.ts';
import type { Text } from '../../shared/hall/text.ts';
import type { DayFigures, ServiceTally } from '../../shared/hall/views/day-tally.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import { heading, logoLines, note, reprintLines, twoColumns } from './paper-blocks.ts';
import { paperDocument, printOf, type PaperContent } from './paper-document.ts';
import { columnsOf, paperLines } from './paper-lines.ts';
import { receiptlineText } from './receiptline-text.ts';
import { bothOf, printedText, same, titleLine, type SlipFacts } from './slip-parts.ts';
import type { PaperStyle } from './ticket-layout.ts';

/** 日结单: a business day in figures, for the box in which a hall keeps its papers. */
export interface DaySlip extends SlipFacts {
  readonly day: DayId;
  /** The day goes on: these are not its last figures. */
  readonly isOpen: boolean;
  readonly total: ServiceTally;
  readonly services: readonly { readonly name: Text; readonly tally: ServiceTally }[];
  readonly counters: readonly { readonly name: Text; readonly finished: number }[];
}

const WORDS = {
  title: { zh: '日结单', en: 'Day report' },
  open: { zh: '营业中，尚未日结', en: 'The day is still open' },
  issued: { zh: '取号', en: 'Tickets' },
  served: { zh: '已办', en: 'Served' },
  noShow: { zh: '过号', en: 'No-show' },
  left: { zh: '离开或取消', en: 'Left or cancelled' },
  unserved: { zh: '弃号', en: 'Unserved' },
  still: { zh: '等候或办理中', en: 'Still here' },
  mean: { zh: '平均等候', en: 'Mean wait' },
  max: { zh: '最长等候', en: 'Longest wait' },
  minutes: { zh: '分钟', en: 'min' },
  byService: { zh: '业务：取号/已办', en: 'Service: tickets/served' },
  byCounter: { zh: '台席：办理笔数', en: 'Counter: finished' },
} as const;
const MINUTE_MS = 60_000;

interface DaySlipFacts {
  readonly day: DayId;
  readonly isOpen: boolean;
  readonly figures: DayFigures;
  readonly printedAt: EpochMs;
  readonly reprint: boolean;
}

export function daySlip(configuration: HallConfiguration, { figures, ...facts }: DaySlipFacts): DaySlip {
  return {
    ...facts,
    hallName: configuration.name,
    timeZone: configuration.timeZone,
    foot: configuration.paper?.foot ?? null,
    total: figures.total,
    services: configuration.services.flatMap(({ id, name }) => {
      const tally = figures.services.get(id);
      return tally === undefined ? [] : [{ name, tally }];
    }),
    counters: [...figures.counters].map(([id, finished]) => ({
      name: counterSetup(configuration, id)?.name ?? same(String(id)),
      finished,
    })),
  };
}

/** Pure. */
export function daySlipLayout(slip: DaySlip, columns: number, { template, logo }: PaperStyle = {}): string {
  const print = printOf(columns, false);
  const content: PaperContent = {
    blocks: {
      reprint: () => (slip.reprint ? reprintLines() : []),
      logo: () => logoLines(logo, columns),
      title: () => titleLine(WORDS.title),
      hall: () => heading(slip.hallName, columns),
      day: () => [`"${receiptlineText(slip.day)}"`, ...(slip.isOpen ? note(WORDS.open, print) : [])],
      printed: () => [receiptlineText(printedText(slip).zh)],
      totals: () => totalLines(slip.total),
      services: () => listed(WORDS.byService, slip.services.map(serviceRow), columns),
      counters: () =>
        listed(
          WORDS.byCounter,
          slip.counters.map(({ name, finished }) => ({ name, value: String(finished) })),
          columns,
        ),
      foot: () => (slip.foot === null ? [] : note(slip.foot, print)),
    },
    texts: {
      hall: slip.hallName,
      day: same(slip.day),
      printed: printedText(slip),
      issued: same(String(slip.total.issued)),
      served: same(String(slip.total.served)),
      foot: slip.foot,
    },
  };
  return paperDocument('daySlip', template ?? DEFAULT_TEMPLATES.daySlip, content, print);
}

function totalLines(total: ServiceTally): string[] {
  const rows: [Text, string][] = [
    [WORDS.issued, String(total.issued)],
    [WORDS.served, String(total.served)],
    [WORDS.noShow, String(total.noShow)],
    [WORDS.left, String(total.left)],
    [WORDS.unserved, String(total.unserved)],
    ...(total.open > 0 ? [[WORDS.still, String(total.open)] as [Text, string]] : []),
    [WORDS.mean, minutes(total.waitMsMean)],
    [WORDS.max, minutes(total.waitMsMax)],
  ];
  return rows.flatMap(([label, value]) => twoColumns(bothOf(label), receiptlineText(value), columnsOf(value)));
}

/** A tenth of a minute is as exact as anybody presses a key. */
function minutes(ms: number | null): string {
  return ms === null ? '—' : `${(ms / MINUTE_MS).toFixed(1)} ${WORDS.minutes.zh}`;
}

function serviceRow({ name, tally }: DaySlip['services'][number]): { name: Text; value: string } {
  return { name, value: `${tally.issued}/${tally.served}` };
}

function listed(title: Text, rows: readonly { readonly name: Text; readonly value: string }[], columns: number): string[] {
  if (rows.length === 0) return [];
  return [
    ...note(title, printOf(columns, false)).slice(0, 2),
    ...rows.flatMap(({ name, value }) => {
      const [words = ''] = paperLines(bothOf(name), columns - columnsOf(value) - 1, 1);
      return twoColumns(receiptlineText(words), receiptlineText(value), columnsOf(value));
    }),
  ];
}
