import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askSecret } from './ask-secret.ts';

function terminal(isTTY: boolean) {
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: () => input });
  const output = new PassThrough();
  return {
    input,
    output,
    screen: () => String(output.read() ?? ''),
    streams: { input: input as unknown as NodeJS.ReadStream, output },
  };
}

describe('asking for a password', () => {
  it('[A41] shows nothing of what is typed', async () => {
    const { input, screen, streams } = terminal(true);
    const answer = askSecret('Password: ', streams);
    input.write('secreX\u007ft\r');
    expect(await answer).toBe('secret');
    expect(screen()).toBe('Password: \n');
  });

  it('[A41] can be given up', async () => {
    const { input, streams } = terminal(true);
    const answer = askSecret('Password: ', streams);
    input.write('sec\u0003');
    expect(await answer).toBeNull();
  });

  it('[A41] reads one line from a pipe, and asks nothing', async () => {
    const { input, screen, streams } = terminal(false);
    input.end('first line\nsecond\n');
    expect(await askSecret('Password: ', streams)).toBe('first line');
    expect(screen()).toBe('');
    const empty = terminal(false);
    empty.input.end('');
    expect(await askSecret('Password: ', empty.streams)).toBeNull();
  });
});
