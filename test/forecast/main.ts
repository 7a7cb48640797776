import { evaluateProgram } from './program.ts';

process.exitCode = evaluateProgram(process.argv.slice(2), {
  tell: (text) => {
    console.log(text);
  },
  table: (rows) => {
    console.table(rows);
  },
  warn: (line) => {
    console.error(line);
  },
});
