import { createInterface } from 'node:readline';

/** What `process` offers of it; tests bring their own. */
export interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WritableStream;
}

const ENTER = new Set(['\r', '\n']);
const INTERRUPT = '\u0003';
const ERASE = new Set(['\u007f', '\b']);

/** One line that is not shown while it is typed; from a pipe, its first line. Null when the person gave up. */
export function askSecret(question: string, { input, output }: Terminal): Promise<string | null> {
  return input.isTTY ? askUnseen(question, { input, output }) : firstLine(input);
}

function askUnseen(question: string, { input, output }: Terminal): Promise<string | null> {
  output.write(question);
  input.setRawMode(true);
  input.setEncoding('utf8');
  input.resume();
  return new Promise((resolve) => {
    let typed = '';
    const take = (keys: string): void => {
      for (const key of keys) {
        if (ENTER.has(key)) return done(typed);
        if (key === INTERRUPT) return done(null);
        typed = ERASE.has(key) ? typed.slice(0, -1) : typed + key;
      }
    };
    const done = (answer: string | null): void => {
      input.off('data', take);
      input.setRawMode(false);
      input.pause();
      output.write('\n');
      resolve(answer);
    };
    input.on('data', take);
  });
}

async function firstLine(input: NodeJS.ReadStream): Promise<string | null> {
  const lines = createInterface({ input });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  return null;
}
