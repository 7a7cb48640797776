import { Router, type Request, type Response } from 'express';
import {
  COMMENT_BYTES_MAX,
  commentAnswerSchema,
  commentsQuerySchema,
  newCommentSchema,
} from '../../../shared/protocol/comments.ts';
import { admitted, mayRecord, type Admission } from './admission.ts';
import type { HttpRooms } from './http-rooms.ts';
import { jsonBody } from './intake.ts';
import { sendProblem } from './problem.ts';
import { author, pageQuery, readBody, readQuery, recordOf, tell } from './record-answers.ts';

const BASE = '/api/halls/:hall/comments';

/** 意见簿: written by the tablets at the counters (and by phones, on their own listener), read and answered by managers. */
export function commentRoutes({ hub, records }: HttpRooms, { admit }: Admission): Router {
  const router = Router();
  const { comments } = records;
  router.get(BASE, admit, mayRecord('read-comments'), async (request: Request, response: Response) => {
    const query = readQuery(commentsQuerySchema, request, response);
    if (query === null) return;
    response.json(await comments.page(author(response).hall, { ...pageQuery(query), state: query.state }));
  });
  router.post(BASE, admit, mayRecord('write-comment'), jsonBody(COMMENT_BYTES_MAX), async (request, response: Response) => {
    const { actor, hall } = admitted(response);
    const said = readBody(newCommentSchema, request.body, response);
    if (said === null) return;
    const kept = await records.saving(() => comments.write(hall, actor, said));
    // A tablet need not know more than its number: what was written is not read back by whoever comes next.
    if (kept.ok) response.status(kept.value.isNew ? 201 : 200).json({ number: kept.value.record.number });
    else sendProblem(response, kept.error, (await hub.read(hall)).state.configuration);
  });
  router.post(`${BASE}/:record/read`, admit, mayRecord('answer-comment'), async (request: Request, response: Response) => {
    const { hall, by } = author(response);
    tell(response, await records.saving(() => comments.read(hall, recordOf(request), by)));
  });
  const answer = `${BASE}/:record/answer`;
  router.post(answer, admit, mayRecord('answer-comment'), jsonBody(COMMENT_BYTES_MAX), async (request, response: Response) => {
    const { hall, by } = author(response);
    const read = readBody(commentAnswerSchema, request.body, response);
    if (read === null) return;
    tell(response, await records.saving(() => comments.answer(hall, recordOf(request), { ...read, by })));
  });
  return router;
}
