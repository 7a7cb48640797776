/**
 * A broken assertion is a bug in Hallcall, never a user's mistake: it throws, the writer of the hall stops, and the
 * state is rebuilt from the journal. What a person can do wrong is a refusal (`shared/hall/refusals.ts`).
 */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** The value, which the caller knows to be there. */
export function must<T>(value: T | null | undefined, message: string): T {
  assert(value !== null && value !== undefined, message);
  return value;
}
