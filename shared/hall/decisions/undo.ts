import { failed, ok, type Result } from '../../lib/result.ts';
import { hasRole, type Actor } from '../actor.ts';
import type { Undo } from '../commands.ts';
import type { CounterId } from '../configuration.ts';
import type { Context, Decision } from '../context.ts';
import { UNDO_MS } from '../limits.ts';
import { refuse, type Refusal } from '../refusals.ts';
import type { HallState } from '../state.ts';
import type { StaffNumber } from '../ticket.ts';
import { actionKey, redirectKey, type ActionImage, type RedirectImage, type UndoImage } from '../undo.ts';
import { ownOrManagedCounter } from './lookup.ts';

/** 撤销: for a short time, and while nothing depends on it. A fact of its own: what was undone stays in the journal. */
export function decideUndo(state: HallState, { counter, redirect }: Undo, context: Context): Decision {
  if (counter !== undefined && redirect === undefined) return decideUndoAction(state, counter, context);
  if (redirect !== undefined && counter === undefined) return decideUndoRedirect(state, redirect, context);
  return failed(refuse('nothing-to-undo', {}));
}

function decideUndoAction(state: HallState, id: CounterId, context: Context): Decision {
  const found = ownOrManagedCounter(state, id, context);
  if (!found.ok) return found;
  const kept = imageInTime(state.undo.get(actionKey(id)), context, id);
  if (!kept.ok) return kept;
  if (kept.value.is !== 'action') return failed(refuse('nothing-to-undo', { counter: id }));
  return ok([{ type: 'action-undone', counter: id, action: kept.value.action, ticket: kept.value.about }]);
}

/** By who did it, or a manager. */
function decideUndoRedirect(state: HallState, redirect: string, context: Context): Decision {
  const kept = imageInTime(state.undo.get(redirectKey(redirect)), context);
  if (!kept.ok) return kept;
  if (kept.value.is !== 'redirect') return failed(refuse('nothing-to-undo', {}));
  if (!mayUndo(context.actor, kept.value.by)) return failed(refuse('not-allowed', {}));
  return ok([{ type: 'redirect-undone', redirect }]);
}

function mayUndo(actor: Actor, by: StaffNumber | null): boolean {
  return hasRole(actor, 'manager') || (by !== null && actor.staffNumber === by);
}

function imageInTime(
  image: UndoImage | undefined,
  { at }: Context,
  counter?: CounterId,
): Result<ActionImage | RedirectImage, Refusal> {
  if (image === undefined || image.is === 'undone')
    return failed(refuse('nothing-to-undo', counter === undefined ? {} : { counter }));
  if (at > image.at + UNDO_MS) return failed(refuse('undo-too-late', { seconds: UNDO_MS / 1_000 }));
  return image.is === 'overtaken' ? failed(refuse('undo-overtaken', { number: image.number })) : ok(image);
}
