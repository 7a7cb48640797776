/**
 * - `ok`, `near-end`, `paper-out`, `cover-open`, `jam`, `error`: as its sensors say.
 * - `refusing`: nobody listens. `hanging`: takes the connection and says nothing.
 * - `dying`: closes the connection in the middle of a ticket. `mute`: falls silent once a ticket has come.
 * - `running-out`, `jamming`: the paper ends, or jams, in the middle of a ticket. `slow`: answers that all is well, and is not done yet.
 * - `chatty`: sends bytes that nobody asked for between its answers.
 */
export type PrinterMode =
  | 'ok'
  | 'near-end'
  | 'paper-out'
  | 'cover-open'
  | 'jam'
  | 'error'
  | 'refusing'
  | 'hanging'
  | 'dying'
  | 'mute'
  | 'running-out'
  | 'jamming'
  | 'slow'
  | 'chatty';
