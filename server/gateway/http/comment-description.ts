import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as z from 'zod';
import {
  COMMENT_SOURCES,
  commentAnswerSchema,
  commentsQuerySchema,
  newCommentSchema,
} from '../../../shared/protocol/comments.ts';
import { bearer, hallPath, json, ofCaller, ofSender, problems } from './api-parts.ts';

const time = z.int().nonnegative();
const comment = z
  .object({
    ...{ id: z.string(), number: z.int().positive(), at: time, counter: z.int(), grade: z.int().min(1).max(5).nullable() },
    ...{ source: z.enum(COMMENT_SOURCES), text: z.string() },
    read: z.object({ at: time, by: z.string() }).nullable(),
    answer: z.object({ at: time, by: z.string(), name: z.string(), text: z.string() }).nullable(),
  })
  .meta({
    id: 'Comment',
    description: 'What a customer wrote after a service (意见簿). Gone after a year; its number is not given again.',
  });
const page = z.object({ records: z.array(comment), before: time.nullable(), unread: z.int().nonnegative() });
const recordPath = hallPath.extend({ record: z.string().meta({ description: 'The comment’s id.' }) });
/** The schemas that requests are read with are of the small library; the description knows both. */
const described = (schema: object) => schema as unknown as z.ZodType;
const BASE = '/api/halls/{hall}/comments';
const written = { description: 'As it is now', ...json(comment) };

export const COMMENT_PATHS: ZodOpenApiPathsObject = {
  [BASE]: {
    get: {
      summary: 'The comment book, newest first; for managers',
      security: bearer,
      requestParams: { path: hallPath, query: commentsQuerySchema },
      responses: { '200': { description: 'As it is now', ...json(page) }, ...problems('malformed', ...ofCaller) },
    },
    post: {
      summary: 'A customer writes, at the rating tablet of the counter',
      security: bearer,
      requestParams: { path: hallPath },
      requestBody: json(described(newCommentSchema)),
      responses: {
        '201': { description: 'Written', ...json(z.object({ number: z.int().positive() })) },
        '200': { description: 'Written before, under this id', ...json(z.object({ number: z.int().positive() })) },
        ...problems(
          ...[...ofSender, ...ofCaller],
          ...(['hall-read-only', 'command-id-reused', 'records-full', 'record-over', 'unknown-ticket'] as const),
          ...(['feedback-not-offered', 'service-not-finished', 'feedback-too-late', 'counter-moved-on'] as const),
        ),
      },
    },
  },
  [`${BASE}/{record}/read`]: {
    post: {
      summary: 'It was read',
      security: bearer,
      requestParams: { path: recordPath },
      responses: { '200': written, ...problems(...ofCaller, 'not-found', 'hall-read-only') },
    },
  },
  [`${BASE}/{record}/answer`]: {
    post: {
      summary: 'Answer it, with words and a name',
      security: bearer,
      requestParams: { path: recordPath },
      requestBody: json(described(commentAnswerSchema)),
      responses: { '200': written, ...problems(...ofSender, ...ofCaller, 'not-found', 'record-over', 'hall-read-only') },
    },
  },
};
