import { closeSync, openSync } from 'node:fs';
import { parseArgs, type ParseArgsConfig } from 'node:util';

/** Ends the program: what was asked for makes no sense, and how to ask. */
export function refuseWith(usage: string): (why: string) => never {
  return (why) => {
    process.stderr.write(`${why}\n\n${usage}`);
    process.exit(2);
  };
}

export function wholeNumber(text: string, refuse: (why: string) => never): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : refuse(`${text} is no whole number`);
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** What is no option, or is without its value, is refused in one sentence. */
export function readOptions<Known extends Options>(args: readonly string[], options: Known, refuse: (why: string) => never) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/** Before a run of many minutes: a place where nothing can be written should not be found out after it. */
export function writableFile(path: string | undefined, refuse: (why: string) => never): string | undefined {
  if (path === undefined) return undefined;
  try {
    closeSync(openSync(path, 'a'));
    return path;
  } catch (error) {
    return refuse(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
