/** Why the hub does not start on this Redis. The message says what to do; nothing was changed. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError';
}

/** Under a key that belongs to Hallcall is something that it has not written. */
export function keptByAnother(key: string): string {
  return `another program keeps something under ${key} in this Redis. Move it away (RENAME), or give Hallcall a Redis of its own.`;
}
