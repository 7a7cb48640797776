import type { SentCommand } from '../../shared/protocol/command-schema.ts';
import type { TicketId } from '../../shared/hall/ticket.ts';
import type { StaffWords } from '../staff-words.svelte.ts';
import type { Told } from '../commands/queued-orders.svelte.ts';

/** The number of a ticket that the screen still knows. */
export type NumberOf = (ticket: TicketId) => string | null;

/** What was asked without a line, in one sentence: it must be understood minutes later. */
export function queuedText(command: SentCommand, words: StaffWords, numberOf: NumberOf): string {
  const texts = words.greeter.queued;
  const number = (ticket: TicketId): string => numberOf(ticket) ?? '?';
  switch (command.type) {
    case 'issue-ticket': {
      const what = [words.service(command.service), command.class === undefined ? null : words.classOf(command.class)];
      return texts.what[command.type](what.filter((each) => each !== null).join(' · '));
    }
    case 'check-in':
      return texts.what[command.type](command.code);
    case 'mark-left':
    case 'cancel-ticket':
    case 'return-ticket':
    case 'check-documents':
      return texts.what[command.type](number(command.ticket));
    case 'reclassify-ticket':
      return texts.what[command.type](`${number(command.ticket)} → ${words.classOf(command.class)}`);
    case 'redirect-tickets':
      return texts.what[command.type](`${whoText(command, words)} → ${words.service(command.service)}`);
    default:
      // Nothing else waits for a line; a desk's command of an earlier page is told by its type.
      return command.type;
  }
}

function whoText({ filter, tickets }: Extract<SentCommand, { type: 'redirect-tickets' }>, words: StaffWords): string {
  const texts = words.greeter.queued;
  if (filter === undefined) return texts.people(tickets?.length ?? 0);
  const parts = [
    words.service(filter.service),
    filter.class === undefined ? texts.everybody : words.classOf(filter.class),
    filter.waitedMinutesMin === undefined ? null : texts.waited(filter.waitedMinutesMin),
  ];
  return parts.filter((each) => each !== null).join(' · ');
}

/** What came of it. */
export function toldText({ outcome }: Told, words: StaffWords): string {
  const texts = words.greeter.queued;
  if (outcome.is === 'refused') return `${texts.refused}: ${words.refusal(outcome.refusal)}`;
  const { number, count } = outcome.answer;
  if (typeof number === 'string') return texts.issued(number);
  return count === undefined ? texts.done : texts.moved(count);
}
