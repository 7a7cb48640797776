import { AssertionError } from './assert.ts';

/** Ends every `switch` over a union: a forgotten case is a type error, and at run time a bug that is heard. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable case: ${JSON.stringify(value)}`);
}
