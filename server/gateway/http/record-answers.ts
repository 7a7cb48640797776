import type { Request, Response } from 'express';
import { en } from 'zod/locales';
import type * as z from 'zod/mini';
import type { Role } from '../../../shared/hall/actor.ts';
import { must } from '../../../shared/lib/assert.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { Kept, PageQuery } from '../../records/record-keeping.ts';
import type { RecordRefusal } from '../../records/record-refusal.ts';
import type { Records } from '../../records/records.ts';
import { admitted } from './admission.ts';
import { sendProblem } from './problem.ts';

const messages = en().localeError;

/** Who writes: staff, for no device has a right to records. */
export function author(response: Response): { readonly hall: string; readonly by: string; readonly roles: readonly Role[] } {
  const { actor, hall } = admitted(response);
  return { hall, by: must(actor.staffNumber, 'who writes records is staff'), roles: actor.roles };
}

/** Null when it was refused. */
export function readBody<Schema extends z.ZodMiniType>(
  schema: Schema,
  body: unknown,
  response: Response,
): z.infer<Schema> | null {
  const read = schema.safeParse(body, { error: messages });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.map(String).join('.')}: `;
  sendProblem(response, { kind: 'malformed', detail: `${where}${issue?.message ?? 'not what is expected here'}` });
  return null;
}

export function readQuery<Schema extends z.ZodMiniType>(
  schema: Schema,
  request: Request,
  response: Response,
): z.infer<Schema> | null {
  return readBody(schema, request.query, response);
}

export function pageQuery({
  before,
  limit,
}: {
  readonly before?: string | undefined;
  readonly limit?: string | undefined;
}): PageQuery {
  return { ...(before !== undefined && { before: Number(before) }), ...(limit !== undefined && { limit: Number(limit) }) };
}

export function recordOf(request: Request): string {
  return String(request.params['record']);
}

/** 201 for what is new, 200 for what had been written under this id before. */
export async function keep<Schema extends z.ZodMiniType, Item>(
  records: Records,
  response: Response,
  schema: Schema,
  body: unknown,
  write: (read: z.infer<Schema>) => Promise<Result<Kept<Item>, RecordRefusal>>,
): Promise<void> {
  const read = readBody(schema, body, response);
  if (read === null) return;
  const kept = await records.saving(() => write(read));
  if (kept.ok) response.status(kept.value.isNew ? 201 : 200).json(kept.value.record);
  else sendProblem(response, kept.error);
}

export function tell(response: Response, result: Result<unknown, RecordRefusal>): void {
  if (result.ok) response.json(result.value);
  else sendProblem(response, result.error);
}
