import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import type { PaperKind } from '../../shared/hall/paper/paper-fields.ts';
import type { ServiceTally } from '../../shared/hall/views/day-tally.ts';
import { localDay } from '../../shared/hall/local-time.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import { callSlipLayout, type CallSlip } from './call-slip.ts';
import { daySlip, daySlipLayout } from './day-slip.ts';
import { ticketLayout } from './ticket-layout.ts';
import { reservedFor, ruleWords, type TicketPaper } from './ticket-paper.ts';

export interface SampleAsked {
  readonly kind: PaperKind;
  readonly columns: number;
  readonly large: boolean;
  readonly reprint: boolean;
  readonly at: EpochMs;
  /** An address as a real ticket would carry it; null where the hall has no page for phones. */
  readonly link: string | null;
}

const MINUTE_MS = 60_000;

/** An example of a hall's paper, with everything on it that can be on it. Pure. */
export function samplePaper(configuration: HallConfiguration, asked: SampleAsked): string {
  const { columns, kind } = asked;
  const { logo } = configuration.paper ?? {};
  const style = { template: configuration.paper?.[kind], logo };
  switch (kind) {
    case 'ticket':
      return ticketLayout(sampleTicket(configuration, asked), columns, style);
    case 'callSlip':
      return callSlipLayout(sampleCallSlip(configuration, asked), columns, style);
    case 'daySlip':
      return daySlipLayout(sampleDaySlip(configuration, asked), columns, style);
  }
}

function sampleTicket(configuration: HallConfiguration, { at, large, link, reprint }: SampleAsked): TicketPaper {
  const service = configuration.services.find(({ documents }) => documents.length > 0) ?? configuration.services[0];
  const reserved = configuration.counters.find((counter) => counter.reservedFor !== undefined)?.reservedFor;
  return {
    hallName: configuration.name,
    number: `${letterOf(configuration)}012`,
    service: service?.name ?? { zh: '', en: '' },
    documents: service?.documents ?? [],
    ahead: 12,
    quote: { fromMs: 8 * MINUTE_MS, toMs: 14 * MINUTE_MS },
    reserved: reserved === undefined || service === undefined ? null : reservedFor(configuration, service.id, reserved),
    bookedFor: null,
    issuedAt: at,
    timeZone: configuration.timeZone,
    reprint,
    large,
    rule: ruleWords(configuration),
    link,
    foot: configuration.paper?.foot ?? null,
  };
}

function slipFacts(configuration: HallConfiguration, { at, reprint }: SampleAsked) {
  const { name: hallName, timeZone } = configuration;
  return { hallName, timeZone, printedAt: at, reprint, foot: configuration.paper?.foot ?? null };
}

function sampleCallSlip(configuration: HallConfiguration, asked: SampleAsked): CallSlip {
  const queues = configuration.services.slice(0, 2).map(({ name, series }, index) => ({
    name,
    tickets: [12, 13, 14].slice(index).map((number) => ({
      number: `${configuration.series.find(({ id }) => id === series)?.letter ?? 'A'}0${number}`,
      issuedAt: asked.at - (20 - number) * MINUTE_MS,
      to: null,
    })),
  }));
  return {
    ...slipFacts(configuration, asked),
    queues,
    waiting: queues.reduce((sum, { tickets }) => sum + tickets.length, 0),
    atHand: configuration.counters.slice(0, 1).map(({ name }) => ({ counter: name, number: `${letterOf(configuration)}011` })),
    rule: ruleWords(configuration),
  };
}

function sampleDaySlip(configuration: HallConfiguration, { at, reprint }: SampleAsked) {
  const tally = (issued: number): ServiceTally => {
    const [noShow, left, unserved, open] = [3, 1, 0, 0];
    const served = issued - noShow - left;
    return { issued, served, noShow, left, unserved, open, waitMsMean: 7.5 * MINUTE_MS, waitMsMax: 31 * MINUTE_MS };
  };
  const services = new Map(configuration.services.map(({ id }) => [id, tally(48)] as const));
  const counters = new Map(configuration.counters.slice(0, 3).map(({ id }) => [id, 40] as const));
  const figures = { total: tally(48 * services.size), services, counters };
  return daySlip(configuration, { day: localDay(at, configuration.timeZone), isOpen: false, figures, printedAt: at, reprint });
}

function letterOf({ series }: HallConfiguration): string {
  return series[0]?.letter ?? 'A';
}
