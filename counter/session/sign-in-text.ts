import type { CounterTexts } from '../../shared/i18n/counter-texts.ts';
import type { SessionStatus } from './staff-session.svelte.ts';

/** Why the sign-in page is (still) there, in a sentence; null when there is nothing to explain. */
export function signInFailureText(status: SessionStatus, failures: CounterTexts['signIn']['failures']): string | null {
  if (status.is !== 'signed-out' || status.why === null) return null;
  switch (status.why) {
    case 'wrong-password':
    case 'too-many-commands':
    case 'hub-away':
    case 'session-over':
      return failures[status.why];
    case 'unauthenticated':
      return failures['wrong-password'];
    default:
      return failures.other;
  }
}
