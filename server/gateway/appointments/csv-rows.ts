/** One line of a file; `line` is where it begins, counted as an editor counts. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * RFC 4180 as spreadsheets write it: quotes around cells that hold commas, quotes or line breaks, doubled quotes inside, any
 * kind of line end. Empty lines are left out. A quote that never ends takes the rest of the file into its cell.
 */
export function csvRows(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let line = 1;
  let startedAt = 1;
  const endCell = (): void => {
    cells.push(cell.trim());
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    if (cells.some((each) => each !== '')) rows.push({ line: startedAt, cells });
    cells = [];
    startedAt = line;
  };
  const plain = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  for (let at = 0; at < plain.length; at += 1) {
    const character = plain.charAt(at);
    if (character === '\n') line += 1;
    if (isQuoted && character === '"' && plain.charAt(at + 1) === '"') {
      cell += '"';
      at += 1;
    } else if (character === '"' && (isQuoted || cell.trim() === '')) {
      isQuoted = !isQuoted;
    } else if (isQuoted) {
      cell += character;
    } else if (character === ',') {
      endCell();
    } else if (character === '\n') {
      endRow();
    } else {
      cell += character;
    }
  }
  endRow();
  return rows;
}
