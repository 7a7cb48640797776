/** Why the hub does not start on this Redis. The message says what to do; nothing was changed. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError';
}
