import { serviceSetup, type PrinterSetup } from '../../shared/hall/configuration.ts';
import { ruleText } from '../../shared/i18n/rule.ts';
import type { LastHall, LentTicket } from '../../shared/offline/number-book.ts';
import { ticketBytes } from '../printing/ticket-bytes.ts';

/** A ticket that was given out while the hub is away: it says that the wait is not known, and has no code for phones. */
export function lentPaperBytes(
  ticket: LentTicket,
  { configuration }: LastHall,
  { columns, language = 'epson', qr }: Pick<PrinterSetup, 'columns' | 'language' | 'qr'>,
): Uint8Array {
  const service = serviceSetup(configuration, ticket.service);
  const { classes, name, paper, routing, timeZone } = configuration;
  return ticketBytes(
    {
      hallName: name,
      number: ticket.number,
      service: service?.name ?? { zh: ticket.service, en: ticket.service },
      documents: service?.documents ?? [],
      ahead: null,
      quote: null,
      reserved: null,
      bookedFor: null,
      issuedAt: ticket.takenAt,
      timeZone,
      reprint: false,
      large: false,
      rule: { zh: ruleText(routing, classes, 'zh'), en: ruleText(routing, classes, 'en') },
      link: null,
      foot: paper?.foot ?? null,
    },
    { columns, language, qr, template: paper?.ticket, logo: paper?.logo },
  );
}
