import express, { type RequestHandler } from 'express';

/** CSV of at most so many bytes, unread: `decoded` reads it. */
export function csvBody(limit: number): RequestHandler {
  return express.raw({ limit, inflate: false, type: 'text/csv' });
}

/** UTF-8 unless the request says otherwise; spreadsheets in China write GBK, which `charset=gb18030` names. Null: it is neither. */
export function decoded(body: Buffer, contentType: string): string | null {
  const charset = /;\s*charset="?([\w-]+)"?/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { fatal: true }).decode(body);
  } catch {
    // A charset that nobody knows, or bytes that are not of it: the sender is told so.
    return null;
  }
}
