import { failed } from '../../lib/result.ts';
import type { ResumeService, StopService } from '../commands.ts';
import type { Decision } from '../context.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';

export function decideStopService(_state: HallState, _command: StopService): Decision {
  return failed(refuse('not-allowed', {}));
}

export function decideResumeService(_state: HallState, _command: ResumeService): Decision {
  return failed(refuse('not-allowed', {}));
}
