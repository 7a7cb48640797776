/** Kinds of events; of one moment in this order. An event is its kind times `KIND` and the number of a counter, a stream or a ticket. */
export const FREED = 0;
export const BACK = 1;
export const CHANGED = 2;
export const CLOSED = 3;
export const AWAY = 4;
export const COMES = 5;
export const ARRIVES = 6;
export const GIVES_UP = 7;
export const HELPS = 8;
export const KIND = 2 ** 32;
