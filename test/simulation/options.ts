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
