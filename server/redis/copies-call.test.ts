import { describe, expect, it } from 'vitest';
import { acknowledgedBy, askCopies, copiesCallOf, copiesWords } from './copies-call.ts';
import { RedisGoneError, RedisRefusedError, type RedisReply } from './redis-store.ts';

/** A node as it answers, from the documentation of `WAITAOF`. */
function node(version: string, waitaof: RedisReply | Error): (command: readonly string[]) => Promise<RedisReply> {
  return ([word]) => {
    if (word === 'INFO') return Promise.resolve(`# Server\r\nredis_version:${version}\r\nredis_mode:standalone\r\n`);
    return waitaof instanceof Error ? Promise.reject(waitaof) : Promise.resolve(waitaof);
  };
}

describe('how copies are waited for', () => {
  it('[N34] is by their disks where the server can and this user may, and the answer can be believed', async () => {
    expect(await copiesCallOf(node('7.2.11', [1, 0]), [])).toBe('WAITAOF');
    expect(await copiesCallOf(node('7.4.3', [1, 2]), [])).toBe('WAITAOF');
    expect(await copiesCallOf(node('7.4.1', [1, 0]), [])).toBe('WAIT');
    for (const refusal of ["ERR unknown command 'WAITAOF'", 'NOPERM this user has no permissions', 'ERR appendonly is disabled'])
      expect(await copiesCallOf(node('7.2.11', new RedisRefusedError(refusal)), [])).toBe('WAIT');
    await expect(copiesCallOf(node('7.2.11', new RedisGoneError('gone')), [])).rejects.toThrow('gone');
  });

  it('[N34] is by what they received where late disks were accepted by name', async () => {
    for (const setting of ['no-appendonly', 'no-fsync-always', 'unknown-settings'] as const)
      expect(await copiesCallOf(node('7.2.11', [1, 0]), [setting])).toBe('WAIT');
  });

  it('[N34] asks for the disks when all have received it, on the same connection', async () => {
    const asked: string[] = [];
    const send = ([word]: readonly string[]): Promise<RedisReply> => {
      asked.push(String(word));
      return Promise.resolve(word === 'WAITAOF' ? [1, 2] : 2);
    };
    expect([await askCopies(send, 'WAITAOF', 2, 200), await askCopies(send, 'WAIT', 2, 200)]).toEqual([2, 2]);
    expect(asked).toEqual(['WAIT', 'WAITAOF', 'WAIT']);
  });

  it('[N34] counts nobody while the disk of the master lacks it', () => {
    expect(copiesWords('WAIT', 2, 200)).toEqual(['WAIT', '2', '200']);
    expect(copiesWords('WAITAOF', 2, 200)).toEqual(['WAITAOF', '1', '2', '200']);
    expect(acknowledgedBy('WAIT', 2)).toBe(2);
    expect(acknowledgedBy('WAITAOF', [1, 2])).toBe(2);
    expect(acknowledgedBy('WAITAOF', [0, 2])).toBe(-1);
    expect(acknowledgedBy('WAITAOF', null)).toBe(-1);
  });
});
