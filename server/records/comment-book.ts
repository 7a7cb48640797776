import type { Selectable, Transaction } from 'kysely';
import { findEndedLeg, type EndedLeg } from '../../shared/hall/decisions/rate.ts';
import type { Actor } from '../../shared/hall/actor.ts';
import type { Refusal } from '../../shared/hall/refusals.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { failed, ok, type Result } from '../../shared/lib/result.ts';
import type {
  Comment,
  CommentAnswer,
  CommentsPage,
  CommentSource,
  COMMENT_STATES,
  NewComment,
} from '../../shared/protocol/comments.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import type { CommentTable } from '../database/record-tables.ts';
import type { Tables } from '../database/tables.ts';
import { fullToday, keepOnce, pageOf, rowsOf, type Kept, type PageQuery } from './record-keeping.ts';
import type { RecordRefusal } from './record-refusal.ts';

export interface CommentQuery extends PageQuery {
  readonly state?: (typeof COMMENT_STATES)[number] | undefined;
}

export type CommentRefusal = RecordRefusal | Refusal;

/** What the book needs of the hub. */
export interface CommentHub {
  read(hall: string): Promise<{ readonly state: HallState }>;
}

/**
 * 意见簿: what customers write after a service. Numbered without a gap in each hall, for a book with pages torn out is no book: the
 * last number is kept apart, so that comments which are gone after a year leave their numbers behind. One for each leg.
 */
export class CommentBook {
  readonly #database: AccessDatabase;
  readonly #clock: Clock;
  readonly #hub: CommentHub;

  constructor(options: { readonly database: AccessDatabase; readonly clock: Clock; readonly hub: CommentHub }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#hub = options.hub;
  }

  /** Newest first, with how many nobody has read. */
  async page(hall: string, query: CommentQuery): Promise<CommentsPage> {
    let rows = this.#database.sql.selectFrom('comments').selectAll().where('hall', '=', hall);
    if (query.before !== undefined) rows = rows.where('seq', '<', query.before);
    if (query.state === 'unread') rows = rows.where('read_at', 'is', null);
    if (query.state === 'unanswered') rows = rows.where('answered_at', 'is', null);
    const found = await rows.orderBy('seq', 'desc').limit(rowsOf(query)).execute();
    return { ...pageOf(found, query, comment), unread: await this.unread(hall) };
  }

  async unread(hall: string): Promise<number> {
    const { count } = await this.#database.sql
      .selectFrom('comments')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('hall', '=', hall)
      .where('read_at', 'is', null)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  /** By a tablet or a phone, of a leg that it may speak of now (`findEndedLeg`). */
  async write(hall: string, actor: Actor, said: NewComment): Promise<Result<Kept<Comment>, CommentRefusal>> {
    const existing = await this.#existing(hall, said.id);
    if (existing !== null) return keepOnce({ existing, isSame: ({ text }) => text === said.text, write: never });
    const at = this.#clock.now();
    const { state } = await this.#hub.read(hall);
    if (state.configuration === null) return failed({ kind: 'not-found' });
    const found = findEndedLeg(state, said, { actor, at: Math.max(at, state.at) }, 'comments');
    if (!found.ok) return found;
    const source = actor.roles.includes('phone') ? 'phone' : 'tablet';
    return this.#database.change(hall, (sql) => this.#add(sql, { hall, said, leg: found.value, source, at }));
  }

  /** Read is read: the first reader stays. */
  async read(hall: string, id: string, by: string): Promise<Result<Comment, RecordRefusal>> {
    const mark = { read_at: this.#clock.now(), read_by: by };
    await this.#database.sql
      .updateTable('comments')
      .set(mark)
      .where('hall', '=', hall)
      .where('id', '=', id)
      .where('read_at', 'is', null)
      .execute();
    const found = await this.#existing(hall, id);
    return found === null ? failed({ kind: 'not-found' }) : ok(found);
  }

  /** Once; the same words again are the same answer. Who answers has read. */
  async answer(
    hall: string,
    id: string,
    answer: CommentAnswer & { readonly by: string },
  ): Promise<Result<Comment, RecordRefusal>> {
    const { by, name, text } = answer;
    const read = await this.read(hall, id, by);
    if (!read.ok) return read;
    const before = read.value.answer;
    if (before !== null) {
      const isSame = before.by === by && before.name === name && before.text === text;
      return isSame ? read : failed({ kind: 'record-over', at: before.at, by: before.by });
    }
    await this.#database.sql
      .updateTable('comments')
      .set({ answered_at: this.#clock.now(), answered_by: by, answered_name: name, answer: text })
      .where('hall', '=', hall)
      .where('id', '=', id)
      .where('answered_at', 'is', null)
      .execute();
    const found = await this.#existing(hall, id);
    return found === null ? failed({ kind: 'not-found' }) : ok(found);
  }

  async #existing(hall: string, id: string): Promise<Comment | null> {
    const row = await this.#database.sql
      .selectFrom('comments')
      .selectAll()
      .where('hall', '=', hall)
      .where('id', '=', id)
      .executeTakeFirst();
    return row === undefined ? null : comment(row);
  }

  async #add(
    sql: Transaction<Tables>,
    { hall, said, leg, source, at }: { hall: string; said: NewComment; leg: EndedLeg; source: CommentSource; at: number },
  ): Promise<Result<Kept<Comment>, RecordRefusal>> {
    const other = await sql
      .selectFrom('comments')
      .selectAll()
      .where('hall', '=', hall)
      .where('ticket', '=', said.ticket)
      .where('leg', '=', said.leg)
      .executeTakeFirst();
    if (other?.id === said.id && other.text === said.text) return ok({ record: comment(other), isNew: false });
    if (other !== undefined) return failed({ kind: 'record-over', at: other.at, by: null });
    const full = await fullToday(sql, 'comments', { hall, now: at });
    if (full !== null) return failed(full);
    const { last } = await sql
      .insertInto('comment_numbers')
      .values({ hall, last: 1 })
      .onConflict((conflict) => conflict.column('hall').doUpdateSet((row) => ({ last: row('comment_numbers.last', '+', 1) })))
      .returning('last')
      .executeTakeFirstOrThrow();
    const row = {
      ...{ hall, id: said.id, at, number: last, source, ticket: said.ticket, leg: said.leg },
      ...{ counter: leg.counter, grade: leg.leg.grade ?? null, text: said.text },
      ...{ read_at: null, read_by: null, answer: null, answered_name: null, answered_at: null, answered_by: null },
    };
    await sql.insertInto('comments').values(row).execute();
    return ok({ record: comment(row), isNew: true });
  }
}

/** A comment that is there already is not written. */
function never(): Promise<never> {
  throw new Error('unreachable: an existing record is not written again');
}

function comment(row: Omit<Selectable<CommentTable>, 'seq'>): Comment {
  const { answer, answered_at, answered_by, answered_name, read_at, read_by } = row;
  const isAnswered = answered_at !== null && answered_by !== null && answered_name !== null && answer !== null;
  return {
    ...{ id: row.id, number: row.number, at: row.at, counter: row.counter, grade: row.grade, source: row.source, text: row.text },
    read: read_at === null || read_by === null ? null : { at: read_at, by: read_by },
    answer: isAnswered ? { at: answered_at, by: answered_by, name: answered_name, text: answer } : null,
  };
}
