import * as z from 'zod/mini';

/** What several parts of a configuration are made of. */
const TEXT_LENGTH_MAX = 500;

export const id = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/));
const words = z.string().check(z.minLength(1), z.maxLength(TEXT_LENGTH_MAX));
export const text = z.strictObject({ zh: words, en: words });
export const choice = z.strictObject({ id, text });
export const timeOfDay = z.string().check(z.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/));

export const counterId = z.int().check(z.minimum(1), z.maximum(9_999));
