import { DEFAULT_TEMPLATES } from '../../shared/hall/paper/paper-fields.ts';
import type { Text } from '../../shared/hall/text.ts';
import { NO_WAIT, forecastTexts, rangeFigures } from '../../shared/i18n/forecast.ts';
import type { Language } from '../../shared/i18n/language.ts';
import { timeText, dateText, weekdayText } from '../../shared/i18n/time.ts';
import { heading, logoLines, note, reprintLines, twoColumns } from './paper-blocks.ts';
import { paperDocument, printOf, type PaperContent, type Print } from './paper-document.ts';
import { balancedLines, columnsOf, paperLines } from './paper-lines.ts';
import { paperText, receiptlineProperty, receiptlineText } from './receiptline-text.ts';
import type { TicketPaper } from './ticket-paper.ts';

/**
 * The ticket as a receiptline document: from it come the bytes for a printer and the picture for a screen. Read from an
 * arm's length, without glasses: one thing is huge (the number), three are large (the service, how many are ahead and how
 * long it takes), the rest is small and in the order in which it is needed. Chinese leads, English follows on its own line.
 */
const NUMBER_SCALE_MAX = 6;
const NAME_LINES_MAX = 2;
const DOCUMENTS_MAX = 8;
/** A document, or where a class is called. Large type needs more lines for the same words: as many as on 80 mm paper. */
const ITEM_LINES_MAX = 2;
const WIDE_PAPER_COLUMNS = 48;
/** Few documents may each be told at more length than many. */
const DOCUMENT_LINES_MAX = 6;
const DOCUMENT_LINES_IN_ALL = DOCUMENTS_MAX * ITEM_LINES_MAX;
/** Side of a cell: 33 cells of 6 dots are 25 mm on paper. */
const QR_CELL_DOTS = 6;

const WORDS = {
  ahead: { zh: '前面等候', en: 'Ahead of you' },
  people: '人',
  away: {
    zh: '系统暂时离线：前面人数和等候时间未知，号码有效。',
    en: 'The system is offline: people ahead and wait are not known. Your number is valid.',
  },
  quote: { zh: '预计等候', en: 'Expected wait' },
  taken: { zh: '取号时间', en: 'Taken at' },
  booked: { zh: '预约时间', en: 'Booked for' },
  bring: { zh: '请备好', en: 'Please have ready' },
  wait: {
    zh: '请到休息区等候，留意显示屏和语音通知。',
    en: 'Please take a seat; watch the screen and listen for your number.',
  },
  phone: { zh: '手机扫码看进度', en: 'Scan to follow on your phone' },
} as const;

/** What a hall has made of its tickets; absent: as they come with the hub. */
export interface PaperStyle {
  readonly template?: string | undefined;
  /** PNG, base64. */
  readonly logo?: string | undefined;
}

/** Pure. `columns`: Latin characters per line, 48 on 80 mm paper, 32 on 58 mm. */
export function ticketLayout(paper: TicketPaper, columns: number, { template, logo }: PaperStyle = {}): string {
  const print = printOf(columns, paper.large);
  return paperDocument('ticket', template ?? DEFAULT_TEMPLATES.ticket, ticketContent(paper, columns, { print, logo }), print);
}

function ticketContent(
  paper: TicketPaper,
  columns: number,
  { print, logo }: { print: Print; logo: string | undefined },
): PaperContent {
  const at = timeText(paper.issuedAt, paper.timeZone, 'zh');
  const figures = quoteFigures(paper);
  const range = (language: Language): string => (figures === NO_WAIT ? figures : forecastTexts(language).minutes(figures));
  const same = (text: string): Text => ({ zh: text, en: text });
  const booked = paper.bookedFor === null ? null : same(timeText(paper.bookedFor, paper.timeZone, 'zh'));
  return {
    blocks: {
      reprint: () => (paper.reprint ? reprintLines() : []),
      logo: () => logoLines(logo, columns),
      hall: () => heading(paper.hallName, columns),
      number: () => [scaled(paper.number, NUMBER_SCALE_MAX, columns)],
      service: () => service(paper, columns),
      reserved: () => reserved(paper, print),
      facts: () => (paper.large ? largeFacts(paper, print) : facts(paper, columns)),
      ahead: () => (paper.large ? largeAhead(paper, print) : ahead(paper)),
      quote: () =>
        paper.large ? largeLines(isBooked(paper) ? [] : largeQuote(paper, print.columns), print) : quote(paper, columns),
      booked: () => (paper.large ? largeLines(largeBooked(paper), print) : bookedLine(paper)),
      taken: () => (paper.large ? largeLines([takenLarge(paper)], print) : taken(paper, columns)),
      documents: () => documents(paper.documents, print),
      wait: () => note(WORDS.wait, print),
      link: () => phone(paper.link),
      rule: () => note(paper.rule, print),
      foot: () => (paper.foot === null ? [] : note(paper.foot, print)),
    },
    texts: {
      hall: paper.hallName,
      number: same(paper.number),
      service: paper.service,
      ahead: same(aheadText(paper)),
      quote: { zh: range('zh'), en: range('en') },
      taken: {
        zh: `${dateText(paper.issuedAt, paper.timeZone, 'zh')} ${at}`,
        en: `${dateText(paper.issuedAt, paper.timeZone, 'en')} ${at}`,
      },
      booked,
      reserved: paper.reserved === null ? null : reservedWords(paper.reserved),
      rule: paper.rule,
      foot: paper.foot,
    },
  };
}

function service(paper: TicketPaper, columns: number): string[] {
  const zh = balancedLines(paper.service.zh, Math.floor(columns / 2), NAME_LINES_MAX);
  const en = balancedLines(paper.service.en, columns, NAME_LINES_MAX);
  return ['', ...zh.map((line) => `"^^^${receiptlineText(line)}`), ...en.map(receiptlineText)];
}

/** Where this class of customers may be called besides: VIP 专席. */
function reserved({ reserved: found }: TicketPaper, { mark, columns }: Print): string[] {
  if (found === null) return [];
  const { zh, en } = reservedWords(found);
  const lines = [zh, en].flatMap((words) => paperLines(words, columns, itemLinesMax({ mark, columns })));
  return ['', ...lines.map((line) => mark + receiptlineText(line))];
}

function reservedWords({ mark, counters }: NonNullable<TicketPaper['reserved']>): Text {
  return {
    zh: `${mark.zh}：${counters.map((counter) => counter.zh).join('、')}`,
    en: `${mark.en}: ${counters.map((counter) => counter.en).join(', ')}`,
  };
}

/** How many are ahead, large; when the ticket was taken, small. */
function facts(paper: TicketPaper, columns: number): string[] {
  return [
    ...ahead(paper),
    ...(paper.ahead === null ? note(WORDS.away, { mark: '', columns }) : []),
    ...quote(paper, columns),
    ...bookedLine(paper),
    ...taken(paper, columns),
    ...(isBooked(paper) ? [] : note(quoteNote(paper), { mark: '', columns })),
  ];
}

function ahead(paper: TicketPaper): string[] {
  const text = aheadText(paper);
  const people = `"^^^${text}^^^ ${WORDS.people}`;
  const peopleColumns = 2 * columnsOf(text) + 1 + columnsOf(WORDS.people);
  return twoColumns(`${WORDS.ahead.zh} ${WORDS.ahead.en}`, people, peopleColumns);
}

/** Nobody knows while the hub is away. */
function aheadText({ ahead: people }: TicketPaper): string {
  return people === null ? NO_WAIT : String(people);
}

function bookedLine({ bookedFor, timeZone }: TicketPaper): string[] {
  if (bookedFor === null) return [];
  const booked = timeText(bookedFor, timeZone, 'zh');
  return twoColumns(`${WORDS.booked.zh} ${WORDS.booked.en}`, receiptlineText(booked), columnsOf(booked));
}

function taken({ issuedAt, timeZone }: TicketPaper, columns: number): string[] {
  const [date, weekday] = [dateText(issuedAt, timeZone, 'zh'), weekdayText(issuedAt, timeZone, 'zh')];
  const words = paperText(`${date} ${weekday} ${timeText(issuedAt, timeZone, 'zh')}`);
  const labelFits = columnsOf(WORDS.taken.zh) + 1 + columnsOf(words) <= columns;
  return twoColumns(labelFits ? WORDS.taken.zh : '', receiptlineText(words), columnsOf(words));
}

/** An appointment is quoted nothing: the time that was booked says when. */
function isBooked(paper: TicketPaper): boolean {
  return paper.bookedFor !== null && quoteFigures(paper) === NO_WAIT;
}

/** The range with a plain hyphen: the dash of the screens is not in every printer's letters. */
function quoteFigures(paper: TicketPaper): string {
  return rangeFigures(paper.quote).replace('–', '-');
}

/** The range large; on narrow paper English is below it, on wide paper beside it. */
function quote(paper: TicketPaper, columns: number): string[] {
  const figures = quoteFigures(paper);
  const { zh, en } = WORDS.quote;
  if (isBooked(paper)) return [];
  if (figures === NO_WAIT) return twoColumns(`${zh} ${en}`, NO_WAIT, columnsOf(NO_WAIT));
  const [minutes, english] = [forecastTexts('zh').minutes('').trim(), forecastTexts('en').minutes('').trim()];
  const row = (label: string, units: string): string[] =>
    twoColumns(label, `"^^^${figures}^^^ ${units}`, 2 * columnsOf(figures) + 1 + columnsOf(units));
  if (columns >= WIDE_PAPER_COLUMNS) return row(`${zh} ${en}`, `${minutes} ${english}`);
  const small = forecastTexts('en').minutes(figures);
  return [...row(zh, minutes), ...twoColumns(en, small, columnsOf(small))];
}

/** Of what moment the range is, and what it means; a copy says the same, for it is of the same moment. */
function quoteNote(paper: TicketPaper): Text {
  const isKnown = quoteFigures(paper) !== NO_WAIT;
  const [zh, en] = [forecastTexts('zh'), forecastTexts('en')];
  const at = timeText(paper.issuedAt, paper.timeZone, 'zh');
  return isKnown ? { zh: zh.quotedAt(at), en: en.quotedAt(at) } : { zh: zh.unknownAt(at), en: en.unknownAt(at) };
}

/** What it is, and below it how much: side by side there is no room at this size. */
function largeFacts(paper: TicketPaper, print: Print): string[] {
  return [
    ...largeAhead(paper, print),
    ...largeLines(
      [...(isBooked(paper) ? [] : largeQuote(paper, print.columns)), ...largeBooked(paper), takenLarge(paper)],
      print,
    ),
    ...(isBooked(paper) ? [] : note(quoteNote(paper), print)),
  ];
}

function largeAhead(paper: TicketPaper, print: Print): string[] {
  const people = aheadText(paper);
  const away = paper.ahead === null ? note(WORDS.away, print) : [];
  return [...largeLines([`${WORDS.ahead.zh} ${people} ${WORDS.people}`, `${WORDS.ahead.en}: ${people}`], print), ...away];
}

function largeBooked({ bookedFor, timeZone }: TicketPaper): string[] {
  return bookedFor === null ? [] : [`${WORDS.booked.zh} ${timeText(bookedFor, timeZone, 'zh')}`];
}

function takenLarge({ issuedAt, timeZone }: TicketPaper): string {
  return `${dateText(issuedAt, timeZone, 'zh')} ${timeText(issuedAt, timeZone, 'zh')}`;
}

function largeLines(lines: readonly string[], { mark, columns }: Print): string[] {
  return lines.flatMap((line) => paperLines(line, columns, 2)).map((line) => `|${mark}${receiptlineText(line)} |`);
}

function largeQuote(paper: TicketPaper, columns: number): string[] {
  const figures = quoteFigures(paper);
  const wait = (language: Language): string => (figures === NO_WAIT ? figures : forecastTexts(language).minutes(figures));
  return [...labelled(WORDS.quote.zh, wait('zh'), columns), ...labelled(`${WORDS.quote.en}:`, wait('en'), columns)];
}

/** In one line, or else the figures in a line of their own: no unit is torn from its figure. */
function labelled(label: string, figures: string, columns: number): string[] {
  const line = `${label} ${figures}`;
  return columnsOf(line) <= columns ? [line] : [label, figures];
}

function documents(all: readonly Text[], { mark, columns }: Print): string[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, DOCUMENTS_MAX);
  const share = Math.min(DOCUMENT_LINES_MAX, Math.floor(DOCUMENT_LINES_IN_ALL / shown.length));
  const linesMax = Math.max(share, itemLinesMax({ mark, columns }));
  const lines = shown.flatMap(({ zh, en }) => {
    const both = paperText(zh) === paperText(en) ? zh : `${zh}  ${en}`;
    return paperLines(both, columns - 2, linesMax).map(
      (line, at) => `|${mark}${at === 0 ? '·' : '~~'}${receiptlineText(line)} |`,
    );
  });
  const more = all.length > DOCUMENTS_MAX ? ['|…… |'] : [];
  return [`|${mark}"${WORDS.bring.zh}" ${mark === '' ? WORDS.bring.en : ''} |`, ...lines, ...more];
}

/** Where lines are short one more, for what is not broken within a word. */
function itemLinesMax({ mark, columns }: Print): number {
  return mark === '' ? ITEM_LINES_MAX : Math.ceil((ITEM_LINES_MAX * WIDE_PAPER_COLUMNS) / columns) + 1;
}

function phone(link: string | null): string[] {
  if (link === null) return [];
  return ['', `{code:${receiptlineProperty(link)};option:qrcode,${QR_CELL_DOTS},m}`, '', `${WORDS.phone.zh} ${WORDS.phone.en}`];
}

/** As large as the paper allows. receiptline: `^^^` is twice, `^^^^` three times … seven carets six times the size. */
function scaled(text: string, scaleMax: number, columns: number): string {
  const [line = ''] = paperLines(text, columns, 1);
  const scale = Math.max(1, Math.min(scaleMax, Math.floor(columns / Math.max(1, columnsOf(line)))));
  return `"${scale > 1 ? '^'.repeat(scale + 1) : ''}${receiptlineText(line)}`;
}
