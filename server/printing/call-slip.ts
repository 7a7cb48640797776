import { DEFAULT_TEMPLATES } from '../../shared/hall/paper/paper-fields.ts';
import {
  classSetup,
  counterSetup,
  serviceSetup,
  standardClass,
  type HallConfiguration,
} from '../../shared/hall/configuration.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { Text } from '../../shared/hall/text.ts';
import { waitingSheet, type SheetTicket } from '../../shared/hall/views/waiting-sheet.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import { timeText } from '../../shared/i18n/time.ts';
import { heading, logoLines, note, reprintLines, twoColumns } from './paper-blocks.ts';
import { paperDocument, printOf, type PaperContent } from './paper-document.ts';
import { columnsOf, paperLines } from './paper-lines.ts';
import { receiptlineText } from './receiptline-text.ts';
import { bothOf, printedText, same, titleLine, type SlipFacts } from './slip-parts.ts';
import type { PaperStyle } from './ticket-layout.ts';
import { ruleWords } from './ticket-paper.ts';

/** 叫号单: who waits, in the order in which they are to be called, to be called by hand and ticked off. */
export interface CallSlip extends SlipFacts {
  readonly queues: readonly { readonly name: Text; readonly tickets: readonly SheetTicket[] }[];
  readonly waiting: number;
  readonly atHand: readonly { readonly counter: Text; readonly number: string }[];
  readonly rule: Text;
}

const WORDS = {
  title: { zh: '叫号单', en: 'Waiting list' },
  waiting: { zh: '等候', en: 'waiting' },
  none: { zh: '没有人等候。', en: 'Nobody is waiting.' },
  atHand: { zh: '柜台正在办理', en: 'At the counters' },
} as const;
/** Two metres of paper. Who is not on it is counted. */
const TICKETS_MAX = 400;

/** Of this moment; null before the hall is configured. */
export function callSlip(state: HallState, at: EpochMs): CallSlip | null {
  const { configuration } = state;
  if (configuration === null) return null;
  const sheet = waitingSheet(state);
  return {
    hallName: configuration.name,
    printedAt: at,
    timeZone: configuration.timeZone,
    reprint: false,
    foot: configuration.paper?.foot ?? null,
    queues: sheet.lines.map(({ service, classId, tickets }) => ({ name: queueName(configuration, service, classId), tickets })),
    waiting: sheet.count,
    atHand: sheet.atHand.map(({ counter, number }) => ({
      counter: counterSetup(configuration, counter)?.name ?? same(String(counter)),
      number,
    })),
    rule: ruleWords(configuration),
  };
}

function queueName(configuration: HallConfiguration, service: string, classId: string): Text {
  const name = serviceSetup(configuration, service)?.name ?? same(service);
  const group = classSetup(configuration, classId)?.name;
  if (group === undefined || classId === standardClass(configuration)) return name;
  return { zh: `${name.zh} · ${group.zh}`, en: `${name.en} · ${group.en}` };
}

/** Pure. */
export function callSlipLayout(slip: CallSlip, columns: number, { template, logo }: PaperStyle = {}): string {
  const print = printOf(columns, false);
  const content: PaperContent = {
    blocks: {
      reprint: () => (slip.reprint ? reprintLines() : []),
      logo: () => logoLines(logo, columns),
      title: () => titleLine(WORDS.title),
      hall: () => heading(slip.hallName, columns),
      printed: () => [receiptlineText(printedText(slip).zh)],
      queues: () => queueLines(slip, columns),
      counters: () => atHandLines(slip, columns),
      rule: () => note(slip.rule, print),
      foot: () => (slip.foot === null ? [] : note(slip.foot, print)),
    },
    texts: {
      hall: slip.hallName,
      printed: printedText(slip),
      waiting: same(String(slip.waiting)),
      rule: slip.rule,
      foot: slip.foot,
    },
  };
  return paperDocument('callSlip', template ?? DEFAULT_TEMPLATES.callSlip, content, print);
}

function queueLines({ queues, waiting, timeZone }: CallSlip, columns: number): string[] {
  if (waiting === 0) return note(WORDS.none, printOf(columns, false));
  let left = TICKETS_MAX;
  const lines: string[] = [];
  for (const { name, tickets } of queues) {
    const count = `${tickets.length} ${WORDS.waiting.zh}`;
    const [heading = ''] = paperLines(bothOf(name), columns - columnsOf(count) - 1, 1);
    lines.push(...twoColumns(`"${receiptlineText(heading)}"`, receiptlineText(count), columnsOf(count)));
    for (const ticket of tickets.slice(0, left)) lines.push(ticketLine(ticket, timeZone));
    left = Math.max(0, left - tickets.length);
  }
  const unlisted = waiting - TICKETS_MAX;
  return unlisted > 0 ? [...lines, `+ ${unlisted}`] : lines;
}

/** A box to tick, the number, since when, and for which counter or person it waits alone. */
function ticketLine({ number, issuedAt, to }: SheetTicket, timeZone: string): string {
  const address = to === null ? '' : ` → ${receiptlineText(to.replace(/^\w+:/, ''))}`;
  return `|□ "${receiptlineText(number)}"${address} | ${timeText(issuedAt, timeZone, 'zh')}|`;
}

function atHandLines({ atHand }: CallSlip, columns: number): string[] {
  if (atHand.length === 0) return [];
  return [
    `|"${WORDS.atHand.zh}" ${WORDS.atHand.en} |`,
    ...atHand.map(({ counter, number }) => {
      const [name = ''] = paperLines(bothOf(counter), columns - columnsOf(number) - 2, 1);
      return `|${receiptlineText(name)} | ${receiptlineText(number)}|`;
    }),
  ];
}
