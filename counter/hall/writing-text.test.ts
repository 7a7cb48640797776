import { describe, expect, it } from 'vitest';
import { counterTexts } from '../../shared/i18n/counter-texts.ts';
import { copiesText, databaseText, readOnlyText } from './writing-text.ts';

const zh = counterTexts('zh');
const en = counterTexts('en');

describe('what a panel says of the journal', () => {
  it('[W21] is why nothing can be written, in both languages', () => {
    const sentences = (['unreachable', 'copies-missing', 'disk-full', undefined] as const).map((why) =>
      [zh, en].map((texts) => readOnlyText({ readOnly: 'journal', why }, texts)),
    );
    expect(new Set(sentences.flat()).size).toBe(6);
    expect(sentences[1]).toEqual([expect.stringContaining('副本'), expect.stringContaining('copy')]);
    expect(sentences[2]).toEqual(sentences[3]);
  });

  it('[W21] is how many copies are kept, for as long as it is fewer than promised', () => {
    const writing = { readOnly: null, copies: { kept: 1, promised: 2 } };
    expect(copiesText(writing, zh)).toBe('日志只保留 1 份副本（应有 2 份），请系统管理员尽快恢复备机。');
    expect(copiesText(writing, en)).toContain('Only 1 of 2 copies');
    expect(copiesText({ readOnly: null, copies: { kept: 2, promised: 2 } }, zh)).toBeNull();
    expect(copiesText({ readOnly: null }, zh)).toBeNull();
  });

  it('[W25] is that the database is away, for as long as it is, and what goes on meanwhile', () => {
    expect(databaseText({ readOnly: null, database: 'away' }, zh)).toMatch(/数据库.*取号和叫号照常.*登录/);
    expect(databaseText({ readOnly: 'journal', database: 'away' }, en)).toMatch(/Tickets and calls go on; signing in/);
    expect(databaseText({ readOnly: null }, zh)).toBeNull();
  });
});
